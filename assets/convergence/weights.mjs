/* Screen « Convergence », left panel (views/convergence/weights.py): the sliders of weights, thresholds and hypotheses
   show what the address asks; a hand on one makes another address. */
import { around, closest, first } from "../core/dom.mjs";
import * as sliders from "../core/sliders.mjs";
import * as store from "../core/store.mjs";
import * as model from "./model.mjs";
import { words } from "./scores.mjs";

/** @import { PresetView } from "../types/answers"
    @import { Limits } from "../types/convergence"
    @import { Context } from "../types/state" */

const all = (/** @type {string} */ selector) => [...document.querySelectorAll(`#convergence-settings ${selector}`)];
const place = (/** @type {string} */ actor) => model.settings().actors.findIndex(({ id }) => id === actor);

function paintActor(/** @type {Part} */ row) {
  const { actor } = row.dataset,
    lock = first(".lock", row),
    on = model.locked().has(actor),
    label = words(on ? "unlock" : "lock", { name: first("label", row).textContent });
  sliders.show(row, Math.round(100 * model.actorShares()[place(actor)]));
  first("input", row).disabled = on;
  lock.setAttribute("aria-pressed", String(on));
  lock.setAttribute("aria-label", label);
  lock.title = label;
}

/** Of the criteria, only those of the role. */
function paintCriteria() {
  const criteria = model.criteria(),
    weights = model.criterionWeights();
  for (const row of all("[data-criterion]")) {
    const at = criteria.findIndex(({ id }) => id === row.dataset.criterion);
    row.hidden = at < 0;
    if (at >= 0) sliders.show(row, weights[at]);
  }
  for (const count of all("[data-criteria]"))
    count.textContent = words("criteria_count", {
      n: String(criteria.filter(({ actor }) => actor === place(count.dataset.criteria)).length),
    });
}

function paint(/** @type {Context} */ ctx) {
  if (!model.root() || !model.data() || !ctx.config.convergence) return;
  for (const row of all("[data-actor]")) paintActor(row);
  paintCriteria();
  const [limits] = model.thresholds(),
    changed = model.hypotheses(),
    shares = model.actorShares();
  for (const row of all("[data-threshold]"))
    sliders.show(row, limits[/** @type {keyof Limits} */ (row.dataset.threshold)]);
  for (const { id, value } of model.settings().hypotheses)
    for (const row of all(`[data-hypothesis="${id}"]`)) sliders.show(row, changed[id] ?? value);
  const isLike = (/** @type {PresetView} */ view) =>
    !model.param("criterion_weights") && view.shares.every((share, i) => Math.abs(share - shares[i]) < 5e-4);
  press("preset", model.settings().presets.find(isLike)?.id);
  press("role", model.role());
  const by = model.param("coloured_by") || "score";
  press("by", by);
  for (const box of document.querySelectorAll("[data-by-legend]")) box.hidden = box.dataset.byLegend !== by;
}

/** Of the buttons of a group, the one that is in force is pressed. */
function press(/** @type {string} */ group, /** @type {string | undefined} */ value) {
  for (const button of document.querySelectorAll(`[data-${group}]`))
    button.setAttribute("aria-pressed", String(button.dataset[group] === value));
}

sliders.listen("#convergence-settings", (row, value, manner) => {
  const { actor, criterion, threshold, hypothesis } = row.dataset;
  if (actor) model.setShare(place(actor), value / 100, manner);
  else if (criterion) model.setCriterion(criterion, value, manner);
  else if (threshold) model.setThreshold(/** @type {keyof Limits} */ (threshold), value, manner);
  else if (manner.transient) sliders.show(row, value);
  else model.setHypothesis(hypothesis, value, manner);
});

document.addEventListener("click", (event) => {
  const lock = closest(event, "#convergence-settings .lock");
  if (lock) model.toggleLock(around("[data-actor]", lock).dataset.actor);
});

store.onPaint(paint);
