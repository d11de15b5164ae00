/* The lists of the form (facts, reminders): rows that are copies of a model, which Dash lays out. */
import { change } from "./editor.mjs";

const partsOf = (row) => [...row.querySelectorAll("[data-part]")];
const inside = (list) => list.querySelector(".propose-rows-in");
const read = (list) =>
  [...inside(list).children].map((row) =>
    Object.fromEntries(
      partsOf(row).map((part) => [part.dataset.part, part.type === "checkbox" ? part.checked : part.value]),
    ),
  );

/** A row of the model with values; those that are not given are the model's. */
function rowOf(list, values) {
  const row = list.querySelector("template").firstElementChild.cloneNode(true),
    rank = inside(list).children.length + 1;
  for (const one of row.querySelectorAll("[id]")) one.removeAttribute("id");
  for (const one of row.querySelectorAll("[aria-label]"))
    one.setAttribute("aria-label", `${one.getAttribute("aria-label")} ${rank}`);
  for (const part of partsOf(row)) {
    const value = values[part.dataset.part];
    if (part.type === "checkbox") part.checked = Boolean(value);
    else if (value !== undefined) part.value = value;
  }
  inside(list).append(row);
  return row;
}

/** Show what is stored, unless it is shown already. */
export function show(list, value) {
  const stored = value || [];
  if (JSON.stringify(read(list)) === JSON.stringify(stored)) return;
  inside(list).replaceChildren();
  for (const one of stored) rowOf(list, one);
}

/** What is typed of the list is stored as a whole, once each row has what it needs. */
export function send(list) {
  if (!inside(list).querySelector(":invalid")) change({ [list.dataset.field]: read(list) });
}

export function add(button) {
  const list = button.closest("[data-field]"),
    row = rowOf(list, { on: new Date().toISOString().slice(0, 10) });
  send(list);
  row.querySelector('[data-part="text"]').select();
}

export function drop(button) {
  const list = button.closest("[data-field]");
  button.closest(".propose-row").remove();
  send(list);
  list.querySelector('[data-act="propose-row-add"]').focus();
}
