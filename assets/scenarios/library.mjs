/* The saved scenarios, of which Dash draws the list (callbacks/scenario_library.py): when it is read, where the keyboard
   then goes, what is compared and which link is copied. */
import { $, copy, first } from "../core/dom.mjs";
import * as store from "../core/store.mjs";
import * as tabs from "../core/tabs.mjs";
import * as scenario from "./question.mjs";
import { words } from "./question.mjs";

/** What was saved is what the address shows from now on. */
export function saved({ id }) {
  if (id) store.dispatch({ type: "param", key: scenario.keys().saved, value: id });
}

/** The list was drawn again: the keyboard goes to what takes the place of what it had, unless it is elsewhere. */
export function listed(wanted) {
  requestAnimationFrame(() => {
    const at = /** @type {any} */ (document.activeElement);
    if (!wanted || (at !== document.body && !at.disabled)) return;
    ($(wanted.id) || $("library-archived")).focus({ preventScroll: true });
  });
}

export function compare(ticked) {
  store.dispatch({ type: "param", key: scenario.keys().compared_scenarios, value: ticked.join(".") });
  tabs.show("versus");
  first('[data-panel="versus"]').focus();
}

export async function copyLink(id, button) {
  const link = `${location.origin}/s/${id}`,
    children = (await copy(link)) ? `${words("link_copied")} : ${link}` : link;
  store.setProps("library-notice", { children });
  button.focus();
}

/** The list is read again each time it is opened: others save too. */
let opened = /** @type {any} */ (null),
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
