/* The one state in the browser: actions come in, every view is repainted from the same result.
   dispatch -> reduce -> compute -> paint in one frame; the address, Dash's stores and slow views follow when idle. */

import { create, decode } from "./crossfilter.mjs";
import { named } from "./dash.mjs";
import { $ } from "./dom.mjs";
import * as edition from "./edition.mjs";
import { toQuery } from "./query.mjs";
import { reduce } from "./reducer.mjs";
import * as screens from "./screens.mjs";
import { setLists } from "./words.mjs";

const IDLE_MS = 180;
const painters = [],
  followers = [],
  forgetters = [];
let engine = /** @type {any} */ (null),
  config = /** @type {any} */ (null),
  state = /** @type {PageState} */ ({ filters: {}, focus: null, params: {} }),
  result = /** @type {any} */ (null);
/** When the last gesture began and was painted, for who measures it. */
export let lastGesture = /** @type {any} */ (null);
let transient = false;
let idleTimer = 0,
  current = /** @type {any} */ (null),
  merging = /** @type {any} */ (null),
  pending = /** @type {any} */ (null),
  sent = /** @type {any} */ (null),
  depth = 0,
  path = "",
  waiting = [];

/** painter(ctx) runs in the gesture's frame; follower(ctx) runs when the hand rests. */
export const onPaint = (painter) => painters.push(painter);
export const onSettle = (follower) => followers.push(follower);
/** @returns {PageContext} */
export const context = () => ({ engine, config, state, result });

export async function start(settings, initial) {
  if (config && config.data_url === settings.data_url) return adopt(initial);
  config = settings;
  setLists(config.words);
  edition.speak(config.texts);
  pending = initial;
  const response = await fetch(settings.data_url);
  if (!response.ok) throw new Error(`places: HTTP ${response.status}`);
  depth = history.state?.convergence?.depth || 0; // a reload keeps the way back
  engine = create(decode(await response.arrayBuffer()), settings.facets);
  adopt(pending);
}

/** Take over a state that is already in the address (first load, a link). An entry of the history that holds its
    own state
    was restored at once: the server's late reading of it must not overtake what the person did meanwhile. */
function adopt(given) {
  if (!engine) {
    pending = given;
    return;
  }
  if (!result) view.read();
  if (!given || given === sent || (result && history.state?.convergence)) return;
  apply({ type: "replace", state: { params: readParams(), ...given } });
  remember("replaceState");
  settleNow();
  waiting.splice(0).forEach((resume) => resume());
  document.documentElement.dataset.ready = "places";
}

/** options.transient: a gesture in progress paints without touching the address.
    options.merge: successive actions of the same name (keys typed in a field) are one step of the way back. */
export function dispatch(action, options = {}) {
  if (!result) return waiting.push(() => dispatch(action, options));
  const started = performance.now();
  const before = state;
  apply(action);
  if (!options.transient && (state !== before || transient)) {
    transient = false;
    const goesOn = options.merge && options.merge === merging;
    if (!goesOn) depth += 1;
    remember(goesOn ? "replaceState" : "pushState");
    merging = options.merge || null;
  } else if (options.transient && state !== before) transient = true;
  lastGesture = { started, painted: performance.now() };
}

/** A gesture that ended without its last word (Esc, a window resized): back to where it started, which the address
    still tells. Return whether there was one. */
export function abandon() {
  if (!transient) return false;
  transient = false;
  apply({ type: "replace", state: current });
  return true;
}

function apply(action) {
  const next = reduce(state, action, engine.byId);
  if (next === state && result) return;
  const filtered = !result || next.filters !== state.filters; // opening a place computes nothing and redraws no row
  state = next;
  if (filtered) result = engine.compute(state.filters);
  paint();
  clearTimeout(idleTimer);
  idleTimer = setTimeout(settleNow, IDLE_MS);
}

function paint() {
  const ctx = context();
  for (const painter of painters) painter(ctx);
}

function settleNow() {
  clearTimeout(idleTimer);
  if (!result) return;
  const ctx = context();
  tell();
  for (const follower of followers) follower(ctx);
  if (sent === state) return;
  sent = state;
  setProps("state", { data: state });
}

export const query = () => toQuery(state, engine.facets, config.keys.place, state.params);

/** An address of the product: a path, and values by the name of their key. */
export function link(path, values) {
  const named = Object.entries(values).map(([name, value]) => [config.keys[name], value]);
  return `${path}?${new URLSearchParams(named)}`;
}

/** Parameters of the address that belong to a screen (role, weights…), kept as they are. */
function readParams() {
  const known = new Set([
    ...engine.facets.map((facet) => facet.id),
    config.keys.place,
    config.keys.language,
    ...view.keys(),
  ]);
  return Object.fromEntries(
    [...new URLSearchParams(location.search)].filter(([key, value]) => !known.has(key) && value),
  );
}

function remember(how) {
  current = state;
  write(how);
}

function write(how) {
  path = location.pathname;
  history[how]({ ...(history.state || {}), convergence: { state: current, depth } }, "", addressOf(path));
}

/** The address of a screen. Scenarios that are compared are not written in the first screen's, which would open their
    comparison. */
function addressOf(to) {
  const text = [query(), view.query()].filter(Boolean).join("&"),
    isCompared = (part) => part.startsWith(`${config.keys.compared_scenarios}=`);
  const written =
    to === "/"
      ? text
          .split("&")
          .filter((part) => !isCompared(part))
          .join("&")
      : text;
  return to + (written ? `?${written}` : "");
}

/** What the address restores of a screen and no answer depends on: the open tab, the place of the map, the
    difference shown.
    It makes no step of the way back, and goes with the page from one screen to another where that screen has a map. */
export const view = (() => {
  const NAMES = ["tab", "map_view", "difference"];
  let values = {},
    timer = 0;
  const keys = () => NAMES.map((name) => config.keys[name]);
  const read = () => {
    const given = new URLSearchParams(location.search);
    values = Object.fromEntries(NAMES.map((name) => [name, (given.get(config.keys[name]) || "").slice(0, 140)]));
  };
  const text = () =>
    NAMES.filter((name) => values[name])
      .map((name) => `${config.keys[name]}=${encodeURIComponent(values[name]).replace(/%2C/g, ",")}`)
      .join("&");
  function set(name, value) {
    if (!result || (values[name] || "") === value) return;
    values[name] = value;
    clearTimeout(timer);
    timer = setTimeout(() => write("replaceState"), IDLE_MS); // a browser takes so many addresses a second and no more
  }
  return {
    keys,
    read,
    query: text,
    set,
    get: (name) => values[name] || "",
    leave: () => {
      values = { map_view: values.map_view };
    },
  };
})();

window.addEventListener("popstate", (event) => {
  const saved = event.state?.convergence;
  if (!saved || !engine) return;
  depth = saved.depth;
  merging = null;
  transient = false;
  if (path !== location.pathname) view.read();
  apply({ type: "replace", state: saved.state });
  current = state;
  write("replaceState");
  settleNow();
});

/** The server's explanations read the same address. */
let lastText = /** @type {any} */ (null);
function tell() {
  const text = query();
  if (lastText === text) return;
  lastText = text;
  setProps("params", { data: text });
}

/** Open another screen without reloading: the state goes with it, Dash draws the screen from the path. */
export function visit(to) {
  if (!engine || edition.isStale()) return false;
  const coming = screens.needed(to);
  if (coming)
    coming.then(
      () => enter(to),
      () => location.assign(addressOf(to)),
    );
  else enter(to);
  return true;
}

function enter(to) {
  edition.opening();
  view.leave();
  depth += 1;
  current = state;
  history.pushState({ convergence: { state, depth } }, "", addressOf(to));
  path = to;
  window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
}

export function undo() {
  if (depth > 0) history.back();
}

/** Repaint everything: a screen was opened, the theme or the size changed. */
export function repaint() {
  if (!result) return;
  paint();
  settleNow();
}

/** A screen was put in the page: its controls and pictures know nothing yet. */
export function mounted() {
  edition.opened();
  lastText = null;
  for (const forget of forgetters) forget();
  requestAnimationFrame(() => {
    repaint();
    ready().then(callCharts);
  });
}

/** The charts' script is the heaviest of the page: they are asked for once the map has been painted. */
function callCharts() {
  const box = $("charts");
  if (box && !box.querySelector("[data-chart]"))
    requestAnimationFrame(() => setTimeout(() => setProps("map-shown", { data: true })));
}

/** Tell Dash. What comes late, once the screen that holds the component has been left, is for nobody. */
export function setProps(id, props) {
  try {
    window.dash_clientside.set_props(named(id), props);
  } catch (error) {
    console.debug(`no component ${id} on this screen`, error);
  }
}

export const facetOfKind = (kind) => engine.facets.find((facet) => facet.kind === kind);

/** Resolves when the places are there. */
export const ready = () =>
  /** @type {Promise<void>} */ (new Promise((resolve) => (result ? resolve() : waiting.push(resolve))));

export const onMount = (forget) => forgetters.push(forget);
export const canUndo = () => depth > 0;
