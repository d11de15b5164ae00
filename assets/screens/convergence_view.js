/* Screen « Convergence »: weight sliders, the matrix places × actors, its actions; redrawn on every move of a slider. */
(function () {
  "use strict";
  const cv = window.convergence, model = cv.model, { el } = cv.dom;
  const MOST_ROWS = 250;
  const $ = (id) => document.getElementById(id);
  const words = (key, values = {}) => cv.format.fill(model.settings().texts, key, values);
  const percent = (share, decimals = 0) => words("share", { n: cv.format.number(100 * share, decimals) });
  let panelKey = "";

  const sign = (actor) => el("span", { class: `sign-actor actor-${actor.id}`, "aria-hidden": "true" }, actor.letter);

  /** A slider that repaints while it moves and writes the address when it is let go. */
  function slider(id, label, { min, max, step, value, text }, change) {
    const output = el("output", { class: "slider-value", htmlFor: id }, text(value));
    const input = el("input", { type: "range", id, min, max, step, "aria-label": label });
    input.value = value;
    input.setAttribute("aria-valuetext", text(value));
    const move = (transient) => change(Number(input.value), { transient });
    input.addEventListener("input", () => move(true));
    input.addEventListener("change", () => move(false));
    return { input, output };
  }

  /* ---------- left panel: built once a role, then only its values move ---------- */
  function buildPanel() {
    const box = $("weights"), data = model.data();
    if (!box || !data) return;
    const key = data.role + cv.format.language();
    if (panelKey === key && box.childElementCount) return;
    panelKey = key;
    box.replaceChildren(...model.settings().actors.map((actor, index) => actorBlock(actor, index, data)));
    $("thresholds").replaceChildren(...["green", "amber", "known"].map(thresholdRow));
    $("hypotheses").replaceChildren(...model.settings().hypotheses.map(hypothesisRow));
  }

  function actorBlock(actor, index, data) {
    const id = `weight-${actor.id}`;
    const { input, output } = slider(id, words("weight_of", { name: actor.label }), { min: 0, max: 100, step: 1, value: 25, text: (v) => percent(v / 100) },
      (value, options) => model.setShare(index, value / 100, options));
    const lock = el("button", { type: "button", class: "lock", id: `lock-${actor.id}`, onclick: () => model.toggleLock(actor.id) });
    const own = data.criteria.filter((c) => c.actor === index).map((criterion) => criterionRow(criterion));
    const details = el("details", { class: "criteria" }, el("summary", {}, words("criteria_count", { n: String(own.length) }), el("span", { class: "visually-hidden" }, ` : ${actor.label}`)), ...own);
    return el("div", { class: "weight", id: `block-${actor.id}` },
      el("div", { class: "weight-head" }, sign(actor), el("label", { htmlFor: id }, actor.label), output, lock), input, details);
  }

  function criterionRow(criterion) {
    const id = `weight-${criterion.id}`;
    const { input, output } = slider(id, words("weight_of", { name: criterion.label }), { min: 0, max: 5, step: 0.5, value: criterion.weight, text: (v) => cv.format.number(v, 1) },
      (value, options) => model.setCriterion(criterion.id, value, options));
    return el("div", { class: "weight small" }, el("div", { class: "weight-head" }, el("label", { htmlFor: id }, criterion.label), output), input);
  }

  function thresholdRow(kind) {
    const id = `threshold-${kind}`;
    const { input, output } = slider(id, words(kind), { min: 0, max: 1, step: 0.05, value: model.settings().thresholds[kind], text: (v) => cv.format.number(v, 2) },
      (value, options) => model.setThreshold(kind, null, value, options));
    return el("div", { class: "weight small" }, el("div", { class: "weight-head" }, el("span", { class: `light light-${kind === "known" ? "unsure" : kind}` }), el("label", { htmlFor: id }, `${words(kind)} ≥`), output), input);
  }

  function hypothesisRow(item) {
    const id = `hypothesis-${item.id}`, show = (v) => `${cv.format.number(v, 2)} ${item.unit}`;
    const { input, output } = slider(id, item.label, { min: item.low, max: item.high, step: item.step, value: item.value, text: show },
      (value, options) => options.transient ? setOutput(id, show(value)) : model.setHypothesis(item.id, value, options));
    const mark = item.is_hypothesis ? el("span", { class: "badge-hypothesis" }, words("hypothesis")) : null;
    const note = el("small", {}, `${item.source}. ${words("default_value", { value: show(item.value) })}`);
    return el("div", { class: "weight small" }, el("div", { class: "weight-head" }, el("label", { htmlFor: id }, item.label), mark, output), input, note);
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
    const { actors, thresholds, hypotheses, presets } = model.settings(), held = model.locked(), shares = model.actorShares();
    actors.forEach((actor, i) => {
      put(`weight-${actor.id}`, Math.round(100 * shares[i]), percent(shares[i]));
      const lock = $(`lock-${actor.id}`), on = held.has(actor.id);
      if (!lock) return;
      lock.setAttribute("aria-pressed", String(on));
      lock.setAttribute("aria-label", words(on ? "unlock" : "lock", { name: actor.label }));
      lock.title = lock.getAttribute("aria-label");
      $(`weight-${actor.id}`).disabled = on;
    });
    model.criterionWeights().forEach((weight, i) => put(`weight-${model.data().criteria[i].id}`, weight, cv.format.number(weight, 1)));
    const limits = model.thresholds()[0];
    for (const kind of Object.keys(thresholds)) put(`threshold-${kind}`, limits[kind], cv.format.number(limits[kind], 2));
    const changed = model.hypotheses();
    for (const item of hypotheses) {
      const value = item.id in changed ? changed[item.id] : item.value;
      put(`hypothesis-${item.id}`, value, `${cv.format.number(value, 2)} ${item.unit}`);
    }
    const near = (view) => !model.param("criterion_weights") && view.shares.every((share, i) => Math.abs(share - shares[i]) < 5e-4);
    const preset = presets.find(near);
    for (const button of document.querySelectorAll("[data-preset]")) button.setAttribute("aria-pressed", String(Boolean(preset) && button.dataset.preset === preset.id));
    for (const button of document.querySelectorAll("[data-role]")) button.setAttribute("aria-pressed", String(button.dataset.role === model.role()));
    for (const box of document.querySelectorAll("[data-by-legend]")) box.hidden = box.dataset.byLegend !== (model.param("coloured_by") || "score");
    for (const button of document.querySelectorAll("[data-by]")) button.setAttribute("aria-pressed", String(button.dataset.by === (model.param("coloured_by") || "score")));
  }

  /* ---------- the matrix ---------- */
  const compared = () => (model.param("compared_places") || "").split(".").filter(Boolean);

  function headings() {
    const sort = model.param("sort") || "score";
    const head = (key, label, extra) => el("th", { scope: "col", "aria-sort": sort === key ? "descending" : "none" },
      el("button", { type: "button", class: "sort", title: words("sort_by", { name: label }), onclick: () => model.setParam("sort", key === "score" ? "" : key) }, ...(extra || [label])));
    return el("tr", {}, el("th", { scope: "col", class: "tight" }, words("compare")), el("th", { scope: "col" }, words("rank")), el("th", { scope: "col" }, words("place")),
      ...model.settings().actors.map((actor) => head(actor.id, actor.label, [sign(actor), el("span", { class: "visually-hidden" }, actor.label)])),
      head("score", words("score")), head("completeness", words("completeness")), el("th", { scope: "col" }, words("state")));
  }

  const limitsOf = (index) => { const at = model.thresholds()[index]; return [at.amber, at.green]; };

  /** A score out of 100; one decimal more, cut, where rounding would show a threshold that it has not reached. */
  function points(score, steps = []) {
    if (Number.isNaN(score)) return "–";
    const crossed = steps.some((step) => score < step - model.EDGE && Math.round(100 * score) >= 100 * step - model.EDGE);
    return crossed ? cv.format.number(Math.floor(1000 * score) / 10, 1) : cv.format.number(100 * score);
  }

  /** Example data are marked by a badge rather than in the name. */
  function named(name) {
    const short = name.replace(/ \(exemple\)$/, "");
    return short === name ? [name] : [short, " ", el("span", { class: "badge-example" }, words("example"))];
  }

  const shade = ["none", "red", "amber", "green", "unsure"];

  /** A score out of 100, or between which two it stands as long as too little is known. */
  const spanText = ([low, high], steps) => (low === high || Number.isNaN(low) ? points(low, steps) : `${cv.format.number(100 * low)}–${cv.format.number(100 * high)}`);
  const actorText = (row, index) => (Number.isNaN(model.scored().actors[row][index]) ? points(NaN) : spanText(model.actorSpan(row, index), limitsOf(index)));

  function cell(row, actor, index, id) {
    const name = shade[model.scored().colours[row][index]], text = actorText(row, index);
    const label = `${actor.label} : ${text}, ${words(name)}`;
    return el("td", {}, el("button", { type: "button", class: `cell cell-${name}`, title: label, "aria-label": label, onclick: () => open(id, actor.id) }, text));
  }

  function open(id, actor) {
    cv.store.dispatch({ type: "focus", id });
    cv.profileActor = actor;
    reveal();
  }

  /** Scroll the profile to the actor whose cell was clicked, once it is there. */
  function reveal() {
    const block = cv.profileActor && $(`profile-${cv.profileActor}`);
    if (!block) return;
    block.open = true;
    block.scrollIntoView({ block: "start" });
    cv.profileActor = null;
  }

  /** What is said of a place: excluded and why, convergent, or who lacks; then what is missing to say that it suits the role. */
  function verdict(row) {
    const { excluded, undecided } = model.data();
    if (model.isExcluded(row)) return el("span", { class: "verdict off" }, excluded[row]);
    return undecided[row] ? el("span", {}, standing(row), el("small", { class: "note" }, ` · ${undecided[row]}`)) : standing(row);
  }

  function standing(row) {
    const { actors } = model.settings(), result = model.scored();
    if (model.isConvergent(row)) return el("span", { class: "verdict yes" }, words("convergent"));
    const letters = (wanted) => actors.filter((_, i) => wanted(result.colours[row][i])).map((actor) => actor.letter).join(", ");
    if (!result.known[row]) return el("span", { class: "verdict off" }, words("incomplete", { names: letters((colour) => !colour || colour === model.colours.UNSURE) }));
    if (!result.rank[row]) return el("span", { class: "verdict off" }, words("unranked"));
    return el("span", { class: "verdict" }, words("missing_one", { names: letters((colour) => colour !== model.colours.GREEN) }));
  }

  function line(ctx, row, kept) {
    const result = model.scored(), id = ctx.engine.table.columns.id.at(row), name = ctx.engine.table.columns.name.at(row);
    const score = result.score[row], on = ctx.state.focus === id;
    const box = el("input", { type: "checkbox", checked: kept.includes(id), "aria-label": `${words("compare")} ${name}`, onchange: () => toggleCompared(id) });
    const bar = el("span", { class: "bar" }, el("span", { class: "bar-fill", style: `width:${Number.isNaN(score) ? 0 : 100 * score}%` }));
    const tr = el("tr", { class: (on ? "on " : "") + (model.isExcluded(row) ? "excluded" : "") },
      el("td", {}, box), el("td", { class: "num" }, result.rank[row] ? String(result.rank[row]) : "–"),
      el("th", { scope: "row" }, el("button", { type: "button", class: "place-link plain-button", onclick: () => open(id, null) }, ...named(name))),
      ...model.settings().actors.map((actor, i) => cell(row, actor, i, id)),
      el("td", { class: "num" }, spanText(model.span(row)), result.known[row] ? bar : el("span", { class: "bar bar-unknown" })),
      el("td", { class: "num" }, percent(result.complete[row])), el("td", {}, verdict(row)));
    tr.dataset.place = id;
    return tr;
  }

  function toggleCompared(id) {
    const now = compared(), held = now.includes(id);
    if (!held && now.length >= 4) { notice(words("four_most")); return cv.store.repaint(); }
    model.setParam("compared_places", (held ? now.filter((other) => other !== id) : [...now, id]).join("."));
  }

  function notice(text) {
    const box = $("matrix-notice");
    if (box) { box.textContent = text; box.hidden = !text; setTimeout(() => { box.hidden = true; }, 4000); }
  }

  function paintMatrix(ctx) {
    const table = $("matrix"), result = model.scored();
    if (!table) return;
    const rows = model.order(ctx.result.rows, model.param("sort") || "score"), kept = compared();
    const held = table.contains(document.activeElement) ? document.activeElement.closest("tr") : null, spot = held && held.dataset.place;
    const column = held ? [...held.querySelectorAll("button, input")].indexOf(document.activeElement) : -1;
    const lines = rows.slice(0, MOST_ROWS).map((row) => line(ctx, row, kept));
    if (!rows.length) lines.push(el("tr", {}, el("td", { colSpan: 10, class: "note" }, words("no_rows"))));
    if (rows.length > MOST_ROWS) lines.push(el("tr", {}, el("td", { colSpan: 10, class: "note" }, words("more_rows", { n: cv.format.number(rows.length - MOST_ROWS) }))));
    table.querySelector("thead").replaceChildren(headings());
    table.querySelector("tbody").replaceChildren(...lines);
    if (spot) {
      const again = table.querySelector(`tr[data-place="${CSS.escape(spot)}"]`);
      if (again) [...again.querySelectorAll("button, input")][column]?.focus({ preventScroll: true });
    }
    let green = 0, ranked = 0, excluded = 0;
    for (const row of ctx.result.rows) { green += model.isConvergent(row); excluded += model.isExcluded(row); ranked += result.rank[row] > 0; }
    const counts = { green, ranked, unsure: ctx.result.rows.length - ranked - excluded, excluded };
    $("matrix-counts").textContent = Object.entries(counts).map(([key, n]) => words(`count_${key}`, { n: cv.format.number(n) })).join(" · ");
  }

  function paint(ctx) {
    if (!model.root() || !model.data() || !ctx.config.convergence) return;
    buildPanel();
    model.scored();
    paintPanel();
    paintMatrix(ctx);
  }

  /** Robustness is worked out on the server, for who looks at it. */
  let robustFor = null;
  function settle() {
    if (!model.root()) return;
    const box = $("panel-robust"), query = cv.store.query();
    if (box && box.offsetParent && robustFor !== query) { robustFor = query; cv.store.setProps("robust-params", { data: query }); }
    reveal();
  }
  cv.store.onMount(() => { robustFor = null; panelKey = ""; });

  /** What the hover card of a place adds on this screen: the four scores, and convergence. */
  cv.cardExtra = (row) => {
    const result = model.root() && model.scored();
    if (!result) return [];
    const scores = model.settings().actors.map((actor, i) => el("span", { class: "card-score" }, sign(actor), actorText(row, i)));
    const told = model.isExcluded(row) ? [verdict(row)] : [`${words("score")} : ${spanText(model.span(row))} · `, verdict(row)];
    return [el("span", { class: "card-scores" }, ...scores), el("span", {}, ...told)];
  };

  /** Filters that the screen emits: the best places, the convergent ones. */
  function keep(what) {
    const ctx = cv.store.context(), rows = model.order(ctx.result.rows, "score").filter((row) => !model.isExcluded(row));
    const green = rows.filter(model.isConvergent), chosen = what === "convergent" ? green : green.slice(0, 5);
    if (what === "five" && !green.length) return notice(words("five_none"));
    keepRows(chosen);
    if (what === "five" && green.length < 5) notice(words(green.length === 1 ? "five_fewer_one" : "five_fewer", { n: cv.format.number(green.length) }));
  }

  function keepRows(rows) {
    const ctx = cv.store.context(), pick = cv.store.facetOfKind("pick");
    cv.store.dispatch({ type: "set", facet: pick.id, value: rows.map((row) => ctx.engine.table.columns.id.at(row)) });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-preset],[data-role],[data-by],[data-keep],[data-reset]");
    if (!button || !model.root()) return;
    const { preset, role, by, keep: what, reset } = button.dataset;
    if (preset) { model.setParam("criterion_weights", "", { transient: true }); model.setShares(model.settings().presets.find((view) => view.id === preset).shares); }
    if (role) model.setParam("role", role === "hub" ? "hub" : "");
    if (by) model.setParam("coloured_by", by === "score" ? "" : by);
    if (what) keep(what);
    if (reset) for (const key of reset.split(",")) model.setParam(key, "");
  });

  cv.convergenceView = { slider, sign, words, named, keepRows, compared, reveal };
  cv.store.onPaint(paint);
  cv.store.onSettle(settle);
})();
