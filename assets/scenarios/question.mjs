/* The scenario's question in the browser: read from the address and written back; its answer fetched, then followed
   until it is proven. */
import { $ } from "../core/dom.mjs";
import * as format from "../core/format.mjs";
import { sharesOf, withShare } from "../core/shares.mjs";
import * as store from "../core/store.mjs";
import * as tabs from "../core/tabs.mjs";

/** @import { PlanAnswer, StudyProgress } from "../types/answers"
    @import { Listed } from "../types/scenarios"
    @import { KeyName, Manner, Values } from "../types/state" */

const POLL_MS = 700;
export const root = () => $("scenario-root");
export const settings = () => store.context().config.scenario;
export const params = () => store.context().state.params;
export const words = (/** @type {string} */ key, /** @type {Values} */ values = {}) =>
  format.fill(settings().texts, key, values);
let plan = /** @type {PlanAnswer | null} */ (null),
  wanted = /** @type {string | null} */ (null),
  timer = 0,
  asking = new AbortController(),
  left = false;
const listeners = /** @type {((plan: PlanAnswer) => void)[]} */ ([]);

/** What the answer depends on: the address without what only this browser's screen uses. */
export function question() {
  const all = new URLSearchParams(store.query());
  for (const key of store.context().config.screen_keys) all.delete(key);
  return all.toString().replace(/%2C/g, ",");
}

/** What is on screen: the question, and the saved scenario whose link was opened; the server knows whether it is
    still that one. */
export function shown() {
  const { saved } = store.context().config.keys,
    name = params()[saved];
  return [question(), name ? new URLSearchParams({ [saved]: name }).toString() : ""].filter(Boolean).join("&");
}

/** Keys of the address by name, as the server declares them. */
export const keys = () => store.context().config.keys;
export const param = (/** @type {KeyName} */ name) => params()[keys()[name]] || "";
/** Ask for another value; the default one is left out of the address.
    @type {(name: KeyName, value: string | number, manner?: Manner) => void} */
export function set(name, value, manner) {
  const key = keys()[name],
    text = String(value);
  store.dispatch({ type: "param", key, value: text === settings().defaults[key] ? "" : text }, manner);
}
/** The keys of a question and of the saved scenario that asks it. */
export const questionKeys = () => {
  const { config } = store.context();
  return [...config.question_keys, config.keys.saved];
};
export const list = (/** @type {Listed} */ name) => param(name).split(".").filter(Boolean);

/** A place is imposed, ruled out, or free; never two of them. */
export function toggle(/** @type {Listed} */ kind, /** @type {string} */ id) {
  const other = kind === "required" ? "forbidden" : "required",
    isListed = list(kind).includes(id);
  const mine = list(kind).filter((name) => name !== id);
  const others = list(other).filter((name) => name !== id);
  store.dispatch({
    type: "params",
    values: { [keys()[kind]]: (isListed ? mine : [...mine, id]).join("."), [keys()[other]]: others.join(".") },
  });
}

/** Shares of the four stakes, from whole weights; equal when nothing is said. */
export function shares() {
  const given = Object.fromEntries(
    param("mix")
      .split(",")
      .map((part) => part.split("-")),
  );
  return sharesOf(settings().stakes.map((id) => (/^\d{1,4}$/.test(given[id] || "") ? Math.min(+given[id], 100) : 1)));
}

/** Give the stake of an actor its share; the others keep their proportions.
    @type {(actor: string, share: number, manner: Manner) => void} */
export function setShare(actor, share, manner) {
  const { stakes } = settings(),
    next = withShare(shares(), stakes.indexOf(actor), share).map((value) => Math.round(100 * value)),
    equal = next.every((value) => value === next[0]);
  set("mix", equal ? "" : stakes.map((id, i) => `${id}-${next[i]}`).join(","), manner);
}

/** Ask for the answer, and again while it is being proven. */
async function ask(/** @type {string} */ text) {
  clearTimeout(timer);
  asking.abort();
  asking = new AbortController();
  const slow = setTimeout(() => busy(true), 300),
    slower = setTimeout(() => notice(words("preparing")), 3000);
  try {
    const response = await fetch(`/scenario/plan.json?${text}`, { signal: asking.signal });
    if (!response.ok) throw new Error(`plan: HTTP ${response.status}`);
    /** @type {PlanAnswer} */
    const given = await response.json();
    if (text !== wanted || !root()) return;
    if ($("scenario-notice")?.textContent === words("preparing")) notice("");
    const before = plan,
      isOther = before?.key !== given.key,
      moved = isOther || MOVING.some((what) => before[what] !== given[what]);
    plan = given;
    if (moved) {
      // a saved plan stays as it is: what moves is the search on today's data, told beside it
      const step = { data: `${given.key}:${given.steps}:${+given.running}${+given.cancelled}` };
      if (isOther || !given.is_saved) store.setProps("plan-step", step);
      if (given.is_saved) store.setProps("saved-step", step);
      tell(given);
    }
    // telling may have requested the next question already
    if (given.running && text === wanted && !left) timer = setTimeout(() => ask(text), POLL_MS);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return;
    console.error(error);
    notice(words("failed"));
    wanted = null;
  } finally {
    clearTimeout(slow);
    clearTimeout(slower);
    if (text === wanted || wanted === null) busy(false);
  }
}

const busy = (/** @type {boolean} */ on) => root()?.toggleAttribute("data-busy", on);

/** What tells that a computation went on. */
const MOVING = /** @type {const} */ (["steps", "running", "cancelled"]);

function tell(/** @type {PlanAnswer} */ plan) {
  for (const listener of listeners) listener(plan);
  document.documentElement.dataset.plan = plan.key;
  store.repaint();
}

export function notice(/** @type {string} */ text) {
  const box = $("scenario-notice");
  if (box) box.textContent = text;
}

/** Follow the address: every change of the question is answered by itself. */
function settle() {
  if (!root() || !settings()) return;
  const text = shown();
  if (text !== wanted) {
    wanted = text;
    follows(true);
    notice("");
    store.setProps("plan-ask", { data: text });
    ask(text);
  }
  follow();
}

/** Panels are worked out only while they are looked at. */
const requested = /** @type {Record<string, string>} */ ({});
let study = 0;
function follow() {
  const panel = tabs.shown();
  if (!panel || !$(`panel-${panel}`)?.offsetParent) return;
  const text =
    panel === "versus"
      ? new URLSearchParams({ [keys().compared_scenarios]: param("compared_scenarios") }).toString()
      : panel === "library"
        ? null
        : `${shown()}#${panel === "curve" ? "" : plan?.steps}`;
  if (text === null || requested[panel] === text || (panel !== "versus" && !plan)) return;
  requested[panel] = text;
  store.setProps(`ask-${panel}`, { data: text.split("#")[0] });
  clearTimeout(study);
  if (panel !== "versus") study = setTimeout(() => followStudy(panel, text, -1), POLL_MS);
}

/** A study goes on slice by slice: show each, until it ends or nobody looks.
    @type {(panel: string, text: string, steps: number) => Promise<void>} */
async function followStudy(panel, text, steps) {
  if (!root() || tabs.shown() !== panel || requested[panel] !== text) return;
  const query = text.split("#")[0],
    response = await fetch(`/scenario/study/${panel}.json?${query}`);
  if (!response.ok || requested[panel] !== text) return;
  /** @type {StudyProgress} */
  const given = await response.json();
  if (given.steps !== steps || given.finished)
    store.setProps(`ask-${panel}`, { data: `${query}&step=${given.steps}${given.running ? "" : "e"}` });
  if (given.running && !left) study = setTimeout(() => followStudy(panel, text, given.steps), POLL_MS);
}

/** Whether what is being computed is followed: of the two buttons, the screen shows the one that changes it. */
function follows(/** @type {boolean} */ on) {
  left = !on;
  root()?.toggleAttribute("data-left", left);
}

/** Cease to follow what is being computed: it goes on for the others, and is no longer asked for. */
export function leave() {
  follows(false);
  clearTimeout(timer);
  clearTimeout(study);
}

/** Ask again for what was just stopped or taken up again. */
export function again() {
  follows(true);
  const text = wanted,
    panel = tabs.shown();
  if (text !== null) ask(text);
  if (panel && panel in requested) {
    delete requested[panel];
    follow();
  }
}

store.onMount(() => {
  wanted = null;
  plan = null;
  for (const panel of Object.keys(requested)) delete requested[panel];
  clearTimeout(timer);
});
export const onPlan = (/** @type {typeof listeners[number]} */ listener) => listeners.push(listener);
const planNow = () => plan;

export { planNow as plan };

store.onSettle(settle);
