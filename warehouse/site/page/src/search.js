// Full-text search: built in slices after the first view, so that it never holds the page up.

import MiniSearch from "minisearch";
import { load } from "./registry.js";

const SLICE = 250; // documents indexed between two looks at what else the browser has to do
const FIELDS = ["title", "who", "where", "quote"];

/** Without case and accents: "Selenskyj" and "selenskyj", "Kós" and "Kos" are found alike. */
export const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * The search of a page: `find(words)` gives which events match, once `ready` is fulfilled.
 * All words must be found; the last may be the beginning of one. Where nothing is found so, words that differ in a
 * letter or two count as well, and `similar` says so.
 */
export function makeSearch(data) {
  const index = new MiniSearch({
    fields: FIELDS,
    idField: "key",
    processTerm: (term) => (term.length > 1 || /\d/.test(term) ? fold(term) : null),
    searchOptions: { combineWith: "AND" },
  });
  const ready = build(data, index);
  return { ready, find: (words) => find(data, index, words) };
}

async function build(data, index) {
  const { meta, n } = data;
  const people = meta.people.map(([, name, , , aliases]) => [...new Set([name, ...aliases].flatMap((one) => one.split(/\s+/)))].join(" "));
  const quotes = [];
  for (let number = 0; number < meta.chunks; number++) {
    quotes.push(...(await load(`data/quotes-${String(number).padStart(3, "0")}.js`, "quotes", String(number))));
  }
  for (let start = 0; start < n; start += SLICE) {
    const documents = [];
    for (let i = start; i < Math.min(start + SLICE, n); i++) {
      documents.push({
        key: i,
        title: data.title[i],
        who: data.people[i].filter((_, k) => k % 2 === 0).map((person) => people[person]).join(" "),
        where: data.place[i] >= 0 ? meta.places[data.place[i]] : "",
        quote: quotes[i],
      });
    }
    index.addAll(documents);
    await idle();
  }
}

function idle() {
  return new Promise((resolve) => (window.requestIdleCallback ? requestIdleCallback(resolve, { timeout: 60 }) : setTimeout(resolve, 0)));
}

function find(data, index, words) {
  const matched = new Uint8Array(data.n);
  const terms = words.trim().split(/\s+/);
  // A single letter begins a third of all words: too short to narrow anything down.
  const prefix = (term, number, all) => number === all.length - 1 && term.length > 1;
  let results = index.search(words, { prefix });
  let similar = false;
  if (results.length === 0 && terms.some((term) => term.length > 3)) {
    results = index.search(words, { prefix, fuzzy: (term) => (term.length > 3 ? 0.25 : false) });
    similar = results.length > 0;
  }
  for (const { id } of results) matched[id] = 1;
  return { matched, similar };
}
