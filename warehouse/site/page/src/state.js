// What the reader has chosen. All of it stands in the address, so that any view can be sent to others.

import { NONE, EXACTNESS } from "./data.js";
import { iso, parseIso } from "./dates.js";

export const LANES = { family: "Kind", type: "Type", status: "Status", people: "Participant" };
export const SORTS = ["date", "title", "status", "documents", "confidence"];
const EXACT_KEYS = ["day", "weeks", "season", "longer", "none"];

/** Sets hold numbers; an empty set lets everything through. `view` is null or the first and last day in view. */
export function blank() {
  return {
    q: "",
    types: new Set(),
    statuses: new Set(),
    people: new Set(),
    hosts: new Set(),
    exactness: new Set(),
    least: 0,
    fresh: false,
    lanes: "family",
    list: "view",
    sort: { key: "date", down: false },
    view: null,
    event: null,
  };
}

/** The facets that are sets, their key in the address, and the words for their numbers. */
function facets(data) {
  const { meta } = data;
  return [
    ["types", "type", meta.types.map((type) => type.key)],
    ["statuses", "status", meta.statuses],
    ["people", "who", meta.people.map((person) => person[0])],
    ["hosts", "source", meta.hosts],
    ["exactness", "exact", EXACT_KEYS],
  ];
}

/** The address's fragment for a state, empty for the blank one. */
export function encode(state, data) {
  const words = new URLSearchParams();
  if (state.q) words.set("q", state.q);
  for (const [name, key, names] of facets(data)) for (const number of state[name]) words.append(key, names[number]);
  if (state.least) words.set("least", String(state.least));
  if (state.fresh) words.set("new", "1");
  if (state.lanes !== "family") words.set("lanes", state.lanes);
  if (state.list !== "view") words.set("list", state.list);
  if (state.sort.key !== "date" || state.sort.down) words.set("sort", (state.sort.down ? "-" : "") + state.sort.key);
  if (state.view) {
    words.set("from", iso(Math.round(state.view[0])));
    words.set("to", iso(Math.round(state.view[1])));
  }
  if (state.event !== null) words.set("event", data.id[state.event]);
  return words.toString();
}

/** The state of an address's fragment. What it names that this release does not hold is left out and returned. */
export function decode(fragment, data) {
  const state = blank();
  const unknown = [];
  const words = new URLSearchParams(fragment);
  state.q = words.get("q") ?? "";
  for (const [name, key, names] of facets(data)) {
    for (const word of words.getAll(key)) {
      const number = names.indexOf(word);
      if (number >= 0) state[name].add(number);
      else unknown.push(word);
    }
  }
  state.least = Math.min(1000, Math.max(0, Number.parseInt(words.get("least") ?? "0", 10) || 0));
  state.fresh = words.get("new") === "1";
  if (Object.hasOwn(LANES, words.get("lanes"))) state.lanes = words.get("lanes");
  if (words.get("list") === "all") state.list = "all";
  const sort = words.get("sort") ?? "";
  if (SORTS.includes(sort.replace(/^-/, ""))) state.sort = { key: sort.replace(/^-/, ""), down: sort.startsWith("-") };
  const from = parseIso(words.get("from"));
  const to = parseIso(words.get("to"));
  if (from !== NONE && to !== NONE && from < to) state.view = [from, to];
  const event = words.get("event");
  if (event !== null) {
    const found = data.byId.get(event);
    if (found !== undefined) state.event = found;
    else unknown.push(event);
  }
  return { state, unknown };
}

/** Whether anything narrows what is shown. */
export function narrowed(state) {
  return Boolean(state.q || state.types.size || state.statuses.size || state.people.size || state.hosts.size || state.exactness.size || state.least || state.fresh);
}

/** The same state with every filter taken off. */
export function widened(state) {
  const { lanes, list, sort, view, event } = state;
  return { ...blank(), lanes, list, sort, view, event };
}

export { EXACTNESS };
