// The script of the matrix page. It puts text into the page as text only, never
// as markup. What is filtered and which cell is open stands in the address
// behind "#", so that a view can be sent to somebody.

#include "cli/matrix_page.h"

namespace iameval_cli {

const char kMatrixPageScript[] = R"js(
(() => {
"use strict";
const $ = (id) => document.getElementById(id);
const data = JSON.parse($("data").textContent);
const table = $("matrix"), aside = $("why");
const WORDS = {a: "allowed", i: "implicit deny", e: "explicit deny",
               n: "never asked"};
const SINGULAR = {principals: "Principal", actions: "Action",
                  resources: "Resource"};
const groups = [...table.tBodies];
const rowsOf = (group) => [...group.rows].slice(1);
let current = null;  // the cell that the keyboard is on
let open = null;     // the cell that is explained

// ---- Cells and their numbers

function numbersOf(cell) {
  const row = cell.parentNode;
  return {[data.columns]: cell.cellIndex - 1,
          [data.rows]: row.sectionRowIndex - 1,
          [data.groups]: groups.indexOf(row.parentNode)};
}
function indexOf(n) {
  return (n.principals * data.actions.length + n.actions) *
      data.resources.length + n.resources;
}
function cellAt(index) {
  const n = {};
  n.resources = index % data.resources.length;
  index = (index - n.resources) / data.resources.length;
  n.actions = index % data.actions.length;
  n.principals = (index - n.actions) / data.actions.length;
  const group = groups[n[data.groups]];
  const row = group && group.rows[n[data.rows] + 1];
  return (row && row.cells[n[data.columns] + 1]) || null;
}
const isCell = (node) => node && node.nodeName === "TD" &&
    node.parentNode.parentNode.nodeName === "TBODY";

// ---- Why

function make(name, text, parent, className) {
  const node = document.createElement(name);
  if (text) node.textContent = text;
  if (className) node.className = className;
  if (parent) parent.append(node);
  return node;
}
function statements(title, list, fill) {
  if (!list.length) return;
  make("h3", title, aside);
  const ul = make("ul", "", aside);
  for (const s of list) {
    const li = make("li", "", ul);
    make("b", s.effect, li);
    li.append(" \u00b7 " + s.layer + " \u00b7 ");
    make("code", s.place, li);
    li.append(" " + s.title);
    if (s.why) make("p", fill(s.why), li);
  }
}
function lines(title, list, fill) {
  if (!list.length) return;
  make("h3", title, aside);
  const ul = make("ul", "", aside);
  for (const line of list) make("li", fill(line), ul);
}
function layers(list, fill) {
  if (list.length < 2) return;
  make("h3", "Layers", aside);
  const dl = make("dl", "", aside);
  for (const layer of list) {
    make("dt", layer.name, dl);
    make("dd", layer.outcome + (layer.detail ? ": " + fill(layer.detail) : ""),
         dl);
  }
}
function explain(cell) {
  const n = numbersOf(cell);
  const names = {};
  for (const axis of ["principals", "actions", "resources"]) {
    names[axis] = data[axis][n[axis]];
  }
  const STAND_INS = {"\ue000": names.principals, "\ue001": names.actions,
                     "\ue002": names.resources};
  const fill = (text) => /[\ue000-\ue002]/.test(text)
      ? text.replace(/[\ue000-\ue002]/g, (c) => STAND_INS[c]) : text;
  const why = data.explanations[data.why[indexOf(n)]];
  aside.textContent = "";
  const close = make("button", "Close", aside);
  close.type = "button";
  close.addEventListener("click", hide);
  const h2 = make("h2", "", aside);
  make("b", cell.textContent, h2, "sign " + cell.classList[0]);
  h2.append(" " + WORDS[cell.classList[0]]);
  if (cell.classList.contains("n")) {
    make("p", "The action takes no such resource, so AWS never asks this. " +
         "The policies alone would say:", aside);
  }
  make("p", fill(why.reason), aside);
  const dl = make("dl", "", aside);
  for (const axis of ["principals", "actions", "resources"]) {
    make("dt", SINGULAR[axis], dl);
    make("dd", names[axis], dl);
  }
  statements("Decided by", why.by, fill);
  statements("Came closest", why.near, fill);
  layers(why.layers, fill);
  lines("Context keys asked for but not in the request", why.missing, fill);
  lines("Notes", why.notes, fill);
  if (why.rest) {
    make("p", why.rest + (why.rest > 1 ? " statements" : " statement") +
         " without effect on this decision", aside);
  }
}
function show(cell) {
  mark(open, false);
  open = cell;
  mark(open, true);
  explain(cell);
  aside.hidden = false;
  aside.scrollTop = 0;
  save();
}
function hide() {
  mark(open, false);
  open = null;
  aside.hidden = true;
  if (current) current.focus();
  save();
}
function mark(cell, on) {
  if (!cell) return;
  cell.classList.toggle("open", on);
  cell.parentNode.classList.toggle("on", on);
}

// ---- Keyboard: one stop for the table, arrows within it

function choose(cell) {
  if (current) current.removeAttribute("tabindex");
  current = cell;
  if (!cell) return;
  cell.tabIndex = 0;
  const n = numbersOf(cell);
  cell.setAttribute("aria-label", WORDS[cell.classList[0]] + ": " +
      data[data.columns][n[data.columns]] + ", " +
      data[data.rows][n[data.rows]] + ", " +
      data[data.groups][n[data.groups]]);
}
const visibleColumns = () => {
  const list = [];
  hiddenColumns.forEach((hidden, i) => { if (!hidden) list.push(i + 1); });
  return list;
};
const visibleRows = () => groups.flatMap(rowsOf).filter((row) => !row.hidden);
function step(rows, columns, dy, dx) {
  const y = rows.indexOf(current.parentNode);
  const x = columns.indexOf(current.cellIndex);
  const clamp = (v, size) => Math.max(0, Math.min(size - 1, v));
  return rows[clamp(y + dy, rows.length)]
      .cells[columns[clamp(x + dx, columns.length)]];
}
function onKey(event) {
  if (event.key === "Escape" && open) { hide(); return; }
  if (!isCell(event.target) || event.ctrlKey || event.altKey ||
      event.metaKey) {
    return;
  }
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    if (open === current) hide(); else show(current);
    return;
  }
  const MOVES = {ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1],
                 ArrowRight: [0, 1], PageUp: [-15, 0], PageDown: [15, 0],
                 Home: [0, -1e9], End: [0, 1e9]};
  const move = MOVES[event.key];
  if (!move) return;
  event.preventDefault();
  const cell = step(visibleRows(), visibleColumns(), move[0], move[1]);
  choose(cell);
  cell.focus();
  if (open) show(cell);
}

// ---- Filters

const hiddenColumns = data[data.columns].map(() => false);
const columnStyle = make("style", "", document.head);
const wordsOf = (id) => $(id).value.toLowerCase().split(/\s+/).filter(Boolean);
const hasAll = (text, words) => words.every((word) => text.includes(word));

function filterColumns() {
  const words = wordsOf("columns");
  let css = "";
  data[data.columns].forEach((name, i) => {
    hiddenColumns[i] = !hasAll(name.toLowerCase(), words);
    if (hiddenColumns[i]) {
      css += "#matrix tr:not(.group)>:nth-child(" + (i + 2) +
          "){display:none}";
    }
  });
  columnStyle.textContent = css;
}
function isWanted(row, show, columns) {
  if (!show) return true;
  const kinds = columns.map((c) => row.cells[c].classList[0])
      .filter((kind) => kind !== "n");
  return show === "mixed" ? new Set(kinds).size > 1 : kinds.includes(show);
}
function filterRows() {
  const words = wordsOf("rows"), show = $("show").value;
  const columns = visibleColumns();
  let shown = 0, all = 0;
  groups.forEach((group, g) => {
    const groupName = data[data.groups][g].toLowerCase();
    let any = false;
    rowsOf(group).forEach((row, r) => {
      const name = groupName + " " + data[data.rows][r].toLowerCase();
      const wanted = hasAll(name, words) && isWanted(row, show, columns);
      row.hidden = !wanted;
      any = any || wanted;
      ++all;
      if (wanted) ++shown;
    });
    group.hidden = !any;
  });
  $("shown").textContent = "showing " + shown + " of " + all + " rows, " +
      columns.length + " of " + hiddenColumns.length + " columns";
}
function filter() {
  filterColumns();
  filterRows();
  // What stays in place while the rest scrolls.
  const corner = table.tHead.rows[0].cells[0];
  table.style.setProperty("--top", corner.offsetHeight + "px");
  table.style.setProperty("--left", corner.offsetWidth + "px");
  const rows = visibleRows(), columns = visibleColumns();
  if (!current || current.parentNode.hidden ||
      !columns.includes(current.cellIndex)) {
    choose(rows.length && columns.length ? rows[0].cells[columns[0]] : null);
  }
}

// ---- The address

function save() {
  const state = new URLSearchParams();
  for (const id of ["rows", "columns", "show"]) {
    if ($(id).value) state.set(id, $(id).value);
  }
  if (open) state.set("cell", indexOf(numbersOf(open)));
  try {
    history.replaceState(null, "", "#" + state);
  } catch (ignored) {
    // A viewer without a history.
  }
}
function load() {
  const state = new URLSearchParams(location.hash.slice(1));
  for (const id of ["rows", "columns", "show"]) {
    $(id).value = state.get(id) || "";
  }
  filter();
  const cell = state.has("cell") ? cellAt(Number(state.get("cell"))) : null;
  if (!isCell(cell)) return;
  choose(cell);
  show(cell);
  cell.scrollIntoView({block: "nearest", inline: "nearest"});
}

// ---- Start

table.setAttribute("role", "grid");
// Headings stand upright as long as there is room for them.
const letters = [...table.tHead.querySelectorAll("th span")]
    .reduce((sum, span) => sum + span.textContent.length + 3, 0);
table.classList.toggle("flat", letters < 110);
table.addEventListener("click", (event) => {
  const cell = event.target.closest("td");
  if (!isCell(cell)) return;
  choose(cell);
  cell.focus();
  if (open === cell) hide(); else show(cell);
});
table.addEventListener("focusin", (event) => {
  if (isCell(event.target) && event.target !== current) choose(event.target);
});
document.addEventListener("keydown", onKey);
$("controls").hidden = false;
$("controls").addEventListener("input", () => { filter(); save(); });
addEventListener("hashchange", load);
addEventListener("resize", filter);
load();
})();
)js";

}  // namespace iameval_cli
