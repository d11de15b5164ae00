/* The functions that Dash's browser-side callbacks call on the screens that follow the first, and the modules of these. */
import * as convergenceCharts from "./convergence/charts.mjs";
import { reveal } from "./convergence/matrix.mjs";
import "./convergence/networks.mjs";
import "./convergence/weights.mjs";
import { does, noUpdate, triggered } from "./core/dash.mjs";
import { focusOn } from "./core/focus.mjs";
import "./core/forms.mjs";
import * as inbox from "./core/inbox.mjs";
import * as store from "./core/store.mjs";
import "./core/tabs.mjs";
import * as panel from "./explore/panel.mjs";
import * as imports from "./imports/import.mjs";
import "./meetings/actuals.mjs";
import * as meeting from "./meetings/page.mjs";
import * as queue from "./moderation/queue.mjs";
import * as placeActs from "./proposals/acts.mjs";
import "./proposals/address_search.mjs";
import * as editor from "./proposals/editor.mjs";
import "./proposals/here.mjs";
import "./proposals/form.mjs";
import * as ownPlaces from "./proposals/list.mjs";
import * as photos from "./proposals/photos.mjs";
import * as pins from "./proposals/pins.mjs";
import * as scenarioActs from "./scenarios/acts.mjs";
import * as scenarioLibrary from "./scenarios/library.mjs";
import * as scenario from "./scenarios/question.mjs";
import "./scenarios/page.mjs";
import "./scenarios/view.mjs";

/** @import { At, CellEvent, PartRequest, PartResult } from "./types/imports"
    @import { OwnMark, PlaceNews } from "./types/proposals" */

/** What a callback sends the keyboard to.
    @typedef {{ id: string, select?: boolean } | null} Wanted */

const ofConvergence = {
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
  library: does((/** @type {unknown} */ _list, /** @type {Wanted} */ wanted) => scenarioLibrary.listed(wanted)),
  compare: does(
    (/** @type {number} */ clicks, /** @type {string[] | null} */ ticked) =>
      clicks && scenarioLibrary.compare(ticked || []),
  ),
  saved: does((/** @type {{ id: string } | null} */ outcome) => scenarioLibrary.saved(outcome || {})),
};

const ofMeetings = { meeting: does(meeting.drawn), balance: does(meeting.drawn), levers: meeting.moved };

const ofProposals = {
  ticked: (/** @type {PlaceNews[] | null} */ chosen) => (chosen || []).map(({ id, version }) => ({ id, version })),
  queue: does(() => requestAnimationFrame(queue.mark)),
  review: does((/** @type {number} */ back, /** @type {number} */ next) => {
    if (next && triggered()[0] === "decision-one-next.n_clicks") queue.step(1);
    else if (back) queue.open("");
  }),
  focus: does((/** @type {Wanted} */ wanted) => focusOn(wanted)),
  decided: does(inbox.count),
  ownMarks: does((/** @type {OwnMark[] | null} */ marks) => pins.show(marks || [])),
  ownActed: does(() => editor.reread()),
  ownHead: does((/** @type {PlaceNews | null} */ given) => editor.answered("head", given)),
  ownRead: does(editor.reload),
  ownAssessed: does((/** @type {PlaceNews | null} */ given) => editor.answered("around", given)),
  ownDone: does(placeActs.done),
  photosDone: does(photos.done),
  ownCompared: does(() => focusOn({ id: "place-keep" })),
  ownCells: does(ownPlaces.cells),
  ownTable(/** @type {number} */ clicks) {
    requestAnimationFrame(store.repaint);
    return [clicks % 2 === 0, String(clicks % 2 === 1)];
  },
  lookAt: does(
    (/** @type {{ lon: number, lat: number, zoom: number } | null} */ at) => at && pins.go(at.lon, at.lat, at.zoom),
  ),
  mapCentre(/** @type {number} */ clicks) {
    const at = clicks ? pins.centre() : null;
    return at ? { lon: at[0], lat: at[1] } : noUpdate();
  },
  takePoint: does((/** @type {{ into: string } | null} */ take) => {
    if (take && matchMedia("(max-width: 767px)").matches) panel.setTab("map");
    pins.place(take ? (lon, lat) => store.setProps(take.into, { data: { lon, lat } }) : null);
  }),
};

const ofImports = {
  importShown: () => imports.shown(triggered()[0]),
  importBegun(/** @type {unknown[]} */ ...given) {
    const [at, mode, request, before] = /** @type {[At | null, string, PartRequest | null, PartResult | null]} */ (
      given.slice(-4)
    );
    return imports.begun(triggered()[0], at, mode, request, before);
  },
  importRan: imports.ran,
  importColumns: (/** @type {CellEvent[] | null} */ events) => imports.cellsTyped("columns", events),
  importCells: (/** @type {CellEvent[] | null} */ events) => imports.cellsTyped("cells", events),
  importIdle: imports.idle,
  importPoints: does(imports.points),
  importStep: does(imports.step),
};

Object.assign(window.dash_clientside.convergence, {
  ...ofConvergence,
  ...ofScenarios,
  ...ofProposals,
  ...ofMeetings,
  ...ofImports,
});
