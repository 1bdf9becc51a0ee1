"use strict";
// The page of a workspace: regions found by name or code.
const wanted = document.getElementById("search");
const regions = [...document.querySelectorAll(".matrix tbody tr")];
wanted.addEventListener("input", rk.delayed(() => {
  const words = wanted.value.trim();
  for (const row of regions) row.hidden = !row.cells[0].textContent.includes(words);
}, 60));
