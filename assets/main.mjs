/* The functions that Dash's browser-side callbacks call on the first screen; each only passes on what it is given. */
import { does, noUpdate, triggered } from "./core/dash.mjs";
import { $ } from "./core/dom.mjs";
import "./core/libraries.mjs"; // before Dash draws a component
import "./core/awaited.mjs";
import "./core/focus.mjs";
import "./core/header.mjs";
import "./core/inbox.mjs";
import "./core/roving.mjs";
import "./core/sign_out.mjs";
import "./explore/welcome.mjs";
import "./core/busy.mjs"; // before the first request: they wait their turn, Dash's own included
import * as screens from "./core/screens.mjs";
import * as store from "./core/store.mjs";
import { fits } from "./core/words.mjs";
import "./explore/charts.mjs";
import * as controls from "./explore/controls.mjs";
import * as panel from "./explore/panel.mjs";
import "./explore/counts.mjs";
import * as placeTable from "./explore/table.mjs";
import * as external from "./map/external.mjs";
import * as mapView from "./map/map.mjs";
import * as points from "./map/points.mjs";

/** @import { BrowserConfig, BrowserState } from "./types/answers" */

const ofPlaces = {
  start: does(
    (/** @type {BrowserState} */ state, /** @type {BrowserConfig | null} */ config) =>
      config && store.start(config, state).catch(fail),
  ),
  mounted: does(store.mounted),
  searched: does((/** @type {string[][]} */ ...values) => controls.searched(triggered(), values)),
  rows: placeTable.rows,
  scores: does(placeTable.scored),
  selected: does(placeTable.selected),
  charts: does(store.repaint),
  sheet: does(panel.sheetShown),
  layers(/** @type {string[] | null} */ shown) {
    mapView.setLayers(shown || []);
    return shown;
  },
  external: does(external.settle),
  base: does(mapView.setBase),
  others: does(points.showOthers),
  search: does(mapView.goTo),
  columns: placeTable.columns,
};

const page = document.documentElement;
const ofTheme = {
  scheme(/** @type {string} */ choice) {
    const dark = choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
    page.dataset.theme = dark ? "dark" : "light";
    requestAnimationFrame(() => window.dispatchEvent(new Event("convergence:theme")));
    return page.dataset.theme;
  },
  toggleScheme: (/** @type {number} */ clicks) =>
    clicks ? (page.dataset.theme === "dark" ? "light" : "dark") : noUpdate(),
};

function fail(/** @type {unknown} */ error) {
  console.error(error);
  const box = $("load-error");
  if (box) box.hidden = false;
}

window.dash_clientside ??= /** @type {DashClientside} */ ({});
window.dash_clientside.convergence = { ...ofPlaces, ...ofTheme };

/** dash-leaflet finds the functions of its layers by a global name (see views/components/map_view.py). */
window.convergence = { map: { onEachArea: mapView.onEachArea, pointMark: mapView.pointMark } };

window.dashMantineFunctions ??= {};
window.dashMantineFunctions.placeFilter = ({ options, search }) => {
  if (!search.trim()) return options.map((group) => ({ ...group, items: (group.items || []).slice(0, 5) }));
  const isFound = (/** @type {MantineOption} */ option) => fits(option.label, search);
  return options
    .map((group) => ({ ...group, items: (group.items || []).filter(isFound).slice(0, 8) }))
    .filter((group) => group.items.length);
};

screens.serve(() => import("./screens.mjs"));
await screens.atStart();
