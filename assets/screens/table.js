/* The table: rows served from the typed columns a page at a time, sorted here, so that a filter sends nothing. */
(function () {
  "use strict";
  const cv = window.convergence;
  const GRID = "table";
  let sorted = null, sortKey = "", shown = null, checked = [];

  const api = () => {
    try { return window.dash_ag_grid && document.getElementById(GRID) ? window.dash_ag_grid.getApi(GRID) : null; } catch { return null; }
  };

  /** What declares a column: its facet, or the field of a place by which nothing is filtered; null for a text. */
  function declared(ctx, name) {
    const facet = ctx.engine.byId.get(name);
    if (facet) return facet.kind === "pick" ? null : facet;
    const field = ctx.config.columns.find((one) => one.id === name);
    return field ? { ...field, data: ctx.engine.table.columns[name] } : null;
  }

  /** A sortable value of a row; unknown sorts last whatever the direction. */
  function keyOf(ctx, name) {
    const facet = declared(ctx, name);
    if (facet && facet.kind === "range") return (row) => (facet.data[row] === cv.engine.UNKNOWN_INT ? null : facet.data[row]);
    if (facet) {
      const unknown = facet.codes.indexOf(cv.engine.UNKNOWN);
      return (row) => (facet.data[row] === unknown ? null : facet.data[row]);
    }
    const column = ctx.engine.table.columns[name];
    return (row) => column.at(row) || null;
  }

  function rowsInOrder(ctx, model) {
    const key = JSON.stringify(model || []);
    if (shown === ctx.result && sortKey === key) return sorted;
    shown = ctx.result;
    sortKey = key;
    sorted = Array.from(ctx.result.rows);
    for (const { colId, sort } of [...(model || [])].reverse()) {
      const values = new Map(), value = keyOf(ctx, colId), sign = sort === "desc" ? -1 : 1;
      for (const row of sorted) values.set(row, value(row));
      const collator = new Intl.Collator(cv.format.language(), { numeric: true });
      sorted.sort((p, q) => {
        const a = values.get(p), b = values.get(q);
        if (a === null || b === null) return (a === null) - (b === null);
        return sign * (typeof a === "string" ? collator.compare(a, b) : a - b);
      });
    }
    return sorted;
  }

  function record(ctx, row) {
    const out = {};
    for (const name of ctx.config.table) {
      const facet = declared(ctx, name);
      out[name] = facet ? cv.format.cell(ctx, facet, row) : ctx.engine.table.columns[name].at(row);
    }
    return out;
  }

  /** Answer one page of the grid's infinite model. */
  async function rows(request) {
    if (!request) return window.dash_clientside.no_update;
    await cv.store.ready();
    const ctx = cv.store.context();
    const order = rowsInOrder(ctx, request.sortModel);
    return { rowData: order.slice(request.startRow, request.endRow).map((row) => record(ctx, row)), rowCount: order.length };
  }

  let seen = null;
  function settle(ctx) {
    const grid = api();
    if (!grid || seen === ctx.result) return;
    seen = ctx.result;
    grid.purgeInfiniteCache();
  }

  function selected(rowsChecked) {
    checked = (rowsChecked || []).map((row) => row.id);
    const button = document.getElementById("keep-rows");
    if (!button) return;
    const ctx = cv.store.context();
    button.disabled = !checked.length;
    if (ctx.config) button.textContent = cv.format.text(ctx, checked.length > 1 ? "keep_rows" : "keep_rows_one", { n: cv.format.number(checked.length) });
  }

  const keepChecked = () => checked.length && cv.store.dispatch({ type: "set", facet: cv.store.facetOfKind("pick").id, value: checked });

  /** The name opens the sheet: a real link, so that it can be copied and opened elsewhere; by keyboard the cell itself opens it. */
  const components = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});
  components.PlaceLink = (props) => {
    if (!props.data) return window.React.createElement("span", null, "…");
    const open = (event) => { event.preventDefault(); event.stopPropagation(); cv.store.dispatch({ type: "focus", id: props.data.id }); };
    return window.React.createElement("a", { href: "?place=" + encodeURIComponent(props.data.id), className: "place-link", tabIndex: -1, onClick: open }, props.value);
  };

  /** Enter on a row opens its sheet, Space checks it. */
  function onCellKey(params) {
    if (params.event && params.event.key === "Enter" && params.data) cv.store.dispatch({ type: "focus", id: params.data.id });
  }
  const functions = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});
  functions.openPlace = onCellKey;
  /** Arrows move in the table; Tab leaves it, instead of walking through every cell of every row. */
  functions.leaveTable = () => false;

  cv.table = { rows, selected, keepChecked, ready: () => { seen = null; settle(cv.store.context()); } };
  cv.store.onSettle(settle);
})();
