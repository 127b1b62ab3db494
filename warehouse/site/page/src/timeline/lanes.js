// Which events share a lane. Undated events have one of their own, whatever the lanes are by.

import { MARK, anchor } from "../data.js";

const TOP = 8; // participants with a lane of their own

/**
 * Lanes that hold events, in order: { label, family?, events (by their day), loose }.
 * `loose` counts undated events of which no bound is known either: they have no place on the axis.
 */
export function lanesOf(data, found, by) {
  const { place, lanes } = keys(data, found, by);
  const undated = { label: "No date", undated: true, events: [], loose: 0 };
  for (const i of found) {
    if (data.mark[i] === MARK.UNKNOWN) undated.loose++;
    else if (!data.dated[i]) undated.events.push(i);
    else for (const lane of place(i)) lanes[lane].events.push(i);
  }
  const all = [...lanes.filter((lane) => lane.events.length), ...(undated.events.length || undated.loose ? [undated] : [])];
  for (const lane of all) lane.events.sort((a, b) => anchor(data, a) - anchor(data, b) || a - b);
  return all;
}

function keys(data, found, by) {
  const { meta, family, type, status, people } = data;
  if (by === "type") {
    return { place: (i) => [type[i]], lanes: meta.types.map(({ label, family }) => ({ label, family, events: [] })) };
  }
  if (by === "status") {
    return { place: (i) => [status[i]], lanes: meta.statuses.map((key) => ({ label: capital(key), status: key, events: [] })) };
  }
  if (by === "people") {
    const top = busiest(data, found);
    const lane = new Map(top.map((person, number) => [person, number]));
    const others = top.length;
    const lanes = [...top.map((person) => ({ label: meta.people[person][1], events: [] })), { label: "Others", events: [] }];
    const place = (i) => {
      const mine = new Set(people[i].filter((_, k) => k % 2 === 0 && lane.has(people[i][k])).map((person) => lane.get(person)));
      return mine.size ? [...mine] : [others];
    };
    return { place, lanes };
  }
  return { place: (i) => [family[i]], lanes: meta.families.map(({ label }, number) => ({ label, family: number, events: [] })) };
}

function busiest(data, found) {
  const counts = new Uint32Array(data.meta.people.length);
  for (const i of found) for (let k = 0; k < data.people[i].length; k += 2) counts[data.people[i][k]]++;
  return [...counts.keys()].filter((person) => counts[person]).sort((a, b) => counts[b] - counts[a] || a - b).slice(0, TOP);
}

export const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);
