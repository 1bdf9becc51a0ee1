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

  /** The words that a reader searches for. */
  sought(text) {
    return text.toLowerCase().split(/\s+/).filter(Boolean);
  },

  /** A text as children of an element, the words sought in it marked. */
  marked(text, words) {
    const low = text.toLowerCase();
    const found = [];
    let done = 0;
    while (words.length) {
      const places = words.map((w) => [low.indexOf(w, done), w.length]).filter(([at]) => at >= 0);
      if (!places.length) break;
      const [at, length] = places.reduce((a, b) => (b[0] < a[0] || (b[0] === a[0] && b[1] > a[1]) ? b : a));
      found.push(text.slice(done, at), rk.make("mark", {}, text.slice(at, at + length)));
      done = at + length;
    }
    found.push(text.slice(done));
    return found.filter((part) => part !== "");
  },

  /** An exact decimal with its thousands parted: 335,940,000,000. */
  grouped(number) {
    const [whole, ...rest] = String(number).split(".");
    return [whole.replace(/\B(?=(\d{3})+$)/g, ","), ...rest].join(".");
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

document.getElementById("theme").addEventListener("click", () =>
  theme.choose(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
