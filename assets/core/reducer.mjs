/* The state of the page and the actions that change it. Pure; the same rules stand in domain/selection.py and
   domain/facet.py. */
import { isActive, scaled } from "./crossfilter.mjs";

const MAX_QUANTITY = 1e8,
  DRAWN_VERTICES = 80,
  DAYS = [-719162, 2932896]; // as in domain/facet.py

/** @import { IntervalFilter } from "../types/answers"
    @import { Action, ChoicesFacet, Facet, Filter, Filters, PickFacet, Ring, State } from "../types/state" */

const same = (/** @type {unknown} */ a, /** @type {unknown} */ b) => JSON.stringify(a) === JSON.stringify(b);

/** Pure state transitions; returns the same object when nothing changes.
    @type {(state: State, action: Action, byId: Map<string, Facet>) => State} */
export function reduce(state, action, byId) {
  const next = (/** @type {Filters} */ filters) => ({ ...state, filters });
  switch (action.type) {
    case "replace":
      return same(action.state, state) ? state : { filters: {}, focus: null, params: {}, ...action.state };
    case "param": {
      const { [action.key]: before, ...others } = state.params;
      if ((before || "") === (action.value || "")) return state;
      return { ...state, params: action.value ? { ...others, [action.key]: action.value } : others };
    }
    case "params":
      return Object.entries(action.values).reduce(
        (now, [key, value]) => reduce(now, { type: "param", key, value }, byId),
        state,
      );
    case "clear":
      return Object.keys(state.filters).length ? next({}) : state;
    case "focus":
      return state.focus === action.id ? state : { ...state, focus: action.id || null };
    case "lift":
      return reduce(state, { type: "set", facet: action.facet, value: null }, byId);
    case "toggle": {
      const facet = /** @type {ChoicesFacet} */ (byId.get(action.facet));
      const members = facet.groups?.[action.code] || [action.code];
      const current = new Set(/** @type {string[]} */ (state.filters[facet.id] || []));
      const areChosen = members.every((code) => current.has(code));
      for (const code of members) areChosen ? current.delete(code) : current.add(code);
      return reduce(state, { type: "set", facet: facet.id, value: [...current] }, byId);
    }
    case "set": {
      const facet = /** @type {Facet} */ (byId.get(action.facet));
      const value = canonical(facet, action.value, action.most);
      const { [facet.id]: before, ...others } = state.filters;
      if (!isActive(facet, value)) return before === undefined ? state : next(others);
      return same(before, value) ? state : next({ ...others, [facet.id]: /** @type {Filter} */ (value) });
    }
    default:
      throw new Error(`unknown action ${/** @type {{ type: string }} */ (action).type}`);
  }
}

/** A filter as the state holds it: in bounds, in order, without what the facet does not know.
    @type {(facet: Facet, value: Filter | null, most?: number) => Filter | null} */
function canonical(facet, value, most) {
  if (value === null || value === undefined) return null;
  if (facet.kind === "range") {
    const [least, most] = facet.is_date ? DAYS : [-MAX_QUANTITY, MAX_QUANTITY];
    const end = (/** @type {number | null} */ v) =>
      Number.isFinite(v ?? NaN) && Number(v) >= least && Number(v) <= most
        ? scaled(facet, Number(v)) / 10 ** facet.decimals
        : null;
    const { low: from, high: to, unknown } = /** @type {IntervalFilter} */ (value);
    let low = end(from),
      high = end(to);
    if (low !== null && high !== null && low > high) [low, high] = [high, low];
    return { low, high, unknown: unknown === true };
  }
  if (facet.kind === "polygon")
    return simplify(
      /** @type {Ring} */ (value).map(([x, y]) => [round5(x), round5(y)]),
      most,
    );
  const known = [...new Set(/** @type {string[]} */ (value))].filter((code) => facet.index.has(code));
  return known.sort((a, b) => rank(facet, a) - rank(facet, b)).slice(0, facet.kind === "pick" ? 200 : undefined);
}

const rank = (/** @type {ChoicesFacet | PickFacet} */ facet, /** @type {string} */ code) => facet.index.get(code) ?? -1;
const round5 = (/** @type {number} */ v) => Math.round(v * 1e5) / 1e5;

const alike = (/** @type {number[]} */ p, /** @type {number[]} */ q) => p[0] === q[0] && p[1] === q[1];

/** Keep at most `most` vertices: drop those that deviate least (Douglas–Peucker with a growing tolerance). A vertex may
    come again further on (a zone of several rings), not next to itself. */
function simplify(/** @type {Ring} */ points, most = DRAWN_VERTICES) {
  let ring = points.filter((p, i) => !i || !alike(p, points[i - 1]));
  while (ring.length > 1 && alike(ring[0], ring[ring.length - 1])) ring.pop();
  for (let tolerance = 2e-5; ring.length > most; tolerance *= 1.6) ring = douglasPeucker(ring, tolerance);
  return new Set(ring.map(String)).size < 3 ? [] : ring;
}

/** @type {(points: Ring, tolerance: number) => Ring} */
function douglasPeucker(points, tolerance) {
  if (points.length < 3) return points;
  const [ax, ay] = points[0],
    [bx, by] = points[points.length - 1];
  const length = Math.hypot(bx - ax, by - ay);
  let worst = 0,
    at = 0;
  for (let i = 1; i < points.length - 1; i++) {
    const [x, y] = points[i];
    const d = length ? Math.abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length : Math.hypot(x - ax, y - ay);
    if (d > worst) {
      worst = d;
      at = i;
    }
  }
  if (worst <= tolerance) return [points[0], points[points.length - 1]];
  return [
    ...douglasPeucker(points.slice(0, at + 1), tolerance).slice(0, -1),
    ...douglasPeucker(points.slice(at), tolerance),
  ];
}
