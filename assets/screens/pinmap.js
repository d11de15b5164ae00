/* One's own places on the map: a mark each, the open one as a pin that one drags or moves with the arrows, its outline, a preview of a file. */
(function () {
  "use strict";
  const cv = window.convergence;
  const HIT_PX = 12, NUDGE_PX = 6, FAST = 5;
  const COLOURS = { draft: "--ink-3", submitted: "--accent", to_complete: "--amber-fill", accepted: "--green-fill", refused: "--excluded", withdrawn: "--excluded" };
  let map = null, over = null, marks = [], opened = null, pin = null, outline = null, taking = null, shown = [], onOpen = () => {};

  const root = () => document.getElementById("propose-root");
  const placing = () => taking !== null;

  /** The map is made anew on each visit of a screen: so is what lies on it. */
  function attach() {
    if (!root() || !cv.leaflet || map === cv.leaflet) return;
    map = cv.leaflet;
    pin = outline = null;
    over = cv.canvas.overlay(map, "own", 460, paint);
    map.on("click", click);
    draw();
  }

  const at = (view, { lon, lat }) => { const [x, y] = cv.canvas.world(lon, lat); return [x * view.scale - view.ox, y * view.scale - view.oy]; };

  function paint(brush, view) {
    if (!root()) return;
    const premises = root().dataset.kind === "premises", css = cv.canvas.css;
    for (const one of marks) {
      if (one.id === (opened && opened.id) || typeof one.lon !== "number") continue;
      const [x, y] = at(view, one);
      if (x < -20 || y < -20 || x > view.w + 20 || y > view.h + 20) continue;
      mark(brush, x, y, premises, css(COLOURS[one.stage] || "--ink-3"), one.is_example);
    }
    for (const one of shown) {
      const [x, y] = at(view, one);
      mark(brush, x, y, premises, css(one.bad ? "--red-fill" : "--accent"), false);
      if (one.bad) cross(brush, x, y);
    }
  }

  function mark(brush, x, y, round, colour, example) {
    brush.beginPath();
    round ? brush.arc(x, y, 7.5, 0, 2 * Math.PI) : brush.rect(x - 7, y - 7, 14, 14);
    brush.lineWidth = 5;
    brush.strokeStyle = cv.canvas.css("--halo");
    brush.stroke();
    brush.fillStyle = colour;
    brush.fill();
    brush.setLineDash(example ? [2.4, 2] : []);
    brush.lineWidth = 1.6;
    brush.strokeStyle = cv.canvas.css("--mark-line");
    brush.stroke();
    brush.setLineDash([]);
  }

  function cross(brush, x, y) {
    brush.lineWidth = 2;
    brush.strokeStyle = cv.canvas.css("--paper");
    brush.beginPath();
    brush.moveTo(x - 3, y - 3); brush.lineTo(x + 3, y + 3); brush.moveTo(x + 3, y - 3); brush.lineTo(x - 3, y + 3);
    brush.stroke();
  }

  /** A click puts the place when one is to be put, else opens the own place that is under it. */
  function click(event) {
    if (!root()) return;
    if (taking) {
      const put = taking;
      place(null);
      put(round(event.latlng.lng), round(event.latlng.lat));
      return;
    }
    const view = over.view(), { x, y } = event.containerPoint;
    let best = HIT_PX * HIT_PX, found = null;
    for (const one of marks) {
      if (typeof one.lon !== "number") continue;
      const [px, py] = at(view, one), d = (px - x) ** 2 + (py - y) ** 2;
      if (d <= best) { best = d; found = one; }
    }
    if (found) onOpen(found.id);
  }

  const round = (degrees) => Math.round(degrees * 1e6) / 1e6;

  /** Wait for a click that puts the place; `put` null gives up. */
  function place(put) {
    taking = put;
    if (map) map.getContainer().classList.toggle("drawing", placing());
    for (const button of document.querySelectorAll('[data-act="propose-pin"]')) button.setAttribute("aria-pressed", String(placing()));
    const hint = document.getElementById("draw-hint");
    if (hint) { hint.hidden = !placing(); hint.textContent = placing() ? cv.propose.words("placing") : ""; }
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && placing()) { place(null); event.stopPropagation(); event.preventDefault(); }
  }, true);

  /** The place that is open: {id, lon, lat, footprint, editable, label, moved(lon, lat)}; null when none is. */
  function open(place) {
    opened = place;
    draw();
  }

  function draw() {
    if (!map || !root()) return;
    over.redraw();
    outline?.remove();
    outline = null;
    const placed = opened && typeof opened.lon === "number" && typeof opened.lat === "number";
    if (opened && opened.footprint) outline = L.polygon(opened.footprint.map(([lon, lat]) => [lat, lon]), { pane: "own", className: "own-outline", interactive: false }).addTo(map);
    if (!placed) { pin?.remove(); pin = null; return; }
    if (!pin) pin = makePin();
    pin.setLatLng([opened.lat, opened.lon]);
    opened.editable ? pin.dragging.enable() : pin.dragging.disable();
    pin.getElement().setAttribute("aria-label", `${opened.label || ""} ${opened.editable ? cv.propose.words("pin") : ""}`.trim());
  }

  function makePin() {
    const icon = L.divIcon({ className: "own-pin", iconSize: [26, 34], iconAnchor: [13, 33], html: "" });
    const made = L.marker([opened.lat, opened.lon], { icon, draggable: true, autoPan: true, keyboard: true, zIndexOffset: 1000 }).addTo(map);
    made.on("dragend", () => { const { lng, lat } = made.getLatLng(); opened.moved(round(lng), round(lat)); });
    made.getElement().addEventListener("keydown", (event) => {
      const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (!step || !opened.editable) return;
      event.preventDefault();
      event.stopPropagation();
      const by = NUDGE_PX * (event.shiftKey ? FAST : 1), from = map.latLngToContainerPoint(made.getLatLng());
      const to = map.containerPointToLatLng([from.x + by * step[0], from.y + by * step[1]]);
      made.setLatLng(to);
      opened.moved(round(to.lng), round(to.lat));
    });
    return made;
  }

  /** Bring a position into view without moving when it already is. */
  function reveal(lon, lat, zoom = 15) {
    if (!map || typeof lon !== "number") return;
    map.touched = true;
    if (!map.getBounds().pad(-0.1).contains([lat, lon])) map.setView([lat, lon], Math.max(map.getZoom(), zoom), { animate: false });
  }

  function show(items) { marks = items; over?.redraw(); }

  /** Points of a file that is being imported: [{lon, lat, label, bad}]; an empty list ends it. The map goes to them when `fit`. */
  function preview(points, fit = true) {
    shown = (points || []).filter((one) => typeof one.lon === "number" && typeof one.lat === "number");
    attach();
    over?.redraw();
    if (fit && map && shown.length) { map.touched = true; map.fitBounds(L.latLngBounds(shown.map(({ lon, lat }) => [lat, lon])), { padding: [40, 40], maxZoom: 15, animate: false }); }
  }

  const centre = () => { const { lng, lat } = map.getCenter(); return [round(lng), round(lat)]; };

  cv.store.onMount(() => { map = over = pin = outline = null; marks = []; shown = []; opened = null; taking = null; });
  cv.store.onPaint(attach);
  cv.pinmap = { place, placing, open, show, preview, reveal, centre, attach, ready: () => Boolean(map), onOpen: (listener) => { onOpen = listener; } };
})();
