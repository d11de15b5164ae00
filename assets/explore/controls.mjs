/* The controls of the filters: they show what is filtered, wherever the gesture came from; a new value becomes an
   action. */
import { $, closest, target } from "../core/dom.mjs";
import * as store from "../core/store.mjs";

/** Controls show what is filtered, wherever the gesture came from. Dash loses what is written before it has settled. */
let mountedList = /** @type {any} */ (null);
function settleControls(/** @type {PageContext} */ ctx) {
  if (!mountedList || document.querySelector(".facet-list") !== mountedList) return;
  const hasFocus = typing();
  for (const { id, facet, part } of ctx.config.controls) {
    if (isTicked(id)) continue; // the page paints them: a value that Dash draws late would take back a tick made meanwhile
    if (facet === hasFocus) continue; // « 3 » on the way to « 300 » is not put in order under the fingers
    const value = ctx.state.filters[facet],
      declared = ctx.engine.byId.get(facet);
    const shown = controls.show(declared, value, part);
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

const day = (days) => new Date(days * 864e5).toISOString().slice(0, 10);
const days = (text) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text || "") ? Math.round(Date.parse(`${text}T00:00:00Z`) / 864e5) : null;

/** Values that we wrote in each control since a hand last touched it. Dash may echo one long after, when the state
    has moved on:
    such an echo is no gesture. */
const ownWrites = new Map();
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
const isTicked = (id) => Boolean($(id)?.closest(".choices"));

export const controls = {
  last: new Map(),
  /** What Dash heard of the controls, all of them in order: those that changed become actions. */
  heard(changed, values) {
    const { config } = store.context();
    if (!config) return;
    for (const name of changed) {
      const at = config.controls.findIndex((control) => name.startsWith(`${control.id}.`));
      if (at >= 0) controls.changed(config.controls[at], values[at]);
    }
  },
  wrote(id, key) {
    ownWrites.set(id, (ownWrites.get(id) || new Set()).add(key));
  },
  show(facet, value, part) {
    if (part === "codes") return value || [];
    if (part === "unknown") return Boolean(value?.unknown);
    const end = value ? value[part] : null;
    return end === null || end === undefined ? "" : facet.is_date ? day(end) : end;
  },
  /** A control's new value becomes an action; the echo of our own writing changes nothing. */
  changed(control, given) {
    const ctx = store.context();
    if (!ctx.engine || isTicked(control.id)) return;
    const key = JSON.stringify(given);
    const before = controls.last.get(control.id);
    if (before !== key && (ownWrites.get(control.id) || new Set()).has(key)) return;
    controls.last.set(control.id, key);
    if (before === key || (before === undefined && !given)) return;
    const facet = /** @type {import("../types/page").Facet} */ (ctx.engine.byId.get(control.facet));
    if (control.part === "codes") return store.dispatch({ type: "set", facet: facet.id, value: given });
    const value = ctx.state.filters[facet.id] || { low: null, high: null, unknown: false };
    const written = Object.fromEntries(
      ["low", "high", "unknown"].map((part) => [part, controls.read(ctx, facet, part, value[part])]),
    );
    store.dispatch(
      { type: "set", facet: facet.id, value: written },
      { merge: control.part === "unknown" ? null : control.id },
    );
  },
  /** What a range's field holds, as written; the state's own end where nothing was ever shown in it. */
  read(ctx, facet, part, otherwise) {
    const { id } = ctx.config.controls.find((control) => control.facet === facet.id && control.part === part);
    if (!controls.last.has(id)) return otherwise;
    const given = JSON.parse(controls.last.get(id) ?? "null");
    return part === "unknown"
      ? Boolean(given)
      : facet.is_date
        ? days(given)
        : given === "" || given === null
          ? null
          : +given;
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
    const { facetSection } = root.closest("[data-facet-section]").dataset;
    store.dispatch({ type: "toggle", facet: facetSection, code: target(event).value });
  },
  true,
);

/** Boxes to tick show the state in the gesture's own frame. Dash never hears of them, and so never draws them again. */
function paintTicks(/** @type {PageContext} */ ctx) {
  for (const list of document.querySelectorAll("[data-facet-section] .choices")) {
    const codes = ctx.state.filters[list.closest("[data-facet-section]")?.dataset.facetSection ?? ""] || [];
    const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (list.querySelectorAll("input[type=checkbox]"));
    for (const box of boxes) box.checked = codes.includes(box.value);
  }
}

store.onMount(() => {
  controls.last.clear();
  mountedList = document.querySelector(".facet-list");
});
store.onPaint(paintTicks);
store.onSettle(settleControls);
