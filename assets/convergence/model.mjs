/* The convergence model in the browser: weights in the address -> scores, colours and ranks of every place, live.
   The same rules stand in criteria/score.py and criteria/weights.py; a browser test holds both equal. */
import { $ } from "../core/dom.mjs";
import { sharesOf, withShare } from "../core/shares.mjs";
import * as store from "../core/store.mjs";
import * as canvasLayer from "../map/canvas.mjs";
import { addColouring } from "../map/points.mjs";

/** @import { HypothesisSlider, ScoredCriterion } from "../types/answers"
    @import { Limits, Numbers, Scores, Values } from "../types/convergence"
    @import { Tint } from "../types/map"
    @import { KeyName, Manner } from "../types/state" */

const UNKNOWN = 0,
  RED = 1,
  AMBER = 2,
  GREEN = 3,
  UNSURE = 4,
  RANK_DECIMALS = 9,
  MOST = 1000;
export const EDGE = 1e-7;
const NUMBER = /^[0-9]+(\.[0-9]*)?(e[+-]?[0-9]{1,3})?$/;
export const root = () => $("convergence-root");
let /** @type {Values | undefined} */ data,
  wanted = "",
  /** @type {Scores} */ result,
  resultKey = "";

export const settings = () => store.context().config.convergence;
export const params = () => store.context().state.params,
  keys = () => store.context().config.keys;
export const param = (/** @type {KeyName} */ name) => params()[keys()[name]] ?? "";
/** @type {(name: KeyName, value: string, manner?: Manner) => unknown} */
export const setParam = (name, value, manner) => store.dispatch({ type: "param", key: keys()[name], value }, manner);
export const role = () => (param("role") === "hub" ? "hub" : "shop");

const six = (/** @type {number} */ value) => Number(value.toPrecision(6));

/** Read `id-number,id-number`, to the six figures that an address keeps. */
function numbers(/** @type {string} */ text, most = Infinity) {
  const out = /** @type {Numbers} */ ({});
  for (const item of text.split(",")) {
    const at = item.indexOf("-"),
      written = item.slice(at + 1),
      value = Number(written);
    if (at > 0 && NUMBER.test(written) && Number.isFinite(value)) out[item.slice(0, at)] = six(Math.min(value, most));
  }
  return out;
}

const write = (/** @type {Numbers} */ values, /** @type {Numbers} */ skip) =>
  Object.entries(values)
    .filter(([key, value]) => skip[key] !== value)
    .map(([key, value]) => `${key}-${six(value)}`)
    .join(",");
export const locked = () => new Set(param("locked").split(",").filter(Boolean));

export function actorShares() {
  const given = numbers(param("actor_weights"), MOST);
  return sharesOf(settings().actors.map(({ id }) => given[id] ?? 1));
}

/** The criteria of the role; none before the values have come.
    @returns {ScoredCriterion[]} */
export const criteria = () => data?.criteria ?? [];

/** The networks of the address, a hub with its shops each: their rows come after those of the places. */
export const networks = () => data?.networks ?? [];
const placeCount = () => data?.values.length ?? 0;
export const networkAt = (/** @type {number} */ row) =>
  row < placeCount() ? undefined : networks()[row - placeCount()];
export const networkRows = () => networks().map((_, at) => placeCount() + at);

export function criterionWeights(/** @type {ScoredCriterion[]} */ of = criteria()) {
  const given = numbers(param("criterion_weights"), MOST);
  return of.map(({ id, weight }) => given[id] ?? weight);
}

function criterionShares(/** @type {ScoredCriterion[]} */ of) {
  const raw = criterionWeights(of),
    out = new Float64Array(raw.length);
  settings().actors.forEach((_, actor) => {
    const mine = of.map((c, i) => (c.actor === actor ? i : -1)).filter((i) => i >= 0);
    sharesOf(mine.map((i) => raw[i])).forEach((share, k) => {
      out[mine[k]] = share;
    });
  });
  return out;
}

const THRESHOLDS = /** @type {const} */ (["green", "amber", "known"]);

/** Thresholds of green and amber, and the completeness from which there is a colour, by actor.
    @returns {Limits[]} */
export function thresholds() {
  const base = settings().thresholds,
    [green, amber, known] = THRESHOLDS.map((name) => numbers(param(name)));
  return settings().actors.map(({ id }) => {
    const g = Math.min(green[id] ?? base.green, 1);
    return { green: g, amber: Math.min(amber[id] ?? base.amber, g), known: Math.min(known[id] ?? base.known, 1) };
  });
}

/** Scores of every place; null before the values have come. */
export function scored() {
  if (!data) return null;
  const names = /** @type {const} */ (["actor_weights", "criterion_weights", ...THRESHOLDS, "locked"]),
    key = names.map(param).join("|") + data.key;
  if (key !== resultKey) {
    resultKey = key;
    result = compute(data);
  }
  return result;
}

/** The same, once the values have come. */
export const scores = () => /** @type {Scores} */ (scored());

function compute(/** @type {Values} */ data) {
  const n = data.values.length + data.networks.length,
    weights = actorShares(),
    places = { criteria: data.criteria, shares: criterionShares(data.criteria) },
    limits = thresholds();
  /** @type {Scores} */
  const out = {
    actors: [],
    parts: [],
    score: new Float64Array(n),
    complete: new Float64Array(n),
    colours: [],
    green: new Uint8Array(n),
    rank: new Int32Array(n),
    known: new Uint8Array(n),
  };
  const count = weights.length;
  for (let row = 0; row < n; row++) {
    const network = data.networks[row - data.values.length],
      { criteria, shares } = network ? { ...network, shares: criterionShares(network.criteria) } : places,
      owner = criteria.map((c) => c.actor),
      values = network ? network.values : data.values[row],
      withheld = network ? network.withheld : data.withheld[row] || [];
    const sum = new Float64Array(count),
      known = new Float64Array(count);
    for (let c = 0; c < owner.length; c++) {
      const value = values[c];
      if (value === null) continue;
      sum[owner[c]] += shares[c] * value;
      known[owner[c]] += shares[c];
    }
    let total = 0,
      weight = 0,
      complete = 0,
      enough = true;
    const scores = new Float64Array(count),
      colours = new Uint8Array(count),
      parts = new Float64Array(count),
      counted = new Float64Array(count).fill(1);
    for (const c of withheld) counted[owner[c]] -= shares[c];
    for (let a = 0; a < count; a++) {
      scores[a] = known[a] > 0 ? sum[a] / known[a] : NaN;
      parts[a] = counted[a] > EDGE ? known[a] / counted[a] : 0;
      complete += weights[a] * parts[a];
      if (known[a] > 0) {
        total += weights[a] * scores[a];
        weight += weights[a];
      }
      colours[a] = colourOf(scores[a], parts[a], limits[a]);
      enough = enough && parts[a] >= limits[a].known - EDGE;
      if (colours[a] === GREEN) out.green[row]++;
    }
    out.known[row] = Number(enough);
    out.parts.push(parts);
    out.actors.push(scores);
    out.colours.push(colours);
    out.score[row] = weight > 0 ? total / weight : NaN;
    out.complete[row] = complete;
  }
  rank(out);
  return out;
}

/** @type {(score: number, part: number, limits: Limits) => 0 | 1 | 2 | 3 | 4} */
function colourOf(score, part, limits) {
  if (Number.isNaN(score)) return UNKNOWN;
  if (part < limits.known - EDGE) return UNSURE;
  return score >= limits.green - EDGE ? GREEN : score >= limits.amber - EDGE ? AMBER : RED;
}

/** The lowest and the highest score that an actor may have, whatever the unknown turns out to be.
    @type {(row: number, actor: number) => [number, number]} */
function actorEnds(row, actor) {
  const score = result.actors[row][actor],
    part = result.parts[row][actor],
    low = Number.isNaN(score) ? 0 : score * part;
  return [low, low + 1 - part];
}

/** Between which scores an actor stands: its score twice where enough is known.
    @type {(row: number, actor: number) => [number, number]} */
export function actorSpan(row, actor) {
  const score = result.actors[row][actor];
  return [UNSURE, UNKNOWN].includes(result.colours[row][actor]) ? actorEnds(row, actor) : [score, score];
}

/** The same for convergence; where it is not known, all that is unknown of any actor counts.
    @returns {[number, number]} */
export function span(/** @type {number} */ row) {
  if (result.known[row]) return [result.score[row], result.score[row]];
  const shares = actorShares(),
    ends = shares.map((_, actor) => actorEnds(row, actor));
  const of = (/** @type {0 | 1} */ end) => shares.reduce((sum, share, actor) => sum + share * ends[actor][end], 0);
  return [of(0), of(1)];
}

export const excludedBecause = (/** @type {number} */ row) => networkAt(row)?.excluded ?? data?.excluded[row] ?? "";
export const undecidedBecause = (/** @type {number} */ row) => networkAt(row)?.undecided ?? data?.undecided[row] ?? "";
export const isExcluded = (/** @type {number} */ row) => excludedBecause(row) !== "";

/** 1 is best among the eligible places of which enough is known; equal scores, to nine decimals, share a rank; 0 is
    unranked, and so are networks. */
function rank(/** @type {Scores} */ out) {
  const step = 10 ** RANK_DECIMALS,
    key = out.score.map((score) => Math.round(score * step));
  const rows = [...out.score.keys()]
    .filter((row) => !networkAt(row) && !isExcluded(row) && out.known[row] && !Number.isNaN(out.score[row]))
    .sort((a, b) => key[b] - key[a]);
  rows.forEach((row, i) => {
    out.rank[row] = i && key[row] === key[rows[i - 1]] ? out.rank[rows[i - 1]] : i + 1;
  });
}

export const isConvergent = (/** @type {number} */ row) =>
  !isExcluded(row) && result.green[row] === settings().actors.length;

/** Fetch the values of the role and hypotheses in force, once each. */
async function load() {
  const box = root();
  if (!box || !settings()) return;
  const query = new URLSearchParams({ [keys().role]: role() });
  const changed = write(hypotheses(), {});
  if (changed) query.set(keys().hypotheses, changed);
  if (param("networks")) query.set(keys().networks, param("networks"));
  const key = query.toString();
  if (key === wanted) return;
  wanted = key;
  box.setAttribute("aria-busy", "true");
  const response = await fetch(`${settings().values_url}?${key}`);
  if (!response.ok) throw new Error(`values: HTTP ${response.status}`);
  const given = await response.json();
  if (key !== wanted) return;
  data = { ...given, key };
  root()?.removeAttribute("aria-busy");
  document.documentElement.dataset.scores = key;
  store.repaint();
}

/** Give an actor a share of the whole: the free ones share the rest in their present proportions.
    @type {(actor: number, share: number, manner?: Manner) => void} */
export function setShare(actor, share, manner) {
  const { actors } = settings(),
    held = locked(),
    isFree = (/** @type {number} */ i) => !held.has(actors[i].id);
  if (actors.some((_, i) => i !== actor && isFree(i)))
    setShares(withShare(actorShares(), actor, share, isFree), manner);
}

export function setShares(/** @type {number[]} */ shares, /** @type {Manner} */ manner = {}) {
  const equal = shares.every((share) => Math.abs(share - shares[0]) < 1e-9);
  const raw = Object.fromEntries(settings().actors.map(({ id }, i) => [id, 100 * shares[i]]));
  setParam("actor_weights", equal ? "" : write(raw, {}), manner);
}

/** @type {(id: string, value: number, manner: Manner) => void} */
export function setCriterion(id, value, manner) {
  const weights = { ...numbers(param("criterion_weights")), [id]: value };
  const own = Object.fromEntries(criteria().map((c) => [c.id, c.weight]));
  setParam("criterion_weights", write(weights, own), manner);
}

/** The same threshold for all actors.
    @type {(kind: keyof Limits, value: number, manner: Manner) => void} */
export function setThreshold(kind, value, manner) {
  const of = (/** @type {number} */ limit) => Object.fromEntries(settings().actors.map(({ id }) => [id, limit]));
  setParam(kind, write(of(value), of(settings().thresholds[kind])), manner);
}

/** The changed hypotheses, by id: inside their bounds and on the steps of their slider, as the service takes them. An
 * address that was written under a former name is read, and written again under the present one. */
export function hypotheses() {
  const given = numbers(param("hypotheses"));
  const known = settings().hypotheses.flatMap((item) => {
    const value = given[item.id] ?? six(given[item.former] * item.former_factor);
    return Number.isNaN(value) ? [] : [[item.id, snapped(item, value)]];
  });
  return Object.fromEntries(known);
}

function snapped(/** @type {HypothesisSlider} */ { low, high, step }, /** @type {number} */ value) {
  const steps = Math.round((Math.min(Math.max(value, low), high) - low) / step);
  return six(Math.min(low + steps * step, high));
}

/** @type {(id: string, value: number, manner: Manner) => void} */
export function setHypothesis(id, value, manner) {
  const own = Object.fromEntries(settings().hypotheses.map((h) => [h.id, h.value]));
  setParam("hypotheses", write({ ...hypotheses(), [id]: value }, own), manner);
}

export function toggleLock(/** @type {string} */ id) {
  const lockedIds = locked();
  if (!lockedIds.delete(id)) lockedIds.add(id);
  setParam("locked", [...lockedIds].sort().join(","));
}

/** Colour of a place on the map: by score class, or by number of green actors; the excluded in grey.
    @returns {Tint | null | undefined} */
export function colouring() {
  const by = param("coloured_by") || "score";
  if (!root()) return undefined;
  if (!scored() || by === "kind") return null;
  const grey = canvasLayer.css("--excluded"),
    none = canvasLayer.css("--paper");
  const ramp = canvasLayer.css(by === "green" ? "--greens" : "--scores").split(" ");
  return (row) => {
    if (isExcluded(row)) return grey;
    if (by === "green") return ramp[result.green[row]];
    const score = result.score[row];
    return Number.isNaN(score) || !result.known[row]
      ? none
      : ramp[Math.min(ramp.length - 1, Math.floor(score * ramp.length))];
  };
}

/** Visible rows in the order of the table: ranked first, then the others by score.
    @type {(rows: Iterable<number>, by: string) => number[]} */
export function order(rows, by) {
  const actor = settings().actors.findIndex(({ id }) => id === by);
  const key = (/** @type {number} */ row) =>
    actor >= 0 ? result.actors[row][actor] : by === "completeness" ? result.complete[row] : result.score[row];
  const value = (/** @type {number} */ row) => (Number.isNaN(key(row)) ? -1 : key(row));
  const tier = (/** @type {number} */ row) => (isExcluded(row) ? 2 : result.rank[row] ? 0 : 1);
  return Array.from(rows).sort((a, b) => tier(a) - tier(b) || value(b) - value(a) || a - b);
}

addColouring(colouring);
const dataNow = () => data;

export { dataNow as data };
export const colours = { UNKNOWN, RED, AMBER, GREEN, UNSURE };
function failed(/** @type {unknown} */ error) {
  console.error(error);
  wanted = "";
  const box = $("load-error");
  if (box) box.hidden = false;
}

store.onSettle(() => load().catch(failed));
