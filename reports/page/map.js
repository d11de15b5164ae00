/* The standalone map: fills the layers that Folium made. Data is text: it is written with textContent, never as HTML. */
function convergenceMap(map, groups) {
  "use strict";
  const data = JSON.parse(document.getElementById("map-data").textContent);
  const FEW = 1500;
  const SIGNS = {
    zone_sites: { fill: "#0072B2", shape: "square" },
    premises: { fill: "#E69F00", shape: "circle" },
    facilities: { fill: "#ffffff", shape: "triangle" },
  };
  const PATHS = { square: '<rect x="3" y="3" width="12" height="12"/>', circle: '<circle cx="9" cy="9" r="6"/>', triangle: '<path d="M9 2.5 16 15H2z"/>' };
  const make = (tag, text, className) => {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    if (className) element.className = className;
    return element;
  };

  for (const [name, z] of [["land", 200], ["town", 300], ["qpv", 310], ["names", 450]]) map.createPane(name).style.zIndex = z;
  map.getPane("names").style.pointerEvents = map.getPane("land").style.pointerEvents = "none";
  map.attributionControl.setPrefix(false);

  const land = { neighbour: "#fbfaf7", territory: "#f5f3ee" };
  L.geoJSON(data.land, {
    pane: "land",
    interactive: false,
    style: (f) => ({ fillColor: land[f.properties.kind], fillOpacity: 1, color: "#b9c3ca", weight: f.properties.kind === "territory" ? 1 : 0.5 }),
  }).addTo(map);

  const world = [[-180, -85], [180, -85], [180, 85], [-180, 85]], flip = (ring) => ring.map(([lon, lat]) => [lat, lon]);
  L.polygon([flip(world), flip(data.edge)], { pane: "land", interactive: false, stroke: false, fillColor: "#eceff1", fillOpacity: 1 }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);

  function card(title, isExample, lines) {
    const box = make("div", "", "card");
    const head = make("h3", title);
    if (isExample) head.append(" ", make("span", data.texts.example, "badge"));
    box.append(head);
    const list = make("dl");
    for (const [label, value] of lines) {
      if (label) list.append(make("dt", label));
      list.append(value === null ? make("dd", data.texts.unknown, "unknown") : make("dd", value));
    }
    box.append(list);
    return box;
  }

  /* A pop-up keeps clear of the layer list: beside it on a wide screen, under its button on a narrow one. */
  const isWide = window.innerWidth >= 900, side = isWide ? map.getContainer().querySelector(".leaflet-control-layers").offsetWidth + 24 : 12;
  const popup = {
    maxWidth: 340,
    minWidth: 220,
    maxHeight: Math.max(180, Math.min(380, map.getSize().y - 150)),
    autoPanPaddingTopLeft: [12, isWide ? 12 : 64],
    autoPanPaddingBottomRight: [side, 12],
  };

  function drawAreas(id, pane, style) {
    if (!data.areas[id]) return;
    L.geoJSON(data.areas[id], {
      pane,
      style,
      onEachFeature: (f, layer) => layer.bindPopup(() => card(f.properties.label, false, [["", f.properties.detail]]), popup),
    }).addTo(groups[id]);
  }
  drawAreas("municipalities", "town", { color: "#8c98a1", weight: 1, fill: true, fillOpacity: 0 });
  drawAreas("priority_neighbourhoods", "qpv", { color: "#CC79A7", weight: 1.2, fillColor: "#CC79A7", fillOpacity: 0.3 });

  /* Few places: SVG marks that the keyboard reaches. Many: the same shapes on one canvas. */
  const Mark = L.CircleMarker.extend({
    _updatePath() {
      const { _ctx: ctx, _drawing } = this._renderer;
      if (!_drawing || this._empty()) return;
      const { x, y } = this._point, r = this._radius;
      ctx.beginPath();
      if (this.options.shape === "square") ctx.rect(x - r, y - r, 2 * r, 2 * r);
      else ctx.arc(x, y, r, 0, 2 * Math.PI);
      this._renderer._fillStroke(ctx, this);
    },
  });
  const canvas = L.canvas({ padding: 0.3 });

  function mark(id, lon, lat, title, isExample, many) {
    const { fill, shape } = SIGNS[id];
    if (many) return new Mark([lat, lon], { renderer: canvas, shape, radius: 4.5, color: "#1d2830", weight: 0.8, fillColor: fill, fillOpacity: 1 });
    const html = `<svg viewBox="0 0 18 18" fill="${fill}" stroke="#1d2830" stroke-width="1.4"${isExample ? ' stroke-dasharray="2.6 1.6"' : ""}>${PATHS[shape]}</svg>`;
    return L.marker([lat, lon], { icon: L.divIcon({ className: "mark " + shape, html, iconSize: [18, 18] }), title, riseOnHover: true });
  }

  const count = data.points.zone_sites.places.length + data.points.premises.places.length;
  for (const id of ["zone_sites", "premises"]) {
    for (const [lon, lat, name, isExample, values] of data.points[id].places) {
      const title = isExample ? `${name} (${data.texts.example})` : name;
      const lines = () => data.points[id].fields.map((label, i) => [label, values[i]]);
      mark(id, lon, lat, title, isExample, count > FEW).bindPopup(() => card(name, isExample, lines()), popup).addTo(groups[id]);
    }
  }
  for (const [lon, lat, name, isExample, detail] of data.facilities) {
    mark("facilities", lon, lat, name, isExample, false).bindPopup(() => card(name, isExample, [["", detail]]), popup).addTo(groups.facilities);
  }
  for (const group of Object.values(groups)) group.addTo(map);

  /* Names by priority; one that would touch another is left out at this zoom. */
  const names = L.layerGroup().addTo(map);
  const ruler = document.createElement("canvas").getContext("2d");
  function drawNames() {
    names.clearLayers();
    const taken = [], zoom = map.getZoom(), size = map.getSize();
    for (const { text, lon, lat, kind, from, to } of data.names) {
      if (zoom < from || zoom > to) continue;
      const { x, y } = map.latLngToContainerPoint([lat, lon]);
      if (x < 0 || y < 0 || x > size.x || y > size.y) continue;
      ruler.font = "600 13px sans-serif";
      const half = ruler.measureText(text).width / 2 + 6;
      if (taken.some(([a, b, c, d]) => x - half < c && x + half > a && y - 10 < d && y + 10 > b)) continue;
      taken.push([x - half, y - 10, x + half, y + 10]);
      const icon = L.divIcon({ className: "name " + kind, html: make("span", text), iconSize: [0, 0] });
      L.marker([lat, lon], { icon, pane: "names", interactive: false, keyboard: false }).addTo(names);
    }
  }
  map.on("moveend", drawNames);
  map.on("zoomend", () => map.getContainer().classList.toggle("far", map.getZoom() < 10.5));
  map.on("popupopen", ({ popup: opened }) => {
    const close = opened.getElement().querySelector(".leaflet-popup-close-button");
    if (close) for (const key of ["aria-label", "title"]) close.setAttribute(key, data.texts.close);
  });

  /* Leaflet hears Escape only when the map itself has the focus, and not one of its marks. */
  document.addEventListener("keydown", (e) => e.key === "Escape" && map.closePopup());

  const labels = { ".leaflet-control-zoom-in": data.texts.zoom_in, ".leaflet-control-zoom-out": data.texts.zoom_out, ".leaflet-control-layers-toggle": data.texts.layers };
  for (const [selector, text] of Object.entries(labels)) {
    const element = map.getContainer().querySelector(selector);
    for (const key of ["aria-label", "title"]) element && element.setAttribute(key, text);
  }
  map.getContainer().querySelector(".leaflet-control-layers-list").prepend(make("p", data.texts.layers, "layers-title"));
  map.fitBounds(data.bounds, { padding: [24, 24], maxZoom: 14, animate: false });
  new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(map.getContainer());
  document.documentElement.dataset.map = "ready";
}
