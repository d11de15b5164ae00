/* Parts that several screens show: the sign of an actor, a place by its name. */
import { button, el } from "./dom.mjs";

/** @import { ActorName } from "../types/answers"
    @import { Context } from "../types/state" */

export const sign = (/** @type {ActorName} */ actor) =>
  el("span", { class: `sign-actor actor-${actor.id}`, "aria-hidden": "true" }, actor.letter);

/** The name of a place; example data are marked by a badge rather than in the name. */
export function placeName(/** @type {Context} */ ctx, /** @type {number} */ row) {
  const { name, example } = ctx.engine.table.columns;
  return marked(ctx, name.at(row), example[row] === 1);
}

/** A name, with the badge of example data.
    @type {(ctx: Context, name: string, isInvented: boolean) => (string | Part)[]} */
export function marked(ctx, name, isInvented) {
  const short = name.replace(/ \(exemple\)$/, ""),
    isExample = short !== name || isInvented;
  return isExample
    ? [short, " ", el("span", { class: "badge-example" }, ctx.config.convergence.texts.example)]
    : [name];
}

/** @type {(ctx: Context, row: number, onclick: () => void) => Part} */
export const placeButton = (ctx, row, onclick) =>
  button(onclick, { class: "place-link plain-button" }, ...placeName(ctx, row));
