// The event: what happened, when and how that is known, and every sentence that says so.

import { MARK, NONE } from "./data.js";
import { BASIS, MONTHS, dateText, dayText, meaning } from "./dates.js";
import { byId, count, el, fill, share } from "./dom.js";
import { strip } from "./strip.js";
import { evidence } from "./registry.js";
import { reportOf } from "./report.js";
import { glyph } from "./shapes.js";
import { capital } from "./timeline/lanes.js";

/** @param on { close(), open(id), person(number) } */
export function makePanel(data, on) {
  const pane = byId("event");
  let shown = null;

  async function show(i) {
    if (i === shown) return;
    shown = i;
    document.body.classList.toggle("with-event", i !== null);
    pane.hidden = i === null;
    if (i === null) return;
    const rest = el("div", { class: "evidence" }, el("p", { class: "muted" }, "Loading the reports …"));
    fill(pane, head(i), rest);
    pane.scrollTop = 0;
    try {
      const found = await evidence(data.id[i], data.meta.digits);
      if (shown === i) fill(rest, body(i, found));
    } catch (error) {
      if (shown !== i) return;
      fill(rest, el("p", { class: "problem" }, `The reports did not load (${error.message}). If the page has been renewed in the meantime, load it again.`));
    }
  }

  function head(i) {
    const { meta } = data;
    const family = meta.families[data.family[i]].key;
    const status = meta.statuses[data.status[i]];
    const name = el("h2", { id: "event-name", tabindex: "-1" }, data.title[i]);
    pane.setAttribute("aria-labelledby", "event-name");
    return [
      el("div", { class: "event-bar" },
        el("p", { class: "event-type" }, glyph(family, status, 16), `${meta.types[data.type[i]].label} · ${capital(status)}`),
        el("button", { type: "button", class: "close", "aria-label": "Close the event", onclick: () => on.close() }, "×")),
      name,
      el("p", { class: "when" }, capital(dateText(data, i, MONTHS))),
      el("p", { class: "meaning" }, meaning(data, i), " ", data.dated[i] ? BASIS[meta.bases[data.basis[i]]] : ""),
    ];
  }

  function body(i, found) {
    return [
      found.conflicts ? el("p", { class: "conflict" }, `Reports disagree: other dates given are ${found.conflicts.join(", ")}.`) : null,
      changes(i, found),
      facts(i, found),
      strip(data, i, found.reports),
      el("h3", {}, count(found.reports.length, "mention"), ` in ${count(data.documents[i], "report")}`),
      el("ol", { class: "reports" }, found.reports.map((report, number) => el("li", {}, reportOf(report, number + 1, data)))),
      pairs(found.pairs ?? []),
      el("p", { class: "ids" }, "Id ", el("code", {}, data.id[i]), found.former ? [", formerly ", found.former.map((id, k) => [k ? ", " : "", el("code", {}, id)])] : null),
    ];
  }

  function changes(i, found) {
    const since = data.meta.release?.since;
    if (!since || !data.change[i]) return null;
    if (data.change[i] === 1) return el("p", { class: "changed" }, `New since release ${since.number}.`);
    return el("div", { class: "changed" },
      el("p", {}, `${data.change[i] === 3 ? "More reports" : "Changed"} since release ${since.number}. Before:`),
      el("ul", {}, (found.before ?? []).map(([name, value]) => el("li", {}, `${name}: `, value ?? "nothing"))));
  }

  function facts(i, found) {
    const { meta } = data;
    const people = [];
    for (let k = 0; k < data.people[i].length; k += 2) people.push([data.people[i][k], meta.roles[data.people[i][k + 1]]]);
    const rows = [
      ["Who", people.length ? el("ul", { class: "who" }, people.map(([person, role]) => el("li", {}, el("button", { type: "button", class: "link", title: "Only events with this participant", onclick: () => on.person(person) }, meta.people[person][1]), el("span", { class: "role" }, ` ${role.toLowerCase()}`)))) : null],
      ["Where", data.place[i] >= 0 ? meta.places[data.place[i]] : null],
      ["Confidence", share(data.confidence[i])],
      ["Codes", [found.plover && `PLOVER ${found.plover}`, found.cameo && `CAMEO ${found.cameo}`].filter(Boolean).join(", ") || null],
      ["Bounds", !data.dated[i] || data.mark[i] === MARK.UNKNOWN ? bounds(i) : null],
    ].filter(([, value]) => value);
    return el("dl", { class: "facts" }, rows.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));
  }

  function bounds(i) {
    const known = [];
    if (data.earliest[i] !== NONE) known.push(`not before ${dayText(data.earliest[i])}`);
    if (data.latest[i] !== NONE) known.push(`not after ${dayText(data.latest[i])}`);
    return known.join(", ") || "none known";
  }

  function pairs(all) {
    if (!all.length) return null;
    const words = (pair) => `${pair.rule.replaceAll("_", " ")}${pair.score === undefined ? "" : `, score ${pair.score}`}${pair.features ? ` (${pair.features.map(([name, weight]) => `${name.replaceAll("_", " ")} ${weight > 0 ? "+" : ""}${weight}`).join(", ")})` : ""}`;
    const joined = all.filter((pair) => pair.with !== undefined);
    const apart = all.filter((pair) => pair.with === undefined);
    return el("details", { class: "linking" },
      el("summary", {}, "How the reports were joined"),
      joined.length ? el("ul", {}, joined.map((pair) => el("li", {}, `${pair.report} and ${pair.with}: ${words(pair)}`))) : null,
      apart.length ? [el("p", {}, "Looked at and kept apart:"), el("ul", {}, apart.map((pair) => el("li", {},
        pair.event ? el("a", { href: `#event=${pair.event}`, onclick: (event) => { event.preventDefault(); on.open(pair.event); } }, pair.title ?? pair.event) : "a mention that is on no event",
        ` – ${words(pair)}`)))] : null);
  }

  return {
    show,
    focus: () => byId("event-name")?.focus(),
  };
}

