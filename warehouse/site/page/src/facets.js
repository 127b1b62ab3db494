// Search and filters. Nothing chosen in a filter means that it lets everything through.

import { EXACTNESS } from "./data.js";
import { byId, el, fill } from "./dom.js";
import { fold } from "./search.js";
import { glyph } from "./shapes.js";
import { capital } from "./timeline/lanes.js";

const SHOWN = 7; // choices of a long list that stand there unasked

/** @param on { change(patch) } @returns update(state, counts, total) */
export function makeFacets(data, on) {
  const { meta } = data;
  const pane = byId("filters");
  let state = null;

  const search = el("input", {
    type: "search", id: "search", placeholder: "Words in titles, names, quotes", autocomplete: "off", spellcheck: "false",
    oninput: () => on.change({ q: search.value }),
  });
  const note = el("p", { id: "search-note", class: "note", "aria-live": "polite" });
  search.setAttribute("aria-describedby", "search-note");

  const toggle = (name) => (number) => {
    const next = new Set(state[name]);
    if (!next.delete(number)) next.add(number);
    on.change({ [name]: next });
  };

  const groups = [
    typeGroup(meta, toggle("types")),
    group("Status", "statuses", meta.statuses.map((key, number) => [number, capital(key), glyph("talks", key, 13, "other")]), toggle("statuses")),
    longGroup("Who took part", "people", meta.people.map(([, name, , , aliases], number) => [number, name, fold([name, ...aliases].join(" "))]), toggle("people"), "all of them"),
    group("How exact the date is", "exactness", EXACTNESS.map((label, number) => [number, label]), toggle("exactness")),
    longGroup("Source", "hosts", meta.hosts.map((host, number) => [number, host, fold(host)]), toggle("hosts")),
  ];

  const least = el("input", { type: "range", id: "least", min: 0, max: 100, step: 1, oninput: () => on.change({ least: Number(least.value) * 10 }) });
  const leastOut = el("output", { for: "least" });
  const fresh = el("input", { type: "checkbox", onchange: () => on.change({ fresh: fresh.checked }) });
  const freshCount = el("span", { class: "count" });
  const since = meta.release?.since;

  fill(
    pane,
    el("div", { class: "filters-head narrow-only" }, el("strong", {}, "Search and filters"), el("button", { type: "button", class: "plain", id: "close-filters" }, "Done")),
    el("div", { class: "searchbox", role: "search" }, el("label", { for: "search" }, "Search"), search, note),
    since ? el("label", { class: "choice fresh" }, fresh, el("span", { class: "swatch-fresh", "aria-hidden": "true" }), el("span", { class: "label" }, `New since release ${since.number}`), freshCount) : null,
    groups.map((one) => one.element),
    el("div", { class: "facet" }, el("label", { for: "least", class: "facet-name" }, "Confidence, at least ", leastOut), least),
  );

  return {
    update(next, counts) {
      state = next;
      if (document.activeElement !== search || search.value.trim() !== state.q) search.value = state.q;
      groups.forEach((one) => one.update(state, counts));
      least.value = String(Math.round(state.least / 10));
      leastOut.textContent = (state.least / 1000).toFixed(2);
      fresh.checked = state.fresh;
      freshCount.textContent = counts.fresh.toLocaleString("en");
    },
    note: (text) => (note.textContent = text),
    focusSearch: () => search.focus(),
  };
}

/** A choice: checkbox, label and count; `show` sets what it looks like. */
function choice(number, label, picture, toggle) {
  const box = el("input", { type: "checkbox", onchange: () => toggle(number) });
  const count = el("span", { class: "count" });
  const element = el("label", { class: "choice" }, box, picture, el("span", { class: "label" }, label), count);
  return {
    element,
    box,
    show(checked, amount) {
      if (box.checked !== checked) box.checked = checked;
      const words = amount.toLocaleString("en");
      if (count.textContent !== words) count.textContent = words;
      element.classList.toggle("none", amount === 0 && !checked);
    },
  };
}

function facet(label, note, ...children) {
  return el("fieldset", { class: "facet" }, el("legend", { class: "facet-name" }, label, note ? el("span", { class: "hint" }, ` ${note}`) : null), children);
}

function group(label, name, items, toggle) {
  const choices = items.map(([number, words, picture]) => [number, choice(number, words, picture ?? null, toggle)]);
  return {
    element: facet(label, "", choices.map(([, one]) => one.element)),
    update: (state, counts) => choices.forEach(([number, one]) => one.show(state[name].has(number), counts[name][number])),
  };
}

/** Types under their families; a family's box chooses all its types. */
function typeGroup(meta, toggle) {
  const families = meta.families.map((family, place) => ({
    ...family,
    types: meta.types.map((type, number) => ({ ...type, number })).filter((type) => type.family === place),
  }));
  const shown = families.filter((family) => family.types.length);
  const choices = [];
  const element = facet(
    "Type",
    "",
    shown.map((family) =>
      el("div", { class: "family" },
        el("p", { class: "family-name" }, glyph(family.key), family.label),
        family.types.map((type) => {
          const one = choice(type.number, type.label, null, toggle);
          choices.push([type.number, one]);
          return one.element;
        })),
    ),
  );
  return { element, update: (state, counts) => choices.forEach(([number, one]) => one.show(state.types.has(number), counts.types[number])) };
}

/** A long list: the chosen and the most frequent ones, others by their name. */
function longGroup(label, name, items, toggle, note) {
  const made = new Map();
  const list = el("div", { class: "choices" });
  const more = el("button", { type: "button", class: "plain more", onclick: () => ((open = !open), render()) });
  const find = el("input", { type: "text", class: "find", placeholder: `Find among ${items.length.toLocaleString("en")}`, "aria-label": `Find in “${label}”`, autocomplete: "off", oninput: () => render() });
  let open = false;
  let last = null;
  const get = (number) => {
    if (!made.has(number)) made.set(number, choice(number, items[number][1], null, toggle));
    return made.get(number);
  };
  function render() {
    const [state, counts] = last;
    const wanted = fold(find.value.trim());
    const amount = counts[name];
    const matching = items.filter(([number, , folded]) => state[name].has(number) || (wanted ? folded.includes(wanted) : amount[number] > 0));
    matching.sort(([a], [b]) => state[name].has(b) - state[name].has(a) || amount[b] - amount[a] || a - b);
    const limit = wanted || open ? 60 : SHOWN;
    const rows = matching.slice(0, Math.max(limit, state[name].size)).map(([number]) => get(number));
    const focused = document.activeElement;
    list.replaceChildren(...rows.map((row) => row.element));
    matching.slice(0, rows.length).forEach(([number], place) => rows[place].show(state[name].has(number), amount[number]));
    if (list.contains(focused) && focused !== document.activeElement) focused.focus();
    more.hidden = Boolean(wanted) || matching.length <= SHOWN;
    more.textContent = open ? "Fewer" : `${Math.min(matching.length, 60) - SHOWN} more`;
    more.setAttribute("aria-expanded", String(open));
  }
  return {
    element: facet(label, note, items.length > SHOWN ? find : null, list, more),
    update(state, counts) {
      last = [state, counts];
      render();
    },
  };
}
