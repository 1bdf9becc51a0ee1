"use strict";
// The page of a comparison: a table a section, which changes are shown, and which words; the sentences unfold below.
const data = JSON.parse(document.getElementById("data").textContent);
const FIRST = { promises: 200, others: 20 }; // rows of a section that stand there before more are asked for
const MORE = 200;
const search = document.getElementById("search");
const region = document.getElementById("region");

class Section {
  constructor(name, told) {
    this.name = name;
    this.rows = new Rows(name, told, data.pool);
    this.verdict = name === "promises" ? "verdict" : "change";
    this.element = document.getElementById(name);
    this.counts = this.rows.count(this.verdict);
    this.pressed = new Set([...this.counts.keys()].filter((c) => name === "promises" || !told.unchanged.includes(c)));
    this.rows.only = (row) => this.pressed.has(this.rows.cell(row, this.verdict));
    this.table = rk.make("table", {});
    this.more = rk.make("button", { type: "button", className: "more" });
    this.more.addEventListener("click", () => this.draw(this.drawn + MORE));
    this.element.append(this.bar(), rk.make("div", { className: "body" }, this.table), this.more);
    this.head();
  }

  /** The changes there are, with their numbers, and the way to a file. */
  bar() {
    const told = { role: "group", "aria-label": rk.say("choose changes", { table: rk.say(this.name) }) };
    const bar = rk.make("div", { className: "bar", ...told });
    for (const code of Object.keys(this.rows.column(this.verdict).codes).filter((c) => this.counts.has(c))) {
      const label = this.rows.column(this.verdict).codes[code] || code;
      const button = rk.make("button", {
        type: "button", className: data.tones[code], "data-change": code, "aria-pressed": this.pressed.has(code),
      },
        `${label} `, rk.make("b", {}, String(this.counts.get(code))));
      button.addEventListener("click", (event) => this.press(code, event.shiftKey || event.ctrlKey || event.metaKey));
      bar.append(button);
    }
    const all = rk.make("button", { type: "button", "data-only": "" }, rk.say("all changes"));
    all.addEventListener("click", () => this.press(null));
    const save = rk.make("button", { type: "button", className: "csv", title: rk.say("download") }, "CSV");
    save.addEventListener("click", () => rk.download(`${data.title}.${this.name}.csv`, this.rows.csv(), "text/csv"));
    bar.append(all, save);
    return bar;
  }

  /** Shows one change alone, all of them if it stood alone, or with ``add`` beside the others. */
  press(code, add = false) {
    const alone = this.pressed.size === 1 && this.pressed.has(code);
    if (code === null || (alone && !add)) this.pressed = new Set(this.counts.keys());
    else if (!add) this.pressed = new Set([code]);
    else this.pressed[this.pressed.has(code) ? "delete" : "add"](code);
    for (const button of this.element.querySelectorAll("[data-change]")) {
      button.setAttribute("aria-pressed", this.pressed.has(button.dataset.change));
    }
    show();
  }

  head() {
    const row = rk.make("tr", {}, rk.make("th", { className: "unfold-cell" }));
    for (const column of this.rows.visible) {
      row.append(this.rows.head(column, () => {
        this.head();
        this.draw(this.drawn);
        this.table.querySelector(`th[data-column="${column.name}"] button`).focus();
      }));
    }
    this.body = rk.make("tbody");
    this.table.replaceChildren(rk.make("thead", {}, row), this.body);
  }

  draw(until) {
    const last = Math.min(until, this.rows.found.length);
    const words = rk.sought(this.rows.words);
    this.body.replaceChildren(...this.rows.found.slice(0, last).map((row) => this.line(row, words)));
    this.drawn = last;
    this.more.textContent = rk.say("more rows", { count: this.rows.found.length - last });
    this.more.hidden = last >= this.rows.found.length;
    this.table.hidden = !this.rows.found.length;
  }

  line(row, words) {
    const id = `${this.name}-${row}`;
    const told = { type: "button", className: "unfold", "aria-expanded": "false" };
    const button = rk.make("button", { ...told, title: rk.say("unfold"), "aria-label": rk.say("unfold") }, "▸");
    const made = rk.make("tr", { id }, rk.make("td", { className: "unfold-cell" }, button));
    for (const column of this.rows.visible) {
      const text = this.rows.text(row, column.name);
      const shown = rk.marked(text, words);
      const kind = Rows.isShort(column, text) ? `${column.name} short` : column.name;
      const tone = data.tones[this.rows.cell(row, column.name)];
      const judged = Object.keys(column.codes).length && tone && column.name !== "comparison" && column.name !== "kind";
      made.append(rk.make("td", { className: kind, lang: judged ? "" : "zh-CN" },
        ...(judged ? [rk.make("span", { className: `chip ${tone}` }, ...shown)] : shown)));
    }
    return made;
  }

  /** Shows the two sentences of a row below it, or takes them away. */
  unfold(line, shown = !line.nextElementSibling?.matches(".sides")) {
    const button = line.querySelector(".unfold");
    button.setAttribute("aria-expanded", shown);
    button.textContent = shown ? "▾" : "▸";
    const below = line.nextElementSibling;
    if (below?.matches(".sides")) below.remove();
    if (!shown) return;
    const row = Number(line.id.split("-")[1]);
    const sides = rk.make("div", { className: "two", lang: "zh-CN" }, ...this.rows.sides[row].map(sideElement));
    const cell = rk.make("td", { colSpan: line.cells.length }, sides);
    const reason = data.pool[this.rows.reasons[row]];
    if (reason) cell.append(rk.make("small", {}, rk.say("matched", { reason })));
    line.after(rk.make("tr", { className: "sides" }, cell));
  }
}

function sideElement(side) {
  if (!side) return rk.make("div", {}, rk.make("p", { className: "none" }, rk.say("not there")));
  const [report, page, start, end, sentence, from, to] = side;
  const text = data.pool[sentence];
  const words = from < to ? [rk.make("mark", {}, text.slice(from, to))] : [];
  const sheet = page ? rk.say("characters page", { page }) : "";
  const place = rk.say("place in report", { report, page: sheet, start, end });
  const told = data.links[report]
    ? rk.make("a", { href: `${data.links[report]}#at-${start}` }, place)
    : place;
  return rk.make("div", {},
    rk.make("p", {}, text.slice(0, from), ...words, text.slice(to)), rk.make("small", {}, told));
}

const sections = Object.entries(data.sections).map(([name, told]) => new Section(name, told));

function show() {
  let [count, all] = [0, 0];
  for (const section of sections) {
    section.rows.words = search.value;
    section.rows.codes = region?.value ? { region: region.value } : {};
    section.rows.select();
    section.draw(FIRST[section.name] ?? FIRST.others);
    count += section.rows.found.length;
    all += section.rows.rows.length;
  }
  document.getElementById("count").textContent = rk.say("rows shown", { count, all });
}

/** Unfolds the row that the address names. */
function follow() {
  const [name, row] = location.hash.slice(1).split("-");
  const section = sections.find((s) => s.name === name);
  if (!section || row === undefined || !section.rows.rows[row]) return;
  if (!section.rows.found.includes(Number(row))) { search.value = ""; section.press(null); }
  section.draw(Math.max(section.drawn, section.rows.found.indexOf(Number(row)) + 1));
  const line = document.getElementById(`${name}-${row}`);
  section.unfold(line, true);
  line.scrollIntoView({ block: "center" });
}

for (const section of sections) {
  section.body.parentElement.addEventListener("click", (event) => {
    const line = event.target.closest("tr[id]");
    if (!line || String(getSelection())) return;
    section.unfold(line);
    history.replaceState(null, "", `#${line.id}`);
  });
}
search.addEventListener("input", rk.delayed(show, 60));
region?.addEventListener("change", show);
addEventListener("hashchange", follow);
addEventListener("beforeprint", () => sections.forEach((section) => section.draw(Infinity)));
show();
follow();
