/* Libraries that a page fetches once it needs them: Plotly with its first chart, AG Grid with the first table that
   is seen. */
import { first } from "./dom.mjs";

const LATEST_MS = 1500,
  NEAR = "200px";
const address = (/** @type {string} */ name) => first(`meta[name="${name}"]`).getAttribute("content") ?? "";

// Dash's renderer writes the address of the full Plotly here, and its charts read it.
Object.defineProperty(window, "_dashPlotlyJSURL", { get: () => address("plotly-script"), set() {} });

const { createElement, lazy, Suspense, useEffect, useRef, useState } = window.React;
const whenIdle = window.requestIdleCallback || ((/** @type {() => void} */ done) => setTimeout(done, 1));
let library = /** @type {GridLibrary | null} */ (null),
  loading = /** @type {Promise<GridLibrary> | null} */ (null);

/** The real library takes the place of what stands for it here: components already drawn must stay of the same type. */
function fetched() {
  const real = /** @type {GridLibrary} */ (window.dash_ag_grid);
  library = real;
  window.dash_ag_grid = standIn;
  return real;
}

/** The script is long to read: what is under way, such as drawing the map, goes first. */
function load() {
  loading ??= /** @type {Promise<GridLibrary>} */ (
    new Promise((done, fail) => {
      const onload = () => done(fetched()),
        script = { src: address("ag-grid-script"), onload, onerror: fail };
      whenIdle(() => document.head.append(Object.assign(document.createElement("script"), script)), {
        timeout: LATEST_MS,
      });
    })
  );
  return loading;
}

const Grid = lazy(() => load().then((real) => ({ default: real.AgGrid })));

/** Do something once an element comes into sight; return what gives that up.
    @type {(element: Element, act: () => void) => () => void} */
function whenSeen(element, act) {
  const eye = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && act(), { rootMargin: NEAR });
  eye.observe(element);
  return () => eye.disconnect();
}

/** A table that nobody sees, as under another tab of a phone, costs nothing. */
function AgGrid(/** @type {object} */ props) {
  const [isSeen, see] = useState(library !== null),
    place = useRef(null);
  useEffect(() => (isSeen ? undefined : whenSeen(place.current, () => see(true))), [isSeen]);
  if (!isSeen) return createElement("div", { ref: place });
  return createElement(Suspense, { fallback: null }, createElement(Grid, props));
}
AgGrid.dashPersistence = { persisted_props: ["selectedRows"], persistence_type: "local" };
AgGrid.dashRenderType = true;

const standIn = /** @type {GridLibrary} */ ({
  AgGrid,
  getApi: (id) => library?.getApi(id),
  getApiAsync: (id) => load().then((real) => real.getApiAsync(id)),
});
window.dash_ag_grid = standIn;
