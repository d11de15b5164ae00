/* Screen « Convergence », left panel: weights, thresholds and hypotheses; built once a role, then only its values
   move. */
import { $, el } from "../core/dom.mjs";
import * as format from "../core/format.mjs";
import { sign, slider } from "../core/parts.mjs";
import * as store from "../core/store.mjs";
import * as model from "./model.mjs";
import { percent, words } from "./scores.mjs";

let panelKey = "";

function buildPanel() {
  const box = $("weights"),
    data = model.data();
  if (!box || !data) return;
  const key = data.role + format.language();
  if (panelKey === key && box.childElementCount) return;
  panelKey = key;
  box.replaceChildren(...model.settings().actors.map((actor, index) => actorBlock(actor, index, data)));
  $("thresholds").replaceChildren(...["green", "amber", "known"].map(thresholdRow));
  $("hypotheses").replaceChildren(...model.settings().hypotheses.map(hypothesisRow));
}

function actorBlock(actor, index, data) {
  const id = `weight-${actor.id}`;
  const { input, output } = slider(
    id,
    words("weight_of", { name: actor.label }),
    { min: 0, max: 100, step: 1, value: 25, text: (v) => percent(v / 100) },
    (value, options) => model.setShare(index, value / 100, options),
  );
  const lock = el("button", {
    type: "button",
    class: "lock",
    id: `lock-${actor.id}`,
    onclick: () => model.toggleLock(actor.id),
  });
  const own = data.criteria.filter((c) => c.actor === index).map((criterion) => criterionRow(criterion));
  const details = el(
    "details",
    { class: "criteria" },
    el(
      "summary",
      {},
      words("criteria_count", { n: String(own.length) }),
      el("span", { class: "visually-hidden" }, ` : ${actor.label}`),
    ),
    ...own,
  );
  return el(
    "div",
    { class: "weight", id: `block-${actor.id}` },
    el("div", { class: "weight-head" }, sign(actor), el("label", { htmlFor: id }, actor.label), output, lock),
    input,
    details,
  );
}

function criterionRow(criterion) {
  const id = `weight-${criterion.id}`;
  const { input, output } = slider(
    id,
    words("weight_of", { name: criterion.label }),
    { min: 0, max: 5, step: 0.5, value: criterion.weight, text: (v) => format.number(v, 1) },
    (value, options) => model.setCriterion(criterion.id, value, options),
  );
  return el(
    "div",
    { class: "weight small" },
    el("div", { class: "weight-head" }, el("label", { htmlFor: id }, criterion.label), output),
    input,
  );
}

function thresholdRow(kind) {
  const id = `threshold-${kind}`;
  const { input, output } = slider(
    id,
    words(kind),
    { min: 0, max: 1, step: 0.05, value: model.settings().thresholds[kind], text: (v) => format.number(v, 2) },
    (value, options) => model.setThreshold(kind, null, value, options),
  );
  return el(
    "div",
    { class: "weight small" },
    el(
      "div",
      { class: "weight-head" },
      el("span", { class: `light light-${kind === "known" ? "unsure" : kind}` }),
      el("label", { htmlFor: id }, `${words(kind)} ≥`),
      output,
    ),
    input,
  );
}

function hypothesisRow(item) {
  const id = `hypothesis-${item.id}`,
    show = (v) => `${format.number(v, 2)} ${item.unit}`;
  const { input, output } = slider(
    id,
    item.label,
    { min: item.low, max: item.high, step: item.step, value: item.value, text: show },
    (value, options) => (options.transient ? setOutput(id, show(value)) : model.setHypothesis(item.id, value, options)),
  );
  const mark = item.is_hypothesis ? el("span", { class: "badge-hypothesis" }, words("hypothesis")) : null;
  const note = el("small", {}, `${item.source}. ${words("default_value", { value: show(item.value) })}`);
  return el(
    "div",
    { class: "weight small" },
    el("div", { class: "weight-head" }, el("label", { htmlFor: id }, item.label), mark, output),
    input,
    note,
  );
}

function setOutput(id, text) {
  const output = document.querySelector(`output[for="${id}"]`);
  if (output) output.textContent = text;
}

function put(id, value, text) {
  const input = $(id);
  if (!input) return;
  if (document.activeElement !== input || Number(input.value) !== value) input.value = value;
  input.setAttribute("aria-valuetext", text);
  setOutput(id, text);
}

function paintPanel() {
  const { actors, thresholds, hypotheses, presets } = model.settings(),
    locked = model.locked(),
    shares = model.actorShares();
  actors.forEach((actor, i) => {
    put(`weight-${actor.id}`, Math.round(100 * shares[i]), percent(shares[i]));
    const lock = $(`lock-${actor.id}`),
      on = locked.has(actor.id);
    if (!lock) return;
    lock.setAttribute("aria-pressed", String(on));
    lock.setAttribute("aria-label", words(on ? "unlock" : "lock", { name: actor.label }));
    lock.title = lock.getAttribute("aria-label");
    $(`weight-${actor.id}`).disabled = on;
  });
  model
    .criterionWeights()
    .forEach((weight, i) => put(`weight-${model.data().criteria[i].id}`, weight, format.number(weight, 1)));
  const limits = model.thresholds()[0];
  for (const kind of Object.keys(thresholds)) put(`threshold-${kind}`, limits[kind], format.number(limits[kind], 2));
  const changed = model.hypotheses();
  for (const item of hypotheses) {
    const value = item.id in changed ? changed[item.id] : item.value;
    put(`hypothesis-${item.id}`, value, `${format.number(value, 2)} ${item.unit}`);
  }
  const near = (view) =>
    !model.param("criterion_weights") && view.shares.every((share, i) => Math.abs(share - shares[i]) < 5e-4);
  const preset = presets.find(near);
  for (const button of document.querySelectorAll("[data-preset]"))
    button.setAttribute("aria-pressed", String(Boolean(preset) && button.dataset.preset === preset.id));
  for (const button of document.querySelectorAll("[data-role]"))
    button.setAttribute("aria-pressed", String(button.dataset.role === model.role()));
  for (const box of document.querySelectorAll("[data-by-legend]"))
    box.hidden = box.dataset.byLegend !== (model.param("coloured_by") || "score");
  for (const button of document.querySelectorAll("[data-by]"))
    button.setAttribute("aria-pressed", String(button.dataset.by === (model.param("coloured_by") || "score")));
}

store.onMount(() => {
  panelKey = "";
});
store.onPaint((/** @type {PageContext} */ ctx) => {
  if (!model.root() || !model.data() || !ctx.config.convergence) return;
  buildPanel();
  model.scored();
  paintPanel();
});
