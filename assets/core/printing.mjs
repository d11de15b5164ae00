// What goes on paper: the screen as it is shown (assets/print.css), the map at its own size made to fit, each grid as a plain
// table of all its rows, what is read with a click open; or one part alone.

import { gridApi } from "./dash.mjs";
import { el } from "./dom.mjs";

/** A row that is printed: its texts by column.
    @typedef {Record<string, unknown>} PrintedRow */

const PAGE_PX = 700; // an A4 page between its margins
const HIGHEST_PX = 560;

/** The map keeps the size in which it was drawn, and is scaled as a whole. */
function fitMap() {
  const box = document.querySelector(".map-box");
  if (!(box instanceof HTMLElement) || !box.offsetWidth || !box.offsetHeight) return;
  const { offsetWidth: width, offsetHeight: height } = box;
  box.style.setProperty("--print-width", `${width}px`);
  box.style.setProperty("--print-height", `${height}px`);
  box.style.setProperty("--print-zoom", Math.min(1, PAGE_PX / width, HIGHEST_PX / height).toFixed(3));
}

/** The rows of the grids that hold only those in sight, by the grid's id: all of them, in the order that is shown. */
export const allRows = /** @type {Record<string, () => PrintedRow[]>} */ ({});

function rowsOf(/** @type {string} */ id, /** @type {GridApi} */ api) {
  if (allRows[id]) return allRows[id]();
  const rows = /** @type {PrintedRow[]} */ ([]);
  api.forEachNodeAfterFilterAndSort((rowNode) => {
    const texts = api
      .getAllDisplayedColumns()
      .map((column) => [column.getColId(), api.getCellValue({ rowNode, colKey: column, useFormatter: true })]);
    rows.push(Object.fromEntries(texts));
  });
  return rows;
}

/** A grid is cut on the right and below: on paper a table stands in for it. */
function writeGrids() {
  for (const root of document.querySelectorAll(".ag-root-wrapper")) {
    const grid = root.closest("[id]");
    const api = grid instanceof HTMLElement && grid.offsetWidth ? gridApi(grid.id) : null;
    if (!grid || !api) continue;
    const columns = api.getAllDisplayedColumns().filter((column) => column.getColDef().headerName);
    const head = columns.map((column) => el("th", { scope: "col" }, column.getColDef().headerName ?? ""));
    const lines = rowsOf(grid.id, api).map((row) =>
      el("tr", {}, ...columns.map((column) => el("td", {}, String(row[column.getColId()] ?? "")))),
    );
    grid.before(el("table", { class: "on-paper" }, el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...lines)));
  }
}

const FOLDED = ".map-legend:not([open]), #shown-plan .certificate > details:not([open])";
const unfolded = /** @type {HTMLDetailsElement[]} */ ([]);
/** What is read with a click is open on paper. */
function unfold() {
  for (const box of document.querySelectorAll(FOLDED))
    if (box instanceof HTMLDetailsElement) {
      box.open = true;
      unfolded.push(box);
    }
}

function putBack() {
  delete document.body.dataset.print;
  for (const table of document.querySelectorAll("table.on-paper")) table.remove();
  for (const box of unfolded.splice(0)) box.open = false;
}

/** Print one part alone: `name` is what `data-print` of the body is until it is printed. */
export function printOnly(/** @type {string} */ name) {
  document.body.dataset.print = name;
  window.print();
}

for (const prepare of [fitMap, writeGrids, unfold]) window.addEventListener("beforeprint", prepare);
window.addEventListener("afterprint", putBack);
