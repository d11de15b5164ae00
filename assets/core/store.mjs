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

/** @import { BrowserConfig, BrowserState } from "../types/answers"
    @import { Action, Context, Declared, Engine, KeyName, Manner, Painter, PickFacet, Result } from "../types/state"
    @import { State, ZoneFacet } from "../types/state" */

const IDLE_MS = 180;
/** @type {Painter[]} */
const painters = [],
  followers = /** @type {Painter[]} */ ([]),
  forgetters = /** @type {(() => void)[]} */ ([]),
  waiting = /** @type {(() => void)[]} */ ([]);
let /** @type {Engine} */ engine,
  /** @type {BrowserConfig} */ config,
  state = /** @type {State} */ ({ filters: {}, focus: null, params: {} }),
  /** @type {Result} */ result;
/** When the last gesture began and was painted, for who measures it. */
export let lastGesture = /** @type {{ started: number, painted: number } | null} */ (null);
let transient = false;
let idleTimer = 0,
  current = state,
  merging = /** @type {string | null} */ (null),
  pending = /** @type {BrowserState | null} */ (null),
  sent = /** @type {BrowserState | null} */ (null),
  depth = 0,
  path = "";

/** painter(ctx) runs in the gesture's frame; follower(ctx) runs when the hand rests. */
export const onPaint = (/** @type {Painter} */ painter) => painters.push(painter);
export const onSettle = (/** @type {Painter} */ follower) => followers.push(follower);
/** @returns {Context} */
export const context = () => ({ engine, config, state, result });

export async function start(/** @type {BrowserConfig} */ settings, /** @type {BrowserState} */ initial) {
  if (config && config.data_url === settings.data_url) return adopt(initial);
  config = settings;
  setLists(config.words);
  pending = initial;
  const response = await fetch(settings.data_url);
  if (!response.ok) throw new Error(`places: HTTP ${response.status}`);
  depth = history.state?.convergence?.depth || 0; // a reload keeps the way back
  engine = create(decode(await response.arrayBuffer()), /** @type {Declared[]} */ (settings.facets));
  adopt(pending);
}

/** Take over a state that is already in the address (first load, a link). An entry of the history that holds its
    own state
    was restored at once: the server's late reading of it must not overtake what the person did meanwhile. */
function adopt(/** @type {BrowserState | null} */ given) {
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
    options.merge: successive actions of the same name (keys typed in a field) are one step of the way back.
    @type {(action: Action, options?: Manner) => unknown} */
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

function apply(/** @type {Action} */ action) {
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

/** An address of the product: a path, and values by the name of their key.
    @type {(path: string, values: Partial<Record<KeyName, string | null>>) => string} */
export function link(path, values) {
  const named = Object.entries(values).map(([name, value]) => [
    config.keys[/** @type {KeyName} */ (name)],
    value ?? "",
  ]);
  return `${path}?${new URLSearchParams(named)}`;
}

/** Parameters of the address that belong to a screen (role, weights…), kept as they are. */
function readParams() {
  const known = new Set([
    ...engine.facets.map(({ id }) => id),
    config.keys.place,
    config.keys.language,
    ...view.keys(),
  ]);
  return Object.fromEntries(
    [...new URLSearchParams(location.search)].filter(([key, value]) => !known.has(key) && value),
  );
}

/** @typedef {"pushState" | "replaceState"} Step */

function remember(/** @type {Step} */ how) {
  current = state;
  write(how);
}

function write(/** @type {Step} */ how) {
  path = location.pathname;
  history[how]({ ...(history.state || {}), convergence: { state: current, depth } }, "", addressOf(path));
}

/** The address of a screen. Scenarios that are compared are not written in the first screen's, which would open their
    comparison. */
function addressOf(/** @type {string} */ to) {
  const text = [query(), view.query()].filter(Boolean).join("&"),
    isCompared = (/** @type {string} */ part) => part.startsWith(`${config.keys.compared_scenarios}=`);
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
  const NAMES = /** @type {const} */ (["tab", "map_view", "difference"]);
  let values = { tab: "", map_view: "", difference: "" },
    timer = 0;
  const keys = () => NAMES.map((name) => config.keys[name]);
  const read = () => {
    const given = new URLSearchParams(location.search);
    for (const name of NAMES) values[name] = (given.get(config.keys[name]) || "").slice(0, 140);
  };
  const text = () =>
    NAMES.filter((name) => values[name])
      .map((name) => `${config.keys[name]}=${encodeURIComponent(values[name]).replace(/%2C/g, ",")}`)
      .join("&");
  function set(/** @type {typeof NAMES[number]} */ name, /** @type {string} */ value) {
    if (!result || values[name] === value) return;
    values[name] = value;
    clearTimeout(timer);
    timer = setTimeout(() => write("replaceState"), IDLE_MS); // a browser takes so many addresses a second and no more
  }
  return {
    keys,
    read,
    query: text,
    set,
    get: (/** @type {typeof NAMES[number]} */ name) => values[name],
    leave: () => {
      values = { tab: "", map_view: values.map_view, difference: "" };
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
let lastText = /** @type {string | null} */ (null);
function tell() {
  const text = query();
  if (lastText === text) return;
  lastText = text;
  setProps("params", { data: text });
}

/** Open another screen without reloading: the state goes with it, Dash draws the screen from the path. */
export function visit(/** @type {string} */ to) {
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

function enter(/** @type {string} */ to) {
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

/** Tell Dash. What comes late, once the screen that holds the component has been left, is for nobody.
    @type {(id: string, props: Record<string, unknown>) => void} */
export function setProps(id, props) {
  try {
    window.dash_clientside.set_props(named(id), props);
  } catch (error) {
    console.debug(`no component ${id} on this screen`, error);
  }
}

/** The one facet of places, or of a drawn zone.
    @template {"pick" | "polygon"} Kind
    @param {Kind} kind */
export const facetOfKind = (kind) =>
  /** @type {Kind extends "pick" ? PickFacet : ZoneFacet} */ (engine.facets.find((facet) => facet.kind === kind));

/** Resolves when the places are there. */
export const ready = () =>
  /** @type {Promise<void>} */ (new Promise((resolve) => (result ? resolve() : waiting.push(resolve))));

export const onMount = (/** @type {() => void} */ forget) => forgetters.push(forget);
export const canUndo = () => depth > 0;
