"use strict";
// Check mode: verdicts on rows, rows that are missing, saved as a JSON that `reportkit audit score` reads.
const checking = {
  on: false,
  verdicts: new Map(),
  missing: [],
  read: new Set(),
  store: `reportkit ${data.info.id} ${data.info.source_hash}`,

  verdict(key) {
    return this.verdicts.get(key);
  },

  judge(key, right) {
    const old = this.verdict(key);
    if (old?.right === right) this.verdicts.delete(key);
    else this.verdicts.set(key, { right, wrong: right ? [] : old?.wrong ?? [], note: old?.note ?? "" });
    this.changed(key);
  },

  changed(key) {
    this.tell();
    this.keep();
    if (!key) return;
    const row = document.getElementById(key);
    if (row) this.decorate(row, key);
    this.sign(key);
    for (const box of card.querySelectorAll(`.told[data-key="${key}"]`)) this.update(box, key);
  },

  /** Buttons that stay the same elements while verdicts change, so that the focus stays on them. */
  buttons(key) {
    const button = (right, sign, word) => {
      const told = { type: "button", "data-right": right, className: word };
      const made = rk.make("button", { ...told, "aria-label": rk.say(word), title: rk.say(word) }, sign);
      made.addEventListener("click", () => this.judge(key, right));
      return made;
    };
    const box = rk.make("div", { className: "verdict" }, button(1, "✓", "right"), button(0, "✗", "wrong"));
    this.press(box, key);
    return box;
  },

  press(box, key) {
    const right = this.verdict(key)?.right;
    for (const button of box.querySelectorAll("[data-right]")) {
      button.setAttribute("aria-pressed", Number(button.dataset.right) === right);
    }
  },

  /** The buttons with what is wrong below, as the card shows them. */
  inCard(key) {
    const box = rk.make("div", { className: "told", "data-key": key }, this.buttons(key));
    this.update(box, key);
    return box;
  },

  update(box, key) {
    this.press(box, key);
    const told = this.verdict(key);
    const shown = box.querySelector(".wrong-fields");
    if (told?.right === 0 && !shown) box.append(this.details(key, told));
    else if (told?.right !== 0) shown?.remove();
  },

  details(key, told) {
    const [table] = rowOf(key);
    const box = rk.make("fieldset", { className: "wrong-fields" }, rk.make("legend", {}, rk.say("which wrong")));
    for (const field of table.fields) {
      const tick = rk.make("input", { type: "checkbox", checked: told.wrong.includes(field), value: field });
      tick.addEventListener("change", () => {
        told.wrong = table.fields.filter((f) => (f === field ? tick.checked : told.wrong.includes(f)));
        this.changed();
      });
      box.append(rk.make("label", {}, tick, " ", table.column(field).label));
    }
    const note = rk.make("input", { value: told.note, placeholder: rk.say("note"), "aria-label": rk.say("note") });
    note.addEventListener("input", () => { told.note = note.value; this.changed(); });
    box.append(note);
    return box;
  },

  decorate(row, key) {
    const cell = row.querySelector(".actions");
    const box = cell.querySelector(".verdict");
    const told = this.verdict(key);
    if (!this.on) box?.remove();
    else if (box) this.press(box, key);
    else cell.append(this.buttons(key));
    const below = row.nextElementSibling?.matches(".details") ? row.nextElementSibling : null;
    if (!this.on || told?.right !== 0) below?.remove();
    else if (!below) {
      const wide = rk.make("td", { colSpan: row.cells.length }, this.details(key, told));
      row.after(rk.make("tr", { className: "details" }, wide));
    }
    row.classList.toggle("is-right", this.on && told?.right === 1);
    row.classList.toggle("is-wrong", this.on && told?.right === 0);
  },

  /** Signs the marks of a row in the text with its verdict. */
  sign(key) {
    const right = this.on ? this.verdict(key)?.right : undefined;
    const last = marksOf.get(key)?.at(-1);
    last?.classList.toggle("is-right", right === 1);
    last?.classList.toggle("is-wrong", right === 0);
  },

  signAll() {
    for (const mark of text.querySelectorAll(".is-right, .is-wrong")) mark.classList.remove("is-right", "is-wrong");
    for (const key of this.verdicts.keys()) this.sign(key);
  },

  /** Leads to the next row of the table without a verdict, or to the one before. */
  step(by) {
    const rows = current.found.map((row) => current.letter + row);
    const from = document.activeElement?.closest("tr[id]")?.id ?? panel.querySelector("tr.hit[id]")?.id;
    const at = from === undefined ? (by > 0 ? -1 : rows.length) : rows.indexOf(from);
    const open = (key) => !this.verdicts.has(key);
    const key = by > 0 ? rows.slice(at + 1).find(open) : rows.slice(0, Math.max(0, at)).findLast(open);
    if (!key) document.getElementById("check-count").textContent = rk.say("none left");
    else if (isNarrow()) go(key, "row");
    else show(key, "row");
  },

  /** Leaves only rows without a verdict in the tables; those judged meanwhile stay until the next search. */
  onlyOpen(wanted) {
    for (const table of Object.values(tables)) {
      table.only = wanted ? (row) => !this.verdicts.has(table.letter + row) : null;
      table.select();
    }
    drawTable();
  },

  /** Adds what is selected in the text as a row that the table open lacks. */
  add() {
    const chosen = getSelection();
    const node = chosen.anchorNode;
    const sentence = (node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement)?.closest(".s");
    if (!sentence || !text.contains(sentence) || chosen.isCollapsed) {
      alert(rk.say("select first"));
      return;
    }
    const index = Number(sentence.id.slice(1));
    const [start, end] = data.sentences[index];
    this.missing.push({ table: current.name, sentence: index, start, end, text: String(chosen).trim(), note: "" });
    this.changed();
    this.list();
  },

  list() {
    const shown = this.missing.map((one, k) => {
      const note = rk.make("input", { value: one.note, placeholder: rk.say("note"), "aria-label": rk.say("note") });
      note.addEventListener("input", () => { one.note = note.value; this.changed(); });
      const drop = rk.make("button", { type: "button", "aria-label": rk.say("remove"), title: rk.say("remove") }, "×");
      drop.addEventListener("click", () => { this.missing.splice(k, 1); this.changed(); this.list(); });
      const words = rk.make("q", { lang: "zh-CN" }, one.text);
      return rk.make("li", {}, rk.say("missing of", { table: rk.say(one.table) }), words, " ", note, drop);
    });
    document.getElementById("missing").replaceChildren(...shown);
  },

  tell() {
    const told = [...this.verdicts.values()];
    const judged = [...this.verdicts.keys()].filter((key) => key[0] === current.letter).length;
    document.getElementById("check-count").textContent = rk.say("check count", {
      judged, all: current.rows.length, table: rk.say(current.name),
      right: told.filter((v) => v.right).length, wrong: told.filter((v) => !v.right).length,
      missing: this.missing.length,
    });
    Object.assign(document.getElementById("check-progress"), { max: Math.max(1, current.rows.length), value: judged });
    document.getElementById("add-missing").textContent = rk.say("add missing", { table: rk.say(current.name) });
  },

  /** What is saved: verdicts by table, a line for every sentence that was read in full. */
  toJson() {
    const found = {};
    for (const [key, told] of this.verdicts) {
      const [table, row] = rowOf(key);
      (found[table.name] ??= []).push({
        report: data.info.id, start: table.cell(row, "start"), end: table.cell(row, "end"),
        right: told.right, wrong: told.wrong.join(","), note: told.note,
      });
    }
    if (this.read.size) found.sentences = [...this.read].sort((a, b) => a - b).map((k) => this.sentence(k));
    return {
      reportkit: data.info.version, report: data.info.id, source_hash: data.info.source_hash, rules: data.info.rules,
      coder: document.getElementById("coder").value, saved: new Date().toISOString(),
      verdicts: found, missing: this.missing,
    };
  },

  sentence(index) {
    const [start, end] = data.sentences[index];
    const table = tables.indicators;
    const inside = table.rows.filter((_, k) => table.cell(k, "start") >= start && table.cell(k, "start") < end).length;
    const missed = this.missing.filter((m) => m.table === "indicators" && m.sentence === index).length;
    return { report: data.info.id, start, end, indicators: inside, missed, note: "" };
  },

  fromJson(told) {
    if (told.source_hash !== data.info.source_hash) {
      alert(rk.say("other report"));
      return;
    }
    this.verdicts.clear();
    for (const [name, rows] of Object.entries(told.verdicts).filter(([n]) => n in tables)) {
      const table = tables[name];
      const places = new Map(table.rows.map((_, k) => [`${table.cell(k, "start")}-${table.cell(k, "end")}`, k]));
      for (const one of rows) {
        const row = places.get(`${one.start}-${one.end}`);
        const wrong = one.wrong.split(",").filter(Boolean);
        if (row !== undefined) this.verdicts.set(table.letter + row, { right: one.right, wrong, note: one.note ?? "" });
      }
    }
    this.missing = told.missing ?? [];
    const read = new Set((told.verdicts.sentences ?? []).map((s) => s.start));
    this.read = new Set(data.sentences.flatMap(([start], k) => (read.has(start) ? [k] : [])));
    document.getElementById("coder").value = told.coder ?? "";
    document.getElementById("read-all").checked = this.read.size > 0;
    this.tell();
    this.list();
    this.signAll();
    drawTable();
  },

  keep() {
    try {
      localStorage.setItem(this.store, JSON.stringify(this.toJson()));
    } catch { /* a page of a file may have no store */ }
  },

  restore() {
    try {
      const kept = localStorage.getItem(this.store);
      if (kept) this.fromJson(JSON.parse(kept));
    } catch { /* nothing was kept */ }
  },

  toggle() {
    this.on = !this.on;
    document.getElementById("check").setAttribute("aria-pressed", this.on);
    document.getElementById("checking").hidden = !this.on;
    this.onlyOpen(this.on && document.getElementById("only-open").checked);
    this.signAll();
    this.tell();
  },
};

document.getElementById("check").addEventListener("click", () => checking.toggle());
document.getElementById("only-open").addEventListener("change", (event) => checking.onlyOpen(event.target.checked));
document.getElementById("check-next").addEventListener("click", () => checking.step(1));
document.getElementById("check-previous").addEventListener("click", () => checking.step(-1));
// The selection in the text stays when the button is pressed.
document.getElementById("add-missing").addEventListener("mousedown", (event) => event.preventDefault());
document.getElementById("add-missing").addEventListener("click", () => checking.add());
document.getElementById("save-check").addEventListener("click", () =>
  rk.download(`${data.info.id}.check.json`, JSON.stringify(checking.toJson(), null, 1), "application/json"));
document.getElementById("open-check").addEventListener("change", async (event) => {
  try {
    checking.fromJson(JSON.parse(await event.target.files[0].text()));
    checking.keep();
  } catch {
    alert(rk.say("not a check"));
  }
});
document.getElementById("coder").addEventListener("input", () => checking.keep());
document.getElementById("read-all").addEventListener("change", (event) => {
  checking.read = new Set(event.target.checked ? data.checked : []);
  checking.changed();
});
document.addEventListener("keydown", (event) => {
  if (!checking.on || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest("input:not([type='checkbox']), select, textarea")) return;
  const by = { n: 1, p: -1 }[event.key];
  if (by) return checking.step(by);
  const right = { 1: 1, 0: 0 }[event.key];
  if (right === undefined) return undefined;
  const mark = event.target.closest("a[data-r]");
  const told = event.target.closest(".told"); // the verdict of a card
  const key = told?.dataset.key ?? (mark ? keysOf(mark)[0] : event.target.closest("tr[id]")?.id);
  if (key) checking.judge(key, right);
  return undefined;
});

openTab("indicators");
checking.restore();
follow();
