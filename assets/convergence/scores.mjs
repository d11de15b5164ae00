/* Scores in words: out of 100, or between which two they stand. */
import * as format from "../core/format.mjs";
import * as model from "./model.mjs";

/** @import { Values } from "../types/state" */

export const words = (/** @type {string} */ key, /** @type {Values} */ values = {}) =>
  format.fill(model.settings().texts, key, values);
export const percent = (/** @type {number} */ share, decimals = 0) =>
  words("share", { n: format.number(100 * share, decimals) });

const limitsOf = (/** @type {number} */ index) => {
  const at = model.thresholds()[index];
  return [at.amber, at.green];
};

/** A score out of 100; one decimal more, cut, where rounding would show a threshold that it has not reached. */
function points(/** @type {number} */ score, /** @type {number[]} */ steps = []) {
  if (Number.isNaN(score)) return "–";
  const crossed = steps.some((step) => score < step - model.EDGE && Math.round(100 * score) >= 100 * step - model.EDGE);
  return crossed ? format.number(Math.floor(1000 * score) / 10, 1) : format.number(100 * score);
}

/** The name of each colour of an actor, in the order of `model.colours`. */
export const shade = ["none", "red", "amber", "green", "unsure"];

/** A score out of 100, or between which two it stands as long as too little is known.
    @type {(ends: [number, number], steps?: number[]) => string} */
export const spanText = ([low, high], steps) =>
  low === high || Number.isNaN(low) ? points(low, steps) : `${format.number(100 * low)}–${format.number(100 * high)}`;
export const actorText = (/** @type {number} */ row, /** @type {number} */ index) =>
  Number.isNaN(model.scored()?.actors[row][index])
    ? points(NaN)
    : spanText(model.actorSpan(row, index), limitsOf(index));
