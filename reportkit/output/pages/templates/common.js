"use strict";
// What all pages share: making elements, words, the theme, files and the clipboard.
const rk = {
  words: JSON.parse(document.getElementById("words").textContent),

  /** An element with properties, attributes (names with "-" or "role") and children; text is never read as markup. */
  make(tag, told = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(told)) {
      if (name.includes("-") || name === "role" || name === "for") made.setAttribute(name, value);
      else made[name] = value;
    }
    made.append(...children);
    return made;
  },

  /** A word of the interface with its blanks filled: say("cite", {year: 2025}). */
  say(key, values = {}) {
    return (rk.words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  },

  download(name, text, type) {
    const link = rk.make("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  },

  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = rk.make("textarea", { value: text });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  },

  /** One line of a CSV file; words that a spreadsheet would take for a formula get an apostrophe in front. */
  csv(cells) {
    return cells.map((cell) => {
      let text = cell === null || cell === undefined ? "" : String(cell);
      if (typeof cell === "string" && /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text))) text = "'" + text;
      return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    }).join(",");
  },

  delayed(work, pause) {
    let waiting = 0;
    return (...told) => {
      clearTimeout(waiting);
      waiting = setTimeout(() => work(...told), pause);
    };
  },
};

document.getElementById("theme")?.addEventListener("click", () => {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const now = document.documentElement.dataset.theme ?? (dark ? "dark" : "light");
  document.documentElement.dataset.theme = now === "dark" ? "light" : "dark";
});
