/* Screen « Scénarios »: what a press on the question or on the answer does at once, in the address or beside it. */
import { closest, first, the } from "../core/dom.mjs";
import { ask } from "../core/requests.mjs";
import * as store from "../core/store.mjs";
import { copyLink } from "./library.mjs";
import * as scenarioMap from "./map.mjs";
import * as scenario from "./question.mjs";
import { words } from "./question.mjs";

/** @import { Listed, Pressed } from "../types/scenarios"
    @import { KeyName } from "../types/state" */

/** Replace the whole question by another: one step of the way back. */
function start(/** @type {string} */ query) {
  const given = Object.fromEntries(new URLSearchParams(query));
  store.dispatch({
    type: "params",
    values: Object.fromEntries(scenario.questionKeys().map((key) => [key, given[key] || ""])),
  });
}

/** The button that goes hands the keyboard to the one that takes its place. */
function swap(/** @type {Part} */ button, /** @type {string} */ name) {
  button.parentElement?.querySelector(`[data-act="${name}"]`)?.focus();
}

/** @type {Record<string, (value: string, button: Part) => unknown>} */
const acts = {
  guide: (value) => start(value),
  reset: () => start(""),
  answer: () => the("scenario-side").focus(),
  choose: (value) => {
    const [name, answer] = value.split(":");
    scenario.set(/** @type {KeyName} */ (name), answer);
  },
  flag: (value, box) =>
    scenario.set(/** @type {KeyName} */ (value), box.getAttribute("aria-checked") === "true" ? "0" : "1"),
  equal: () => scenario.set("mix", ""),
  free: (value) => scenario.toggle(scenario.list("required").includes(value) ? "required" : "forbidden", value),
  k: (value) => scenario.set("k", value),
  focus: (value) => store.dispatch({ type: "focus", id: value }),
  impose: (value, button) => {
    scenario.toggle("required", value);
    // its table goes while the study is done again
    if (button.closest("#panel-safe")) first('[data-panel="safe"]').focus();
  },
  forbid: (value) => scenario.toggle("forbidden", value),
  adopt: (value) => {
    const keys = scenario.keys();
    store.dispatch({
      type: "params",
      values: { [keys.required]: value, [keys.forbidden]: "", [keys.k]: String(value.split(".").length) },
    });
    first('[data-panel="front"]').focus(); // the button goes: the plan becomes the one in force
  },
  "show-row": (value) =>
    document.querySelectorAll("#panel-front tbody tr")[Number(value)]?.scrollIntoView({ block: "center" }),
  leave: (_value, button) => {
    scenario.leave();
    swap(button, "scenario-follow");
  },
  follow: (_value, button) => {
    scenario.again();
    swap(button, "scenario-leave");
  },
  cancel: async (value) => {
    const { ok, given } = await ask("/scenario/cancel", { key: value });
    if (!ok) return scenario.notice(given.error || words("failed"));
    scenario.again();
  },
  resume: (value) => ask("/scenario/resume", { key: value }).then(scenario.again),
  link: (value, button) => copyLink(value, button),
  difference: (value) => scenarioMap.showDifference(value),
  "no-difference": () => scenarioMap.showDifference(null),
};

/** A list that is drawn again must not lose the keyboard: it goes to the same button where it now is, else to what
    holds the list. */
let pressed = /** @type {Pressed | null} */ (null);
/** @type {Record<string, string>} */
const LISTS = { "shown-plan": "#scenario-side", "named-places": "#named-places" };

function handBack(/** @type {string} */ list) {
  if (!pressed || pressed.list !== list) return;
  const { act, value } = pressed,
    here = document.activeElement,
    isLike = (/** @type {Element} */ one) => one.dataset.act === act,
    isSame = (/** @type {Element} */ one) => isLike(one) && (one.dataset.value || "") === value;
  if (here && here !== document.body && (!isLike(here) || isSame(here))) return;
  const back = [...the(list).querySelectorAll("[data-act]")].find(isSame);
  (back || first(LISTS[list])).focus({ preventScroll: true });
  if (!back) pressed = null;
}

export const drawn = (/** @type {string} */ list) => requestAnimationFrame(() => handBack(list));

document.addEventListener(
  "pointerdown",
  () => {
    pressed = null;
  },
  true,
);

document.addEventListener("click", (event) => {
  const button = closest(event, '[data-act^="scenario-"]');
  if (!button || !scenario.root()) return;
  const act = acts[button.dataset.act.slice("scenario-".length)];
  const list = Object.keys(LISTS).find((id) => button.closest(`#${id}`));
  pressed = list ? { list, act: button.dataset.act, value: button.dataset.value || "" } : null;
  if (!act) return;
  event.preventDefault();
  act(button.dataset.value || "", button);
});
