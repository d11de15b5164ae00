// What Dash and its components put in the page.

declare const L: any;

/** See page.d.ts: what painters take, and the state. */
type PageContext = import("./page").Context;
type PageState = import("./page").State;

interface Window {
  L?: any;
  React: any;
  Plotly: any;
  DashRenderer: any;
  dash_clientside: any;
  /** What Dash tells of its components. */
  dash_component_api?: { getLayout(id: string): any };
  dash_ag_grid?: any;
  /** Where Dash finds Plotly. */
  _dashPlotlyJSURL?: string;
  dashAgGridFunctions?: Record<string, Function>;
  dashAgGridComponentFunctions?: Record<string, Function>;
  dashMantineFunctions?: Record<string, Function>;
  /** Functions that dash-leaflet finds by a global name. */
  convergence?: { map: Record<string, Function> };
}

/** Every element of our pages is of HTML or SVG: both have a focus and a data set. */
interface Element extends HTMLOrSVGElement {
  hidden: any;
  open: any;
}
