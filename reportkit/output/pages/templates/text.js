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

/** Rows that a mark tells: a number of the ledger only where no other row stands for it. */
function keysOf(mark) {
  const keys = mark.dataset.r.split(" ");
  return keys.some((k) => k[0] !== "n") ? keys.filter((k) => k[0] !== "n") : keys;
}

function showMark(key) {
  const own = marksOf.get(key) ?? [];
  if (!own.length) return;
  showPane("text");
  own[0].scrollIntoView({ block: "center" });
  own[0].focus({ preventScroll: true });
  flash(own);
}

function showPane(name) {
  document.body.dataset.pane = name;
  for (const button of document.querySelectorAll("[data-show]")) {
    button.setAttribute("aria-pressed", button.dataset.show === name);
  }
}

const TOLD = ["value", "value_max", "unit", "measure", "bound", "direction", "status", "year", "kind", "strength", "deadline", "owner", "role", "reason", "page", "confidence", "rule"];

function tell(mark) {
  card.replaceChildren();
  for (const key of keysOf(mark)) {
    const [table, row] = rowOf(key);
    const name = ["name", "text", "raw"].find((n) => n in table.place);
    const facts = rk.make("dl");
    for (const field of TOLD.filter((f) => f in table.place && table.text(row, f) !== "")) {
      facts.append(rk.make("dt", {}, table.columns[table.place[field]].label), rk.make("dd", {}, table.text(row, field)));
    }
    const head = rk.make("b", { className: `m ${table.letter}` }, table.text(row, name));
    const told = rk.make("section", {}, rk.make("h3", {}, rk.say(table.name), " ", head), facts);
    if (checking.on) told.append(checking.inCard(key));
    card.append(told);
  }
  card.hidden = false;
  place(mark);
}

function place(mark) {
  const box = mark.getClientRects()[0];
  if (!box || innerWidth < 700) {
    card.style.left = card.style.top = "";
    return;
  }
  const below = box.bottom + 8 + card.offsetHeight < innerHeight;
  card.style.top = `${Math.max(4, below ? box.bottom + 6 : box.top - card.offsetHeight - 6)}px`;
  card.style.left = `${Math.max(4, Math.min(box.left, innerWidth - card.offsetWidth - 8))}px`;
}

function hide() {
  card.hidden = true;
}

const tellSoon = rk.delayed((mark) => { if (mark.matches(":hover")) tell(mark); }, 120);
const hideSoon = rk.delayed(() => {
  if (!card.matches(":hover, :focus-within") && !text.querySelector("a.m:hover, a.m:focus")) hide();
}, 250);
text.addEventListener("mouseover", (event) => { const m = event.target.closest("a[data-r]"); if (m) tellSoon(m); });
text.addEventListener("mouseout", hideSoon);
card.addEventListener("mouseleave", hideSoon);
text.addEventListener("focusin", (event) => {
  const mark = event.target.closest("a[data-r]");
  if (!mark) return;
  stop.tabIndex = -1;
  stop = mark;
  stop.tabIndex = 0;
  tell(mark);
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
  if (!String(getSelection())) showRow(keysOf(mark)[0]);
});
text.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (event.key === "Escape") hide();
  if (!step || !event.target.closest("a[data-r]")) return;
  event.preventDefault();
  const seen = marks.filter((m) => m.className.split(" ").some((k) => k !== "m" && !text.classList.contains(`no-${k}`)));
  const next = seen[seen.indexOf(event.target.closest("a[data-r]")) + step];
  next?.focus();
});
for (const box of text.querySelectorAll("[data-kind]")) {
  box.addEventListener("change", () => text.classList.toggle(`no-${box.dataset.kind}`, !box.checked));
}
for (const button of document.querySelectorAll("[data-show]")) {
  button.addEventListener("click", () => showPane(button.dataset.show));
}
document.getElementById("contents").addEventListener("click", (event) => {
  if (event.target.closest("a") && innerWidth < 900) showPane("text");
});
document.getElementById("show-contents").addEventListener("click", (event) => {
  const hidden = document.body.classList.toggle("no-contents");
  event.currentTarget.setAttribute("aria-expanded", !hidden);
});
