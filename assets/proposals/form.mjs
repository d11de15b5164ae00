/* The form of one place: Dash lays it out once; values are put in it when a place opens, then only where the hand is
   not, and what is typed goes to the editor. */
import { $, closest } from "../core/dom.mjs";
import * as store from "../core/store.mjs";
import * as amounts from "./amounts.mjs";
import { fieldOf, isPutting, KINDS, put } from "./controls.mjs";
import * as editor from "./editor.mjs";
import { mount } from "./photos.mjs";

const screen = () => $("propose-form");
const controls = () => [...document.querySelectorAll("#propose-fields [data-field]")];
let shown = /** @type {any} */ (null), // the place whose values the form shows
  leading = false,
  pressed = /** @type {any} */ (null); // the button of the head that was pressed, to which the keyboard returns

/** Show the place that is open, whatever the fields hold. */
function paint(state) {
  if (!screen()) return;
  screen().dataset.state = state.conflict ? "conflict" : state.open ? "open" : "none";
  around(state);
  shown = state.open;
  if (!state.open || state.conflict) return;
  $("propose-fields").disabled = false; // a box that is disabled takes no value
  for (const control of controls()) KINDS[control.dataset.kind ?? ""].show(control, editor.value(fieldOf(control)));
  refresh(state);
  if (leading && !state.open.id) lead($("propose-f-name"));
}

/** What follows each saving: what is wrong, and what the service read otherwise, but where one writes. */
function refresh(state) {
  if (!screen() || !state.open || shown !== state.open || state.conflict) return;
  $("propose-fields").disabled = !state.open.can_edit;
  for (const control of controls()) {
    const isBusy = control.contains(document.activeElement) || state.errors[fieldOf(control)];
    if (control.dataset.kind === "amount") amounts.refresh(control, put);
    else if (!isBusy) KINDS[control.dataset.kind ?? ""].show(control, editor.value(fieldOf(control)));
  }
  for (const place of document.querySelectorAll("#propose-fields .propose-error")) mistake(place, state);
  photos(state);
}

function mistake(place, { errors }) {
  const key = place.id.replace("propose-e-", ""),
    text = errors[key] || "",
    control = $(`propose-f-${key}`);
  if (place.hidden === !text && place.textContent === text) return;
  store.setProps(place.id, { children: text, hidden: !text });
  text ? control.setAttribute("aria-invalid", "true") : control.removeAttribute("aria-invalid");
}

function photos({ open }) {
  const of = open.id ? `${open.id}:${open.can_edit}` : "";
  if ($("propose-photos").dataset.of === of) return; // pictures are not fetched again
  $("propose-photos").dataset.of = of;
  const { id, can_edit: canEdit } = open;
  mount(id && { id, canEdit, onVersion: (version) => editor.attached(open, version) });
}

/** What callbacks say of a place is shown once it is that of the place that is open. */
function around(state) {
  if (!screen()) return;
  const isOf = (given) => Boolean(state.open) && given?.id === state.open.id;
  screen().toggleAttribute("data-late", !isOf(state.head));
  for (const id of ["feedback", "messages", "timeline"])
    $(`propose-${id}`).hidden = !state.open?.id || !isOf(state.around);
  if (!isOf(state.head)) return;
  if (leading) lead(state.open.id ? $("propose-title") : $("propose-f-name"));
  else if (pressed && document.activeElement === document.body) back();
}

function lead(part) {
  leading = false;
  requestAnimationFrame(() => part.focus({ preventScroll: false }));
}

/** The keyboard goes back to the button that was pressed, or to the title where it is no more. */
function back() {
  const button = document.querySelector(`#propose-head [data-does="${pressed}"]:not(:disabled)`) || $("propose-title");
  pressed = null;
  button.focus();
}

function typed(event) {
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
