/* The lists of the form (facts, reminders): rows that are copies of a model, which Dash lays out. */
import { around, copyOf, first } from "../core/dom.mjs";
import { change } from "./editor.mjs";

/** @import { FieldValue, RowValues } from "../types/proposals" */

const partsOf = (/** @type {Part} */ row) => [...row.querySelectorAll("[data-part]")];
const inside = (/** @type {Part} */ list) => first(".propose-rows-in", list);
const listOf = (/** @type {Part} */ button) => around("[data-field]", button);
const read = (/** @type {Part} */ list) =>
  [...inside(list).children].map((row) =>
    Object.fromEntries(
      partsOf(row).map((part) => [part.dataset.part, part.type === "checkbox" ? part.checked : part.value]),
    ),
  );

/** A row of the model with values; those that are not given are the model's. */
function rowOf(/** @type {Part} */ list, /** @type {RowValues} */ values) {
  const row = copyOf(first("template", list)),
    rank = inside(list).children.length + 1;
  for (const one of row.querySelectorAll("[id]")) one.removeAttribute("id");
  for (const one of row.querySelectorAll("[aria-label]"))
    one.setAttribute("aria-label", `${one.getAttribute("aria-label")} ${rank}`);
  for (const part of partsOf(row)) {
    const value = values[part.dataset.part];
    if (part.type === "checkbox") part.checked = Boolean(value);
    else if (value !== undefined) part.value = String(value ?? "");
  }
  inside(list).append(row);
  return row;
}

/** Show what is stored, unless it is shown already. */
export function show(/** @type {Part} */ list, /** @type {FieldValue} */ value) {
  const stored = /** @type {RowValues[]} */ (value || []);
  if (JSON.stringify(read(list)) === JSON.stringify(stored)) return;
  inside(list).replaceChildren();
  for (const one of stored) rowOf(list, one);
}

/** What is typed of the list is stored as a whole, once each row has what it needs. */
export function send(/** @type {Part} */ list) {
  if (!inside(list).querySelector(":invalid")) change({ [list.dataset.field]: read(list) });
}

export function add(/** @type {Part} */ button) {
  const list = listOf(button),
    row = rowOf(list, { on: new Date().toISOString().slice(0, 10) });
  send(list);
  first('[data-part="text"]', row).select();
}

export function drop(/** @type {Part} */ button) {
  const list = listOf(button);
  around(".propose-row", button).remove();
  send(list);
  first('[data-act="propose-row-add"]', list).focus();
}
