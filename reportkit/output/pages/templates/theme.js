"use strict";
// Light or dark, before anything is painted: as chosen on a page before, else as the system has it.
const theme = {
  key: "reportkit theme",
  system: matchMedia("(prefers-color-scheme: dark)"),

  chosen() {
    try { return localStorage.getItem(theme.key); } catch { return null; /* a page of a file may have no store */ }
  },

  now() {
    return theme.chosen() ?? (theme.system.matches ? "dark" : "light");
  },

  choose(name) {
    try { localStorage.setItem(theme.key, name); } catch { /* it holds for this page */ }
    document.documentElement.dataset.theme = name;
  },
};
document.documentElement.dataset.theme = theme.now();
theme.system.addEventListener("change", () => { document.documentElement.dataset.theme = theme.now(); });
