// The events in typed columns. A day is a number: days since 1970-01-01.

import { take } from "./registry.js";

export const NONE = -2147483648; // no such day
/** How an event stands on the axis. */
export const MARK = { DAY: 0, SPAN: 1, FROM: 2, UNTIL: 3, UNKNOWN: 4 };
/** How exact a date is, by the number of days it can mean. */
export const EXACTNESS = ["Exact day", "Within two weeks", "Within a season", "Longer", "No date"];

export function read() {
  const meta = take("meta");
  const chunks = Array.from({ length: meta.chunks }, (_, number) => take("events", String(number)));
  const joined = (name) => (chunks.length === 1 ? chunks[0][name] : chunks.flatMap((chunk) => chunk[name]));
  const numbers = (name, Kind) => Kind.from(joined(name), (value) => value ?? NONE);
  const data = {
    meta,
    n: meta.events,
    id: joined("id"),
    title: joined("title"),
    edtf: joined("edtf"),
    type: numbers("type", Uint16Array),
    status: numbers("status", Uint8Array),
    precision: numbers("precision", Uint8Array),
    basis: numbers("basis", Uint8Array),
    confidence: numbers("confidence", Uint16Array),
    mentions: numbers("mentions", Uint32Array),
    documents: numbers("documents", Uint32Array),
    change: numbers("change", Uint8Array),
    place: numbers("place", Int32Array),
    start: numbers("start", Int32Array),
    end: numbers("end", Int32Array),
    earliest: numbers("earliest", Int32Array),
    latest: numbers("latest", Int32Array),
    told: numbers("told", Int32Array),
    retold: numbers("retold", Int32Array),
    sources: joined("sources"),
    people: joined("people"), // person, role, person, role, …
  };
  data.byId = new Map(data.id.map((id, index) => [id, index]));
  return Object.assign(data, derived(data));
}

function derived(data) {
  const { n, meta, start, end, earliest, latest, edtf } = data;
  const family = Uint8Array.from(data.type, (type) => meta.types[type].family);
  const mark = new Uint8Array(n);
  const exactness = new Uint8Array(n);
  const dated = new Uint8Array(n);
  const soft = new Uint8Array(n); // "about": the ends are not sharp
  const from = new Int32Array(n); // first and last day that are known, or NONE
  const to = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    dated[i] = edtf[i] === null ? 0 : 1;
    soft[i] = edtf[i]?.includes("~") ? 1 : 0;
    from[i] = dated[i] ? start[i] : earliest[i];
    to[i] = dated[i] ? end[i] : latest[i];
    if (from[i] === NONE && to[i] === NONE) mark[i] = MARK.UNKNOWN;
    else if (from[i] === NONE) mark[i] = MARK.UNTIL;
    else if (to[i] === NONE) mark[i] = MARK.FROM;
    else mark[i] = dated[i] && from[i] === to[i] && !soft[i] ? MARK.DAY : MARK.SPAN;
    const days = mark[i] <= MARK.SPAN ? to[i] - from[i] + 1 : Infinity;
    exactness[i] = !dated[i] ? 4 : days <= 1 ? 0 : days <= 14 ? 1 : days <= 100 ? 2 : 3;
  }
  return { family, mark, exactness, dated, soft, from, to };
}

/** The day by which an event is found on the axis; NONE for those of which nothing is known. */
export function anchor(data, i) {
  return data.mark[i] === MARK.UNTIL ? data.to[i] : data.from[i];
}
