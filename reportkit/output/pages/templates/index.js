"use strict";
// The page of a workspace: a region found and brought forward everywhere, a map of provinces, a small chart a region.
const data = JSON.parse(document.getElementById("data").textContent);
const SVG = "http://www.w3.org/2000/svg";
const STATUSES = ["actual", "target"];
const TILE = { side: 46, step: 50 }; // a square of the map, and from one to the next
const SMALL = { width: 140, height: 70, edge: 6 };

/** A value of a region as people write it: ≥5, 4.5–5. */
function written(own, status, year) {
  return own.written[status]?.[year] ?? String(own[status][year]);
}

function draw(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// Coverage: regions found by name or code.
const wanted = document.getElementById("search");
const rows = [...document.querySelectorAll(".matrix tr[data-region]")];
wanted.addEventListener("input", rk.delayed(() => {
  const words = wanted.value.trim();
  for (const row of rows) row.hidden = !row.cells[0].textContent.includes(words);
  for (const head of document.querySelectorAll(".matrix tr.level")) {
    head.hidden = ![...head.parentElement.querySelectorAll("tr[data-region]")].some((row) => !row.hidden);
  }
}, 60));

// A region brought forward: the one picked, or the one pointed at.
const picker = document.getElementById("region");
const known = new Set(data.panels.flatMap((panel) => Object.keys(panel.regions)));

function bringForward(region) {
  for (const svg of document.querySelectorAll(".chart svg[role]")) {
    const own = svg.querySelectorAll(`[data-region="${CSS.escape(region)}"]`);
    const several = region !== "" && own.length > 0;
    for (const shape of svg.querySelectorAll("[data-region]")) {
      shape.classList.toggle("dim", several);
      shape.classList.toggle("chosen", several && shape.dataset.region === region);
    }
    for (const shape of own) shape.parentElement.append(shape); // drawn last, above the others
  }
  for (const other of document.querySelectorAll("tr[data-region], figure[data-region], g[data-region], li[data-region]")) {
    other.classList.toggle("chosen", region !== "" && other.dataset.region === region);
  }
  document.getElementById("region-told").textContent = region === "" ? "" : latest(region);
}

/** What the charts tell of a region's last year. */
function latest(region) {
  const told = [];
  for (const panel of data.panels.filter((p) => region in p.regions)) {
    for (const status of STATUSES) {
      const points = panel.regions[region][status];
      if (!points) continue;
      const year = Math.max(...Object.keys(points).map(Number));
      told.push(rk.say("value of year", {
        title: panel.title, status: rk.say(status), year, value: written(panel.regions[region], status, year),
      }));
    }
  }
  return told.length ? `${region}${rk.say("colon")}${told.slice(0, 4).join(rk.say("semicolon"))}` : "";
}

const chosen = () => (known.has(picker?.value.trim()) ? picker.value.trim() : "");
picker?.addEventListener("input", () => bringForward(chosen()));
for (const svg of document.querySelectorAll(".chart svg[role]")) {
  svg.addEventListener("pointerover", (event) => {
    const shape = event.target.closest("[data-region]");
    if (shape && !shape.classList.contains("chosen")) bringForward(shape.dataset.region);
  });
  svg.addEventListener("pointerleave", () => bringForward(chosen()));
}

// A small chart a region, all at one scale.
for (const details of document.querySelectorAll(".multiples")) {
  details.addEventListener("toggle", () => {
    const box = details.querySelector("div");
    if (!details.open || box.firstChild) return;
    const panel = data.panels[Number(details.parentElement.dataset.panel)];
    box.append(...Object.entries(panel.regions).map(([region, own]) => multiple(region, own, scaleOf(panel))));
    bringForward(chosen());
  });
}

function scaleOf(panel) {
  const all = Object.values(panel.regions).flatMap((own) => STATUSES.map((status) => own[status] ?? {}));
  const years = all.flatMap((points) => Object.keys(points).map(Number));
  const values = all.flatMap((points) => Object.values(points));
  const [first, last, low, high] = [Math.min(...years), Math.max(...years), Math.min(...values), Math.max(...values)];
  const { width, height, edge } = SMALL;
  return {
    x: (year) => edge + ((year - first) / Math.max(1, last - first)) * (width - 2 * edge),
    y: (value) => height - edge - ((value - low) / (high - low || 1)) * (height - 2 * edge),
  };
}

function multiple(region, own, scale) {
  const svg = draw("svg", { viewBox: `0 0 ${SMALL.width} ${SMALL.height}`, role: "img", "aria-label": region });
  for (const status of STATUSES.filter((s) => own[s])) {
    const years = Object.keys(own[status]).map(Number).sort((a, b) => a - b);
    for (const run of parted(years)) {
      const places = run.map((year) => [scale.x(year).toFixed(1), scale.y(own[status][year]).toFixed(1)].join());
      svg.append(draw("polyline", { points: places.join(" "), class: status }));
    }
    for (const year of years) {
      const name = rk.say("tip of year", { name: rk.say(status), year, value: written(own, status, year) });
      svg.append(draw("circle", { cx: scale.x(year), cy: scale.y(own[status][year]), r: 2.2, class: status },
        draw("title", {}, name)));
    }
  }
  const made = rk.make("figure", { lang: "zh-CN" },
    data.pages[region] ? rk.make("a", { href: data.pages[region] }, region) : region, svg);
  made.dataset.region = region;
  return made;
}

/** Years in a row; those without a value part them. */
function parted(years) {
  const found = [];
  for (const year of years) {
    if (found.length && found.at(-1).at(-1) === year - 1) found.at(-1).push(year);
    else found.push([year]);
  }
  return found;
}

// The map: a square a province, coloured by what is chosen.
const tiles = document.getElementById("tiles");
const [mapPanel, mapStatus, mapYear] = ["map-panel", "map-status", "map-year"].map((id) => document.getElementById(id));
const mapped = data.panels.filter((panel) => panel.level === "province");

function fillYears() {
  const old = mapYear.value;
  const points = Object.values(mapped[mapPanel.value].regions).map((own) => own[mapStatus.value] ?? {});
  const years = [...new Set(points.flatMap((p) => Object.keys(p)))].sort().reverse();
  mapYear.replaceChildren(...years.map((year) => rk.make("option", { value: year, selected: year === old }, year)));
  drawMap();
}

function drawMap() {
  const panel = mapped[mapPanel.value];
  const byCode = new Map(Object.entries(panel.regions).map(([region, own]) => [own.code, region]));
  const valueOf = (region) => panel.regions[region]?.[mapStatus.value]?.[mapYear.value];
  const values = [...byCode.values()].map(valueOf).filter((v) => v !== undefined).sort((a, b) => a - b);
  const steps = [...new Set(values)];
  const shade = (value) => Math.floor((steps.indexOf(value) * data.shades) / steps.length);
  tiles.replaceChildren(...data.tiles.map(([code, name, column, row]) =>
    tile(name, column, row, byCode.get(code), valueOf(byCode.get(code)), shade, panel)));
  document.getElementById("map-told").textContent =
    rk.say("map holds", { count: values.length, all: data.tiles.length, unit: panel.unit });
  rank(panel, valueOf);
  const keys = [...Array(data.shades).keys()].map((k) => [k, steps.filter((value) => shade(value) === k)]);
  document.getElementById("map-keys").replaceChildren(...keys.filter(([, held]) => held.length).map(([k, held]) => {
    const square = draw("svg", { width: 16, height: 12, "aria-hidden": "true" },
      draw("rect", { class: `shade${k}`, x: 1, y: 0.5, width: 14, height: 11 }));
    const range = held.length > 1 ? `${held[0]}–${held.at(-1)}` : String(held[0]);
    return rk.make("li", {}, square, ` ${range}`);
  }));
  bringForward(chosen());
}

function mapWritten(panel, region) {
  return written(panel.regions[region], mapStatus.value, mapYear.value);
}

/** The provinces with a value, the greatest first. */
function rank(panel, valueOf) {
  const held = Object.keys(panel.regions).filter((region) => valueOf(region) !== undefined);
  held.sort((a, b) => valueOf(b) - valueOf(a));
  document.getElementById("ranking").replaceChildren(...held.map((region) => {
    const line = rk.make("li", {}, region, rk.make("b", {}, mapWritten(panel, region)));
    line.dataset.region = region;
    return line;
  }));
}

function tile(name, column, row, region, value, shade, panel) {
  const [x, y] = [column * TILE.step, row * TILE.step];
  const text = value === undefined ? "" : mapWritten(panel, region);
  const told = value === undefined ? rk.say("not stated") : `${text}${panel.unit}`;
  const group = draw("g", {
    class: value === undefined ? "empty" : `shade${shade(value)}`,
    ...(region ? { "data-region": region, role: "button", tabindex: 0, "aria-label": `${region} ${told}` } : {}),
  },
  draw("rect", { class: "tile", x: x + 1, y: y + 1, width: TILE.side, height: TILE.side, rx: 4 }),
  draw("text", { x: x + 1 + TILE.side / 2, y: y + 20 }, name),
  draw("text", { class: "value", x: x + 1 + TILE.side / 2, y: y + 37 }, text),
  draw("title", {}, `${region ?? name}${rk.say("colon")}${told}`));
  if (region) {
    const pick = () => { picker.value = picker.value === region ? "" : region; bringForward(chosen()); };
    group.addEventListener("click", pick);
    group.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); pick(); }
    });
  }
  return group;
}

if (tiles) {
  mapPanel.append(...mapped.map((panel, k) => rk.make("option", { value: k }, panel.title)));
  for (const choice of [mapPanel, mapStatus]) choice.addEventListener("change", fillYears);
  mapYear.addEventListener("change", drawMap);
  fillYears();
}
