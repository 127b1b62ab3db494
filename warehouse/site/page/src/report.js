// One mention: the quote, where it stands, and how its date came about.

import { el, share } from "./dom.js";
import { dayText, parseIso } from "./dates.js";

const PUBLISHED = { given: "", metadata: "", text: ", as its text says", none: "" };

export function reportOf(report, number, data) {
  const [before, trigger, after] = report.quote;
  return el("article", { class: "report", "aria-label": `Mention ${number}` },
    el("blockquote", {}, before, el("mark", {}, trigger), after),
    el("p", { class: "source" }, source(report), " · ", published(report), ` · characters ${report.place[0]}–${report.place[1]}`),
    derivation(report, data),
  );
}

/** Only addresses of the web become links. */
function source(report) {
  if (/^https?:\/\//i.test(report.url ?? "")) {
    return el("a", { href: report.url, target: "_blank", rel: "noopener noreferrer nofollow" }, report.title, el("span", { class: "host" }, ` ${report.source}`));
  }
  return el("span", {}, report.title, report.file && report.file !== report.title ? el("span", { class: "host" }, ` ${report.file}`) : null);
}

function published(report) {
  return report.published ? `published ${dayText(parseIso(report.published))}${PUBLISHED[report.published_basis] ?? ""}` : "day of publication unknown";
}

function derivation(report, data) {
  const rows = [
    ["Written", report.text ? `“${report.text}”` : "no date in the text"],
    ["Rule", report.rule],
    ["Against", report.anchor],
    ["Means", report.date ?? (bounds(report) || "stays unresolved")],
    ["Rests on", report.basis.replaceAll("_", " ")],
  ].filter(([, value]) => value);
  return el("details", { class: "derivation" },
    el("summary", {}, el("span", { class: "derived" }, report.text ? `“${report.text}”` : "no date given"), el("span", { class: "leads", "aria-label": "leads to" }, " → "), el("span", { class: "value" }, report.date ?? (bounds(report) || "unknown"))),
    el("dl", { class: "steps" }, rows.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value)))),
    report.steps ? [el("p", { class: "hint" }, "Step by step"), el("ol", {}, report.steps.map((step) => el("li", {}, step)))] : null,
    el("p", { class: "hint" }, `Read as ${reading(report, data)}; confidence ${share(Math.round(report.confidence * 1000))}`),
    report.who ? el("p", { class: "hint" }, `Named: ${report.who.map(([name, role]) => `${name} (${role.toLowerCase()})`).join(", ")}`) : null,
  );
}

function reading(report, data) {
  const type = data.meta.types.find((one) => one.key === report.type)?.label ?? report.type;
  return [type.toLowerCase(), report.subtype && `(${report.subtype.replaceAll("_", " ")})`, report.status].filter(Boolean).join(" ");
}

function bounds(report) {
  const known = [];
  if (report.earliest) known.push(`not before ${report.earliest}`);
  if (report.latest) known.push(`not after ${report.latest}`);
  return known.join(", ");
}
