// What is new since an earlier release.

import { byId, count, el, fill } from "./dom.js";

const KINDS = ["", "New", "Changed", "More reports"];
const LISTED = 200;

/** @param on { open(i), fresh() } */
export function makeNews(data, on) {
  const release = data.meta.release;
  if (!release?.since) return;
  const kinds = [1, 2, 3].map((kind) => Array.from(data.change.keys()).filter((i) => data.change[i] === kind));
  const amount = kinds.reduce((sum, list) => sum + list.length, release.gone.length);
  const button = byId("news-button");
  const dialog = byId("news");
  button.hidden = false;
  fill(button, amount ? `${count(amount, "change")} since release ${release.since.number}` : `No change since release ${release.since.number}`);
  const link = (i) => el("li", {}, el("a", { href: `#event=${data.id[i]}`, onclick: (event) => { event.preventDefault(); dialog.close(); on.open(i); } }, data.title[i]));
  fill(dialog,
    el("form", { method: "dialog" }, el("button", { class: "close", "aria-label": "Close" }, "×")),
    el("h2", { id: "news-title" }, `Since release ${release.since.number}`),
    el("p", { class: "muted" }, `Release ${release.number} of ${release.published}, compared with release ${release.since.number} of ${release.since.published}.`),
    amount ? null : el("p", {}, "Nothing on the timeline has changed."),
    kinds.map((list, kind) => (list.length ? [el("h3", {}, `${KINDS[kind + 1]} · ${list.length.toLocaleString("en")}`), el("ul", { class: "newslist" }, list.slice(0, LISTED).map(link)), list.length > LISTED ? el("p", { class: "muted" }, `and ${list.length - LISTED} more; the filter shows them all`) : null] : null)),
    release.gone.length ? [el("h3", {}, `Gone · ${release.gone.length}`), el("ul", { class: "newslist" }, release.gone.map((gone) => el("li", {}, gone.title, gone.into && data.byId.has(gone.into) ? [" – now part of ", el("a", { href: `#event=${gone.into}`, onclick: (event) => { event.preventDefault(); dialog.close(); on.open(data.byId.get(gone.into)); } }, data.title[data.byId.get(gone.into)])] : " – no longer on the timeline")))] : null,
    amount > release.gone.length ? el("button", { type: "button", class: "primary", onclick: () => { dialog.close(); on.fresh(); } }, "Show only these on the timeline") : null);
  button.addEventListener("click", () => dialog.showModal());
}
