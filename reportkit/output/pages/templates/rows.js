"use strict";
// Rows of a table as data: what their cells say, which are found, in which order, and all that as CSV.
const SHORT = 12; // characters of a number that stands in one line

class Rows {
  /** ``told`` holds columns and rows, cells in the order of the columns; ``pool`` texts that cells name by number. */
  constructor(name, told, pool) {
    Object.assign(this, told);
    this.name = name;
    this.pool = pool;
    this.place = Object.fromEntries(told.columns.map((c, k) => [c.name, k]));
    this.shown = new Set(told.columns.filter((c) => c.shown).map((c) => c.name));
    this.words = "";
    this.codes = {};
    this.sort = null;
    this.only = null; // a test that rows must pass besides, by their place
    this.found = told.rows.map((_, k) => k);
    this.hay = [];
  }

  column(name) {
    return this.columns[this.place[name]];
  }

  get visible() {
    return this.columns.filter((c) => this.shown.has(c.name));
  }

  static isNumber(column) {
    return column.type === "int" || column.type === "decimal";
  }

  /** Whether a number as written is to stand in one line. */
  static isShort(column, text) {
    return Boolean(column.by) && text.length <= SHORT;
  }

  cell(row, name) {
    const value = this.rows[row][this.place[name]];
    return this.column(name).pooled ? this.pool[value] : value;
  }

  /** A cell as a reader sees it: codes with their labels, thousands parted. */
  text(row, name) {
    const value = this.cell(row, name);
    if (value === null || value === undefined) return "";
    const column = this.column(name);
    if (column.type === "decimal") return rk.grouped(value);
    return column.codes?.[value] || String(value);
  }

  haystack(row) {
    this.hay[row] ??= this.columns.map((c) => this.text(row, c.name)).join("\n").toLowerCase();
    return this.hay[row];
  }

  select() {
    const words = rk.sought(this.words);
    const codes = Object.entries(this.codes).filter(([, code]) => code !== "");
    this.found = this.rows.map((_, k) => k).filter((k) =>
      codes.every(([name, code]) => this.cell(k, name) === code)
      && words.every((w) => this.haystack(k).includes(w))
      && (!this.only || this.only(k)));
    if (this.sort) this.order(this.sort.name, this.sort.down);
  }

  get filtered() {
    return this.words.trim() !== "" || Boolean(this.only) || Object.values(this.codes).some((code) => code !== "");
  }

  /** Sorts what is found. Numbers as written go by their unit, the most frequent first, then by their value. */
  order(name, down) {
    const column = this.column(name);
    const key = column.by ? this.quantity(column.by) : Rows.isNumber(column)
      ? (k) => Number(this.cell(k, name) ?? NaN)
      : (k) => this.text(k, name);
    const keys = new Map(this.found.map((k) => [k, key(k)]));
    const empty = (v) => v === "" || Number.isNaN(v) || v === null;
    const collator = new Intl.Collator("zh");
    const compare = column.by ? (x, y) => x[0] - y[0] || (x[1] - y[1]) * (down ? -1 : 1)
      : Rows.isNumber(column) ? (x, y) => (x - y) * (down ? -1 : 1)
        : (x, y) => collator.compare(x, y) * (down ? -1 : 1);
    this.found.sort((a, b) => {
      const [x, y] = [keys.get(a), keys.get(b)];
      if (empty(x) || empty(y)) return empty(x) - empty(y) || a - b;
      return compare(x, y) || a - b;
    });
  }

  quantity([value, unit]) {
    const counts = new Map();
    for (let k = 0; k < this.rows.length; k++) {
      const own = this.cell(k, unit);
      counts.set(own, (counts.get(own) ?? 0) + 1);
    }
    const rank = new Map([...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a)).map((u, k) => [u, k]));
    return (k) => {
      const number = this.cell(k, value);
      return number === null || number === "" ? null : [rank.get(this.cell(k, unit)), Number(number)];
    };
  }

  clear() {
    this.words = "";
    this.codes = {};
    this.only = null;
    this.select();
  }

  /** How many rows hold each code of a column. */
  count(name) {
    const counts = new Map();
    for (let k = 0; k < this.rows.length; k++) {
      const code = this.cell(k, name);
      if (code) counts.set(code, (counts.get(code) ?? 0) + 1);
    }
    return counts;
  }

  /** What is found as CSV, with the columns shown, behind cells that are the same in every row. */
  csv(same = {}) {
    const columns = this.visible;
    const lines = [[...Object.keys(same), ...columns.map((c) => c.label)], ...this.found.map((row) => [
      ...Object.values(same), ...columns.map((c) => this.saved(row, c)),
    ])];
    return "\ufeff" + lines.map(rk.csv).join("\r\n") + "\r\n";
  }

  saved(row, column) {
    const value = this.cell(row, column.name);
    if (column.type === "decimal" && value !== null) return Number(value);
    return column.codes?.[value] || value;
  }

  /** A choice among the codes of a column, with how many rows hold each; null where there is nothing to choose. */
  chooser(column, changed) {
    const counts = this.count(column.name);
    if (counts.size < 2) return null;
    const choice = rk.make("select", { "aria-label": column.label, "data-code": column.name },
      rk.make("option", { value: "" }, column.label));
    for (const code of Object.keys(column.codes).filter((c) => counts.has(c))) {
      const label = `${column.codes[code] || code} (${counts.get(code)})`;
      choice.append(rk.make("option", { value: code, selected: this.codes[column.name] === code }, label));
    }
    choice.addEventListener("change", () => { this.codes[column.name] = choice.value; changed(); });
    return choice;
  }

  /** The head of a column: a button that sorts. */
  head(column, changed) {
    const sorted = this.sort?.name === column.name ? (this.sort.down ? "descending" : "ascending") : "none";
    const button = rk.make("button", { type: "button", title: column.doc ?? "", className: "sort" }, column.label);
    button.addEventListener("click", () => {
      this.sort = { name: column.name, down: sorted === "ascending" };
      this.select();
      changed();
    });
    return rk.make("th", {
      scope: "col", "aria-sort": sorted, "data-column": column.name, className: Rows.isNumber(column) ? "n" : "",
    }, button);
  }
}
