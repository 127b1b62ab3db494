// One pass over the events: which are found, and how many each choice of a filter would find.

/**
 * The events found, and the counts beside each choice. A count says how many events there would be with this choice
 * alone within its filter, all other filters kept; for participants, of whom all must take part, how many with this
 * one besides.
 * @param {Uint8Array|null} matched which events the search found; null where nothing is searched for
 */
export function filter(data, state, matched) {
  const { n, type, status, confidence, change, exactness, people, sources, meta } = data;
  const counts = {
    types: new Uint32Array(meta.types.length),
    statuses: new Uint32Array(meta.statuses.length),
    people: new Uint32Array(meta.people.length),
    hosts: new Uint32Array(meta.hosts.length),
    exactness: new Uint32Array(5),
    fresh: 0,
  };
  const found = new Int32Array(n);
  let size = 0;
  const wanted = [...state.people];
  const chosen = (set, value) => set.size === 0 || set.has(value);
  for (let i = 0; i < n; i++) {
    if (matched !== null && !matched[i]) continue;
    if (confidence[i] < state.least) continue;
    if (wanted.length && !wanted.every((person) => takesPart(people[i], person))) continue;
    const misses =
      (chosen(state.types, type[i]) ? 0 : 1) |
      (chosen(state.statuses, status[i]) ? 0 : 2) |
      (state.hosts.size === 0 || sources[i].some((host) => state.hosts.has(host)) ? 0 : 4) |
      (chosen(state.exactness, exactness[i]) ? 0 : 8) |
      (state.fresh && !change[i] ? 16 : 0);
    if ((misses & ~1) === 0) counts.types[type[i]]++;
    if ((misses & ~2) === 0) counts.statuses[status[i]]++;
    if ((misses & ~4) === 0) for (const host of sources[i]) counts.hosts[host]++;
    if ((misses & ~8) === 0) counts.exactness[exactness[i]]++;
    if ((misses & ~16) === 0 && change[i]) counts.fresh++;
    if (misses) continue;
    for (let k = 0; k < people[i].length; k += 2) if (first(people[i], k)) counts.people[people[i][k]]++;
    found[size++] = i;
  }
  return { found: found.subarray(0, size), counts };
}

function takesPart(pairs, person) {
  for (let k = 0; k < pairs.length; k += 2) if (pairs[k] === person) return true;
  return false;
}

/** Whether the participant at k stands there for the first time: one in two roles counts once. */
function first(pairs, k) {
  for (let j = 0; j < k; j += 2) if (pairs[j] === pairs[k]) return false;
  return true;
}
