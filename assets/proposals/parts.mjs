/* Parts of the form of a place. */
import { $, el } from "../core/dom.mjs";

export const button = (label, kind, act, more = {}) =>
  el("button", { type: "button", class: kind, onclick: act, ...more }, label);
export const part = (id) => $(`propose-${id}`);
export const swap = (id, ...children) =>
  part(id)?.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined));
