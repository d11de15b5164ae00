/* The label of what is under the pointer on the map. */
import { el } from "../core/dom.mjs";

export const tip = (/** @type {string} */ label, /** @type {string | undefined} */ more) =>
  el("div", {}, el("strong", {}, label), el("span", {}, more || ""));
