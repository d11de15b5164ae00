/* The saved scenarios, of which Dash draws the list (callbacks/scenario_library.py): when it is read, where the keyboard
   then goes, what is compared and which link is copied. */
import { $, copy, first, the } from "../core/dom.mjs";
import * as store from "../core/store.mjs";
import * as tabs from "../core/tabs.mjs";
import * as scenario from "./question.mjs";
import { words } from "./question.mjs";

/** What was saved is what the address shows from now on. */
export function saved(/** @type {{ id?: string }} */ { id }) {
  if (id) store.dispatch({ type: "param", key: scenario.keys().saved, value: id });
}

/** The list was drawn again: the keyboard goes to what takes the place of what it had, unless it is elsewhere. */
export function listed(/** @type {{ id: string } | null} */ wanted) {
  requestAnimationFrame(() => {
    const at = /** @type {Part | null} */ (document.activeElement);
    if (!wanted || (at && at !== document.body && !at.disabled)) return;
    ($(wanted.id) || the("library-archived")).focus({ preventScroll: true });
  });
}

export function compare(/** @type {string[]} */ ticked) {
  store.dispatch({ type: "param", key: scenario.keys().compared_scenarios, value: ticked.join(".") });
  tabs.show("versus");
  first('[data-panel="versus"]').focus();
}

export async function copyLink(/** @type {string} */ id, /** @type {Part} */ button) {
  const link = `${location.origin}/s/${id}`,
    children = (await copy(link)) ? `${words("link_copied")} : ${link}` : link;
  store.setProps("library-notice", { children });
  button.focus();
}

/** The list is read again each time it is opened: others save too. */
let opened = /** @type {Part | null} */ (null),
  turn = 0;
function settle() {
  const box = $("panel-library"),
    isSeen = scenario.root() && box?.offsetParent;
  if (isSeen && opened !== box) store.setProps("ask-library", { data: String(++turn) });
  opened = isSeen ? box : null;
}

store.onMount(() => {
  opened = null;
});
store.onSettle(settle);
