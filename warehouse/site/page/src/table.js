// The list of events beside the timeline: sortable, only the rows in sight exist; in print all of them do.

import { Virtualizer, elementScroll, observeElementOffset, observeElementRect } from "@tanstack/virtual-core";
import { anchor, MARK } from "./data.js";
import { dateText } from "./dates.js";
import { announce, byId, el, fill, share } from "./dom.js";
import { glyph } from "./shapes.js";
import { capital } from "./timeline/lanes.js";

const ROW = 40; // pixels, as in the style sheet
const COLUMNS = [
  ["date", "Date"],
  ["title", "Event"],
  ["status", "Status"],
  ["documents", "Reports"],
  ["confidence", "Confidence"],
];
const NEWS = ["", "new", "changed", "told again"];

/** @param on { open(i), sort(key), point(i) } */
export function makeTable(data, on) {
  const scroller = byId("scroller");
  const table = byId("table");
  const body = byId("rows");
  let rows = new Int32Array(0);
  let selected = null;
  let current = 0; // the row that Tab goes to
  let printing = false;

  const heads = COLUMNS.map(([key, label]) =>
    el("th", { scope: "col", class: `c-${key}` }, el("button", { type: "button", "data-sort": key, onclick: () => on.sort(key) }, label, el("span", { class: "arrow", "aria-hidden": "true" }))),
  );
  heads.splice(2, 0, el("th", { scope: "col", class: "c-who" }, "Who"));
  fill(byId("heads"), heads);

  const virtual = new Virtualizer({
    count: 0,
    getScrollElement: () => scroller,
    estimateSize: () => ROW,
    overscan: 8,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: () => render(),
  });
  virtual._didMount();

  function render() {
    if (printing) return;
    const items = virtual.getVirtualItems();
    const total = virtual.getTotalSize();
    const above = items.length ? items[0].start : 0;
    const below = items.length ? total - items[items.length - 1].end : total;
    const focused = body.contains(document.activeElement) ? Number(document.activeElement.closest("tr").dataset.place) : null;
    fill(body, spacer(above), items.map(({ index }) => row(index)), spacer(below));
    if (focused !== null) body.querySelector(`tr[data-place="${focused}"] a`)?.focus({ preventScroll: true });
  }

  const spacer = (height) => {
    if (height <= 0) return null;
    const cell = el("td");
    cell.style.height = `${height}px`;
    return el("tr", { class: "spacer", "aria-hidden": "true" }, cell);
  };

  function row(place) {
    const i = rows[place];
    const { meta } = data;
    const family = meta.families[data.family[i]].key;
    const status = meta.statuses[data.status[i]];
    const who = [...new Set(data.people[i].filter((_, k) => k % 2 === 0))].map((person) => meta.people[person][1]);
    const confidence = share(data.confidence[i]);
    const link = el("a", { href: `#event=${data.id[i]}`, tabindex: place === current ? 0 : -1, title: data.title[i] }, titleParts(data, i));
    return el(
      "tr",
      { "data-place": place, "aria-rowindex": place + 2, class: i === selected ? "chosen" : undefined, "aria-current": i === selected ? "true" : undefined },
      el("td", { class: `c-date${data.mark[i] === MARK.DAY ? "" : " vague"}` }, dateText(data, i)),
      el("td", { class: "c-title" }, glyph(family, status), link, data.change[i] ? el("span", { class: `tag tag-${data.change[i]}` }, NEWS[data.change[i]]) : null),
      el("td", { class: "c-who" }, who.slice(0, 3).join(", "), who.length > 3 ? ` +${who.length - 3}` : ""),
      el("td", { class: status === "occurred" ? "c-status" : "c-status apart" }, capital(status)),
      el("td", { class: "c-documents" }, String(data.documents[i])),
      el("td", { class: "c-confidence" }, meter(data.confidence[i]), confidence),
    );
  }

  function meter(value) {
    const inner = el("span");
    inner.style.width = `${value / 10}%`;
    return el("span", { class: "meter", "aria-hidden": "true" }, inner);
  }

  body.addEventListener("click", (event) => {
    const place = event.target.closest("tr[data-place]")?.dataset.place;
    if (place === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    current = Number(place);
    on.open(rows[current]);
  });

  const MOVES = { ArrowDown: 1, ArrowUp: -1, PageDown: 12, PageUp: -12, Home: -Infinity, End: Infinity };
  body.addEventListener("keydown", (event) => {
    if (!(event.key in MOVES) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    current = Math.max(0, Math.min(rows.length - 1, current + MOVES[event.key]));
    focusRow();
  });

  function focusRow() {
    virtual.scrollToIndex(current);
    let tries = 0;
    const settle = () => {
      render();
      const link = body.querySelector(`tr[data-place="${current}"] a`);
      if (link) link.focus({ preventScroll: true });
      else if (tries++ < 5) requestAnimationFrame(settle);
    };
    settle();
    on.point(rows[current]);
  }

  return {
    /** Show these events in the order of `sort`. */
    update(events, sort, chosen) {
      rows = sorted(data, events, sort);
      selected = chosen;
      current = Math.max(0, rows.indexOf(chosen));
      table.setAttribute("aria-rowcount", String(rows.length + 1));
      heads.forEach((head) => {
        const mine = head.querySelector("button")?.dataset.sort === sort.key;
        if (mine) head.setAttribute("aria-sort", sort.down ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      });
      virtual.setOptions({ ...virtual.options, count: rows.length });
      virtual._willUpdate();
      virtual.measure();
      render();
    },
    select(i) {
      selected = i;
      const place = rows.indexOf(i);
      if (place >= 0) {
        current = place;
        const { startIndex, endIndex } = virtual.range ?? { startIndex: 0, endIndex: 0 };
        if (place < startIndex || place > endIndex) virtual.scrollToIndex(place, { align: "center" });
      }
      render();
    },
    /** Let the list have the focus, at the event that was last looked at. */
    focus() {
      if (rows.length) focusRow();
      else announce("No event is listed.");
    },
    /** For print, every row exists. */
    print(whole) {
      printing = false;
      if (whole) {
        fill(body, Array.from(rows, (_, place) => row(place)));
        printing = true;
      } else render();
    },
  };
}

/** A title whose first words repeat the type, with these set apart: "Phone call: Anna Berg – Marc Duval". */
export function titleParts(data, i) {
  const title = data.title[i];
  const colon = title.indexOf(": ");
  if (colon < 1 || colon > 24) return [title];
  return [el("span", { class: "kind" }, title.slice(0, colon + 1)), title.slice(colon + 1)];
}

function sorted(data, events, { key, down }) {
  const keys = {
    title: null,
    date: (i) => (data.mark[i] === MARK.UNKNOWN ? Infinity : anchor(data, i) + (data.dated[i] ? 0 : 1e7)),
    status: (i) => data.status[i],
    documents: (i) => data.documents[i],
    confidence: (i) => data.confidence[i],
  };
  const order = Int32Array.from(events);
  if (key === "date" && !down) return order; // they come in this order
  const sign = down ? -1 : 1;
  if (key === "title") {
    const { compare } = new Intl.Collator("en");
    return order.sort((a, b) => sign * compare(data.title[a], data.title[b]) || a - b);
  }
  const value = keys[key];
  return order.sort((a, b) => sign * (value(a) - value(b) || 0) || a - b);
}
