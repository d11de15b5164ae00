/* An amount that may be typed for the whole place, by month or by year: the service converts it to what is stored. */
import { first, the } from "../core/dom.mjs";
import * as format from "../core/format.mjs";
import { change, state, typedOf, value, words } from "./editor.mjs";

/** @import { FieldValue, Put, Unit } from "../types/proposals" */

/** By field of the open form, what was typed and the area with which it was sent.
    @type {Record<string, { text: string, area: FieldValue }>} */
const typed = {};

const chooser = (/** @type {string} */ id) => first(`[data-unit-of="${id}"]`);
/** @returns {Unit[]} */
const units = (/** @type {string} */ id) =>
  [...chooser(id).options].map(({ value: label, dataset }) => ({ label, per: Number(dataset.perYear ?? 0) }));

/** The unit in which one types, where it is one of the whole place. */
const wholeUnit = (/** @type {string} */ id) => units(id).find(({ label, per }) => per && label === chooser(id).value);

export function send(/** @type {Part} */ control, text = control.value) {
  const id = control.dataset.field,
    unit = wholeUnit(id);
  typed[id] = { text, area: value("area_m2") };
  change({ [id]: text.trim() ? (unit ? `${text} ${unit.label}` : text) : null }, { typing: id });
}

/** The stored amount in a unit; null while it, or the area that it takes, is unknown. */
function stored(/** @type {string} */ id, /** @type {Unit | null | undefined} */ unit) {
  const amount = value(id),
    metres = unit ? value("area_m2") : 1;
  if (typeof amount !== "number" || typeof metres !== "number") return null;
  return Math.round((100 * amount * metres) / (unit?.per ?? 1)) / 100;
}

/** A place was opened: show its amount in the unit that was chosen, or in the one in which it waits to be sent. */
export function show(/** @type {Part} */ control, /** @type {Put} */ put) {
  const id = control.dataset.field,
    held = typedOf(id),
    text = typeof held === "string" ? held : "",
    waiting = units(id).find(({ label, per }) => per && text.endsWith(label));
  delete typed[id];
  if (waiting) {
    chooser(id).value = waiting.label;
    typed[id] = { text: text.slice(0, -waiting.label.length).trim(), area: value("area_m2") };
  }
  put(control, typed[id]?.text ?? (text || stored(id, wholeUnit(id))));
  refresh(control, put);
}

/** Say the amount in the other unit; convert again what was typed once the area is another. */
export function refresh(/** @type {Part} */ control, /** @type {Put} */ put) {
  const id = control.dataset.field,
    whole = wholeUnit(id),
    area = value("area_m2");
  if (whole && typeof area === "number" && typed[id] && typed[id].area !== area) send(control, typed[id].text);
  if (control !== document.activeElement && !(id in typed)) put(control, stored(id, whole));
  const [own, another] = units(id),
    other = whole ? null : another,
    amount = stored(id, other);
  const sentence =
    amount !== null
      ? words("amount_as", { n: format.number(amount, whole ? 2 : 0), unit: (other ?? own).label })
      : whole && area == null
        ? words("amount_needs_area", { unit: own.label })
        : "";
  the(`propose-as-${id}`).textContent = state.errors[id] ? "" : sentence;
}

/** Another unit was chosen: what was typed is meant in it, what was stored is shown in it. */
export function unitChosen(/** @type {Part} */ select, /** @type {Put} */ put) {
  const { unitOf: id } = select.dataset,
    control = the(`propose-f-${id}`);
  typed[id] ? send(control, typed[id].text) : refresh(control, put);
}
