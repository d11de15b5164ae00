/* The form of one place: Dash lays it out once; values are put in it when a place opens, then only where the hand is
   not, and what is typed goes to the editor. */
import { $, closest, the } from "../core/dom.mjs";
import * as store from "../core/store.mjs";
import * as amounts from "./amounts.mjs";
import { fieldOf, isPutting, KINDS, put } from "./controls.mjs";
import * as editor from "./editor.mjs";
import * as photos from "./photos.mjs";

/** @import { EditorState, PlaceNews } from "../types/proposals" */

const screen = () => $("propose-form");
const controls = () => [...document.querySelectorAll("#propose-fields [data-field]")];
let shown = /** @type {EditorState["open"]} */ (null), // the place whose values the form shows
  leading = false,
  pressed = /** @type {string | null} */ (null); // the button of the head that was pressed, to which the keyboard returns

/** Show the place that is open, whatever the fields hold. */
function paint(/** @type {EditorState} */ state) {
  const box = screen();
  if (!box) return;
  box.dataset.state = state.conflict ? "conflict" : state.open ? "open" : "none";
  around(state);
  shown = state.open;
  if (!state.open || state.conflict) return;
  the("propose-fields").disabled = false; // a box that is disabled takes no value
  for (const control of controls()) KINDS[control.dataset.kind].show(control, editor.typedOf(fieldOf(control)));
  refresh(state);
  if (leading && !state.open.id) lead(the("propose-f-name"));
}

/** What follows each saving: what is wrong, and what the service read otherwise, but where one writes. */
function refresh(/** @type {EditorState} */ state) {
  if (!screen() || !state.open || shown !== state.open || state.conflict) return;
  the("propose-fields").disabled = !state.open.can_edit;
  for (const control of controls()) {
    const isBusy = control.contains(document.activeElement) || state.errors[fieldOf(control)];
    if (control.dataset.kind === "amount") amounts.refresh(control, put);
    else if (!isBusy) KINDS[control.dataset.kind].show(control, editor.value(fieldOf(control)));
  }
  for (const place of document.querySelectorAll("#propose-fields .propose-error")) mistake(place, state);
  const { id, can_edit: canEdit } = state.open,
    { dataset } = the("propose-photos"),
    of = `${id}:${canEdit}`;
  if (dataset.of !== of) photos.show(id); // pictures are not fetched again
  dataset.of = of;
}

function mistake(/** @type {Part} */ place, /** @type {EditorState} */ { errors }) {
  const key = place.id.replace("propose-e-", ""),
    text = errors[key] || "",
    control = the(`propose-f-${key}`);
  if (place.hidden === !text && place.textContent === text) return;
  store.setProps(place.id, { children: text, hidden: !text });
  text ? control.setAttribute("aria-invalid", "true") : control.removeAttribute("aria-invalid");
}

/** What callbacks say of a place is shown once it is that of the place that is open. */
function around(/** @type {EditorState} */ state) {
  const box = screen(),
    { open } = state;
  if (!box) return;
  const isOf = (/** @type {PlaceNews | null} */ given) => open !== null && given?.id === open.id;
  box.toggleAttribute("data-late", !isOf(state.head));
  for (const id of ["feedback", "messages", "timeline"]) the(`propose-${id}`).hidden = !open?.id || !isOf(state.around);
  if (!isOf(state.head)) return;
  if (leading) lead(the(open?.id ? "propose-title" : "propose-f-name"));
  else if (pressed && document.activeElement === document.body) back();
}

function lead(/** @type {Part} */ part) {
  leading = false;
  requestAnimationFrame(() => part.focus({ preventScroll: false }));
}

/** The keyboard goes back to the button that was pressed, or to the title where it is no more. */
function back() {
  const button =
    document.querySelector(`#propose-head [data-does="${pressed}"]:not(:disabled)`) || the("propose-title");
  pressed = null;
  button.focus();
}

function typed(/** @type {Event} */ event) {
  const control = closest(event, "#propose-fields [data-field]");
  if (!control || isPutting()) return;
  const kind = KINDS[control.dataset.kind];
  if (event.type === kind.on) kind.typed(control);
}

document.addEventListener("input", typed);
document.addEventListener("change", (event) => {
  const select = closest(event, "#propose-fields [data-unit-of]");
  select ? amounts.unitChosen(select, put) : typed(event);
});
document.addEventListener("click", (event) => {
  pressed = closest(event, "[data-does]")?.dataset.does ?? pressed;
  const field = $(`propose-f-${closest(event, "[data-field-of]")?.dataset.fieldOf}`);
  field?.scrollIntoView({ block: "center" });
  field?.focus();
});

editor.addView({
  paint,
  refresh,
  around,
  lead: () => {
    leading = true;
  },
});
