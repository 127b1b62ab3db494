// What stands under the pointer, in a few words.

import { dateText, dayText } from "./dates.js";
import { byId, count, el, fill, share } from "./dom.js";

export function makeTip(data) {
  const tip = byId("tip");
  return function hover(area, x, y) {
    tip.hidden = !area;
    if (!area) return;
    fill(tip, area.lane ? column(area) : event(area.i));
    const { clientWidth: width, clientHeight: height } = tip.parentElement;
    const box = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(6, Math.min(x + 14, width - box.width - 6))}px`;
    tip.style.top = `${y + 20 + box.height > height ? y - box.height - 10 : y + 20}px`;
  };

  function event(i) {
    const status = data.meta.statuses[data.status[i]];
    return [
      el("p", { class: "tip-date" }, dateText(data, i), status === "occurred" ? "" : ` · ${status}`),
      el("p", { class: "tip-title" }, data.title[i]),
      el("p", { class: "tip-more" }, `${count(data.documents[i], "report")} · confidence ${share(data.confidence[i])}`),
    ];
  }

  function column({ lane, exact, vague, first, last }) {
    const from = dayText(Math.floor(first));
    const to = dayText(Math.floor(last));
    return [
      el("p", { class: "tip-date" }, from === to ? from : `${from} – ${to}`),
      el("p", { class: "tip-title" }, `${lane.label}: ${count(exact, "event")} of an exact day`),
      vague > 0.05 ? el("p", { class: "tip-more" }, `and ${vague < 10 ? vague.toFixed(1) : Math.round(vague)} by the share of longer dates`) : null,
      el("p", { class: "tip-more" }, "Click to zoom in"),
    ];
  }
}
