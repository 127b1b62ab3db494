// When it happened and when it was reported, on one small line.

import { MARK, NONE } from "./data.js";
import { dayText, parseIso } from "./dates.js";
import { el } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 360;

export function strip(data, i, reports) {
  const days = [...new Set(reports.filter((report) => report.published).map((report) => parseIso(report.published)))].sort((a, b) => a - b);
  const from = data.from[i] === NONE ? data.to[i] : data.from[i];
  const to = data.to[i] === NONE ? data.from[i] : data.to[i];
  const known = data.mark[i] !== MARK.UNKNOWN;
  if (!days.length && !known) return null;
  const all = [...days, ...(known ? [from, to] : [])];
  const [first, last] = [Math.min(...all), Math.max(...all)];
  const x = (day) => 10 + ((day - first + 0.5) / (last - first + 1)) * (WIDTH - 20);
  const svg = shape("svg", { viewBox: `0 0 ${WIDTH} 38`, class: `strip family-${data.meta.families[data.family[i]].key}`, "aria-hidden": "true" });
  svg.append(shape("line", { x1: 4, x2: WIDTH - 4, y1: 27, y2: 27, class: "ground" }));
  if (known && data.mark[i] === MARK.DAY) svg.append(shape("circle", { cx: x(from), cy: 10, r: 5, class: "event-day" }));
  else if (known) {
    const left = data.mark[i] === MARK.UNTIL ? x(to) - 60 : x(from) - 4;
    const right = data.mark[i] === MARK.FROM ? x(from) + 60 : x(to) + 4;
    svg.append(shape("rect", { x: left, y: 6, width: right - left, height: 8, rx: 4, class: `event-span${data.dated[i] ? "" : " open"}` }));
  }
  for (const day of days) svg.append(shape("line", { x1: x(day), x2: x(day), y1: 20, y2: 34, class: "told" }));
  const words = days.length ? `Reported ${days.length === 1 ? `on ${dayText(days[0])}` : `on ${days.length} days, ${dayText(days[0])} to ${dayText(days[days.length - 1])}`}.` : "No report says when it was published.";
  return el("figure", { class: "days" }, svg, el("figcaption", {}, el("span", { class: "key-event" }, "event"), el("span", { class: "key-told" }, "reports"), ` ${words}`));
}

function shape(tag, properties) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(properties)) element.setAttribute(name, value);
  return element;
}
