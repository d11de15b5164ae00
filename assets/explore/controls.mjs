/* The controls of the filters: they show what is filtered, wherever the gesture came from; a new value becomes an
   action. */
import { $, around, closest, target } from "../core/dom.mjs";
import * as store from "../core/store.mjs";

/** @import { Control, IntervalFilter } from "../types/answers"
    @import { Context, Filter, Range, RangeFacet } from "../types/state" */

/** Controls show what is filtered, wherever the gesture came from. Dash loses what is written before it has settled. */
let mountedList = /** @type {Element | null} */ (null);
function settleControls(/** @type {Context} */ ctx) {
  if (!mountedList || document.querySelector(".facet-list") !== mountedList) return;
  const hasFocus = typing();
  for (const { id, facet, part } of ctx.config.controls) {
    if (isTicked(id)) continue; // the page paints them: a value that Dash draws late would take back a tick made meanwhile
    if (facet === hasFocus) continue; // « 3 » on the way to « 300 » is not put in order under the fingers
    const shown = controls.show(/** @type {Range} */ (ctx.engine.byId.get(facet)), ctx.state.filters[facet], part);
    const key = JSON.stringify(shown);
    if (controls.last.get(id) === key) continue;
    controls.last.set(id, key);
    controls.wrote(id, key);
    store.setProps(id, { value: shown, ...(part === "unknown" ? { checked: shown } : {}) });
  }
}

/** The range facet in whose field the person is writing. */
function typing() {
  const field = document.activeElement;
  return field?.matches("input:not([type=checkbox])") && field.closest(".range")
    ? field.closest("[data-facet-section]")?.dataset.facetSection
    : null;
}
document.addEventListener("focusout", (event) => {
  if (closest(event, ".range")) setTimeout(() => store.context().result && settleControls(store.context()));
});

const day = (/** @type {number} */ days) => new Date(days * 864e5).toISOString().slice(0, 10);
const days = (/** @type {string} */ text) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) ? Math.round(Date.parse(`${text}T00:00:00Z`) / 864e5) : null;

/** Values that we wrote in each control since a hand last touched it. Dash may echo one long after, when the state
    has moved on:
    such an echo is no gesture. */
const ownWrites = /** @type {Map<string, Set<string>>} */ (new Map());
for (const kind of ["pointerdown", "keydown", "input"]) {
  document.addEventListener(
    kind,
    (event) => {
      const section = closest(event, "[data-facet-section]");
      if (!section) return;
      for (const id of [...ownWrites.keys()])
        if (id.startsWith(`control-${section.dataset.facetSection}-`)) ownWrites.delete(id);
    },
    true,
  );
}

/** Whether a control is of boxes to tick: a tick goes straight to the store, and the boxes show the store's state. */
const isTicked = (/** @type {string} */ id) => Boolean($(id)?.closest(".choices"));

export const controls = {
  last: /** @type {Map<string, string>} */ (new Map()),
  /** What Dash heard of the controls, all of them in order: those that changed become actions. */
  heard(/** @type {string[]} */ changed, /** @type {unknown[]} */ values) {
    const { config } = store.context();
    if (!config) return;
    for (const name of changed) {
      const at = config.controls.findIndex((control) => name.startsWith(`${control.id}.`));
      if (at >= 0) controls.changed(config.controls[at], values[at]);
    }
  },
  wrote(/** @type {string} */ id, /** @type {string} */ key) {
    ownWrites.set(id, (ownWrites.get(id) || new Set()).add(key));
  },
  /** @param {Range} facet
      @param {Filter | undefined} filter
      @param {Control["part"]} part */
  show(facet, filter, part) {
    if (part === "codes") return filter || [];
    const value = /** @type {IntervalFilter | undefined} */ (filter);
    if (part === "unknown") return Boolean(value?.unknown);
    const end = value?.[part] ?? null;
    return end === null ? "" : facet.is_date ? day(end) : end;
  },
  /** A control's new value becomes an action; the echo of our own writing changes nothing. */
  changed(/** @type {Control} */ control, /** @type {unknown} */ given) {
    const ctx = store.context();
    if (!ctx.engine || isTicked(control.id)) return;
    const key = JSON.stringify(given);
    const before = controls.last.get(control.id);
    if (before !== key && ownWrites.get(control.id)?.has(key)) return;
    controls.last.set(control.id, key);
    if (before === key || (before === undefined && !given)) return;
    const { facet, part } = control;
    if (part === "codes") return store.dispatch({ type: "set", facet, value: /** @type {string[]} */ (given) });
    const merge = part === "unknown" ? null : control.id;
    store.dispatch({ type: "set", facet, value: controls.interval(ctx, facet) }, { merge });
  },
  /** What the fields of a range hold, as written; the state's own end where nothing was ever shown in one.
      @param {Context} ctx
      @param {string} facet
      @returns {IntervalFilter} */
  interval(ctx, facet) {
    const { is_date: isDate } = /** @type {RangeFacet} */ (ctx.engine.byId.get(facet)),
      now = /** @type {IntervalFilter | undefined} */ (ctx.state.filters[facet]);
    const written = (/** @type {Control["part"]} */ part) =>
      controls.last.get(ctx.config.controls.find((one) => one.facet === facet && one.part === part)?.id ?? "");
    const end = (/** @type {"low" | "high"} */ part) => {
      const text = written(part),
        given = JSON.parse(text ?? "null");
      if (text === undefined) return now?.[part] ?? null;
      return isDate ? days(given ?? "") : given === "" || given === null ? null : +given;
    };
    const unknown = written("unknown");
    return {
      low: end("low"),
      high: end("high"),
      unknown: unknown === undefined ? Boolean(now?.unknown) : Boolean(JSON.parse(unknown)),
    };
  },
};

/** A tick goes straight to the store: by way of the control's own redrawing it would wait three frames. */
window.addEventListener(
  "click",
  (event) => {
    const root = closest(event, "[data-facet-section] .choices .mantine-Checkbox-root");
    if (!root || !store.context().result) return;
    event.stopPropagation();
    if (!target(event).matches("input")) return; // the label's click is followed by its box's own
    const { facetSection } = around("[data-facet-section]", root).dataset;
    store.dispatch({ type: "toggle", facet: facetSection, code: target(event).value });
  },
  true,
);

/** Boxes to tick show the state in the gesture's own frame. Dash never hears of them, and so never draws them again. */
function paintTicks(/** @type {Context} */ ctx) {
  for (const list of document.querySelectorAll("[data-facet-section] .choices")) {
    const { facetSection } = around("[data-facet-section]", list).dataset,
      codes = /** @type {string[]} */ (ctx.state.filters[facetSection] || []);
    for (const box of list.querySelectorAll("input[type=checkbox]")) box.checked = codes.includes(box.value);
  }
}

store.onMount(() => {
  controls.last.clear();
  mountedList = document.querySelector(".facet-list");
});
store.onPaint(paintTicks);
store.onSettle(settleControls);
