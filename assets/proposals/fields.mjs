/* The fields of the form: an input each by its type, the address that finds its position, the lists of facts and
   reminders. */
import { $, el } from "../core/dom.mjs";
import * as format from "../core/format.mjs";
import { area, corners } from "../map/ring.mjs";
import { combobox } from "./address_search.mjs";
import * as amounts from "./amounts.mjs";
import { change, value, words, writable } from "./editor.mjs";
import { rows, tags } from "./facts.mjs";

export function field(declared, state) {
  const special = {
    position,
    footprint: outline,
    rent_is_confidential: confidential,
    tags,
    history: (d, s) => rows(d, s, "history"),
    reminders: (d, s) => rows(d, s, "reminders"),
  }[declared.id];
  if (special) return special(declared, state);
  const id = `propose-f-${declared.id}`,
    input = inputOf(declared, id, state);
  const mark = declared.required
    ? el("span", { class: "note" }, ` (${words("required")})`)
    : declared.confidential
      ? el("span", { class: "note" }, ` · ${words("confidential")}`)
      : null;
  const label = el(
    "label",
    { class: "propose-label", htmlFor: id },
    declared.label,
    declared.unit && !declared.whole_units.length ? el("span", { class: "note" }, ` (${declared.unit})`) : null,
    mark,
  );
  const extra =
    declared.id === "address"
      ? el("ul", {
          id: "propose-answers",
          role: "listbox",
          class: "propose-answers",
          hidden: true,
          "aria-label": words("address_search"),
        })
      : declared.id === "zone_name"
        ? zoneHint()
        : null;
  const isWide = declared.many_lines || ["name", "address", "zone_name"].includes(declared.id);
  return [
    el(
      "div",
      {
        class: `propose-field field-${declared.type}${isWide ? " wide" : ""}`,
        "data-field": declared.id,
      },
      label,
      input,
      extra,
      error(declared.id),
    ),
  ];
}

const error = (key) => el("p", { id: `propose-e-${key}`, class: "propose-error", role: "alert", hidden: true });

function inputOf(declared, id, state) {
  const shared = { id, disabled: !writable(state), "aria-describedby": `propose-e-${declared.id}` };
  const typed = (event) =>
    change({ [declared.id]: event.target.value === "" ? null : event.target.value }, { typing: declared.id });
  if (declared.type === "choice") {
    const choices = [
      el("option", { value: "" }, words("unknown")),
      ...declared.choices.map(({ code, label }) => el("option", { value: code }, label)),
    ];
    const made = el(
      "select",
      { ...shared, class: "text-field", onchange: (event) => change({ [declared.id]: event.target.value || null }) },
      ...choices,
    );
    made.value = value(declared.id) ?? "";
    return made;
  }
  if (declared.many_lines)
    return el("textarea", {
      ...shared,
      class: "text-field",
      rows: 3,
      maxLength: declared.most || 2000,
      value: format.written(value(declared.id)),
      oninput: typed,
    });
  const kind = {
    number: { inputMode: "decimal", autocomplete: "off" },
    day: { type: "date" },
    text: { maxLength: declared.most || 200, autocomplete: "off" },
  }[declared.type];
  const made = el("input", {
    type: "text",
    ...shared,
    ...kind,
    class: "text-field",
    value: format.written(value(declared.id)),
    oninput: typed,
  });
  if (declared.id === "address") combobox(made);
  if (declared.id === "zone_name") {
    made.setAttribute("list", "propose-zones");
    zones(state);
  }
  return declared.whole_units.length ? amounts.inUnits(declared, made, state) : made;
}

/* Position and outline. */
function position(_declared, state) {
  const coordinate = (key) => {
    const id = `propose-f-${key}`;
    return el(
      "div",
      { class: "propose-field" },
      el("label", { class: "propose-label", htmlFor: id }, words(key)),
      el("input", {
        id,
        type: "text",
        inputMode: "decimal",
        class: "text-field",
        disabled: !writable(state),
        value: format.written(value(key)),
        "aria-describedby": `propose-e-${key}`,
        onchange: () => coordinates(),
      }),
      error(key),
    );
  };
  const [put, here] = ["pin", "here"].map((act) =>
    el(
      "button",
      { type: "button", class: "button", disabled: !writable(state), "data-act": `propose-${act}` },
      words(act === "pin" ? "place" : act),
    ),
  );
  return [
    el(
      "div",
      { class: "propose-field wide propose-position", "data-field": "position" },
      el("span", { class: "propose-label" }, words("position")),
      el("div", { class: "note", id: "propose-where" }),
      el("div", { class: "propose-pair" }, coordinate("lon"), coordinate("lat")),
      el("div", { class: "propose-acts" }, put, here),
      el("div", { id: "propose-near" }),
    ),
  ];
}

/** Both coordinates together: one alone is no place. */
function coordinates() {
  const [lon, lat] = ["lon", "lat"].map((key) => $(`propose-f-${key}`).value.trim());
  if (lon && lat) change({ lon, lat });
  else if (!lon && !lat) change({ lon: null, lat: null });
}

function outline(_declared, state) {
  const ring = value("footprint");
  const tell = ring
    ? el("span", { class: "note" }, words("outline_kept", { n: corners(ring).length, area: area(ring) }))
    : null;
  const draw = el(
    "button",
    { type: "button", class: "button", disabled: !writable(state), "data-act": "propose-outline" },
    words(ring ? "outline_again" : "outline"),
  );
  const drop = ring
    ? el(
        "button",
        { type: "button", class: "button", disabled: !writable(state), onclick: () => change({ footprint: null }) },
        words("outline_drop"),
      )
    : null;
  return [
    el(
      "div",
      { class: "propose-field wide", "data-field": "footprint", id: "propose-f-footprint" },
      el("div", { class: "propose-acts" }, draw, drop, tell),
      error("footprint"),
    ),
  ];
}

function confidential(_declared, state) {
  const box = el("input", {
    type: "checkbox",
    id: "propose-f-rent_is_confidential",
    disabled: !writable(state),
    checked: Boolean(value("rent_is_confidential")),
    onchange: (event) => change({ rent_is_confidential: event.target.checked || null }),
  });
  return [el("label", { class: "flag propose-field wide" }, box, words("rent_confidential"))];
}

/* Zones that are known already. */
function zones(state) {
  if ($("propose-zones")) return;
  document.body.append(
    el("datalist", { id: "propose-zones" }, ...state.form.zones.map(({ name }) => el("option", { value: name }))),
  );
}
const zoneHint = () => el("p", { id: "propose-zone", class: "note" });

function nearestZone(state) {
  const target = $("propose-zone"),
    lon = +value("lon"),
    lat = +value("lat");
  if (!target) return;
  const metres = (zone) => Math.hypot((zone.lon - lon) * 81000, (zone.lat - lat) * 111000);
  const best =
    Number.isFinite(lon) && value("lon") != null && state.form.zones.length
      ? state.form.zones.reduce((a, b) => (metres(a) < metres(b) ? a : b))
      : null;
  if (!best || metres(best) > 1500 || value("zone_name") === best.name) return target.replaceChildren();
  target.replaceChildren(
    words("zone_near", { name: best.name }),
    " ",
    el(
      "button",
      {
        type: "button",
        class: "mini",
        disabled: !writable(state),
        onclick: () => {
          $("propose-f-zone_name").value = best.name;
          change({ zone_name: best.name });
        },
      },
      words("use_zone"),
    ),
  );
}

export function refresh(state) {
  for (const place of document.querySelectorAll("#propose-form .propose-error")) {
    const key = place.id.replace("propose-e-", ""),
      input = $(`propose-f-${key}`),
      text = state.errors[key] || "";
    if (place.textContent !== text) place.textContent = text;
    place.hidden = !text;
    if (input) text ? input.setAttribute("aria-invalid", "true") : input.removeAttribute("aria-invalid");
  }
  for (const section of state.form.sections)
    for (const declared of section.fields) {
      const input = $(`propose-f-${declared.id}`);
      const isBusy = !input || input === document.activeElement || state.errors[declared.id];
      if (input && declared.whole_units?.length) amounts.refresh(declared, input, state);
      else if (!isBusy && "type" in declared) {
        const now = format.written(value(declared.id));
        if (input.value !== now) input.value = now;
      }
    }
  for (const key of ["lon", "lat"]) {
    const input = $(`propose-f-${key}`);
    if (input && input !== document.activeElement && !state.errors[key]) input.value = format.written(value(key));
  }
  const outlined = $("propose-f-footprint");
  if (outlined && !state.errors.footprint) outlined.replaceWith(outline({}, state)[0]);
  where(state);
  nearestZone(state);
}

/** The commune, the quartier and the nearest priority neighbourhoods of the position. */
export function where(state) {
  const target = $("propose-where");
  if (target) target.textContent = value("lon") == null ? words("position_none") : state.around?.where || "";
}

function declaredOf(key, state) {
  return state.form.sections.flatMap((section) => section.fields).find((one) => one.id === key);
}
export const label = (key, state) => (["lon", "lat"].includes(key) ? words(key) : declaredOf(key, state)?.label || key);
export function shown(key, value, state) {
  if (value === null || value === undefined || value === "") return words("unknown");
  const choice = declaredOf(key, state)?.choices?.find(({ code }) => code === value);
  return choice ? choice.label : Array.isArray(value) ? String(value.length) : format.written(value);
}
