/* Parts that several screens show: the sign of an actor, the name of a place. */
import { el } from "./dom.mjs";
import * as store from "./store.mjs";

export const sign = (actor) =>
  el("span", { class: `sign-actor actor-${actor.id}`, "aria-hidden": "true" }, actor.letter);

/** Example data are marked by a badge rather than in the name. */
export function named(name, isExample = false) {
  const short = name.replace(/ \(exemple\)$/, "");
  return short === name && !isExample
    ? [name]
    : [short, " ", el("span", { class: "badge-example" }, store.context().config.convergence.texts.example)];
}

export const isExample = (/** @type {PageContext} */ ctx, row) => ctx.engine.table.columns.example[row] === 1;
