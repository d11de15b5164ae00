// What the modules use of a chart that Plotly draws.

interface Axis {
  /** Pixels of a value, and the value at a pixel. */
  c2p(value: number): number;
  p2c(pixel: number): number;
}

export interface Trace {
  orientation: "h" | "v";
  x: number[];
  y: number[];
  marker: { color: string | string[] };
}

/** A gesture on a chart: the points that it takes, and between which values of the axes. */
export interface ChartEvent {
  points: { customdata: number }[];
  range?: { x: number[]; y: number[] };
}

/** A chart of Explore: all the places, and above them those that are selected. */
export interface Graph extends Part {
  data: [total: Trace, selected: Trace];
  layout: { selections: object[] };
  /** Once it is drawn. */
  _fullLayout?: { xaxis: Axis; yaxis: Axis };
  on(name: string, act: (event?: ChartEvent) => void): void;
}

/** The colours of the theme: of a bar, of one that is left out. */
export type Tones = Record<"bar" | "pale", string>;

export interface Press {
  gd: Graph;
  bar: number;
  at: number[];
}
