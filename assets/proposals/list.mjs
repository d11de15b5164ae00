/* The list and the table of one's own places: what their grids ask of the browser; the rest is Dash's. */
import { gridApi } from "../core/dash.mjs";
import * as store from "../core/store.mjs";
import { changeItem } from "./acts.mjs";
import * as editor from "./editor.mjs";

/** @import { EditorState, ListedPlace } from "../types/proposals" */

const LIST = "propose-grid";
let marked = /** @type {string | null} */ (null);

window.dashAgGridFunctions ??= {};
window.dashAgGridFunctions.isOpenPlace = (id) => editor.state.open?.id === id;
window.dashAgGridFunctions.openOwnPlace = ({ event, data }) => {
  const isMeant = event && !event.ctrlKey && !event.metaKey && (!("key" in event) || event.key === "Enter");
  if (data && isMeant) editor.open(data.id);
};

/** A place: its name, how far it is, where, what is to be known of it. */
window.dashAgGridComponentFunctions ??= {};
window.dashAgGridComponentFunctions.PlaceCard = ({ data }) => {
  const made = window.React.createElement;
  if (!data) return null;
  const flag = (/** @type {ListedPlace["flags"][number]} */ { words, className }) =>
    made("span", { key: words, className }, words);
  const onClick = (/** @type {MouseEvent} */ event) => event.ctrlKey || event.metaKey || event.preventDefault();
  const sign = made("i", { className: `propose-mark propose-${data.sign}`, "aria-hidden": "true" });
  const current = editor.state.open?.id === data.id ? "true" : undefined;
  const link = { href: data.address, className: "propose-item-name", tabIndex: -1, onClick, "aria-current": current };
  return made(
    "span",
    { className: "propose-item" },
    made("a", link, sign, made("b", null, data.name)),
    made("small", null, data.standing),
    made("small", { className: "propose-badges" }, data.where, ...data.flags.map(flag)),
  );
};

/** The open place is marked in the list. */
function mark(/** @type {EditorState} */ state) {
  const id = state.open?.id || "",
    grid = gridApi(LIST);
  if (marked === id || !grid) return;
  marked = id;
  grid.redrawRows();
}

/** What was typed in the table is stored, a cell at a time.
    @param {{ data: ListedPlace, colId: string, value: string | null }[] | null} events */
export async function cells(events) {
  for (const { data, colId, value } of events || []) await changeItem(data, { [colId]: value || null });
}

store.onMount(() => {
  marked = null;
});
editor.addView({ paint: mark, refresh: mark });
