/* Sliders that Dash lays out (views/components/sliders.py): they show what the address asks, repaint while they move and
   write the address when they are let go; Esc gives up the move. Dash hears nothing of them: it would write back the
   value that it last heard. */
import { around, closest, first } from "./dom.mjs";
import * as format from "./format.mjs";
import * as store from "./store.mjs";

/** @import { Manner } from "../types/state" */

/** Show a value in a row, and in words. */
export function show(/** @type {Part} */ row, /** @type {number} */ value) {
  const input = first("input", row),
    { words, none, decimals } = row.dataset;
  const text = value || !none ? words.replace("{n}", format.number(value, Number(decimals))) : none;
  if (Number(input.value) !== value) input.value = String(value);
  input.setAttribute("aria-valuetext", text);
  first("output", row).textContent = text;
}

/** What a hand on the sliders of a box does.
    @type {(box: string, moved: (row: Part, value: number, manner: Manner) => void) => void} */
export function listen(box, moved) {
  function heard(/** @type {Event} */ event) {
    const input = closest(event, `${box} input[type=range]`),
      { type } = event;
    if (!input) return;
    if (event instanceof KeyboardEvent && type === "keydown") {
      if (event.key !== "Escape") return;
      if (store.abandon()) event.preventDefault();
      return;
    }
    event.stopPropagation();
    if (type === "input" || type === "change")
      moved(around(".weight", input), Number(input.value), { transient: type === "input" });
  }
  for (const kind of ["input", "change", "focusout", "keypress", "keydown"]) window.addEventListener(kind, heard, true);
}
