"use strict";
// The text of a report: its marks, the card that tells their rows, the way to the table and back.
const text = document.getElementById("text");
const card = document.getElementById("card");
const marks = [...text.querySelectorAll("a[data-r]")];
const marksOf = new Map();
for (const mark of marks) {
  for (const key of mark.dataset.r.split(" ")) {
    if (!marksOf.has(key)) marksOf.set(key, []);
    marksOf.get(key).push(mark);
  }
}
let stop = marks[0]; // the one mark that the tab key reaches; arrows go on from there
if (stop) stop.tabIndex = 0;
let silent = false; // whether a mark that is focused leaves its row untold: the reader comes from it

const GAP = 10; // pixels between the card and what is about it
const isNarrow = () => matchMedia("(max-width: 900px)").matches;

/** Rows that a mark tells: a number of the ledger only where no other row stands for it. */
function keysOf(mark) {
  const keys = mark.dataset.r.split(" ");
  return keys.some((k) => k[0] !== "n") ? keys.filter((k) => k[0] !== "n") : keys;
}

function flash(elements) {
  document.querySelectorAll(".hit").forEach((e) => e.classList.remove("hit"));
  elements.forEach((e) => e.classList.add("hit"));
}

function showPane(name) {
  document.body.dataset.pane = name;
  for (const button of document.querySelectorAll("[data-show]")) {
    button.setAttribute("aria-pressed", button.dataset.show === name);
  }
}

function centre(element, focus) {
  element.scrollIntoView({ block: "center" });
  if (focus) element.focus({ preventScroll: true });
}

/** Shows a row in the table and in the text, and leads to its ``row`` or its ``mark``. */
function show(key, to) {
  hide();
  showPane(to === "row" ? "side" : "text");
  const row = rowShown(key);
  const own = marksOf.get(key) ?? [];
  silent = true;
  if (own.length) centre(own[0], to === "mark");
  centre(row, to === "row");
  silent = false;
  flash([row, ...own]);
}

/** Likewise, as a step that the browser's history keeps and its address names. */
function go(key, to) {
  if (!marksOf.has(key)) to = "row";
  history.pushState({ key, to }, "", `#${key}`);
  show(key, to);
}

/** Leads to what an address names: a row (#i12), or what stands at a character of the source (#at-1234). */
function follow() {
  const name = decodeURIComponent(location.hash.slice(1));
  const place = /^at-(\d+)$/.exec(name);
  if (isKey(name)) show(name, history.state?.to ?? (isNarrow() ? "mark" : "row"));
  else if (place) showPlace(Number(place[1]));
}

function showPlace(place) {
  for (const table of Object.values(tables)) {
    const row = table.rows.findIndex((_, k) => table.cell(k, "start") === place);
    if (row >= 0) return show(table.letter + row, "mark");
  }
  const index = data.sentences.findLastIndex(([start]) => start <= place);
  const sentence = document.getElementById(`s${index}`);
  if (!sentence) return undefined;
  showPane("text");
  centre(sentence, false);
  return flash([sentence]);
}

addEventListener("popstate", () => {
  hide();
  if (location.hash) follow();
  else { flash([]); showPane("text"); }
});

const FACTS = ["status", "year", "measure", "bound", "direction", "kind", "strength", "deadline", "owner", "role",
  "reason", "sector", "place", "page", "confidence"];
const UNSAID = { bound: "eq", direction: "none", strength: "plain" }; // what goes without saying

/** What a number is, as the report writes it, with its exact value where that is another. */
function quantity(table, row) {
  const raw = table.text(row, "raw");
  const made = rk.make("p", { className: "figure", lang: "zh-CN" }, raw);
  const exact = table.cell(row, "value");
  if (exact === null || exact === "") return made;
  const unit = table.cell(row, "unit");
  const told = [exact, table.cell(row, "value_max")].filter((v) => v !== null && v !== "").map(rk.grouped).join("–");
  if (told + unit !== raw) made.append(rk.make("small", {}, ` = ${told} ${unit}`));
  return made;
}

function tell(mark) {
  card.replaceChildren(...keysOf(mark).map((key) => toldOf(key)));
  card.hidden = false;
  if (isNarrow()) mark.scrollIntoView({ block: "center" }); // the card takes the lower part of the screen
  place(mark);
}

function toldOf(key) {
  const [table, row] = rowOf(key);
  const name = ["name", "text", "raw"].find((n) => n in table.place);
  const facts = rk.make("dl");
  for (const field of FACTS.filter((f) => f in table.place && table.text(row, f) !== "")) {
    if (UNSAID[field] === table.cell(row, field)) continue;
    const told = [rk.make("dt", {}, table.column(field).label), " ", rk.make("dd", {}, table.text(row, field))];
    facts.append(rk.make("div", {}, ...told));
  }
  const head = rk.make("b", { className: `m ${table.letter}`, lang: "zh-CN" }, table.text(row, name));
  const told = rk.make("section", {}, rk.make("h3", {}, rk.say(table.name), " ", head));
  if (table.text(row, "raw" in table.place ? "raw" : name) && "raw" in table.place) told.append(quantity(table, row));
  told.append(facts);
  if (table.text(row, "rule")) {
    told.append(rk.make("details", {}, rk.make("summary", {}, table.column("rule").label), table.text(row, "rule")));
  }
  if (checking.on) told.append(checking.inCard(key));
  const lead = rk.make("a", { href: `#${key}`, className: "to-row" }, rk.say("to row"));
  lead.addEventListener("click", (event) => { event.preventDefault(); go(key, "row"); });
  told.append(lead);
  return told;
}

/** The card stands by its mark, within the pane of the text, on the side with more room. */
function place(mark) {
  const box = mark.getClientRects()[0];
  card.style.maxHeight = "";
  if (!box || innerWidth < 700) {
    card.style.left = card.style.top = "";
    return;
  }
  const pane = text.getBoundingClientRect();
  const [above, below] = [box.top - pane.top - GAP, innerHeight - box.bottom - GAP];
  const under = card.offsetHeight <= below || below >= above;
  card.style.maxHeight = `${Math.max(above, below)}px`;
  card.style.top = `${under ? box.bottom + GAP / 2 : box.top - card.offsetHeight - GAP / 2}px`;
  card.style.left = `${Math.max(pane.left + GAP, Math.min(box.left, pane.right - card.offsetWidth - 2 * GAP))}px`;
}

function hide() {
  card.hidden = true;
}

const tellSoon = rk.delayed((mark) => { if (mark.matches(":hover")) tell(mark); }, 120);
const hideSoon = rk.delayed(() => {
  if (!card.matches(":hover, :focus-within") && !text.querySelector("a.m:hover, a.m:focus")) hide();
}, 250);
text.addEventListener("mouseover", (event) => {
  const mark = event.target.closest("a[data-r]");
  if (mark && !isNarrow()) tellSoon(mark);
});
text.addEventListener("mouseout", hideSoon);
card.addEventListener("mouseleave", hideSoon);
text.addEventListener("focusin", (event) => {
  const mark = event.target.closest("a[data-r]");
  if (!mark) return;
  stop.tabIndex = -1;
  stop = mark;
  stop.tabIndex = 0;
  if (!silent) tell(mark);
});
text.addEventListener("focusout", hideSoon);
text.addEventListener("scroll", () => {
  if (document.activeElement === stop && !card.hidden) place(stop);
  else hideSoon();
}, { passive: true });
text.addEventListener("click", (event) => {
  const mark = event.target.closest("a[data-r]");
  if (!mark) return;
  event.preventDefault();
  if (String(getSelection())) return;
  if (isNarrow()) tell(mark); // the card leads on: the text is not left unasked
  else go(keysOf(mark)[0], "row");
});
text.addEventListener("keydown", (event) => {
  const mark = event.target.closest("a[data-r]");
  if (!mark) return;
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (event.key === "Enter") { event.preventDefault(); go(keysOf(mark)[0], "row"); }
  if (!step) return;
  event.preventDefault();
  const seen = marks.filter((m) => [...m.classList].some((k) => SHOWN.has(k) && !text.classList.contains(`no-${k}`)));
  seen[seen.indexOf(mark) + step]?.focus();
});
document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
const SHOWN = new Set();
for (const box of text.querySelectorAll("[data-kind]")) {
  SHOWN.add(box.dataset.kind);
  const chosen = () => text.classList.toggle(`no-${box.dataset.kind}`, !box.checked);
  box.addEventListener("change", chosen);
  chosen();
}
for (const button of document.querySelectorAll("[data-show]")) {
  button.addEventListener("click", () => showPane(button.dataset.show));
}
document.getElementById("contents").addEventListener("click", (event) => {
  if (event.target.closest("a") && isNarrow()) showPane("text");
});
