"use strict";
// The page of a comparison: which changes are shown, and which words.
const search = document.getElementById("search");
const pairs = [...document.querySelectorAll(".pair")].map((element) => ({
  element, change: element.dataset.change, section: element.closest("section").id, words: element.textContent.toLowerCase(),
}));

function show() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const pressed = new Set([...document.querySelectorAll('[data-change][aria-pressed="true"]')].map((b) => `${b.closest("section").id} ${b.dataset.change}`));
  let count = 0;
  for (const pair of pairs) {
    const shown = pressed.has(`${pair.section} ${pair.change}`) && words.every((w) => pair.words.includes(w));
    if (pair.element.hidden === shown) pair.element.hidden = !shown;
    count += shown;
  }
  document.getElementById("count").textContent = rk.say("rows shown", { count, all: pairs.length });
}

document.querySelector("main").addEventListener("click", (event) => {
  const button = event.target.closest(".filters button");
  if (!button) return;
  const group = [...button.parentElement.querySelectorAll("[data-change]")];
  const pressed = (b) => b.getAttribute("aria-pressed") === "true";
  if (button.dataset.only !== undefined || (pressed(button) && group.filter(pressed).length === 1)) {
    group.forEach((b) => b.setAttribute("aria-pressed", "true"));
  } else if (event.shiftKey || event.ctrlKey || event.metaKey) {
    button.setAttribute("aria-pressed", !pressed(button)); // adds to what is shown, or takes away
  } else {
    group.forEach((b) => b.setAttribute("aria-pressed", b === button));
  }
  show();
});
search.addEventListener("input", rk.delayed(show, 60));
show();
