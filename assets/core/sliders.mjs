/* Sliders that Dash lays out (views/components/sliders.py): they show what the address asks, repaint while they move and
   write the address when they are let go; Esc gives up the move. Dash hears nothing of them: it would write back the
   value that it last heard. */
import { closest } from "./dom.mjs";
import * as format from "./format.mjs";
import * as store from "./store.mjs";

/** Show a value in a row, and in words. */
export function show(row, value) {
  const input = row.querySelector("input"),
    { words, none, decimals } = row.dataset;
  const text = value || !none ? words.replace("{n}", format.number(value, Number(decimals))) : none;
  if (Number(input.value) !== value) input.value = value;
  input.setAttribute("aria-valuetext", text);
  row.querySelector("output").textContent = text;
}

/** What a hand on the sliders of a box does: moved(row, value, {transient}). */
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
      moved(input.closest(".weight"), Number(input.value), { transient: type === "input" });
  }
  for (const kind of ["input", "change", "focusout", "keypress", "keydown"]) window.addEventListener(kind, heard, true);
}
