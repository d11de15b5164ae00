// What Dash, its components and the libraries that they bring put in the page: the few members that modules use.

declare const L: import("./map").Leaflet;

/** What a callback of the browser is called with, and returns; Dash hears of nothing where it is `no_update`. */
interface DashClientside {
  no_update: unknown;
  callback_context: { triggered: { prop_id: string }[] };
  set_props(id: unknown, props: Record<string, unknown>): void;
  convergence: Record<string, Function>;
}

/** What Dash knows of a component. */
interface DashComponent {
  type: string;
  props: Record<string, unknown>;
}

interface ReactLibrary {
  createElement(type: unknown, props: object | null, ...children: unknown[]): unknown;
  lazy(load: () => Promise<{ default: unknown }>): unknown;
  Suspense: unknown;
  useEffect(act: () => (() => void) | undefined, on: unknown[]): void;
  useRef(first: null): { current: Element };
  useState(first: boolean): [boolean, (now: boolean) => void];
}

interface PlotlyLibrary {
  react(graph: Element, traces: object[], layout: object, config: object): void;
  redraw(graph: Element): void;
  relayout(graph: Element, changes: object): void;
  toImage(graph: Element, how: { format: string; width: number; height: number }): Promise<string>;
}

interface GridRow {
  rowIndex: number;
  data: { id: string };
}

interface GridColumn {
  getColId(): string;
  getColDef(): { headerName?: string };
}

interface GridApi {
  purgeInfiniteCache(): void;
  refreshInfiniteCache(): void;
  redrawRows(): void;
  getDisplayedRowCount(): number;
  getDisplayedRowAtIndex(at: number): GridRow;
  ensureIndexVisible(at: number): void;
  setFocusedCell(at: number, column: string): void;
  getAllDisplayedColumns(): GridColumn[];
  getCellValue(cell: { rowNode: GridRow; colKey: GridColumn; useFormatter: boolean }): unknown;
  forEachNodeAfterFilterAndSort(read: (row: GridRow) => void): void;
  getColumnState(): { colId: string; sort: "asc" | "desc" | null; sortIndex: number | null }[];
}

interface GridLibrary {
  AgGrid: unknown;
  getApi(id: string): GridApi;
  getApiAsync(id: string): Promise<GridApi>;
}

/** What the grid hands to a function of ours: of an event, of a cell that is drawn, of a key in a cell. */
interface GridGiven<Row = { id: string }> {
  api: GridApi;
  event?: MouseEvent | KeyboardEvent;
  data?: Row;
  column?: { getColId(): string };
  value: string;
  editing: boolean;
  nextCellPosition: unknown;
}

type GridValue = string | number | null | undefined;

interface GridFunctions {
  openPlace?(given: GridGiven): void;
  openOwnPlace?(given: GridGiven): void;
  openProposal?(given: GridGiven): void;
  isOpenPlace?(id: string): boolean;
  isReviewed?(id: string): boolean;
  unknownLast?(a: GridValue, b: GridValue, nodeA: unknown, nodeB: unknown, isDescending: boolean): number;
  queueOrdered?(given: GridGiven): void;
  leaveTable?(): boolean;
  leaveUnlessTyping?(given: GridGiven): unknown;
  openList?(): void;
}

interface GridComponents {
  PlaceLink?(given: GridGiven): unknown;
  PlaceCard?(given: GridGiven<import("./proposals").ListedPlace>): unknown;
  ProposalLink?(given: GridGiven<import("./proposals").QueuedProposal>): unknown;
}

interface MantineOption {
  label: string;
  items?: MantineOption[];
}

interface Window {
  L?: import("./map").Leaflet;
  React: ReactLibrary;
  Plotly: PlotlyLibrary;
  dash_clientside: DashClientside;
  /** What Dash tells of its components. */
  dash_component_api?: { getLayout(id: unknown): DashComponent | undefined };
  dash_ag_grid?: GridLibrary;
  /** Where Dash finds Plotly. */
  _dashPlotlyJSURL?: string;
  dashAgGridFunctions?: GridFunctions;
  dashAgGridComponentFunctions?: GridComponents;
  dashMantineFunctions?: { placeFilter?(given: { options: MantineOption[]; search: string }): MantineOption[] };
  /** Functions that dash-leaflet finds by a global name. */
  convergence?: { map: Record<string, Function> };
}
