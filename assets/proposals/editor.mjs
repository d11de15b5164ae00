/* « Proposer » and « Identifier »: what is written is stored as it is written; this file holds the state and speaks
   with the server. */
import { $, first, the } from "../core/dom.mjs";
import * as format from "../core/format.mjs";
import { ask } from "../core/requests.mjs";
import * as store from "../core/store.mjs";
import * as unsent from "../core/unsent.mjs";
import * as panel from "../explore/panel.mjs";
import { addHolder } from "../map/points.mjs";
import { isAttachedAlone, packed } from "./payload.mjs";
import * as pins from "./pins.mjs";

/** @import { ProposalSheet, SavedProposal } from "../types/answers"
    @import { Change, Content, EditorState, EditorView, FieldValue, OpenPlace, Sent, PlaceNews } from "../types/proposals"
    @import { Answer, Ring, Values } from "../types/state" */

const PAUSE_MS = 600,
  RETRY_MS = 3000;
export const root = () => $("propose-root");
/** The open place and what goes with it.
    @type {EditorState} */
export const state = { open: null, refused: {}, errors: {}, head: null, around: null, undo: [], conflict: null };
let pending = /** @type {Content} */ ({}),
  timer = 0,
  sending = /** @type {Promise<boolean> | null} */ (null),
  answers = 0,
  telling = 0,
  visit = 0,
  chosen = 0; // the last place, or none, that the person chose to see

const views = /** @type {EditorView[]} */ ([]);
export const addView = (/** @type {EditorView} */ view) => views.push(view);
const show = (/** @type {keyof EditorView} */ what) => views.forEach((view) => view[what]?.(state));

let texts = /** @type {Record<string, string>} */ ({});
export const words = (/** @type {string} */ key, /** @type {Values} */ values = {}) => format.fill(texts, key, values);

export const notice = (/** @type {string} */ text) => store.setProps("propose-notice", { children: text });

const failed = (/** @type {{ error?: string }} */ given) => notice(words("failed", { why: given.error || "" }));

/** The screen was opened: read the place that the address names. */
async function start() {
  const mine = ++visit;
  texts = JSON.parse(the("propose-root").dataset.texts);
  pins.serve(open, words);
  paint();
  const named = new URLSearchParams(location.search).get(store.context().config.keys.proposal);
  if (named) await open(named);
  if (mine !== visit) return;
  recover();
  document.documentElement.dataset.propose = "ready";
}

function paint() {
  if (!root()) return;
  show("paint");
  paintPins();
  the("propose-undo").disabled = !state.undo.length;
}

/** Show on the map the place that is open. */
function paintPins() {
  const place = state.open;
  pins.open(
    place && {
      id: place.id,
      lon: value("lon"),
      lat: value("lat"),
      footprint: /** @type {Ring} */ (value("footprint") || []),
      editable: place.can_edit,
      label: String(value("name") || ""),
      change,
    },
  );
}

/** What a field holds now: what was typed and is not sent yet, else what is stored.
    @type {(key: string) => FieldValue} */
export function value(key) {
  if (key in pending) return pending[key];
  return state.open ? state.open.content[key] : undefined;
}

/** What the form shows of a field: what was typed, even where it was refused. */
export const typedOf = (/** @type {string} */ key) => (key in state.refused ? state.refused[key] : value(key));

/** Leave the open place, once all is stored, for another or none; false where it can't be, or another was chosen meanwhile. */
async function leave() {
  const mine = ++chosen;
  if (!(await settle()) || mine !== chosen) return false;
  clearSession();
  state.open = null;
  return true;
}

export async function open(/** @type {string} */ id) {
  if (!(await leave())) return;
  const mine = chosen;
  tell({ id, version: 0 }, 0); // callbacks read it at the same time
  const { ok, given } = await read(id);
  if (!root() || mine !== chosen) return;
  if (!ok) {
    failed(given);
    paint();
    return;
  }
  Object.assign(state, { open: given, ...unsent.refusedOf(id) });
  address(id);
  show("lead");
  paint();
  showTab("place");
  // once the map has the size that the tab leaves it
  setTimeout(() => pins.reveal(given.lon, given.lat), 60);
}

/** @returns {Promise<Answer<ProposalSheet>>} */
const read = (/** @type {string} */ id) => ask(`/proposals/${encodeURIComponent(id)}.json`);

/** Begin a place; it is stored once something is told of it. */
export async function begin(/** @type {Content} */ content = {}) {
  if (!(await leave())) return;
  state.open = { id: null, version: 0, stage: "draft", content: {}, can_edit: true };
  tell(state.open, 0);
  address(null);
  show("lead");
  paint();
  showTab("place");
  if (Object.keys(content).length) change(content);
}

export async function close() {
  if (!(await leave())) return;
  address(null);
  paint();
  first('[data-act="propose-new"]').focus();
}

function clearSession() {
  Object.assign(state, { refused: {}, errors: {}, head: null, around: null, undo: [], conflict: null });
  notice("");
}

function address(/** @type {string | null} */ id) {
  store.dispatch({ type: "param", key: store.context().config.keys.proposal, value: id || "" }, { merge: "proposal" });
}

const showTab = (/** @type {string} */ name) => matchMedia("(max-width: 767px)").matches && panel.setTab(name);

/** Something was written: stored here at once, sent when the hand rests.
    @type {(values: Content, how?: Change) => void} */
export function change(values, how = {}) {
  if (!state.open?.can_edit) return;
  if (!how.undoing) {
    const before = Object.fromEntries(Object.keys(values).map((key) => [key, value(key) ?? null]));
    const last = state.undo[state.undo.length - 1];
    const same = last && how.typing && last.typing === how.typing;
    if (!same) state.undo.push({ before, typing: how.typing || null });
  }
  Object.assign(pending, values);
  forgive(Object.keys(values));
  unsent.keep(state.open, pending);
  if (!how.typing) {
    paintPins();
    show("refresh");
  }
  the("propose-undo").disabled = !state.undo.length;
  clearTimeout(timer);
  timer = setTimeout(flush, how.typing ? PAUSE_MS : 0);
}

/** What was refused of some fields is no more, once they are written anew. */
function forgive(/** @type {string[]} */ keys) {
  for (const key of keys) {
    delete state.errors[key];
    delete state.refused[key];
  }
}

export function undo() {
  const step = state.undo.pop();
  if (!step) return;
  change(step.before, { undoing: true });
  show("paint");
  notice(words("undone"));
}

/** Send what is pending; one request at a time, in order. Return whether everything is stored.
    @returns {Promise<boolean>} */
function flush() {
  clearTimeout(timer);
  const before = sending ?? acting;
  if (before) return before.then(flush);
  if (!state.open || !Object.keys(pending).length || state.conflict) return Promise.resolve(!state.conflict);
  const place = state.open,
    sent = pending;
  pending = {};
  notice(words("saving"));
  sending = send(place, sent).finally(() => {
    sending = null;
  });
  return sending.then((done) => (done && Object.keys(pending).length ? flush() : done));
}

/** Wait with what is typed, until the function that is returned is called: the place is about to have another version. */
export function hold() {
  let release = () => {};
  acting = /** @type {Promise<void>} */ (
    new Promise((resolve) => {
      release = resolve;
    })
  ).finally(() => {
    acting = null;
  });
  return release;
}
let acting = /** @type {Promise<void> | null} */ (null);

/** Photographs came or went: the place counts one version more, and what may be done to it may have changed. */
export function attached(/** @type {OpenPlace} */ place, /** @type {number} */ version) {
  place.version = Math.max(place.version, version);
  clearTimeout(attaching);
  attaching = setTimeout(() => {
    reread(place);
  }, PAUSE_MS);
}
let attaching = 0;

/** What is stored of the open place is no more what the page knows: an act was done, photographs came. */
export async function reread(place = state.open) {
  if (!place?.id) return;
  const { ok, given } = await read(place.id);
  if (!ok || state.open !== place || sending || given.version < place.version) return;
  Object.assign(place, given);
  show("refresh");
  paintPins();
  tell(place, 0);
}

/** @type {(place: OpenPlace, sent: Content) => Promise<boolean>} */
async function send(place, sent) {
  const [path, version] = place.id ? [`/proposals/${place.id}`, { version: place.version }] : ["/proposals", {}];
  const answer = /** @type {Sent} */ (await ask(path, { ...version, ...packed(sent) }));
  if (answer.ok) {
    adopt(place, sent, answer.given);
    return true;
  }
  if (answer.status === 0 || answer.status >= 500) {
    pending = { ...sent, ...pending };
    notice(answer.given.error || words("offline"));
    timer = setTimeout(flush, RETRY_MS);
    return false;
  }
  const { current } = answer.given;
  if (current) {
    if (!isAttachedAlone(place, current)) return differs(place, { ...sent, ...pending }, current);
    Object.assign(place, { version: current.version, content: current.content });
    return send(place, sent);
  }
  failed(answer.given);
  return false;
}

/** Somebody wrote first: where both wrote the same there is nothing to choose.
    @type {(place: OpenPlace, mine: Content, theirs: OpenPlace) => boolean} */
function differs(place, mine, theirs) {
  pending = {};
  notice("");
  unsent.forget(place.id);
  if (Object.entries(mine).every(([key, typed]) => String(typed ?? "") === String(format.written(theirs.content[key]))))
    Object.assign(place, theirs);
  else {
    state.conflict = { mine, theirs };
    store.setProps("place-typed", { data: { id: place.id, ...packed(mine) } });
  }
  paint();
  return !state.conflict;
}

/** The server stored it: its version, its reading of the values, what it refused and why.
    @type {(place: OpenPlace, sent: Content, given: SavedProposal) => void} */
function adopt(place, sent, given) {
  const isNew = !place.id;
  Object.assign(place, given, { version: Math.max(place.version, given.version) });
  if (state.open === place) {
    forgive(Object.keys(sent));
    Object.assign(state.errors, given.errors);
    for (const key of Object.keys(given.errors)) if (key in sent) state.refused[key] = sent[key];
    unsent.keepRefused(place.id, state);
  }
  reload();
  unsent.forget(isNew ? null : place.id);
  unsent.keep(state.open, pending);
  if (isNew && state.open === place) address(place.id);
  const time = new Date().toLocaleTimeString(format.language(), {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  notice(Object.keys(given.errors).length ? "" : words("saved", { time }));
  document.documentElement.dataset.saved = `${given.id}:${given.version}:${++answers}`;
  if (state.open === place) {
    show("refresh");
    paintPins();
    tell(place, PAUSE_MS);
  }
}

/** Before leaving a place, what was written of it is sent. */
export async function settle() {
  if (!Object.keys(pending).length && !sending) return true;
  return flush();
}

/** What a closed page had not sent: sent now if nobody wrote since; else forgotten when it did arrive, shown side by
    side when not. */
async function recover() {
  for (const [id, { version, values }] of Object.entries(unsent.stored())) {
    const { ok, status: code, given } = await read(id);
    if (!ok && code !== 404) continue; // out of reach for now: it stays here until the next visit
    unsent.forget(id);
    if (!ok) continue;
    if (given.version === version) {
      const { status } = await ask(`/proposals/${id}`, { version, ...packed(values) });
      if (status === 200) {
        reload();
        if (state.open && state.open.id === id) await open(id);
        notice(words("restored"));
      }
    } else {
      await open(id);
      if (state.open) differs(state.open, values, state.open);
    }
  }
}

/** The list is read again, once for changes that come together. */
export function reload() {
  clearTimeout(reloading);
  reloading = setTimeout(() => root() && store.setProps("propose-step", { data: new Date().toISOString() }), PAUSE_MS);
}
let reloading = 0;

/** Tell the callbacks which place is open, as it is stored: its head follows at once; what it would be worth, and what
    is said of it, when the hand rests. */
function tell(/** @type {Pick<OpenPlace, "id" | "version">} */ { id, version }, /** @type {number} */ wait) {
  store.setProps("place-open", { data: { id, version } });
  clearTimeout(telling);
  telling = setTimeout(() => store.setProps("place-worth", { data: { id, version } }), wait);
}

/** A callback has told of a place: what is at its head, or what is around it.
    @type {(what: "head" | "around", given: PlaceNews | null) => void} */
export function answered(what, given) {
  if (!given) return;
  state[what] = given;
  show("around");
  if (what === "around" && given.id === state.open?.id)
    document.documentElement.dataset.assessed = `${given.id}:${given.version}`;
  if (given.unread) store.setProps("place-unread", { data: { id: given.id, version: given.version } });
}

/** Two writings of the same field: the person keeps one of each. */
export function resolve(/** @type {Record<string, string>} */ choice) {
  if (!state.conflict || !state.open) return;
  const { mine, theirs } = state.conflict,
    keep = Object.fromEntries(Object.entries(mine).filter(([key]) => choice[key] !== "theirs"));
  state.conflict = null;
  Object.assign(state.open, theirs);
  paint();
  if (Object.keys(keep).length) change(keep, { undoing: true });
}

window.addEventListener("beforeunload", (event) => {
  if (root() && Object.keys(pending).length) {
    flush();
    event.preventDefault();
  }
});

let mounted = /** @type {Part | null} */ (null);
store.onMount(() => {
  mounted = null;
});
store.onSettle(() => {
  if (!root() || mounted === root()) return;
  mounted = root();
  state.open = null;
  pending = {};
  clearSession();
  delete document.documentElement.dataset.propose;
  start();
});

addHolder(() => editing());
export const editing = () => Boolean(root() && state.open);
