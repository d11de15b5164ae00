/* The table: rows served from the typed columns a page at a time, sorted here, so that a filter sends nothing. */

import { declared } from "../core/columns.mjs";
import * as crossfilter from "../core/crossfilter.mjs";
import { gridApi, noUpdate } from "../core/dash.mjs";
import { $ } from "../core/dom.mjs";
import * as format from "../core/format.mjs";
import * as store from "../core/store.mjs";

const GRID = "table",
  SCORE = "score";
/** The scores of every row in its better role, as the service gives them; null until they have come. */
let scores = /** @type {{ words: string[], values: (number | null)[] } | null} */ (null);
let sorted = /** @type {any} */ (null),
  sortKey = "",
  shown = /** @type {any} */ (null),
  checked = [];

/** A sortable value of a row; unknown sorts last whatever the direction. */
function keyOf(/** @type {PageContext} */ ctx, name) {
  if (name === SCORE) return (row) => scores?.values[row] ?? null;
  const facet = declared(ctx, name);
  if (facet && facet.kind === "range")
    return (row) => (facet.data[row] === crossfilter.UNKNOWN_INT ? null : facet.data[row]);
  if (facet) {
    const unknown = facet.codes?.indexOf(crossfilter.UNKNOWN);
    return (row) => (facet.data[row] === unknown ? null : facet.data[row]);
  }
  const column = ctx.engine.table.columns[name];
  return (row) => column.at(row) || null;
}

function rowsInOrder(/** @type {PageContext} */ ctx, model) {
  const key = JSON.stringify(model || []);
  if (shown === ctx.result && sortKey === key) return sorted;
  shown = ctx.result;
  sortKey = key;
  sorted = Array.from(ctx.result.rows);
  for (const { colId, sort } of [...(model || [])].reverse()) {
    const values = new Map(),
      value = keyOf(ctx, colId),
      sign = sort === "desc" ? -1 : 1;
    for (const row of sorted) values.set(row, value(row));
    const collator = new Intl.Collator(format.language(), { numeric: true });
    sorted.sort((p, q) => {
      const a = values.get(p),
        b = values.get(q);
      if (a === null || b === null) return Number(a === null) - Number(b === null);
      return sign * (typeof a === "string" ? collator.compare(a, b) : a - Number(b));
    });
  }
  return sorted;
}

function record(/** @type {PageContext} */ ctx, row) {
  const out = {};
  for (const name of ctx.config.table) {
    const facet = declared(ctx, name);
    if (name === SCORE) out[name] = scores?.words[row] ?? "…";
    else out[name] = facet ? format.cell(ctx, facet, row) : ctx.engine.table.columns[name].at(row);
  }
  return out;
}

/** Answer one page of the grid's infinite model. */
export async function rows(request) {
  if (!request) return noUpdate();
  await store.ready();
  const ctx = store.context();
  const order = rowsInOrder(ctx, request.sortModel);
  return {
    rowData: order.slice(request.startRow, request.endRow).map((row) => record(ctx, row)),
    rowCount: order.length,
  };
}

/** The definitions of the columns, of which only those that are wanted are shown, and the name always. */
export const columns = (wanted, definitions) =>
  definitions.map((column) =>
    column.field === "name" ? column : { ...column, hide: !(wanted || []).includes(column.field) },
  );

/** Take the scores of the weights and hypotheses in force, and write them in the rows that are shown. */
export function scored(given) {
  scores = given;
  sorted = shown = null;
  gridApi(GRID)?.refreshInfiniteCache();
}

let seen = /** @type {any} */ (null);
function settle(/** @type {PageContext} */ ctx) {
  const grid = gridApi(GRID);
  if (!grid || seen === ctx.result) return;
  seen = ctx.result;
  grid.purgeInfiniteCache();
}

export function selected(rowsChecked) {
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
window.dashAgGridComponentFunctions.PlaceLink = (props) => {
  if (!props.data) return window.React.createElement("span", null, "…");
  const open = (event) => {
    event.preventDefault();
    event.stopPropagation();
    store.dispatch({ type: "focus", id: props.data.id });
  };
  return window.React.createElement(
    "a",
    { href: store.link("", { place: props.data.id }), className: "place-link", tabIndex: -1, onClick: open },
    props.value,
  );
};

/** Enter on a row opens its sheet, Space checks it. */
function onCellKey(params) {
  if (params.event && params.event.key === "Enter" && params.data)
    store.dispatch({ type: "focus", id: params.data.id });
}
window.dashAgGridFunctions ??= {};
window.dashAgGridFunctions.openPlace = onCellKey;
/** Arrows move in the table; Tab leaves it, instead of walking through every cell of every row. */
window.dashAgGridFunctions.leaveTable = () => false;

store.onSettle(settle);
