/* The fields of the form: an input each by its type, the address that finds its position, the lists of facts and reminders. */
(function () {
  "use strict";
  const cv = window.convergence, { words, change, value } = cv.propose, { ask } = cv;
  const { el } = cv.dom;
  const $ = (id) => document.getElementById(id);
  const SEARCH_MS = 250;
  let searchTimer = 0, answers = [], at = -1;

  const writable = (state) => state.open && state.open.can_edit;
  const french = () => cv.format.language() === "fr";

  /** A figure as one writes it; a day as the calendar field takes it. */
  const written = (held) => (typeof held === "number" ? String(held).replace(".", french() ? "," : ".") : held ?? "");

  function field(declared, state) {
    const special = { position, footprint: outline, rent_is_confidential: confidential, tags, history: (d, s) => rows(d, s, "history"), reminders: (d, s) => rows(d, s, "reminders") }[declared.id];
    if (special) return special(declared, state);
    const id = `propose-f-${declared.id}`, input = inputOf(declared, id, state);
    const mark = declared.required ? el("span", { class: "note" }, ` (${words("required")})`) : declared.confidential ? el("span", { class: "note" }, ` · ${words("confidential")}`) : null;
    const label = el("label", { class: "propose-label", htmlFor: id }, declared.label, declared.unit ? el("span", { class: "note" }, ` (${declared.unit})`) : null, mark);
    const extra = declared.id === "address" ? el("ul", { id: "propose-answers", role: "listbox", class: "propose-answers", hidden: true, "aria-label": words("address_search") }) : declared.id === "zone_name" ? zoneHint() : null;
    return [el("div", { class: `propose-field field-${declared.type}${declared.many_lines ? " wide" : ""}${["name", "address", "zone_name"].includes(declared.id) ? " wide" : ""}`, "data-field": declared.id }, label, input, extra, error(declared.id))];
  }

  const error = (key) => el("p", { id: `propose-e-${key}`, class: "propose-error", role: "alert", hidden: true });

  function inputOf(declared, id, state) {
    const shared = { id, disabled: !writable(state), "aria-describedby": `propose-e-${declared.id}` };
    const typed = (event) => change({ [declared.id]: event.target.value === "" ? null : event.target.value }, { typing: declared.id });
    if (declared.type === "choice") {
      const choices = [el("option", { value: "" }, words("unknown")), ...declared.choices.map(({ code, label }) => el("option", { value: code }, label))];
      const made = el("select", { ...shared, class: "text-field", onchange: (event) => change({ [declared.id]: event.target.value || null }) }, ...choices);
      made.value = value(declared.id) ?? "";
      return made;
    }
    if (declared.many_lines) return el("textarea", { ...shared, class: "text-field", rows: 3, maxLength: declared.most || 2000, value: written(value(declared.id)), oninput: typed });
    const kind = { number: { inputMode: "decimal", autocomplete: "off" }, day: { type: "date" }, text: { maxLength: declared.most || 200, autocomplete: "off" } }[declared.type];
    const made = el("input", { type: "text", ...shared, ...kind, class: "text-field", value: written(value(declared.id)), oninput: typed });
    if (declared.id === "address") combobox(made);
    if (declared.id === "zone_name") { made.setAttribute("list", "propose-zones"); zones(state); }
    return made;
  }

  /* Position and outline. */
  function position(declared, state) {
    const coordinate = (key) => {
      const id = `propose-f-${key}`;
      return el("div", { class: "propose-field" }, el("label", { class: "propose-label", htmlFor: id }, words(key)), el("input", { id, type: "text", inputMode: "decimal", class: "text-field", disabled: !writable(state), value: written(value(key)), "aria-describedby": `propose-e-${key}`, onchange: () => coordinates() }), error(key));
    };
    const put = el("button", { type: "button", class: "button", disabled: !writable(state), "data-act": "propose-pin" }, words("place"));
    return [el("div", { class: "propose-field wide propose-position", "data-field": "position" }, el("span", { class: "propose-label" }, words("position")), el("div", { class: "note", id: "propose-where" }), el("div", { class: "propose-pair" }, coordinate("lon"), coordinate("lat")), put, el("div", { id: "propose-near" }))];
  }

  /** Both coordinates together: one alone is no place. */
  function coordinates() {
    const [lon, lat] = ["lon", "lat"].map((key) => $(`propose-f-${key}`).value.trim());
    if (lon && lat) change({ lon, lat });
    else if (!lon && !lat) change({ lon: null, lat: null });
  }

  function outline(declared, state) {
    const ring = value("footprint");
    const tell = ring ? el("span", { class: "note" }, words("outline_kept", { n: Math.max(0, ring.length - 1) })) : null;
    const draw = el("button", { type: "button", class: "button", disabled: !writable(state), "data-act": "propose-outline" }, words(ring ? "outline_again" : "outline"));
    const drop = ring ? el("button", { type: "button", class: "button", disabled: !writable(state), onclick: () => change({ footprint: null }) }, words("outline_drop")) : null;
    return [el("div", { class: "propose-field wide", "data-field": "footprint", id: "propose-f-footprint" }, el("div", { class: "propose-acts" }, draw, drop, tell), error("footprint"))];
  }

  function confidential(declared, state) {
    const box = el("input", { type: "checkbox", id: "propose-f-rent_is_confidential", disabled: !writable(state), checked: Boolean(value("rent_is_confidential")), onchange: (event) => change({ rent_is_confidential: event.target.checked || null }) });
    return [el("label", { class: "flag propose-field wide" }, box, words("rent_confidential"))];
  }

  /* The address finds its position: suggestions under the field, by arrows and Enter or by click. */
  function combobox(input) {
    for (const [name, held] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": "propose-answers", "aria-expanded": "false" })) input.setAttribute(name, held);
    input.addEventListener("input", () => { clearTimeout(searchTimer); searchTimer = setTimeout(() => search(input), SEARCH_MS); });
    input.addEventListener("keydown", (event) => {
      const list = $("propose-answers");
      if (list.hidden) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); mark((at + (event.key === "ArrowDown" ? 1 : -1) + answers.length) % answers.length, input); }
      else if (event.key === "Enter" && at >= 0) { event.preventDefault(); choose(answers[at], input); }
      else if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); shut(input); }
    });
    input.addEventListener("blur", () => setTimeout(() => shut(input), 150));
  }

  async function search(input) {
    const text = input.value.trim();
    if (text.length < 3) return shut(input);
    const { ok, given } = await ask(`/geocode.json?${new URLSearchParams({ q: text })}`);
    if (!ok || input.value.trim() !== text || document.activeElement !== input) return;
    answers = given.answers;
    at = -1;
    const list = $("propose-answers");
    const lines = answers.map((one, i) => el("li", { role: "option", id: `propose-answer-${i}`, "aria-selected": "false", onmousedown: (event) => { event.preventDefault(); choose(one, input); } }, el("b", {}, one.label), el("span", { class: "note" }, ` ${one.words}`)));
    const told = [...(lines.length ? [] : [words("address_none")]), ...(given.note ? [given.note] : [])].map((text) => el("li", { role: "option", "aria-disabled": "true", class: "note" }, text));
    list.replaceChildren(...lines, ...told);
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  function mark(index, input) {
    at = index;
    [...$("propose-answers").children].forEach((line, i) => line.setAttribute("aria-selected", String(i === at)));
    input.setAttribute("aria-activedescendant", `propose-answer-${at}`);
    $(`propose-answer-${at}`)?.scrollIntoView({ block: "nearest" });
  }

  function choose(answer, input) {
    shut(input);
    const isAddress = ["housenumber", "street", "address", "locality"].includes(answer.kind), told = { lon: answer.lon, lat: answer.lat };
    if (isAddress) { told.address = answer.label.slice(0, 200); input.value = told.address; }
    change(told);
    cv.pinmap.reveal(answer.lon, answer.lat, isAddress ? 17 : 15);
  }

  function shut(input) {
    const list = $("propose-answers");
    if (list) list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  /* Zones that are known already. */
  function zones(state) {
    if ($("propose-zones")) return;
    document.body.append(el("datalist", { id: "propose-zones" }, ...state.form.zones.map(({ name }) => el("option", { value: name }))));
  }
  const zoneHint = () => el("p", { id: "propose-zone", class: "note" });

  function nearestZone(state) {
    const target = $("propose-zone"), lon = +value("lon"), lat = +value("lat");
    if (!target) return;
    const metres = (zone) => Math.hypot((zone.lon - lon) * 81000, (zone.lat - lat) * 111000);
    const best = Number.isFinite(lon) && value("lon") != null && state.form.zones.length ? state.form.zones.reduce((a, b) => (metres(a) < metres(b) ? a : b)) : null;
    if (!best || metres(best) > 1500 || value("zone_name") === best.name) return target.replaceChildren();
    target.replaceChildren(words("zone_near", { name: best.name }), " ", el("button", { type: "button", class: "mini", disabled: !writable(state), onclick: () => { $("propose-f-zone_name").value = best.name; change({ zone_name: best.name }); } }, words("use_zone")));
  }

  /* Tags, facts, reminders. */
  function tags(declared, state) {
    const id = "propose-f-tags", read = (text) => [...new Set(text.split(",").map((one) => one.trim().slice(0, 40)).filter(Boolean))].slice(0, 20);
    return [el("div", { class: "propose-field wide" }, el("label", { class: "propose-label", htmlFor: id }, words("tags")), el("input", { id, type: "text", class: "text-field", disabled: !writable(state), value: (value("tags") || []).join(", "), onchange: (event) => change({ tags: read(event.target.value) }) }))];
  }

  function rows(declared, state, key) {
    const list = value(key) || [], set = (next) => { change({ [key]: next }); draw(); };
    const host = el("div", { class: "propose-field wide propose-rows", id: `propose-f-${key}` });
    const at = (i, values) => list.map((one, j) => (j === i ? { ...one, ...values } : one));
    const line = (one, i) => {
      const label = (name) => ({ "aria-label": `${words(name)} ${i + 1}`, disabled: !writable(state) });
      const on = el("input", { type: "date", class: "text-field", value: one.on, ...label("on"), onchange: (event) => event.target.value && set(at(i, { on: event.target.value })) });
      const text = el("input", { type: "text", class: "text-field", maxLength: 300, value: one.text || "", ...label("words"), onchange: (event) => (event.target.value.trim() || key === "history") && set(at(i, { text: event.target.value })) });
      const what = key === "history" ? el("select", { class: "text-field", ...label("what"), onchange: (event) => set(at(i, { what: event.target.value })) }, ...state.form.history.map(({ code, label: told }) => el("option", { value: code, selected: code === one.what }, told)))
        : el("label", { class: "flag" }, el("input", { type: "checkbox", checked: Boolean(one.done), disabled: !writable(state), onchange: (event) => set(at(i, { done: event.target.checked })) }), words("reminder_done"));
      const drop = el("button", { type: "button", class: "icon-button", "aria-label": `${words("remove")} ${i + 1}`, disabled: !writable(state), onclick: () => set(list.filter((_, j) => j !== i)) }, "×");
      return el("div", { class: "propose-row" }, on, what, text, drop);
    };
    const today = new Date().toISOString().slice(0, 10), fresh = key === "history" ? { on: today, what: "vacant", text: "" } : { on: today, text: words("reminder_text"), done: false };
    const add = el("button", { type: "button", class: "button", disabled: !writable(state), onclick: () => { set([...list, fresh]); requestAnimationFrame(() => $(`propose-f-${key}`)?.querySelector(".propose-row:last-of-type input[type=text]")?.select()); } }, words(`${key === "history" ? "history" : "reminder"}_add`));
    host.append(el("span", { class: "propose-label" }, words(key)), ...list.map(line), add);
    const draw = () => { const now = $(`propose-f-${key}`); if (now) now.replaceWith(rows(declared, state, key)[0]); };
    return [host];
  }

  /** After a saving: errors beside their fields, values that the server read otherwise, where the place is. */
  function refresh(state) {
    for (const place of document.querySelectorAll("#propose-form .propose-error")) {
      const key = place.id.replace("propose-e-", ""), input = $(`propose-f-${key}`), text = state.errors[key] || "";
      if (place.textContent !== text) place.textContent = text;
      place.hidden = !text;
      if (input) text ? input.setAttribute("aria-invalid", "true") : input.removeAttribute("aria-invalid");
    }
    for (const section of state.form.sections) for (const declared of section.fields) {
      const input = $(`propose-f-${declared.id}`);
      if (!input || !("type" in declared) || input === document.activeElement || state.errors[declared.id]) continue;
      const now = written(value(declared.id));
      if (input.value !== now) input.value = now;
    }
    for (const key of ["lon", "lat"]) { const input = $(`propose-f-${key}`); if (input && input !== document.activeElement && !state.errors[key]) input.value = written(value(key)); }
    const outlined = $("propose-f-footprint");
    if (outlined && !state.errors.footprint) outlined.replaceWith(outline({}, state)[0]);
    where(state);
    nearestZone(state);
  }

  /** The commune, the quartier and the nearest priority neighbourhoods of a position. */
  const whereWords = (found) => [found.area, found.quartier, ...found.qpv.slice(0, 2).map((one) => `QPV ${one.name} (${cv.format.number(one.distance_m)} m)`)].filter(Boolean).join(" · ");

  function where(state) {
    const target = $("propose-where");
    if (target) target.textContent = value("lon") == null ? words("position_none") : state.feedback && state.feedback.where ? whereWords(state.feedback.where) : "";
  }

  function declaredOf(key, state) { return state.form.sections.flatMap((section) => section.fields).find((one) => one.id === key); }
  const label = (key, state) => (["lon", "lat"].includes(key) ? words(key) : declaredOf(key, state)?.label || key);
  function shown(key, held, state) {
    if (held === null || held === undefined || held === "") return words("unknown");
    const choice = declaredOf(key, state)?.choices?.find(({ code }) => code === held);
    return choice ? choice.label : Array.isArray(held) ? String(held.length) : written(held);
  }

  cv.proposeFields = { field, refresh, where, whereWords, label, shown, written, inputOf };
})();
