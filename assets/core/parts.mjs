/* Parts that several screens show: the sign of an actor, a slider, the name of a place. */
import { el } from "./dom.mjs";
import * as store from "./store.mjs";

export const sign = (actor) =>
  el("span", { class: `sign-actor actor-${actor.id}`, "aria-hidden": "true" }, actor.letter);

/** A slider that repaints while it moves and writes the address when it is let go. */
export function slider(id, label, { min, max, step, value, text }, change) {
  const output = el("output", { class: "slider-value", htmlFor: id }, text(value));
  const input = el("input", { type: "range", id, min, max, step, "aria-label": label });
  input.value = value;
  input.setAttribute("aria-valuetext", text(value));
  const move = (transient) => change(Number(input.value), { transient });
  input.addEventListener("input", () => move(true));
  input.addEventListener("change", () => move(false));
  return { input, output };
}

/** Example data are marked by a badge rather than in the name. */
export function named(name, isExample = false) {
  const short = name.replace(/ \(exemple\)$/, "");
  return short === name && !isExample
    ? [name]
    : [short, " ", el("span", { class: "badge-example" }, store.context().config.convergence.texts.example)];
}

export const isExample = (/** @type {PageContext} */ ctx, row) => ctx.engine.table.columns.example[row] === 1;
