/* A state written as the query of an address: the same text as domain/selection.py writes. Pure. */
import { isActive, UNKNOWN } from "./crossfilter.mjs";

/** @import { IntervalFilter } from "../types/answers"
    @import { ChoicesFacet, Facet, Filter, PickFacet, RangeFacet, Ring, State, ZoneFacet } from "../types/state" */

const plain = (/** @type {number} */ v, /** @type {number} */ decimals) =>
  String(Math.round(v * 10 ** decimals) / 10 ** decimals);
const writeDay = (/** @type {number} */ days) => new Date(days * 864e5).toISOString().slice(0, 10).replaceAll("-", "");

/** As domain/polyline.py: five bits a character, the least first, a sixth for « goes on », the sign in the lowest
    bit. */
const SIXTY_FOUR = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
function writeDifference(/** @type {number} */ difference) {
  let text = "",
    rest = difference < 0 ? -2 * difference - 1 : 2 * difference;
  for (; rest >= 32; rest >>= 5) text += SIXTY_FOUR[32 | (rest & 31)];
  return text + SIXTY_FOUR[rest];
}

const writers = {
  range(/** @type {RangeFacet} */ facet, /** @type {IntervalFilter} */ value) {
    const end = (/** @type {number | null} */ v) =>
      v === null ? "" : facet.is_date ? writeDay(v) : plain(v, facet.decimals);
    const body = value.low === null && value.high === null ? "" : `${end(value.low)}-${end(value.high)}`;
    return value.unknown ? (body ? `${body}.` : "") + UNKNOWN : body;
  },
  polygon(/** @type {ZoneFacet} */ _facet, /** @type {Ring} */ value) {
    let before = [0, 0],
      text = "";
    for (const point of value) {
      const now = point.map((v) => Math.round(v * 1e5));
      text += now.map((v, axis) => writeDifference(v - before[axis])).join("");
      before = now;
    }
    return text;
  },
  category(/** @type {ChoicesFacet} */ facet, /** @type {string[]} */ value) {
    const names = new Map(),
      chosen = new Set(value);
    for (const [group, members] of Object.entries(facet.groups || {})) {
      if (members.length && members.every((code) => chosen.has(code)))
        for (const code of members) names.set(code, group);
    }
    return [...new Set(value.map((code) => names.get(code) || code))].join(".");
  },
  pick: (/** @type {PickFacet} */ _facet, /** @type {string[]} */ value) => value.join("."),
};

/** A filter as its kind of facet writes it.
    @type {(facet: Facet, value: Filter) => string} */
const written = (facet, value) =>
  /** @type {(facet: Facet, value: Filter) => string} */ (writers[facet.kind === "flag" ? "category" : facet.kind])(
    facet,
    value,
  );

/** Write the canonical query, as Selection.to_query does; `focusKey` names the place in focus, `keep` are other
    parameters to carry along.
    @type {(state: State, facets: Facet[], focusKey: string, keep: Record<string, string>) => string} */
export function toQuery(state, facets, focusKey, keep) {
  const part = (/** @type {string} */ key, /** @type {string} */ text) =>
    `${key}=${encodeURIComponent(text).replaceAll("%2C", ",")}`;
  const parts = facets
    .filter((facet) => isActive(facet, state.filters[facet.id]))
    .map((facet) => part(facet.id, written(facet, state.filters[facet.id])));
  if (state.focus) parts.push(`${focusKey}=${encodeURIComponent(state.focus)}`);
  for (const [key, value] of Object.entries(keep)) parts.push(part(key, value));
  return parts.join("&");
}
