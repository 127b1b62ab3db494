// On paper: light, the timeline as it stands, and every row of the list; or the open event alone.

import { byId, count } from "./dom.js";
import { narrowed } from "./state.js";

export function makePrint({ table, timeline, data, state, found }) {
  const root = document.documentElement;
  let kept = null;

  function before() {
    if (kept !== null) return;
    kept = root.dataset.theme ?? "";
    root.dataset.theme = "light";
    table.print(true);
    timeline.recolour();
    if (narrowed(state())) byId("imprint").dataset.print = `${count(found().length, "event")} of ${data.n.toLocaleString("en")}, filtered`;
    else delete byId("imprint").dataset.print;
  }

  function after() {
    if (kept === null) return;
    if (kept) root.dataset.theme = kept;
    else delete root.dataset.theme;
    kept = null;
    table.print(false);
    timeline.recolour();
  }

  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
  matchMedia("print").addEventListener("change", (event) => (event.matches ? before() : after()));
}
