/* Screen « Scénarios », left panel: the controls (views/scenarios/question.py) show what the address asks; a hand on one
   makes another address. */
import { $, the } from "../core/dom.mjs";
import * as format from "../core/format.mjs";
import * as sliders from "../core/sliders.mjs";
import * as store from "../core/store.mjs";
import * as scenario from "./question.mjs";
import { words } from "./question.mjs";

/** @import { Context, KeyName } from "../types/state" */

const all = (/** @type {string} */ selector) => [...document.querySelectorAll(`#question ${selector}`)];
const defaultOf = (/** @type {KeyName} */ name) => scenario.settings().defaults[scenario.keys()[name]];

/** What the address asks among some values; the default one where it asks none of them. */
const oneOf = (/** @type {KeyName} */ name, /** @type {string[]} */ values) =>
  values.includes(scenario.param(name)) ? scenario.param(name) : defaultOf(name);

/** A whole number of the address, within what may be asked. */
function whole(/** @type {Record<string, string>} */ { slider, low, high, default: otherwise }) {
  const given = scenario.param(/** @type {KeyName} */ (slider));
  return /^\d{1,9}$/.test(given) ? Math.min(Math.max(+given, +low), +high) : +otherwise;
}

function paintChoice(/** @type {Part} */ group) {
  const buttons = [...group.children],
    answerOf = (/** @type {Part} */ button) => button.dataset.value.split(":")[1];
  group.dataset.chosen = oneOf(/** @type {KeyName} */ (group.dataset.choices), buttons.map(answerOf));
  for (const button of buttons) button.setAttribute("aria-pressed", String(answerOf(button) === group.dataset.chosen));
}

function paint(/** @type {Context} */ ctx) {
  if (!scenario.root() || !ctx.config.scenario || !$("question")) return;
  for (const group of all("[data-choices]")) paintChoice(group);
  for (const row of all("[data-slider]")) sliders.show(row, whole(row.dataset));
  const { stakes } = scenario.settings(),
    shares = scenario.shares();
  for (const row of all("[data-stake]")) sliders.show(row, Math.round(100 * shares[stakes.indexOf(row.dataset.stake)]));
  for (const box of all("[role=checkbox]"))
    box.setAttribute("aria-checked", String(oneOf(/** @type {KeyName} */ (box.dataset.value), ["0", "1"]) === "1"));
  const goal = all("[data-choices=goal]")[0].dataset.chosen;
  for (const row of all("[data-idle-for]")) row.hidden = row.dataset.idleFor.split(" ").includes(goal);
  the("kept-places").textContent = words("filtered", { n: format.number(ctx.result.visible) });
  askNamed();
}

const LISTED = /** @type {const} */ (["required", "forbidden"]);

/** The places imposed and ruled out are named by the server, once they have changed. */
let named = /** @type {string | null} */ (null);
function askNamed() {
  const query = new URLSearchParams(LISTED.map((kind) => [scenario.keys()[kind], scenario.param(kind)]));
  if (named === query.toString()) return;
  named = query.toString();
  store.setProps("named-ask", { data: named });
}

sliders.listen("#question", ({ dataset: { slider, stake } }, value, manner) => {
  if (stake) scenario.setShare(stake, value / 100, manner);
  else scenario.set(/** @type {KeyName} */ (slider), value, manner);
});

store.onMount(() => {
  named = null;
});
store.onPaint(paint);
