/* An amount that may be typed for the whole place, by month or by year: the service converts it to what is stored. */
import { $ } from "../core/dom.mjs";
import * as format from "../core/format.mjs";
import { change, state, value, words } from "./editor.mjs";

const typed = {}; // by field of the open form, what was typed and the area with which it was sent

/** @returns {any} */
const chooser = (id) => document.querySelector(`[data-unit-of="${id}"]`);
const units = (id) =>
  [...chooser(id).options].map(({ value: label, dataset }) => ({ label, per: +dataset.perYear || 0 }));

/** The unit in which one types, where it is one of the whole place. */
const wholeUnit = (id) => units(id).find(({ label, per }) => per && label === chooser(id).value);

export function send(control, text = control.value) {
  const id = control.dataset.field,
    unit = wholeUnit(id);
  typed[id] = { text, area: value("area_m2") };
  change({ [id]: text.trim() ? (unit ? `${text} ${unit.label}` : text) : null }, { typing: id });
}

/** The stored amount in a unit; null while it, or the area that it takes, is unknown. */
function stored(id, unit) {
  const amount = value(id),
    metres = unit ? value("area_m2") : 1;
  if (typeof amount !== "number" || typeof metres !== "number") return null;
  return Math.round((100 * amount * metres) / (unit?.per ?? 1)) / 100;
}

/** A place was opened: show its amount in the unit that was chosen, or in the one in which it waits to be sent. */
export function show(control, put) {
  const id = control.dataset.field,
    waiting = typeof value(id) === "string" && units(id).find(({ label, per }) => per && value(id).endsWith(label));
  delete typed[id];
  if (waiting) {
    chooser(id).value = waiting.label;
    typed[id] = { text: value(id).slice(0, -waiting.label.length).trim(), area: value("area_m2") };
  }
  put(control, typed[id]?.text ?? stored(id, wholeUnit(id)));
  refresh(control, put);
}

/** Say the amount in the other unit; convert again what was typed once the area is another. */
export function refresh(control, put) {
  const id = control.dataset.field,
    whole = wholeUnit(id),
    area = value("area_m2");
  if (whole && typeof area === "number" && typed[id] && typed[id].area !== area) send(control, typed[id].text);
  if (control !== document.activeElement && !(id in typed)) put(control, stored(id, whole));
  const [own, first] = units(id),
    other = whole ? null : first,
    amount = stored(id, other);
  const sentence =
    amount !== null
      ? words("amount_as", { n: format.number(amount, whole ? 2 : 0), unit: (other ?? own).label })
      : whole && area == null
        ? words("amount_needs_area", { unit: own.label })
        : "";
  $(`propose-as-${id}`).textContent = state.errors[id] ? "" : sentence;
}

/** Another unit was chosen: what was typed is meant in it, what was stored is shown in it. */
export function unitChosen(select, put) {
  const control = $(`propose-f-${select.dataset.unitOf}`);
  typed[select.dataset.unitOf] ? send(control, typed[select.dataset.unitOf].text) : refresh(control, put);
}
