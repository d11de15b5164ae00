/* The controls of the filters: they show what is filtered, wherever the gesture came from; what is typed or ticked
   becomes an action. Dash lays them out, and hears of the list alone in which one searches. */
import { around, closest, fill, target } from "../core/dom.mjs";
import * as format from "../core/format.mjs";
import * as store from "../core/store.mjs";

/** @import { IntervalFilter } from "../types/answers"
    @import { Context, RangeFacet } from "../types/state" */

const all = (/** @type {string} */ selector) => document.querySelectorAll(`[data-facet-section] ${selector}`);
const facetOf = (/** @type {Element} */ part) => around("[data-facet-section]", part).dataset.facetSection;
const TYPED = ".range input";
let isPutting = false, // what the page writes itself is not what a person typed
  mounted = /** @type {Element | null} */ (null);

/** Boxes to tick show the state in the gesture's own frame. Dash never hears of them, and so never draws them again. */
function paint(/** @type {Context} */ { state }) {
  for (const box of all(".choices input[type=checkbox]"))
    box.checked = /** @type {string[]} */ (state.filters[facetOf(box)] || []).includes(box.value);
  for (const box of all("[data-unknown] input"))
    box.checked = Boolean(/** @type {IntervalFilter | undefined} */ (state.filters[facetOf(box)])?.unknown);
}

/** The fields of a range follow when the hand rests, save where one writes: « 3 » on the way to « 300 » is not put in
    order under the fingers. */
function settle(/** @type {Context} */ { engine, state }) {
  for (const field of all(TYPED)) {
    const facet = facetOf(field),
      end = /** @type {IntervalFilter | undefined} */ (state.filters[facet])?.[partOf(field)] ?? null,
      isDate = /** @type {RangeFacet} */ (engine.byId.get(facet)).is_date;
    const text = end === null ? "" : isDate ? day(end) : String(format.written(end));
    if (around(".range", field).contains(document.activeElement) || field.value === text) continue;
    isPutting = true;
    fill(field, text);
    isPutting = false;
  }
  // Dash loses what is written before it has settled
  if (document.querySelector(".facet-list") === mounted) for (const box of all("[data-searched]")) search(box, state);
}

const partOf = (/** @type {Part} */ field) => (field.matches(".range > :first-child input") ? "low" : "high");
const day = (/** @type {number} */ days) => new Date(days * 864e5).toISOString().slice(0, 10);
const days = (/** @type {string} */ text) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) ? Math.round(Date.parse(`${text}T00:00:00Z`) / 864e5) : null;

/** What a field tells: null where it is empty; not a number where it cannot be read. */
function read(/** @type {Part} */ field) {
  const text = field.value.replace(/\s/g, "").replace(",", ".");
  return field.type === "date" ? days(text) : text === "" ? null : +text;
}

document.addEventListener("input", (event) => {
  const field = closest(event, `[data-facet-section] ${TYPED}`);
  if (!field || isPutting) return;
  const facet = facetOf(field),
    [low, high] = [...around(".range", field).querySelectorAll("input")].map(read);
  field.setAttribute("aria-invalid", String(Number.isNaN(read(field))));
  const now = /** @type {IntervalFilter | undefined} */ (store.context().state.filters[facet]);
  const value = { low, high, unknown: Boolean(now?.unknown) };
  store.dispatch({ type: "set", facet, value }, { merge: `${facet}-${partOf(field)}` });
});
document.addEventListener("focusout", (event) => {
  if (closest(event, ".range")) setTimeout(() => store.context().result && settle(store.context()));
});

/** A tick goes straight to the store: by way of the control's own redrawing it would wait three frames. */
window.addEventListener(
  "click",
  (event) => {
    const root = closest(event, "[data-facet-section] .mantine-Checkbox-root"),
      { result, state } = store.context();
    if (!root || !result) return;
    event.stopPropagation();
    if (!target(event).matches("input")) return; // the label's click is followed by its box's own
    const facet = facetOf(root);
    if (!root.closest("[data-unknown]")) return store.dispatch({ type: "toggle", facet, code: target(event).value });
    const now = /** @type {IntervalFilter | undefined} */ (state.filters[facet]) ?? { low: null, high: null };
    store.dispatch({ type: "set", facet, value: { ...now, unknown: target(event).checked } });
  },
  true,
);

/** What we wrote in each list in which one searches, the last at the end, since a hand last touched it. Dash may echo
    one long after, when the state has moved on: such an echo is no gesture. */
const written = /** @type {Map<string, string[]>} */ (new Map());
for (const kind of ["pointerdown", "keydown", "input"])
  document.addEventListener(
    kind,
    (event) => {
      const section = closest(event, "[data-facet-section]");
      if (section)
        written.set(section.dataset.facetSection, (written.get(section.dataset.facetSection) || []).slice(-1));
    },
    true,
  );

function search(/** @type {Part} */ box, /** @type {Context["state"]} */ { filters }) {
  const facet = facetOf(box),
    value = filters[facet] || [],
    texts = written.get(facet) || [],
    text = JSON.stringify(value);
  if (texts.at(-1) === text) return;
  written.set(facet, [...texts, text]);
  store.setProps(box.dataset.searched, { value });
}

/** What Dash heard of the lists in which one searches becomes an action. */
export function searched(/** @type {string[]} */ changed, /** @type {string[][]} */ values) {
  [...all("[data-searched]")].forEach((box, i) => {
    const facet = facetOf(box),
      text = JSON.stringify(values[i] || []);
    if (!changed.includes(`${box.dataset.searched}.value`) || written.get(facet)?.includes(text)) return;
    written.set(facet, [text]);
    store.dispatch({ type: "set", facet, value: values[i] });
  });
}

store.onMount(() => {
  written.clear();
  mounted = document.querySelector(".facet-list");
});
store.onPaint(paint);
store.onSettle(settle);
