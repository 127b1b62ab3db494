// How to read the page: a line under the timeline, a welcome, and the whole of it on request.

import { byId, el, fill } from "./dom.js";
import { glyph } from "./shapes.js";
import { capital } from "./timeline/lanes.js";

const plain = (status) => glyph("talks", status, 13, "other"); // a status looks alike in all families

const SVG = "http://www.w3.org/2000/svg";
const SEEN = "dateline-welcome";

/** Small pictures of how exactly a date is known. */
const FORMS = [
  ["a day", [["circle", { cx: 14, cy: 7, r: 4.5, class: "solid" }]]],
  ["some time within", [["rect", { x: 3, y: 3.2, width: 24, height: 7.6, rx: 3.8, class: "tint" }]]],
  ["about", [["rect", { x: 3, y: 3.2, width: 24, height: 7.6, rx: 3.8, class: "tint dash" }]]],
  ["only a bound known", [["rect", { x: 3, y: 3.2, width: 22, height: 7.6, class: "fade" }], ["line", { x1: 25, x2: 25, y1: 1, y2: 13, class: "edge" }]]],
];

function picture(parts) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ viewBox: "0 0 30 14", width: 30, height: 14, class: "form", "aria-hidden": "true" })) svg.setAttribute(name, value);
  for (const [tag, properties] of parts) {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(properties)) element.setAttribute(name, value);
    svg.append(element);
  }
  return svg;
}

const item = (image, label) => el("li", {}, image, label);

export function makeLegend(data) {
  const statuses = data.meta.statuses.filter((_, number) => data.status.includes(number));
  const fresh = data.meta.release?.since ? item(el("span", { class: "swatch-fresh" }), "new") : null;
  fill(byId("legend"),
    el("ul", { "aria-label": "How dates are drawn" }, FORMS.map(([label, parts]) => item(picture(parts), label))),
    el("ul", { "aria-label": "How statuses are drawn" }, statuses.map((key) => item(plain(key), key)), fresh));
}

export function makeHelp(data) {
  const { meta } = data;
  const dialog = byId("help");
  const key = (keys, words) => el("div", {}, el("dt", {}, keys.split(" ").map((one) => el("kbd", {}, one))), el("dd", {}, words));
  fill(dialog,
    el("form", { method: "dialog" }, el("button", { class: "close", "aria-label": "Close" }, "×")),
    el("h2", { id: "help-title" }, "How to read this"),
    el("p", {}, "Each mark is one happening, put together from all the reports of it. Nothing is drawn more exactly than the reports say:"),
    el("ul", { class: "forms" },
      item(picture(FORMS[0][1]), "the day is known"),
      item(picture(FORMS[1][1]), "some day of these, or all of them: a week, a month, the days of a summit"),
      item(picture(FORMS[2][1]), "about then, or between two bounds"),
      item(picture(FORMS[3][1]), "no date, but it was not after (or not before) this day: the bar fades into what is unknown")),
    el("p", {}, "Where marks do not fit, columns count them: full colour for exact days, pale for dates that can mean several. Zoom in, and they become marks again."),
    el("h3", {}, "Kinds and statuses"),
    el("ul", { class: "forms two" }, meta.families.filter((_, number) => data.family.includes(number)).map(({ key: name, label }) => item(glyph(name), label)), meta.statuses.map((name) => item(plain(name), capital(name)))),
    el("h3", {}, "By hand"),
    el("p", {}, "Turn the wheel or pinch to zoom, drag to move, click a mark to see its evidence. The strip under the timeline shows the whole; drag the frame in it."),
    el("h3", {}, "By keys, when the timeline has the focus"),
    el("dl", { class: "keys" }, key("← →", "from event to event"), key("Enter", "open the event"), key("+ −", "zoom"), key("Shift ←", "move (or →)"), key("0", "show all"), key("Esc", "close the event"), key("Ctrl K", "search, from anywhere")));
  byId("help-button").addEventListener("click", () => dialog.showModal());
}

/** A welcome for those who see the page for the first time. */
export function makeIntro(data) {
  let seen = true;
  try {
    seen = localStorage.getItem(SEEN) !== null;
  } catch {
    // a browser that keeps nothing: the welcome would come again and again
  }
  if (seen || !data.n) return;
  const box = byId("intro");
  const done = () => {
    box.hidden = true;
    try {
      localStorage.setItem(SEEN, "1");
    } catch {
      // as above
    }
  };
  fill(box,
    el("p", {}, el("strong", {}, "Every mark is a happening with its evidence."), " Dots are days, bars are dates known less exactly, fading bars only have a bound. Zoom with the wheel, click a mark to read the sentences behind it and how its date was worked out."),
    el("button", { type: "button", class: "plain", onclick: done }, "Got it"));
  box.hidden = false;
}
