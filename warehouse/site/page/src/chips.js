// What narrows the view, each with a cross to take it off.

import { EXACTNESS } from "./data.js";
import { byId, el, fill } from "./dom.js";
import { narrowed, widened } from "./state.js";
import { capital } from "./timeline/lanes.js";

/** @param on { change(patch), replace(state) } */
export function makeChips(data, on) {
  const { meta } = data;
  const box = byId("chips");
  const NAMES = {
    types: (number) => meta.types[number].label,
    statuses: (number) => capital(meta.statuses[number]),
    people: (number) => meta.people[number][1],
    exactness: (number) => EXACTNESS[number],
    hosts: (number) => meta.hosts[number],
  };
  return function update(state) {
    const chip = (words, patch) => el("button", { type: "button", class: "chip", "aria-label": `Take off the filter ${words}`, onclick: () => on.change(patch()) }, words, el("span", { "aria-hidden": "true" }, " ×"));
    const without = (name, number) => () => ({ [name]: new Set([...state[name]].filter((one) => one !== number)) });
    fill(box,
      state.q ? chip(`“${state.q}”`, () => ({ q: "" })) : null,
      Object.keys(NAMES).flatMap((name) => [...state[name]].map((number) => chip(NAMES[name](number), without(name, number)))),
      state.least ? chip(`confidence ≥ ${(state.least / 1000).toFixed(2)}`, () => ({ least: 0 })) : null,
      state.fresh ? chip("new", () => ({ fresh: false })) : null,
      narrowed(state) ? el("button", { type: "button", class: "plain clear", onclick: () => on.replace(widened(state)) }, "Clear") : null);
  };
}
