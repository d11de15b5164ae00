/* The table: rows served from the typed columns a page at a time, sorted here, so that a filter sends nothing. */

import { declared } from "../core/columns.mjs";
import * as crossfilter from "../core/crossfilter.mjs";
import { gridApi, noUpdate } from "../core/dash.mjs";
import { $ } from "../core/dom.mjs";
import * as format from "../core/format.mjs";
import { allRows } from "../core/printing.mjs";
import * as store from "../core/store.mjs";

/** @import { Context, Result, TextColumn } from "../types/state" */

/** How the grid asks for its rows: a page, in an order by some columns; and the scores that the service gives.
    @typedef {{ colId: string, sort: "asc" | "desc" }[]} Sorting
    @typedef {{ words: string[], values: (number | null)[] }} Scores
    @typedef {{ startRow: number, endRow: number, sortModel?: Sorting }} Page */

const GRID = "table",
  SCORE = "score";
/** The scores of every row in its better role; null until they have come. */
let scores = /** @type {Scores | null} */ (null);
let sorted = /** @type {number[]} */ ([]),
  sortKey = "",
  /** @type {Result | undefined} */ shown,
  checked = /** @type {string[]} */ ([]);

/** A sortable value of a row; unknown sorts last whatever the direction.
    @type {(ctx: Context, name: string) => (row: number) => string | number | null} */
function keyOf(ctx, name) {
  if (name === SCORE) return (row) => scores?.values[row] ?? null;
  const facet = declared(ctx, name);
  if (facet) {
    const unknown = facet.kind === "range" ? crossfilter.UNKNOWN_INT : facet.codes.indexOf(crossfilter.UNKNOWN);
    return (row) => (facet.data[row] === unknown ? null : facet.data[row]);
  }
  const column = /** @type {TextColumn} */ (ctx.engine.table.columns[name]);
  return (row) => column.at(row) || null;
}

function rowsInOrder(/** @type {Context} */ ctx, /** @type {Sorting} */ model) {
  const key = JSON.stringify(model);
  if (shown === ctx.result && sortKey === key) return sorted;
  shown = ctx.result;
  sortKey = key;
  sorted = Array.from(ctx.result.rows);
  for (const { colId, sort } of [...model].reverse()) {
    const values = /** @type {Map<number, string | number | null>} */ (new Map()),
      value = keyOf(ctx, colId),
      sign = sort === "desc" ? -1 : 1;
    for (const row of sorted) values.set(row, value(row));
    const collator = new Intl.Collator(format.language(), { numeric: true });
    sorted.sort((p, q) => {
      const a = values.get(p) ?? null,
        b = values.get(q) ?? null;
      if (a === null || b === null) return Number(a === null) - Number(b === null);
      return sign * (typeof a === "string" ? collator.compare(a, String(b)) : a - Number(b));
    });
  }
  return sorted;
}

function record(/** @type {Context} */ ctx, /** @type {number} */ row) {
  const cells = ctx.config.table.map((name) => {
    const facet = declared(ctx, name);
    if (name === SCORE) return [name, scores?.words[row] ?? "…"];
    return [name, facet ? format.cell(ctx, facet, row) : ctx.engine.table.columns[name].at(row)];
  });
  return Object.fromEntries(cells);
}

/** Answer one page of the grid's infinite model. */
export async function rows(/** @type {Page | null} */ request) {
  if (!request) return noUpdate();
  await store.ready();
  const ctx = store.context();
  const order = rowsInOrder(ctx, request.sortModel ?? []);
  return {
    rowData: order.slice(request.startRow, request.endRow).map((row) => record(ctx, row)),
    rowCount: order.length,
  };
}

allRows[GRID] = () => {
  const ctx = store.context();
  return rowsInOrder(ctx, JSON.parse(sortKey || "[]")).map((row) => record(ctx, row));
};

/** The definitions of the columns, of which only those that are wanted are shown, and the name always.
    @param {string[] | null} wanted
    @param {{ field: string }[]} definitions */
export const columns = (wanted, definitions) =>
  definitions.map((column) =>
    column.field === "name" ? column : { ...column, hide: !(wanted || []).includes(column.field) },
  );

/** Take the scores of the weights and hypotheses in force, and write them in the rows that are shown. */
export function scored(/** @type {Scores | null} */ given) {
  scores = given;
  shown = undefined;
  gridApi(GRID)?.refreshInfiniteCache();
}

let /** @type {Result | undefined} */ seen;
function settle(/** @type {Context} */ ctx) {
  const grid = gridApi(GRID);
  if (!grid || seen === ctx.result) return;
  seen = ctx.result;
  grid.purgeInfiniteCache();
}

export function selected(/** @type {{ id: string }[] | null} */ rowsChecked) {
  checked = (rowsChecked || []).map((row) => row.id);
  const button = $("keep-rows");
  if (!button) return;
  const ctx = store.context();
  button.disabled = !checked.length;
  if (ctx.config)
    button.textContent = format.text(ctx, checked.length > 1 ? "keep_rows" : "keep_rows_one", {
      n: format.number(checked.length),
    });
}

export const keepChecked = () =>
  checked.length && store.dispatch({ type: "set", facet: store.facetOfKind("pick").id, value: checked });

/** The name opens the sheet: a real link, so that it can be copied and opened elsewhere; by keyboard the cell itself
    opens it. */
window.dashAgGridComponentFunctions ??= {};
window.dashAgGridComponentFunctions.PlaceLink = ({ data, value }) => {
  if (!data) return window.React.createElement("span", null, "…");
  const open = (/** @type {Event} */ event) => {
    event.preventDefault();
    event.stopPropagation();
    store.dispatch({ type: "focus", id: data.id });
  };
  const link = { href: store.link("", { place: data.id }), className: "place-link", tabIndex: -1, onClick: open };
  return window.React.createElement("a", link, value);
};

window.dashAgGridFunctions ??= {};
/** Enter on a row opens its sheet, Space checks it. */
window.dashAgGridFunctions.openPlace = ({ event, data }) => {
  if (event instanceof KeyboardEvent && event.key === "Enter" && data) store.dispatch({ type: "focus", id: data.id });
};
/** Arrows move in the table; Tab leaves it, instead of walking through every cell of every row. */
window.dashAgGridFunctions.leaveTable = () => false;

store.onSettle(settle);
