/* Screen « Modérer »: what answers in the gesture's frame (the open row, keys, ready sentences);
   the rest is Dash's. */
import { gridApi } from "../core/dash.mjs";
import { $, closest, fill, the } from "../core/dom.mjs";
import { language } from "../core/format.mjs";
import * as store from "../core/store.mjs";

const QUEUE = "moderation-queue";
let marked = /** @type {string | null} */ (null),
  last = 0;

const key = () => store.context().config.keys.reviewed;
const reviewed = () => (store.context().config ? store.context().state.params[key()] || "" : "");
export const open = (/** @type {string} */ id) =>
  store.dispatch({ type: "param", key: key(), value: id }, { merge: "moderate" });

const isNone = (/** @type {GridValue} */ value) => value === null || value === undefined || value === "";

window.dashAgGridFunctions ??= {};
/** What is unknown comes last whatever the direction. */
window.dashAgGridFunctions.unknownLast = (a, b, _nodeA, _nodeB, isDescending) => {
  if (isNone(a) || isNone(b)) return (Number(isNone(a)) - Number(isNone(b))) * (isDescending ? -1 : 1);
  return typeof a === "number" ? a - Number(b) : String(a).localeCompare(String(b), language(), { numeric: true });
};
window.dashAgGridFunctions.isReviewed = (id) => id === reviewed();
/** A row opens by Enter, or by a click elsewhere than on its box to tick. */
window.dashAgGridFunctions.openProposal = ({ event, data, column }) => {
  const isMeant =
    event instanceof KeyboardEvent ? event.key === "Enter" : event && column?.getColId() !== "ag-Grid-SelectionColumn";
  if (isMeant && data) open(data.id);
};

/** Where more rows are looked for than are here, the service is told by which column the first ones are chosen. */
window.dashAgGridFunctions.queueOrdered = (params) => {
  const sorted = params.api.getColumnState().find((column) => column.sort && column.sortIndex === 0);
  const order = sorted ? { column: sorted.colId, descending: sorted.sort === "desc" } : null;
  store.setProps("moderation-order", { data: order });
};

/** The name of a proposal: a real link, with whose it is under it. */
window.dashAgGridComponentFunctions ??= {};
window.dashAgGridComponentFunctions.ProposalLink = ({ data, value }) => {
  const made = window.React.createElement;
  if (!data) return null;
  const onClick = (/** @type {Event} */ event) => {
    event.preventDefault();
    event.stopPropagation();
    open(data.id);
  };
  const className = `mod-sign mod-${data.kind_code}`;
  const sign = made("span", { className, title: data.kind_words, "aria-hidden": "true" });
  const current = data.id === reviewed() ? "true" : undefined;
  const link = { href: data.address, className: "place-link", tabIndex: -1, onClick, "aria-current": current };
  return made(
    "span",
    { className: "mod-cell" },
    made("a", link, sign, value),
    made("small", { className: "mod-where" }, data.where),
  );
};

const rows = (/** @type {GridApi} */ grid) =>
  Array.from({ length: grid.getDisplayedRowCount() }, (_row, at) => grid.getDisplayedRowAtIndex(at));

/** Open the proposal that is so many rows further; a decided one has left the list, and the next stands where
    it was. */
export function step(/** @type {number} */ by) {
  const grid = gridApi(QUEUE);
  const listed = grid ? rows(grid) : [];
  if (!grid || !listed.length) return;
  const at = listed.findIndex((row) => row.data.id === reviewed());
  const to = at >= 0 ? at + by : by > 0 ? last : last - 1;
  const row = listed[Math.min(Math.max(to, 0), listed.length - 1)];
  open(row.data.id);
  grid.ensureIndexVisible(row.rowIndex);
  grid.setFocusedCell(row.rowIndex, "name");
}

/** The open proposal is marked in the list. */
export function mark() {
  const grid = gridApi(QUEUE);
  const id = reviewed();
  if (!grid) {
    marked = null;
    return;
  }
  const at = rows(grid).findIndex((row) => row.data.id === id);
  if (at >= 0) last = at;
  if (marked === id) return;
  marked = id;
  grid.redrawRows();
}

/** Put a sentence in a field, as if it were typed: what is typed is not lost. */
function write(/** @type {Part} */ button) {
  const field = the(button.dataset.phraseFor),
    text = button.textContent ?? "";
  const typed = field.value.trim();
  if (!typed.includes(text)) fill(field, typed ? `${typed} ${text}` : text);
  field.focus();
}

document.addEventListener("click", (event) => {
  const button = closest(event, "[data-phrase-for]");
  if (button) write(button);
});

document.addEventListener("keydown", (event) => {
  const box = $("moderation-shortcuts");
  const isTyping = closest(event, "input:not([type=checkbox]), textarea, select");
  if (!box?.checked || isTyping || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const letter = event.key.toLowerCase();
  const by = letter === "j" ? 1 : letter === "k" ? -1 : 0;
  const named = `[aria-keyshortcuts="${CSS.escape(letter.toUpperCase())}"]`;
  const button = document.querySelector(`.mod-decision ${named}:not([hidden])`);
  if (by || button) event.preventDefault();
  if (by) step(by);
  else button?.click();
});

/** Others propose and decide too: who comes back to the page finds the queue as it now is. */
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible" || !$(QUEUE)) return;
  store.setProps("decision-one-step", { data: new Date().toISOString() });
});

store.onPaint(mark);
