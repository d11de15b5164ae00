/* An amount that may be typed for the whole place, by month or by year: the service converts it to what is stored. */
import { $, el } from "../core/dom.mjs";
import * as format from "../core/format.mjs";
import { change, value, words, writable } from "./editor.mjs";

const chosen = {}; // by field, the unit in which one types; for as long as the page lives
const typed = {}; // by field of the open form, what was typed and the area with which it was sent

const wholeUnit = (declared) => declared.whole_units.find(({ label }) => label === chosen[declared.id]);
const send = (declared, text) => {
  typed[declared.id] = { text, area: value("area_m2") };
  const unit = wholeUnit(declared);
  change({ [declared.id]: text.trim() ? (unit ? `${text} ${unit.label}` : text) : null }, { typing: declared.id });
};

/** The stored amount in a unit; null while it, or the area that it takes, is unknown. */
function stored(id, unit) {
  const amount = value(id),
    metres = unit ? value("area_m2") : 1;
  if (typeof amount !== "number" || typeof metres !== "number") return null;
  return Math.round((100 * amount * metres) / (unit?.per_year ?? 1)) / 100;
}

/** The input beside the choice of its unit, over the same amount in another. */
export function inUnits(declared, input, state) {
  const { id, unit, whole_units } = declared,
    waiting = typeof value(id) === "string" && whole_units.find(({ label }) => value(id).endsWith(label));
  delete typed[id]; // the form is drawn anew
  if (waiting) {
    chosen[id] = waiting.label;
    typed[id] = { text: value(id).slice(0, -waiting.label.length).trim(), area: value("area_m2") };
  }
  input.oninput = () => send(declared, input.value);
  const select = el(
    "select",
    { class: "text-field", "aria-label": `${declared.label}, ${words("amount_unit")}`, disabled: !writable(state) },
    ...[unit, ...whole_units.map(({ label }) => label)].map((label) => el("option", { value: label }, label)),
  );
  select.value = chosen[id] || unit;
  select.onchange = () => {
    chosen[id] = select.value;
    if (typed[id]) send(declared, typed[id].text);
    else refresh(declared, input, state);
  };
  input.value = typed[id]?.text ?? format.written(stored(id, wholeUnit(declared)));
  return el(
    "div",
    {},
    el("div", { class: "propose-amount" }, input, select),
    el("p", { id: `propose-as-${id}`, class: "note" }),
  );
}

/** Say the amount in the other unit; convert again what was typed once the area is another. */
export function refresh(declared, input, state) {
  const { id, unit, whole_units } = declared,
    whole = wholeUnit(declared);
  const area = value("area_m2");
  if (whole && typeof area === "number" && typed[id] && typed[id].area !== area) send(declared, typed[id].text);
  if (input !== document.activeElement && !(id in typed)) input.value = format.written(stored(id, whole));
  const other = whole ? null : whole_units[0],
    amount = stored(id, other);
  const sentence =
    amount !== null
      ? words("amount_as", { n: format.number(amount, whole ? 2 : 0), unit: other?.label ?? unit })
      : whole && area == null
        ? words("amount_needs_area", { unit })
        : "";
  $(`propose-as-${id}`).textContent = state.errors[id] ? "" : sentence;
}
