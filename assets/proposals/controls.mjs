/* The controls of the form, laid out by Dash: how each kind (`data-kind`) shows a value, and what it says was typed. */
import { around, fill } from "../core/dom.mjs";
import * as format from "../core/format.mjs";
import * as amounts from "./amounts.mjs";
import { change } from "./editor.mjs";
import * as rows from "./rows.mjs";

/** @import { ControlKind, FieldValue } from "../types/proposals" */

const MOST_TAGS = 20,
  MOST_LETTERS = 40;
let putting = false; // what the page writes itself is not what a person typed

export const isPutting = () => putting;
export const fieldOf = (/** @type {Part} */ control) => control.dataset.field;

/** Put a text in a control. */
export function put(/** @type {Part} */ control, /** @type {FieldValue} */ value) {
  const text = String(format.written(value));
  if (control.value === text) return;
  putting = true;
  fill(control, text);
  putting = false;
}

function tick(/** @type {Part} */ control, /** @type {boolean} */ isOn) {
  if (control.checked === isOn) return;
  putting = true;
  control.click();
  putting = false;
}

const tagsIn = (/** @type {string} */ text) =>
  [
    ...new Set(
      text
        .split(",")
        .map((one) => one.trim().slice(0, MOST_LETTERS))
        .filter(Boolean),
    ),
  ].slice(0, MOST_TAGS);

/** Both coordinates together: one alone is no place. */
function coordinates(/** @type {Part} */ control) {
  const pair = [...around(".propose-pair", control).querySelectorAll("[data-field]")];
  const typed = pair.map((one) => [fieldOf(one), one.value.trim()]);
  if (typed.every(([, text]) => text)) change(Object.fromEntries(typed));
  else if (typed.every(([, text]) => !text)) change(Object.fromEntries(typed.map(([key]) => [key, null])));
}

const typedIn = (/** @type {Part} */ control) => ({ [fieldOf(control)]: control.value || null });
const written = (/** @type {Part} */ control) => change(typedIn(control));
const writing = (/** @type {Part} */ control) => change(typedIn(control), { typing: fieldOf(control) });

/** By kind: the event that says that something was typed, what it does, and how a value is shown.
    @type {Record<string, ControlKind>} */
export const KINDS = {
  text: { on: "input", typed: writing, show: put },
  choice: { on: "change", typed: written, show: put },
  coordinate: { on: "change", typed: coordinates, show: put },
  amount: { on: "input", typed: (control) => amounts.send(control), show: (control) => amounts.show(control, put) },
  tags: {
    on: "change",
    typed: (control) => change({ tags: tagsIn(control.value) }),
    show: (control, value) => put(control, /** @type {string[]} */ (value || []).join(", ")),
  },
  flag: {
    on: "change",
    typed: (control) => change({ [fieldOf(control)]: control.checked || null }),
    show: (control, value) => tick(control, Boolean(value)),
  },
  rows: { on: "change", typed: rows.send, show: rows.show },
};
