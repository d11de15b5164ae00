/* The map of a plan: who is reached and by whom, catchments, numbered places, what one may do with the place that is open. */
(function () {
  "use strict";
  const cv = window.convergence, scenario = cv.scenario, { words } = scenario;
  const { el } = cv.dom;
  const EXISTING = 1, FIRST = 2, NEWLY = 2, LOST = 3;
  let cells = null, own = null, served = null, numbers = new Map(), candidates = null, difference = null, under = null, over = null, map = null;

  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

  scenario.onPlan((plan) => {
    served = plan.served ? bytes(plan.served) : null;
    own = plan.cells || null; // a plan that was saved on other cells than today's brings them along
    numbers = new Map(plan.places.flatMap(({ row }, i) => (row === null ? [] : [[row, i]])));
    candidates = new Set(plan.candidates);
    attach();
  });

  /** The map is made anew on each visit of the screen: so are the canvases that lie on it. */
  async function attach() {
    if (!scenario.root() || !cv.leaflet) return;
    if (map !== cv.leaflet) {
      map = cv.leaflet;
      under = cv.canvas.overlay(map, "reached", 404, paintCells);
      over = cv.canvas.overlay(map, "plan", 455, paintPlan);
    }
    cells = await cv.map.demandGrid();
    redraw();
  }

  function redraw() {
    if (under) { under.redraw(); over.redraw(); }
  }

  const tints = () => cv.canvas.css("--tints").split(" ");

  function paintCells(brush, view) {
    const codes = difference ? difference.codes : served, grid = (difference ? difference.cells : own) || cells;
    if (!scenario.root() || !grid || !codes || codes.length !== grid.lon.length) return;
    const css = cv.canvas.css, palette = tints(), fixed = difference
      ? { 0: null, 1: css("--reached-existing"), [NEWLY]: css("--reached-newly"), [LOST]: css("--reached-lost") }
      : { 0: css("--unreached"), [EXISTING]: css("--reached-existing") };
    cv.canvas.cells(brush, view, grid, (i) => {
      brush.globalAlpha = 0.35 + 0.6 * Math.min(1, grid.population[i] / 400);
      return codes[i] in fixed ? fixed[codes[i]] : palette[(codes[i] - FIRST) % palette.length];
    });
    brush.globalAlpha = 1;
  }

  function paintPlan(brush, view) {
    const plan = scenario.plan();
    if (!scenario.root() || !plan) return;
    const palette = tints(), at = (lon, lat) => { const [x, y] = cv.canvas.world(lon, lat); return [x * view.scale - view.ox, y * view.scale - view.oy]; };
    if (!difference) plan.outlines.forEach((rings, i) => rings.forEach((ring) => outline(brush, ring.map(([lon, lat]) => at(lon, lat)), palette[i % palette.length])));
    const { data } = cv.store.facetOfKind("polygon"), pick = cv.store.facetOfKind("pick");
    const place = (row) => at(data[2 * row] / 1e6, data[2 * row + 1] / 1e6);
    for (const id of scenario.list("ban")) if (pick.index.has(id)) cross(brush, ...place(pick.index.get(id)));
    (difference ? difference.places : plan.places).forEach(({ lon, lat, imposed }, i) => badge(brush, ...at(lon, lat), String(i + 1), palette[i % palette.length], imposed));
  }

  function outline(brush, points, colour) {
    brush.beginPath();
    points.forEach(([x, y], i) => (i ? brush.lineTo(x, y) : brush.moveTo(x, y)));
    brush.closePath();
    brush.lineWidth = 3.5;
    brush.strokeStyle = cv.canvas.css("--halo");
    brush.stroke();
    brush.lineWidth = 1.8;
    brush.strokeStyle = colour;
    brush.stroke();
  }

  /** A chosen place: its number in the list; a square frame where it is imposed. */
  function badge(brush, x, y, text, colour, imposed) {
    brush.beginPath();
    if (imposed) brush.rect(x - 11, y - 11, 22, 22);
    else brush.arc(x, y, 11, 0, 2 * Math.PI);
    brush.fillStyle = cv.canvas.css("--ink");
    brush.fill();
    brush.lineWidth = 3;
    brush.strokeStyle = colour;
    brush.stroke();
    brush.font = "700 12.5px 'Source Sans 3', sans-serif";
    brush.textAlign = "center";
    brush.textBaseline = "middle";
    brush.fillStyle = cv.canvas.css("--paper");
    brush.fillText(text, x, y + 0.5);
    brush.textBaseline = "alphabetic";
  }

  function cross(brush, x, y) {
    brush.lineWidth = 3;
    brush.strokeStyle = cv.canvas.css("--red-fill");
    brush.beginPath();
    brush.moveTo(x - 7, y - 7); brush.lineTo(x + 7, y + 7); brush.moveTo(x + 7, y - 7); brush.lineTo(x - 7, y + 7);
    brush.stroke();
  }

  /** On this screen the places of the choice keep their colour; the others are pale. */
  const colouring = cv.colouring;
  cv.colouring = (ctx) => {
    if (!scenario.root()) return colouring(ctx);
    if (!candidates) return null;
    const strong = cv.canvas.css("--accent"), pale = cv.canvas.css("--excluded");
    return (row) => (candidates.has(row) ? strong : pale);
  };

  const extra = cv.cardExtra;
  cv.cardExtra = (row) => {
    if (!scenario.root() || !candidates) return extra(row);
    const id = cv.store.context().engine.table.columns.id.at(row), told = [];
    if (numbers.has(row)) told.push(words("chosen", { n: String(numbers.get(row) + 1) }));
    if (scenario.list("imp").includes(id)) told.push(words("is_imposed"));
    if (scenario.list("ban").includes(id)) told.push(words("is_forbidden"));
    if (!candidates.has(row)) told.push(words("not_candidate"));
    return told.map((text) => el("b", {}, text));
  };

  /** The place that is open: impose it, rule it out, read its profile. */
  function paintMenu(ctx) {
    const box = document.querySelector(".scenarios .map-box"), pick = cv.store.facetOfKind("pick"), id = ctx.state.focus;
    if (!box) return;
    let menu = document.getElementById("place-menu");
    const row = id ? pick.index.get(id) : undefined;
    if (row === undefined) { menu?.remove(); return; }
    const key = [id, params("imp"), params("ban"), cv.format.language(), numbers.get(row)].join("|");
    if (menu && menu.dataset.key === key) return;
    const held = menu && menu.contains(document.activeElement) ? [...menu.querySelectorAll("button, a")].indexOf(document.activeElement) : -1;
    const button = (kind, label) => el("button", { type: "button", class: "button", "aria-pressed": String(scenario.list(kind).includes(id)), onclick: () => scenario.toggle(kind, id) },
      words(scenario.list(kind).includes(id) ? "free" : label));
    const more = cv.cardExtra(row);
    const link = el("a", { class: "note", href: `/convergence?place=${encodeURIComponent(id)}` }, cv.store.context().config.scenario.texts.profile || "Convergence");
    const close = el("button", { type: "button", class: "icon-button", "data-act": "close-sheet", "aria-label": words("close") }, "×");
    const next = el("div", { id: "place-menu", class: "place-menu", role: "group", "aria-label": ctx.engine.table.columns.name.at(row) },
      el("div", { class: "place-menu-head" }, el("b", {}, ...cv.convergenceView.named(ctx.engine.table.columns.name.at(row))), close), el("div", { class: "note" }, ...more.flatMap((part) => [part, " "])),
      el("div", { class: "matrix-bar" }, button("imp", "impose"), button("ban", "forbid"), link));
    next.dataset.key = key;
    menu ? menu.replaceWith(next) : box.append(next);
    if (held >= 0) next.querySelectorAll("button, a")[held]?.focus({ preventScroll: true });
  }
  const params = (key) => scenario.params()[key] || "";

  async function fetched(url) {
    try {
      const response = await fetch(url);
      return { ok: response.ok, given: await response.json() };
    } catch { return { ok: false, given: {} }; }
  }

  /** What another scenario reaches and this one does not, and the other way round. */
  async function showDifference(pair) {
    if (!pair) difference = null;
    else {
      const [a, b] = pair.split("."), { ok, given } = await fetched(`/scenario/difference.json?${new URLSearchParams({ a, b })}`);
      if (!scenario.root()) return;
      if (!ok) return scenario.notice(given.error || words("failed"));
      difference = { codes: bytes(given.codes), cells: given.cells, places: given.places };
      const people = (n) => cv.format.number(n);
      document.getElementById("legend-newly").textContent = `${words("newly")} : ${people(given.newly)}`;
      document.getElementById("legend-lost").textContent = `${words("lost")} : ${people(given.lost)}`;
      document.querySelector(".map-legend").open = true;
    }
    for (const block of document.querySelectorAll("[data-plan-legend]")) block.hidden = block.dataset.planLegend !== (difference ? "difference" : "plan");
    document.documentElement.dataset.difference = pair || "";
    cv.store.view.set("difference", pair || "");
    attach();
  }

  cv.store.onMount(() => {
    difference = null; candidates = null; served = null; numbers = new Map();
    cv.store.ready().then(() => {
      const pair = cv.store.view.get("difference");
      if (scenario.root() && /^[\w-]{1,64}\.[\w-]{1,64}$/.test(pair)) showDifference(pair);
    });
  });
  cv.store.onPaint(() => redraw());
  cv.store.onPaint(paintMenu);
  cv.scenarioMap = { showDifference };
})();
