// The page: its parts, and what happens when the reader chooses something.

import { makeChips } from "./chips.js";
import { MARK, anchor, read } from "./data.js";
import { announce, byId, count, el, fill, onFrame } from "./dom.js";
import { makeFacets } from "./facets.js";
import { filter } from "./filter.js";
import { makeHelp, makeIntro, makeLegend } from "./legend.js";
import { makeNews } from "./news.js";
import { makePanel } from "./panel.js";
import { makePrint } from "./print.js";
import "./registry.js";
import { makeSearch } from "./search.js";
import { LANES, blank, decode, encode, narrowed, widened } from "./state.js";
import { makeTable } from "./table.js";
import { makeTheme } from "./theme.js";
import { makeTip } from "./tip.js";
import { makeTimeline } from "./timeline/view.js";

const LAST = 250; // milliseconds of quiet after which the address is written: browsers count how often it changes

function start() {
  let data;
  try {
    data = read();
  } catch (error) {
    complain(`The timeline did not load: ${error.message}. Load the page again, or write it anew with dateline site.`);
    return;
  }
  let state = blank();
  let found = new Int32Array(0);
  let searched = { words: "", matched: null, similar: false };
  let searchReady = false;

  const tip = makeTip(data);
  const timeline = makeTimeline(data, { canvas: byId("canvas"), overview: byId("overview") }, {
    view(first, last, byHand) {
      if (byHand) {
        state = { ...state, view: [first, last] };
        remember();
      }
      tip(null);
      follow();
    },
    open: (i) => openEvent(i),
    hover: tip,
  });
  const table = makeTable(data, {
    open: (i) => openEvent(i),
    sort: (key) => change({ sort: { key, down: state.sort.key === key ? !state.sort.down : key === "documents" || key === "confidence" } }),
    point: (i) => timeline.point(i),
  });
  const facets = makeFacets(data, { change });
  const chips = makeChips(data, { change, replace });
  const panel = makePanel(data, {
    close: () => closeEvent(),
    open: (id) => openEvent(data.byId.get(id)),
    person: (person) => change({ people: new Set([person]) }),
  });
  const search = makeSearch(data);

  /** Take over what the reader chose. */
  function change(patch) {
    replace({ ...state, ...patch });
  }

  function replace(next) {
    state = next;
    show();
    remember();
  }

  function show() {
    lookUp();
    const result = filter(data, state, searched.matched);
    found = result.found;
    facets.update(state, result.counts);
    chips(state);
    timeline.update(found, state.lanes);
    byId("lanes").value = state.lanes;
    for (const input of document.querySelectorAll('input[name="list"]')) input.checked = input.value === state.list;
    list();
    const words = narrowed(state) ? `${count(found.length, "event")} of ${data.n.toLocaleString("en")}` : count(found.length, "event");
    announce(`${words} found`);
  }

  function lookUp() {
    const words = state.q.trim();
    if (words.length < 2) {
      searched = { words, matched: null, similar: false };
      facets.note("");
    } else if (!searchReady) {
      searched = { words: "", matched: null, similar: false };
      facets.note("The search is being prepared …");
    } else {
      if (words !== searched.words) searched = { words, ...search.find(words) };
      facets.note(searched.similar ? "Nothing is written so; similar words are shown." : "");
    }
  }

  /** The rows of the list: what is in view, or all that was found. */
  function list() {
    const [from, to] = timeline.inView();
    const rows = state.list === "all" ? found : found.filter((i) => data.mark[i] === MARK.UNKNOWN || overlaps(i, from, to));
    table.update(rows, state.sort, state.event);
    fill(byId("found"), el("strong", {}, found.length.toLocaleString("en")), ` ${found.length === 1 ? "event" : "events"}`, rows.length === found.length ? "" : ` · ${rows.length.toLocaleString("en")} in view`);
    edges(from, to);
    nothing(rows.length);
  }

  function overlaps(i, from, to) {
    if (!data.dated[i]) return anchor(data, i) <= to && anchor(data, i) + 1 >= from;
    const first = data.mark[i] === MARK.UNTIL ? -Infinity : data.from[i];
    const last = data.mark[i] === MARK.FROM ? Infinity : data.to[i];
    return first <= to && last + 1 >= from;
  }

  const follow = onFrame(() => list());

  /** Buttons that say how much lies outside. */
  function edges(from, to) {
    let earlier = 0;
    let later = 0;
    for (const i of found) {
      if (data.mark[i] === MARK.UNKNOWN || overlaps(i, from, to)) continue;
      if (anchor(data, i) < from) earlier++;
      else later++;
    }
    byId("before").hidden = !earlier;
    byId("after").hidden = !later;
    byId("before").textContent = `‹ ${earlier.toLocaleString("en")} earlier`;
    byId("after").textContent = `${later.toLocaleString("en")} later ›`;
  }

  function nothing(rows) {
    const stage = byId("nothing");
    const empty = byId("empty");
    stage.hidden = found.length > 0;
    empty.hidden = rows > 0;
    if (!data.n) {
      fill(stage, el("p", {}, "The timeline is empty."), el("p", { class: "muted" }, "Build one from articles with dateline build, then write the page again."));
      fill(empty, "");
    } else if (!found.length) {
      const clear = () => el("button", { type: "button", class: "plain", onclick: () => replace(widened(state)) }, "Clear the filters");
      fill(stage, el("p", {}, "No event matches."), clear());
      fill(empty, el("p", {}, "No event matches these filters."));
    } else if (!rows) {
      fill(empty, el("p", {}, `Nothing in this stretch of time; ${count(found.length, "event")} elsewhere.`), el("button", { type: "button", class: "plain", onclick: () => timeline.showAll() }, "Show all"));
    }
  }

  let timer = 0;

  /** Write the state into the address. */
  function remember(entry = false) {
    clearTimeout(timer);
    const write = () => {
      const fragment = encode(state, data);
      if (fragment === location.hash.slice(1)) return;
      const address = fragment ? `#${fragment}` : location.pathname + location.search;
      if (entry) history.pushState(null, "", address);
      else history.replaceState(null, "", address);
    };
    if (entry) write();
    else timer = setTimeout(write, LAST);
  }

  function openEvent(i) {
    const before = state.event;
    state = { ...state, event: i };
    remember(before === null);
    tip(null);
    reveal();
    panel.focus();
  }

  function reveal() {
    panel.show(state.event);
    timeline.resize();
    timeline.point(state.event);
    table.select(state.event);
  }

  function closeEvent() {
    if (state.event === null) return;
    const i = state.event;
    state = { ...state, event: null };
    remember();
    reveal();
    timeline.point(i);
    table.select(i);
    byId("rows").querySelector("tr.chosen a")?.focus({ preventScroll: true });
  }

  /** Follow the address: at the start, and when the reader goes back or opens a link. */
  function restore() {
    const { state: next, unknown } = decode(location.hash.slice(1), data);
    state = next;
    if (unknown.length) complain(`This release does not hold what the link asks for: ${unknown.join(", ")}.`);
    timeline.resize();
    timeline.show(...(state.view ?? timeline.start()), { smooth: false });
    show();
    reveal();
  }

  fill(byId("lanes"), Object.entries(LANES).map(([key, label]) => el("option", { value: key }, label)));
  byId("lanes").addEventListener("change", (event) => change({ lanes: event.target.value }));
  const MOVES = { in: () => timeline.zoomBy(1.8), out: () => timeline.zoomBy(1 / 1.8), back: () => timeline.moveBy(-0.5), on: () => timeline.moveBy(0.5), all: () => timeline.showAll() };
  for (const button of document.querySelectorAll("[data-do]")) button.addEventListener("click", MOVES[button.dataset.do]);
  byId("before").addEventListener("click", () => timeline.moveBy(-0.8));
  byId("after").addEventListener("click", () => timeline.moveBy(0.8));
  for (const input of document.querySelectorAll('input[name="list"]')) input.addEventListener("change", () => change({ list: input.value }));
  byId("copy-link").addEventListener("click", copyLink);
  const drawer = (open) => {
    document.body.classList.toggle("filters-open", open);
    byId("open-filters").setAttribute("aria-expanded", String(open));
    byId(open ? "close-filters" : "open-filters").focus();
  };
  byId("open-filters").addEventListener("click", () => drawer(true));
  byId("close-filters").addEventListener("click", () => drawer(false));
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      facets.focusSearch();
    } else if (event.key === "Escape" && !document.querySelector("dialog[open]")) {
      if (document.body.classList.contains("filters-open")) drawer(false);
      else closeEvent();
    }
  });
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    table.focus();
  });

  async function copyLink() {
    clearTimeout(timer);
    const fragment = encode(state, data);
    const address = location.href.replace(/#.*$/, "") + (fragment ? `#${fragment}` : "");
    let said = "Link copied";
    try {
      await navigator.clipboard.writeText(address);
    } catch {
      history.replaceState(null, "", `#${fragment}`);
      said = "Link is in the address bar";
    }
    byId("copy-link").textContent = said;
    announce(said);
    setTimeout(() => (byId("copy-link").textContent = "Copy link"), 2000);
  }

  standing(data);
  makeLegend(data);
  makeHelp(data);
  makeIntro(data);
  makeNews(data, { open: openEvent, fresh: () => { change({ fresh: true, list: "all" }); timeline.showAll(); } });
  makeTheme(() => timeline.recolour());
  makePrint({ table, timeline, data, state: () => state, found: () => found });
  window.addEventListener("popstate", restore);
  restore();
  document.fonts.ready.then(() => timeline.paintNow());
  requestAnimationFrame(() => requestAnimationFrame(() => {
    performance.mark("dateline-shown");
    document.documentElement.dataset.shown = "";
  }));
  search.ready.then(
    () => {
      searchReady = true;
      performance.mark("dateline-search");
      document.documentElement.dataset.ready = "search";
      if (state.q) show();
    },
    () => facets.note("The search did not load; load the page again."),
  );
}

function standing(data) {
  const { release } = data.meta;
  const parts = [count(data.n, "event")];
  if (release) parts.push(count(release.documents, "report"), `release ${release.number}`);
  byId("standing").textContent = parts.join(" · ");
  byId("imprint").textContent = release ? `Release ${release.number}, published ${release.published}, content ${release.hash.slice(0, 12)}` : "";
}

function complain(words) {
  byId("problem").textContent = words;
  byId("problem").hidden = false;
}

document.addEventListener("DOMContentLoaded", start); // after the deferred scripts that bring the data
