/* A state written as the query of an address: the same text as domain/selection.py writes. Pure. */
import { isActive, UNKNOWN } from "./crossfilter.mjs";

const plain = (v, decimals) => String(Math.round(v * 10 ** decimals) / 10 ** decimals);
const writeDay = (days) => new Date(days * 864e5).toISOString().slice(0, 10).replaceAll("-", "");

/** As domain/polyline.py: five bits a character, the least first, a sixth for « goes on », the sign in the lowest
    bit. */
const SIXTY_FOUR = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
function writeDifference(difference) {
  let text = "",
    rest = difference < 0 ? -2 * difference - 1 : 2 * difference;
  for (; rest >= 32; rest >>= 5) text += SIXTY_FOUR[32 | (rest & 31)];
  return text + SIXTY_FOUR[rest];
}

const writers = {
  range(facet, value) {
    const end = (v) => (v === null ? "" : facet.is_date ? writeDay(v) : plain(v, facet.decimals));
    const body = value.low === null && value.high === null ? "" : `${end(value.low)}-${end(value.high)}`;
    return value.unknown ? (body ? `${body}.` : "") + UNKNOWN : body;
  },
  polygon(_facet, value) {
    let before = [0, 0],
      text = "";
    for (const point of value) {
      const now = point.map((v) => Math.round(v * 1e5));
      text += now.map((v, axis) => writeDifference(v - before[axis])).join("");
      before = now;
    }
    return text;
  },
  category(facet, value) {
    const names = new Map(),
      chosen = new Set(value);
    for (const [group, members] of Object.entries(facet.groups || {})) {
      if (members.length && members.every((code) => chosen.has(code)))
        for (const code of members) names.set(code, group);
    }
    return [...new Set(value.map((code) => names.get(code) || code))].join(".");
  },
};
writers.flag = writers.category;
writers.pick = (_facet, value) => value.join(".");

/** Write the canonical query, as Selection.to_query does; `focusKey` names the place in focus, `keep` are other
    parameters to carry along. */
export function toQuery(/** @type {PageState} */ state, facets, focusKey, keep) {
  const parts = facets
    .filter((facet) => isActive(facet, state.filters[facet.id]))
    .map(
      (facet) =>
        `${facet.id}=${encodeURIComponent(writers[facet.kind](facet, state.filters[facet.id])).replaceAll("%2C", ",")}`,
    );
  if (state.focus) parts.push(`${focusKey}=${encodeURIComponent(state.focus)}`);
  for (const [key, value] of Object.entries(keep || {}))
    parts.push(`${key}=${encodeURIComponent(value).replaceAll("%2C", ",")}`);
  return parts.join("&");
}
