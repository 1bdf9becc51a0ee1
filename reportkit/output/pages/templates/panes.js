"use strict";
// The panes of a report's page: the contents shown or hidden, and how wide text and tables are.
const ROOMY = 1200; // pixels of a window from which the contents have room beside text and tables
const panes = document.querySelector(".panes");
const splitter = document.getElementById("splitter");
const contentsButton = document.getElementById("show-contents");

function showContents(shown) {
  document.body.classList.toggle("no-contents", !shown);
  contentsButton.setAttribute("aria-expanded", shown);
}
contentsButton.addEventListener("click", () => showContents(document.body.classList.contains("no-contents")));
showContents(innerWidth >= ROOMY);

/** Gives the text a share of the room that it and the tables have. */
function share(part) {
  const told = Math.min(0.8, Math.max(0.2, part));
  panes.style.setProperty("--text", `${told}fr`);
  panes.style.setProperty("--side", `${1 - told}fr`);
  splitter.setAttribute("aria-valuenow", Math.round(told * 100));
}

function shareNow() {
  const [left, right] = ["text", "side"].map((id) => document.getElementById(id).offsetWidth);
  return left / (left + right);
}
splitter.addEventListener("pointerdown", (event) => {
  event.preventDefault();
  splitter.setPointerCapture(event.pointerId);
});
splitter.addEventListener("pointermove", (event) => {
  if (!splitter.hasPointerCapture(event.pointerId)) return;
  const left = document.getElementById("text").getBoundingClientRect().left;
  const right = document.getElementById("side").getBoundingClientRect().right;
  share((event.clientX - left) / (right - left));
});
splitter.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 0.05, ArrowLeft: -0.05 }[event.key];
  if (step) share(shareNow() + step);
});
