/* The map: areas one can click or reach by keyboard, names that avoid each other, layers one can switch, base maps from the network. */
(function () {
  "use strict";
  const cv = window.convergence;
  const { css } = cv.canvas;
  const areas = new Map();
  let map = null, tiles = null, labels = null, demand = null, names = [], shownBase = "local";

  if (window.L) {
    window.L.Map.addInitHook(function () {
      this.whenReady(() => this.getContainer().id === "map" && attach(this));
    });
  }

  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  function attach(leaflet) {
    map = leaflet;
    shownBase = "local";
    tiles = null;
    cv.leaflet = map;
    tiles = demand = null;
    map.getContainer().setAttribute("role", "application");
    if (still()) Object.assign(map, { _zoomAnimated: false, _fadeAnimated: false });
    cv.points.attach(map);
    cv.drawing.attach(map);
    labels = cv.canvas.overlay(map, "labels", 440, drawLabels);
    new ResizeObserver(() => map === leaflet && fitBox()).observe(map.getContainer());
    for (const gesture of ["mousedown", "wheel", "keydown", "touchstart"]) map.getContainer().addEventListener(gesture, () => { map.touched = true; }, { passive: true, capture: true });
    map.on("zoomend", detail);
    map.on("moveend", () => { if (map === leaflet && leaflet.touched) cv.store.view.set("map_view", place(leaflet)); });
    map.on("unload", () => { if (map === leaflet) map = cv.leaflet = tiles = demand = null; });
    foldLegend();
    cv.store.repaint();
    document.documentElement.dataset.map = "ready";
    if (cv.store.context().config) begin();
  }

  /** What needs both the map and the settings. */
  function begin() {
    const { config } = cv.store.context();
    if (!map || !config || map.begun) return;
    map.begun = true;
    names = config.map.names;
    labels.redraw();
    detail();
    if (!restore()) requestAnimationFrame(() => cv.store.context().state.focus || home());
  }

  /** Where the map is: longitude, latitude and zoom, as the address keeps them. */
  function place(leaflet) {
    const { lng, lat } = leaflet.getCenter();
    return `${lng.toFixed(5)},${lat.toFixed(5)},${Number(leaflet.getZoom().toFixed(1))}`;
  }

  /** Go where the address says, unless that is nowhere near the territory; say whether it said so. */
  function restore() {
    const said = /^(-?\d{1,3}(?:\.\d{1,5})?),(-?\d{1,2}(?:\.\d{1,5})?),(\d{1,2}(?:\.\d)?)$/.exec(cv.store.view.get("map_view"));
    const { bounds } = cv.store.context().config.map;
    if (!said || !L.latLngBounds(bounds).pad(0.5).contains([Number(said[2]), Number(said[1])])) return false;
    map.touched = true;
    map.revealed = cv.store.context().state.focus;
    map.setView([Number(said[2]), Number(said[1])], Math.min(Math.max(Number(said[3]), map.getMinZoom()), map.getMaxZoom()), { animate: false });
    return true;
  }

  /** Where the map is small it stays in view: the legend waits folded, until the person says otherwise. */
  function foldLegend() {
    const legend = document.querySelector(".map-legend");
    if (!legend || legend.dataset.chosen) return;
    legend.querySelector("summary").onclick = () => { legend.dataset.chosen = "yes"; };
    legend.open = map.getSize().y >= 480 && map.getSize().x >= 560;
  }

  /** The box changed size: keep what the person chose to see; before any gesture, keep the whole territory in view. */
  function fitBox() {
    map._enforcingBounds = true; // or Leaflet starts sliding the old view inside its bounds, and ends after the new view is set
    map.invalidateSize({ pan: false });
    map._enforcingBounds = false;
    foldLegend();
    if (!map.begun || map.touched) return;
    map.revealed = null;
    cv.store.context().state.focus ? reveal(cv.store.context()) : home();
  }

  const detail = () => map && map.getContainer().classList.toggle("near", map.getZoom() >= 12);
  /** The whole territory, below the search box. */
  function home() {
    if (!map) return;
    map.touched = false;
    cv.store.view.set("map_view", "");
    map.fitBounds(cv.store.context().config.map.bounds, { animate: false, paddingTopLeft: [8, 52], paddingBottomRight: [8, 8] });
  }

  function zoom(steps) {
    if (!map) return;
    map.touched = true;
    map.setZoom(map.getZoom() + steps);
  }

  /** dash-leaflet calls this for each polygon it draws. */
  function onEachArea(feature, layer) {
    const { facet, code, label, detail: more } = feature.properties;
    layer.bindTooltip(tip(label, more), { sticky: true, className: "area-tip" });
    layer.on("click", (e) => {
      if (cv.drawing.active()) return; // the map takes the click as a corner
      L.DomEvent.stopPropagation(e);
      if (map && cv.points.hit(e.containerPoint) >= 0) map.fire("click", e);
      else if (facet) cv.store.dispatch({ type: "toggle", facet, code });
    });
    layer.on("add", () => {
      const element = layer.getElement();
      if (!element || !facet) return;
      for (const [name, value] of [["tabindex", "0"], ["role", "button"], ["aria-label", label], ["data-code", code]]) element.setAttribute(name, value);
      element.addEventListener("keydown", (e) => {
        if (e.key !== "Enter" && e.key !== " ") return;
        e.preventDefault();
        cv.store.dispatch({ type: "toggle", facet, code });
      });
    });
    if (facet) areas.set(facet + ":" + code, layer);
  }

  function tip(label, more) {
    const box = document.createElement("div"), title = document.createElement("strong"), line = document.createElement("span");
    title.textContent = label;
    line.textContent = more || "";
    box.append(title, line);
    return box;
  }

  /** Facilities: a triangle that the keyboard reaches. */
  function facilityMark(feature, latlng) {
    const icon = L.divIcon({ className: "facility", iconSize: [16, 15], html: "" });
    const marker = L.marker(latlng, { icon, pane: "facilities", title: feature.properties.label, alt: feature.properties.label, bubblingMouseEvents: true });
    return marker.bindTooltip(tip(feature.properties.label, feature.properties.detail), { direction: "top", className: "area-tip" });
  }

  function settleAreas(ctx) {
    for (const [key, layer] of areas) {
      const [facet, code] = key.split(":"), element = layer.getElement && layer.getElement();
      if (!element) continue;
      const on = (ctx.state.filters[facet] || []).includes(code);
      element.classList.toggle("chosen", on);
      element.setAttribute("aria-pressed", String(on));
    }
  }

  /** Names by priority; one that would touch another is left out at this zoom. */
  function drawLabels(brush, view) {
    const taken = [];
    brush.textAlign = "center";
    brush.lineJoin = "round";
    for (const { text, lon, lat, kind, from, to } of names) {
      if (view.zoom < from || view.zoom > to) continue;
      const [wx, wy] = cv.canvas.world(lon, lat), x = wx * view.scale - view.ox, y = wy * view.scale - view.oy;
      if (x < -60 || y < -20 || x > view.w + 60 || y > view.h + 20) continue;
      const size = kind === "water" ? 13 : kind === "municipality" ? 13 : 11.5;
      brush.font = `${kind === "water" ? "italic 500" : kind === "municipality" ? 600 : 500} ${size}px 'Source Sans 3', sans-serif`;
      const half = brush.measureText(text).width / 2 + 4, box = [x - half, y - size, x + half, y + 5];
      if (taken.some((t) => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1])) continue;
      taken.push(box);
      brush.lineWidth = 3.5;
      brush.strokeStyle = css(kind === "water" ? "--sea" : "--halo");
      brush.strokeText(text, x, y);
      brush.fillStyle = css(kind === "water" ? "--water-ink" : kind === "neighbour" ? "--ink-3" : "--label-ink");
      brush.fillText(text, x, y);
    }
  }

  /** Show or hide layers by their panes; layers drawn on the places' canvas are hidden there. */
  function setLayers(shown) {
    const { config } = cv.store.context();
    if (!map || !config) return;
    for (const layer of config.map.layers) {
      const visible = shown.includes(layer.id), pane = map.getPane(layer.id);
      if (layer.on_canvas) visible ? cv.points.options.hidden.delete(layer.id) : cv.points.options.hidden.add(layer.id);
      else if (layer.id === "demand") showDemand(visible);
      else if (pane) pane.style.display = visible ? "" : "none";
      const legend = document.querySelector(`[data-legend="${layer.id}"]`);
      if (legend) legend.hidden = !visible;
    }
    cv.points.redraw();
  }

  /** Where people live: fetched once, for the layer and for whoever draws on the same cells. */
  let grid = null;
  const demandGrid = () => (grid = grid || fetch(cv.store.context().config.map.layers.find(({ id }) => id === "demand").url)
    .then((response) => response.json()).catch((error) => { grid = null; throw error; }));

  async function showDemand(visible) {
    if (visible && !demand) {
      const cells = await demandGrid();
      if (!map) return; // another screen has come meanwhile
      demand = cv.canvas.overlay(map, "demand", 405, (brush, view) => drawDemand(brush, view, cells));
    }
    if (!demand) return;
    demand.pane.style.display = visible ? "" : "none";
    demand.redraw();
  }

  function drawDemand(brush, view, grid) {
    const ramp = css("--ramp").split(" "), steps = grid.breaks;
    cv.canvas.cells(brush, view, grid, (i) => {
      let step = 0;
      while (step < steps.length && grid.population[i] >= steps[step]) step++;
      return ramp[step];
    });
  }

  /** Base map: the local one needs nothing; the others come from the network and fall back to it when they do not answer. */
  function setBase(id) {
    const { config } = cv.store.context();
    if (!map || !config || id === shownBase) return;
    shownBase = id;
    if (tiles) tiles.remove();
    tiles = null;
    const base = config.map.bases.find((b) => b.id === id);
    map.getContainer().classList.toggle("tiled", Boolean(base && base.url));
    notice("");
    if (!base || !base.url) return;
    let failures = 0, loaded = 0;
    tiles = L.tileLayer(base.url, { attribution: base.attribution, maxZoom: 19 });
    tiles.on("tileload", () => { loaded += 1; });
    tiles.on("tileerror", () => {
      failures += 1;
      if (loaded || failures < 3 || !tiles) return;
      tiles.remove();
      tiles = null;
      map.getContainer().classList.remove("tiled");
      shownBase = config.map.bases[0].id;
      cv.store.setProps("base-map", { value: shownBase });
      notice(cv.format.text(cv.store.context(), "base_offline", { name: base.label }));
    });
    tiles.addTo(map);
  }

  function notice(text) {
    const target = document.getElementById("map-notice");
    if (target) { target.textContent = text; target.hidden = !text; }
  }

  /** Frame the visible places; the whole territory when there is none. */
  function zoomToSelection() {
    if (!map) return;
    const { result } = cv.store.context(), { data } = cv.store.facetOfKind("polygon");
    map.touched = true;
    if (!result || !result.visible) return home();
    const box = L.latLngBounds([]);
    for (const row of result.rows) box.extend([data[2 * row + 1] / 1e6, data[2 * row] / 1e6]);
    map.fitBounds(box, { padding: [40, 40], maxZoom: 15, animate: !still() });
  }

  function goTo(entry) {
    if (!map || !entry) return;
    map.touched = true;
    if (entry.bounds) map.fitBounds(entry.bounds, { padding: [20, 20], maxZoom: 16, animate: !still() });
    else map.setView([entry.lat, entry.lon], 15, { animate: !still() });
    if (entry.place) cv.store.dispatch({ type: "focus", id: entry.place });
  }

  /** Bring the open place into view without moving when it is already there. */
  function reveal(ctx) {
    const row = ctx.state.focus && map ? cv.store.facetOfKind("pick").index.get(ctx.state.focus) : undefined;
    if (row === undefined || map.revealed === ctx.state.focus) { if (map && !ctx.state.focus) map.revealed = null; return; }
    map.revealed = ctx.state.focus;
    const { data } = cv.store.facetOfKind("polygon"), at = L.latLng(data[2 * row + 1] / 1e6, data[2 * row] / 1e6);
    if (!map.getBounds().pad(-0.08).contains(at)) map.setView(at, Math.max(map.getZoom(), 13), { animate: !still() });
  }

  cv.map = { demandGrid, onEachArea, facilityMark, setLayers, setBase, zoomToSelection, goTo, home, zoom, begin };
  cv.store.onSettle(begin);
  cv.store.onSettle(settleAreas);
  cv.store.onSettle(reveal);
})();
