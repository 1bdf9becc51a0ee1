"use strict";
// The tables of a report: sorted, filtered, their columns chosen, copied and saved. A screenful of rows at a time.
const data = JSON.parse(document.getElementById("data").textContent);
const CHUNK = 120;

class Table {
  constructor(name, told) {
    Object.assign(this, told);
    this.name = name;
    this.place = Object.fromEntries(told.columns.map((c, k) => [c.name, k]));
    this.shown = new Set(told.columns.filter((c) => c.shown).map((c) => c.name));
    this.words = "";
    this.codes = {};
    this.sort = null;
    this.found = told.rows.map((_, k) => k);
    this.hay = [];
  }

  cell(row, name) {
    const value = this.rows[row][this.place[name]];
    return this.columns[this.place[name]].pooled ? data.pool[value] : value;
  }

  /** A cell as a reader sees it: codes with their labels. */
  text(row, name) {
    const value = this.cell(row, name);
    if (value === null || value === undefined) return "";
    return this.columns[this.place[name]].codes[value] || String(value);
  }

  haystack(row) {
    this.hay[row] ??= this.columns.map((c) => this.text(row, c.name)).join("\n").toLowerCase();
    return this.hay[row];
  }

  select() {
    const words = this.words.toLowerCase().split(/\s+/).filter(Boolean);
    const codes = Object.entries(this.codes).filter(([, code]) => code !== "");
    this.found = this.rows.map((_, k) => k).filter((k) =>
      codes.every(([name, code]) => this.cell(k, name) === code) && words.every((w) => this.haystack(k).includes(w)));
    if (this.sort) this.order(this.sort.name, this.sort.down);
  }

  order(name, down) {
    const number = ["int", "decimal"].includes(this.columns[this.place[name]].type);
    const keys = new Map(this.found.map((k) => [k, number ? Number(this.cell(k, name) ?? NaN) : this.text(k, name)]));
    const empty = (v) => v === "" || Number.isNaN(v);
    const collator = new Intl.Collator("zh");
    this.found.sort((a, b) => {
      const [x, y] = [keys.get(a), keys.get(b)];
      if (empty(x) || empty(y)) return empty(x) - empty(y) || a - b;
      return ((number ? x - y : collator.compare(x, y)) * (down ? -1 : 1)) || a - b;
    });
  }

  clear() {
    this.words = "";
    this.codes = {};
    this.select();
  }
}

const tables = Object.fromEntries(Object.entries(data.tables).map(([name, told]) => [name, new Table(name, told)]));
const byLetter = Object.fromEntries(Object.values(tables).map((t) => [t.letter, t]));
const panel = document.getElementById("panel");
let current = Object.values(tables)[0];
let drawn = 0;

/** The table and place of a key such as i12. */
function rowOf(key) {
  return [byLetter[key[0]], Number(key.slice(1))];
}

function citation(table, row) {
  const page = table.cell(row, "page");
  return rk.say("cite", {
    region: data.info.region || data.info.title, year: data.info.report_year ?? "",
    page: page ? rk.say("cite page", { page }) : "", start: table.cell(row, "start"), end: table.cell(row, "end"),
    sentence: table.cell(row, "sentence"),
    url: data.info.source_url ? rk.say("cite url", { url: data.info.source_url }) : "",
  });
}

function drawTable() {
  const columns = current.columns.filter((c) => current.shown.has(c.name));
  const head = rk.make("tr", {}, rk.make("th", { scope: "col" }, rk.make("span", { className: "hidden" }, rk.say("actions"))));
  for (const column of columns) {
    const sorted = current.sort?.name === column.name ? (current.sort.down ? "descending" : "ascending") : "none";
    const button = rk.make("button", { type: "button", title: column.doc, className: "sort" }, column.label);
    button.addEventListener("click", () => {
      current.sort = { name: column.name, down: sorted === "ascending" };
      refresh();
      panel.querySelector(`th[data-column="${column.name}"] button`)?.focus();
    });
    head.append(rk.make("th", { scope: "col", "aria-sort": sorted, "data-column": column.name }, button));
  }
  const body = rk.make("tbody");
  const more = rk.make("button", { type: "button", className: "more" });
  more.addEventListener("click", () => drawRows(drawn + CHUNK));
  const grid = rk.make("div", { className: "scroll grid", tabIndex: 0, role: "region", "aria-label": rk.say(current.name) },
    rk.make("table", {}, rk.make("thead", {}, head), body), more);
  panel.querySelector(".grid")?.remove();
  panel.append(grid);
  drawn = 0;
  drawRows(CHUNK);
  watcher.observe(more);
}

const watcher = new IntersectionObserver((seen) => {
  if (seen.some((one) => one.isIntersecting)) drawRows(drawn + CHUNK);
});

function drawRows(until) {
  const body = panel.querySelector(".grid tbody");
  const columns = current.columns.filter((c) => current.shown.has(c.name));
  const last = Math.min(until, current.found.length);
  const made = document.createDocumentFragment();
  for (; drawn < last; drawn++) {
    const row = rowElement(current, current.found[drawn], columns);
    made.append(row);
    checking.decorate(row, row.id);
  }
  body.append(made);
  const more = panel.querySelector(".more");
  more.textContent = rk.say("more rows", { count: current.found.length - drawn });
  more.hidden = drawn >= current.found.length;
  panel.querySelector("output").textContent = rk.say("rows shown", { count: current.found.length, all: current.rows.length });
}

function rowElement(table, row, columns) {
  const key = table.letter + row;
  const jump = rk.make("a", { href: `#at-${key}`, className: "jump", title: rk.say("to text"), "aria-label": rk.say("to text") }, "¶");
  const cite = rk.make("button", { type: "button", className: "cite", title: rk.say("copy") }, rk.say("cite label"));
  const made = rk.make("tr", { id: key, tabIndex: -1 }, rk.make("td", { className: "actions" }, jump, cite));
  for (const column of columns) {
    made.append(rk.make("td", { className: ["int", "decimal"].includes(column.type) ? "n" : column.name }, table.text(row, column.name)));
  }
  return made;
}

function drawPanel() {
  const search = rk.make("input", { type: "search", value: current.words, id: "search", "aria-label": rk.say("filter"), placeholder: rk.say("filter") });
  search.addEventListener("input", rk.delayed(() => { current.words = search.value; refresh(); }, 60));
  const bar = rk.make("div", { className: "bar" }, search);
  for (const column of current.columns.filter((c) => Object.keys(c.codes).length)) {
    const held = new Set(current.rows.map((_, k) => current.cell(k, column.name)).filter(Boolean));
    if (held.size < 2) continue;
    const choice = rk.make("select", { "aria-label": column.label, "data-code": column.name }, rk.make("option", { value: "" }, column.label));
    for (const code of Object.keys(column.codes).filter((c) => held.has(c))) {
      choice.append(rk.make("option", { value: code, selected: current.codes[column.name] === code }, column.codes[code] || code));
    }
    choice.addEventListener("change", () => { current.codes[column.name] = choice.value; refresh(); });
    bar.append(choice);
  }
  const chooser = rk.make("details", { className: "columns" }, rk.make("summary", {}, rk.say("columns")));
  for (const column of current.columns) {
    const box = rk.make("input", { type: "checkbox", checked: current.shown.has(column.name), "data-column": column.name });
    box.addEventListener("change", () => { current.shown[box.checked ? "add" : "delete"](column.name); drawTable(); });
    chooser.append(rk.make("label", { title: column.doc }, box, " ", column.label));
  }
  const save = rk.make("button", { type: "button", id: "csv" }, "CSV");
  save.title = rk.say("download");
  save.addEventListener("click", saveCsv);
  bar.append(chooser, save, rk.make("output", { "aria-live": "polite" }));
  panel.replaceChildren(bar);
  panel.setAttribute("aria-labelledby", `tab-${current.name}`);
  drawTable();
}

function refresh() {
  current.select();
  drawTable();
}

function saveCsv() {
  const columns = current.columns.filter((c) => current.shown.has(c.name));
  const lines = [["report", ...columns.map((c) => c.name)], ...current.found.map((row) => [
    data.info.id,
    ...columns.map((c) => { const v = current.cell(row, c.name); return c.type === "decimal" && v !== null ? Number(v) : v; }),
  ])];
  rk.download(`${data.info.id}.${current.name}.csv`, "\ufeff" + lines.map(rk.csv).join("\r\n") + "\r\n", "text/csv");
}

function openTab(name, focus = false) {
  for (const tab of document.querySelectorAll('[role="tab"]')) {
    const chosen = tab.id === `tab-${name}`;
    tab.setAttribute("aria-selected", chosen);
    tab.tabIndex = chosen ? 0 : -1;
    if (chosen && focus) tab.focus();
  }
  document.getElementById("charts").hidden = name !== "charts";
  panel.hidden = name === "charts";
  if (name !== "charts" && (current.name !== name || !panel.firstChild)) {
    current = tables[name];
    drawPanel();
  }
}

/** Shows a row of its table, whatever is filtered there. */
function showRow(key) {
  const [table, row] = rowOf(key);
  showPane("side");
  openTab(table.name);
  if (!table.found.includes(row)) {
    table.clear();
    drawPanel();
  }
  drawRows(Math.max(drawn, table.found.indexOf(row) + 20));
  const element = document.getElementById(key);
  element.scrollIntoView({ block: "center" });
  element.focus({ preventScroll: true });
  flash([element]);
}

function flash(elements) {
  document.querySelectorAll(".hit").forEach((e) => e.classList.remove("hit"));
  elements.forEach((e) => e.classList.add("hit"));
}

document.querySelector('[role="tablist"]').addEventListener("click", (event) => {
  const tab = event.target.closest('[role="tab"]');
  if (tab) openTab(tab.id.slice(4));
});
document.querySelector('[role="tablist"]').addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const tabs = [...document.querySelectorAll('[role="tab"]')];
  const now = tabs.findIndex((t) => t.getAttribute("aria-selected") === "true");
  openTab(tabs[(now + step + tabs.length) % tabs.length].id.slice(4), true);
});
panel.addEventListener("click", (event) => {
  const row = event.target.closest("tr[id]");
  if (!row || event.target.closest("input, button.right, button.wrong")) return;
  if (event.target.closest(".cite")) {
    rk.copy(citation(...rowOf(row.id)));
    event.target.closest(".cite").textContent = "✓";
    return;
  }
  event.preventDefault();
  if (!String(getSelection())) showMark(row.id);
});
panel.addEventListener("keydown", (event) => {
  if (event.target.tagName !== "TR") return;
  if (event.key === "Enter") showMark(event.target.id);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const rows = [...panel.querySelectorAll("tr[id]")];
  rows[rows.indexOf(event.target) + step]?.focus();
});
addEventListener("beforeprint", () => { if (!panel.hidden) drawRows(Infinity); });
