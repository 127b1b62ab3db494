// Light or dark: as the system has it, or as the reader chose.

import { byId } from "./dom.js";

const KEPT = "dateline-colours";

export function makeTheme(changed) {
  const choice = byId("theme");
  const apply = (value) => {
    if (value) document.documentElement.dataset.theme = value;
    else delete document.documentElement.dataset.theme;
    changed();
  };
  try {
    choice.value = localStorage.getItem(KEPT) ?? "";
  } catch {
    choice.value = ""; // a browser that keeps nothing
  }
  choice.addEventListener("change", () => {
    try {
      localStorage.setItem(KEPT, choice.value);
    } catch {
      // chosen for now only
    }
    apply(choice.value);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
  apply(choice.value);
}
