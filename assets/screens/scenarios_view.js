/* Screen « Scénarios », left panel: the question in plain words, each control repainted from the address. */
(function () {
  "use strict";
  const cv = window.convergence, scenario = cv.scenario, { words } = scenario;
  const { el } = cv.dom, { slider, sign } = cv.convergenceView;
  const $ = (id) => document.getElementById(id);
  const CONDITIONS = [["space", "spacing", "metres"], ["percom", "per_commune", "at_most"], ["budget", "budget", "keur"], ["supply", "supply", "km"], ["perhub", "per_hub", "at_most"]];
  const FLAGS = [["ex", "existing", true], ["basin", "basins", false], ["cap", "capacity", false]];
  let built = "";

  const section = (title, ...children) => el("section", {}, el("h2", {}, title), ...children);

  function segments(key, options, fallback, label) {
    const buttons = options.map(({ id, label: text }) => el("button", { type: "button", "data-choice": `${key}:${id}`, onclick: () => scenario.set(key, id === fallback ? "" : id) }, text));
    return el("div", { class: "segments small", role: "group", "aria-label": label }, ...buttons);
  }

  function goals() {
    const rows = scenario.settings().goals.map(({ id, label, term }) => el("button", { type: "button", class: "goal", "data-choice": `goal:${id}`, onclick: () => scenario.set("goal", id === "cover" ? "" : id) },
      el("b", {}, label), el("small", {}, term)));
    return section(words("goal"), el("div", { class: "goals", role: "group", "aria-label": words("goal") }, ...rows));
  }

  const numberText = { k: (v) => cv.format.number(v), min: (v) => words("min", { n: cv.format.number(v) }) };

  function row(key, label, text, mark) {
    const bounds = scenario.settings().bounds[key], id = `ask-for-${key}`;
    const { input, output } = slider(id, label, { ...bounds, text }, (value, options) => scenario.set(key, value === bounds.value ? "" : value, options));
    return el("div", { class: "weight small", id: `row-${key}` }, el("div", { class: "weight-head" }, el("label", { htmlFor: id }, label), mark || null, output), input);
  }

  function stakes() {
    const rows = scenario.settings().stakes.map((stake, index) => {
      const id = `mix-${stake.id}`, share = (v) => words("share", { n: cv.format.number(v) });
      const { input, output } = slider(id, words("weight_of", { name: stake.label }), { min: 0, max: 100, step: 1, value: 25, text: share }, (value, options) => scenario.setShare(index, value / 100, options));
      return el("div", { class: "weight small" }, el("div", { class: "weight-head" }, sign(stake), el("label", { htmlFor: id }, stake.label), output), input);
    });
    const equal = el("button", { type: "button", class: "mini", onclick: () => scenario.set("mix", "") }, words("equal"));
    return section(words("who"), ...rows, equal);
  }

  function flag(key, label, on) {
    const box = el("input", { type: "checkbox", id: `flag-${key}`, onchange: () => scenario.set(key, box.checked === on ? "" : box.checked ? "1" : "0") });
    return el("label", { class: "flag", htmlFor: `flag-${key}` }, box, label);
  }

  function conditions() {
    const limit = (text) => (value) => (value ? words(text, { n: cv.format.number(value) }) : words("none"));
    const mark = () => el("span", { class: "badge-hypothesis" }, words("hypothesis"));
    const rows = CONDITIONS.map(([key, label, text]) => row(key, words(label), limit(text), key === "budget" ? mark() : null));
    return el("details", { class: "conditions" }, el("summary", {}, words("conditions")), ...FLAGS.map(([key, label, on]) => flag(key, words(label), on)), ...rows);
  }

  function places() {
    const filters = el("a", { href: "/", class: "note", "data-query": "1", "data-path": "/" }, words("change_filters"));
    return section(words("opens"), segments("open", scenario.settings().opens, "both", words("opens")), flag("conv", words("convergent"), false),
      el("p", { class: "note" }, el("span", { id: "kept-places" }), " · ", filters), el("div", { id: "named-places" }));
  }

  function build() {
    const box = $("question"), key = cv.format.language();
    if (!box || (built === key && box.childElementCount)) return;
    built = key;
    const count = row("k", words("count"), numberText.k), minutes = row("min", words("minutes"), numberText.min, el("span", { class: "badge-hypothesis" }, words("hypothesis")));
    const reach = section(words("reach"), segments("mode", scenario.settings().modes, "car", words("reach")), minutes);
    box.replaceChildren(goals(), el("section", { id: "section-k" }, count), stakes(), reach, places(), conditions());
  }

  /** Move a control to what the address says, unless the hand is on it. */
  function put(id, value, text) {
    const input = $(id), output = document.querySelector(`output[for="${id}"]`);
    if (!input) return;
    if (Number(input.value) !== value) input.value = value;
    input.setAttribute("aria-valuetext", text);
    if (output) output.textContent = text;
  }

  const whole = (key) => {
    const { low, high, value } = scenario.settings().bounds[key], given = scenario.params()[key] || "";
    return /^\d{1,9}$/.test(given) ? Math.min(Math.max(+given, low), high) : value;
  };

  function paint(ctx) {
    if (!scenario.root() || !ctx.config.scenario) return;
    build();
    const given = scenario.params(), { goals, modes, opens } = scenario.settings();
    const one = (key, options, fallback) => (options.some(({ id }) => id === given[key]) ? given[key] : fallback);
    const chosen = { goal: one("goal", goals, "cover"), mode: one("mode", modes, "car"), open: one("open", opens, "both") };
    for (const button of document.querySelectorAll("[data-choice]")) {
      const [key, id] = button.dataset.choice.split(":");
      button.setAttribute("aria-pressed", String(chosen[key] === id));
    }
    for (const key of ["k", "min"]) put(`ask-for-${key}`, whole(key), numberText[key](whole(key)));
    for (const [key, , text] of CONDITIONS) put(`ask-for-${key}`, whole(key), whole(key) ? words(text, { n: cv.format.number(whole(key)) }) : words("none"));
    scenario.shares().forEach((share, i) => put(`mix-${scenario.settings().stakes[i].id}`, Math.round(100 * share), words("share", { n: cv.format.number(100 * share) })));
    for (const [key, , on] of [...FLAGS, ["conv", "", false]]) if ($(`flag-${key}`)) $(`flag-${key}`).checked = ["0", "1"].includes(given[key]) ? given[key] === "1" : on;
    $("section-k").hidden = chosen.goal === "all";
    $("row-min").hidden = chosen.goal === "near" || chosen.goal === "worst";
    $("kept-places").textContent = words("filtered", { n: cv.format.number(ctx.result.visible) });
    paintNamed(ctx);
  }

  /** The places imposed and ruled out, each with the way to set it free. */
  function paintNamed(ctx) {
    const pick = cv.store.facetOfKind("pick"), name = (id) => (pick.index.has(id) ? ctx.engine.table.columns.name.at(pick.index.get(id)).replace(/ \(exemple\)$/, "") : id);
    const rows = ["imp", "ban"].flatMap((kind) => scenario.list(kind).map((id) => el("li", {}, el("b", {}, words(kind === "imp" ? "imposed" : "forbidden")), ` ${name(id)} `,
      el("button", { type: "button", class: "mini", "aria-label": words("free_place", { name: name(id) }), onclick: () => scenario.toggle(kind, id) }, "×"))));
    const box = $("named-places"), key = rows.map((item) => item.textContent).join("|") + cv.format.language();
    if (box.dataset.key === key) return;
    box.dataset.key = key;
    box.replaceChildren(rows.length ? el("ul", { class: "named" }, ...rows) : el("p", { class: "note" }, words("nobody")));
  }

  /** Esc gives up an edit: a slider under the hand goes back to where it was. */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !scenario.root()) return;
    if ($("save-form") && !$("save-form").hidden) { event.preventDefault(); cv.scenarioLife.closeForm(); } else if (event.target.matches("input[type=range]")) { event.preventDefault(); cv.store.abandon(); }
  }, true);

  cv.store.onMount(() => { built = ""; });
  cv.store.onPaint(paint);
})();
