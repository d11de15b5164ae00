/* The functions that Dash's browser-side callbacks call; each only passes on what it is given. */
import { noUpdate } from "./core/dash.mjs";
import { $ } from "./core/dom.mjs";
import "./core/libraries.mjs"; // before Dash draws a component
import "./core/awaited.mjs";
import "./core/header.mjs";
import "./core/roving.mjs";
import "./explore/welcome.mjs";
import "./core/busy.mjs"; // before the first request: they wait their turn, Dash's own included
import * as convergenceCharts from "./convergence/charts.mjs";
import { reveal } from "./convergence/matrix.mjs";
import "./convergence/weights.mjs";
import * as inbox from "./core/inbox.mjs";
import * as store from "./core/store.mjs";
import { fits } from "./core/words.mjs";
import "./core/tabs.mjs";
import "./explore/charts.mjs";
import { controls } from "./explore/controls.mjs";
import * as panel from "./explore/panel.mjs";
import "./explore/counts.mjs";
import * as placeTable from "./explore/table.mjs";
import * as imports from "./imports/import.mjs";
import * as mapView from "./map/map.mjs";
import * as points from "./map/points.mjs";
import * as queue from "./moderation/queue.mjs";
import * as placeActs from "./proposals/acts.mjs";
import "./proposals/address_search.mjs";
import * as editor from "./proposals/editor.mjs";
import "./proposals/here.mjs";
import "./proposals/form.mjs";
import * as ownPlaces from "./proposals/list.mjs";
import * as pins from "./proposals/pins.mjs";
import * as scenarioActs from "./scenarios/acts.mjs";
import * as scenarioLibrary from "./scenarios/library.mjs";
import * as scenario from "./scenarios/question.mjs";
import "./scenarios/page.mjs";
import "./scenarios/view.mjs";

const triggered = () => window.dash_clientside.callback_context.triggered.map((t) => t.prop_id);

const wires = {
  start(state, config) {
    if (config) store.start(config, state).catch(fail);
    return noUpdate();
  },
  mounted() {
    store.mounted();
    return noUpdate();
  },
  controls(...values) {
    const { config } = store.context();
    if (!config) return noUpdate();
    for (const name of triggered()) {
      const at = config.controls.findIndex((control) => name.startsWith(`${control.id}.`));
      if (at >= 0) controls.changed(config.controls[at], values[at]);
    }
    return noUpdate();
  },
  rows: (request) => placeTable.rows(request),
  selected(rows) {
    placeTable.selected(rows);
    return noUpdate();
  },
  charts() {
    store.repaint();
    return noUpdate();
  },
  sheet() {
    panel.sheetShown();
    return noUpdate();
  },
  layers(shown) {
    mapView.setLayers(shown || []);
    return shown;
  },
  base(id) {
    mapView.setBase(id);
    return noUpdate();
  },
  others(on) {
    points.options.others = Boolean(on);
    points.redraw();
    return noUpdate();
  },
  plan() {
    document.documentElement.dataset.answer = scenario.plan()?.key || "";
    scenarioActs.drawn("shown-plan");
    return noUpdate();
  },
  named() {
    scenarioActs.drawn("named-places");
    return noUpdate();
  },
  library(_list, wanted) {
    scenarioLibrary.listed(wanted);
    return noUpdate();
  },
  compare(clicks, ticked) {
    if (clicks) scenarioLibrary.compare(ticked || []);
    return noUpdate();
  },
  saved(outcome) {
    scenarioLibrary.saved(outcome || {});
    return noUpdate();
  },
  profile() {
    panel.sheetShown();
    reveal();
    return noUpdate();
  },
  axes(x, y) {
    convergenceCharts.axes(x, y);
    return noUpdate();
  },
  ticked: (chosen) => (chosen || []).map(({ id, version }) => ({ id, version })),
  queue() {
    requestAnimationFrame(queue.mark);
    return noUpdate();
  },
  review(back, next) {
    if (next && triggered()[0] === "decision-one-next.n_clicks") queue.step(1);
    else if (back) queue.open("");
    return noUpdate();
  },
  focus(wanted) {
    queue.focusOn(wanted);
    return noUpdate();
  },
  decided() {
    inbox.count();
    return noUpdate();
  },
  search(key) {
    const { config } = store.context();
    if (config && key) mapView.goTo(config.map.search[key]);
    return noUpdate();
  },
  columns(shown, definitions) {
    return definitions.map((column) =>
      column.field === "name" ? column : { ...column, hide: !(shown || []).includes(column.field) },
    );
  },
  ownMarks(marks) {
    pins.show(marks || []);
    return noUpdate();
  },
  ownActed() {
    editor.reread();
    return noUpdate();
  },
  ownHead(given) {
    editor.answered("head", given);
    return noUpdate();
  },
  ownRead() {
    editor.reload();
    return noUpdate();
  },
  ownAssessed(given) {
    editor.answered("around", given);
    return noUpdate();
  },
  ownDone(given) {
    placeActs.done(given);
    return noUpdate();
  },
  ownCompared() {
    queue.focusOn({ id: "place-keep" });
    return noUpdate();
  },
  ownCells(events) {
    ownPlaces.cells(events);
    return noUpdate();
  },
  ownTable(clicks) {
    requestAnimationFrame(store.repaint);
    return [clicks % 2 === 0, String(clicks % 2 === 1)];
  },
  importShown: () => imports.shown(triggered()[0]),
  importBegun: (...given) => imports.begun(triggered()[0], ...given.slice(-4)),
  importRan: (ran, asked) => imports.ran(ran, asked),
  importColumns: (events) => imports.cellsTyped("columns", events),
  importCells: (events) => imports.cellsTyped("cells", events),
  importIdle: (busy) => imports.idle(busy),
  importPoints(given) {
    imports.points(given);
    return noUpdate();
  },
  importStep(at) {
    imports.step(at);
    return noUpdate();
  },
  lookAt(at) {
    if (at) pins.go(at.lon, at.lat, at.zoom);
    return noUpdate();
  },
  mapCentre(clicks) {
    if (!clicks) return noUpdate();
    const [lon, lat] = pins.centre();
    return { lon, lat };
  },
  takePoint(take) {
    if (take && matchMedia("(max-width: 767px)").matches) panel.setTab("map");
    pins.place(take ? (lon, lat) => store.setProps(take.into, { data: { lon, lat } }) : null);
    return noUpdate();
  },
  scheme(choice) {
    const dark = choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    requestAnimationFrame(() => window.dispatchEvent(new Event("convergence:theme")));
    return dark ? "dark" : "light";
  },
  toggleScheme(clicks) {
    if (!clicks) return noUpdate();
    return document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  },
};

function fail(error) {
  console.error(error);
  const box = $("load-error");
  if (box) box.hidden = false;
}

window.dash_clientside ??= {};
window.dash_clientside.convergence = wires;

/** dash-leaflet finds the functions of its layers by a global name (see views/components/map_view.py). */
window.convergence = { map: { onEachArea: mapView.onEachArea, pointMark: mapView.pointMark } };

window.dashMantineFunctions ??= {};
window.dashMantineFunctions.placeFilter = ({ options, search }) => {
  if (!search.trim()) return options.map((group) => ({ ...group, items: (group.items || []).slice(0, 5) }));
  const isFound = (option) => fits(option.label, search);
  return options
    .map((group) => ({ ...group, items: (group.items || []).filter(isFound).slice(0, 8) }))
    .filter((group) => group.items.length);
};
