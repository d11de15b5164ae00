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
import { focusOn } from "./core/forms.mjs";
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
import "./meetings/actuals.mjs";
import * as meeting from "./meetings/page.mjs";
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

/** What Dash has the browser do, of which nothing comes back. */
const does =
  (act) =>
  (...given) => {
    act(...given);
    return noUpdate();
  };

const ofPlaces = {
  start: does((state, config) => config && store.start(config, state).catch(fail)),
  mounted: does(store.mounted),
  controls: does((...values) => controls.heard(triggered(), values)),
  rows: placeTable.rows,
  selected: does(placeTable.selected),
  charts: does(store.repaint),
  sheet: does(panel.sheetShown),
  layers(shown) {
    mapView.setLayers(shown || []);
    return shown;
  },
  base: does(mapView.setBase),
  others: does(points.showOthers),
  search: does(mapView.goTo),
  columns: placeTable.columns,
  profile: does(() => {
    panel.sheetShown();
    reveal();
  }),
  axes: does(convergenceCharts.axes),
};

const ofScenarios = {
  plan: does(() => {
    document.documentElement.dataset.answer = scenario.plan()?.key || "";
    scenarioActs.drawn("shown-plan");
  }),
  named: does(() => scenarioActs.drawn("named-places")),
  library: does((_list, wanted) => scenarioLibrary.listed(wanted)),
  compare: does((clicks, ticked) => clicks && scenarioLibrary.compare(ticked || [])),
  saved: does((outcome) => scenarioLibrary.saved(outcome || {})),
};

const ofMeetings = { meeting: does(meeting.drawn), levers: meeting.moved };

const ofProposals = {
  ticked: (chosen) => (chosen || []).map(({ id, version }) => ({ id, version })),
  queue: does(() => requestAnimationFrame(queue.mark)),
  review: does((back, next) => {
    if (next && triggered()[0] === "decision-one-next.n_clicks") queue.step(1);
    else if (back) queue.open("");
  }),
  focus: does((wanted) => focusOn(wanted)),
  decided: does(inbox.count),
  ownMarks: does((marks) => pins.show(marks || [])),
  ownActed: does(() => editor.reread()),
  ownHead: does((given) => editor.answered("head", given)),
  ownRead: does(editor.reload),
  ownAssessed: does((given) => editor.answered("around", given)),
  ownDone: does(placeActs.done),
  ownCompared: does(() => focusOn({ id: "place-keep" })),
  ownCells: does(ownPlaces.cells),
  ownTable(clicks) {
    requestAnimationFrame(store.repaint);
    return [clicks % 2 === 0, String(clicks % 2 === 1)];
  },
  lookAt: does((at) => at && pins.go(at.lon, at.lat, at.zoom)),
  mapCentre(clicks) {
    if (!clicks) return noUpdate();
    const [lon, lat] = pins.centre();
    return { lon, lat };
  },
  takePoint: does((take) => {
    if (take && matchMedia("(max-width: 767px)").matches) panel.setTab("map");
    pins.place(take ? (lon, lat) => store.setProps(take.into, { data: { lon, lat } }) : null);
  }),
};

const ofImports = {
  importShown: () => imports.shown(triggered()[0]),
  importBegun: (...given) => imports.begun(triggered()[0], ...given.slice(-4)),
  importRan: imports.ran,
  importColumns: (events) => imports.cellsTyped("columns", events),
  importCells: (events) => imports.cellsTyped("cells", events),
  importIdle: imports.idle,
  importPoints: does(imports.points),
  importStep: does(imports.step),
};

const page = document.documentElement;
const ofTheme = {
  scheme(choice) {
    const dark = choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
    page.dataset.theme = dark ? "dark" : "light";
    requestAnimationFrame(() => window.dispatchEvent(new Event("convergence:theme")));
    return page.dataset.theme;
  },
  toggleScheme: (clicks) => (clicks ? (page.dataset.theme === "dark" ? "light" : "dark") : noUpdate()),
};

function fail(error) {
  console.error(error);
  const box = $("load-error");
  if (box) box.hidden = false;
}

window.dash_clientside ??= {};
window.dash_clientside.convergence = {
  ...ofPlaces,
  ...ofScenarios,
  ...ofProposals,
  ...ofMeetings,
  ...ofImports,
  ...ofTheme,
};

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
