// What the modules of the page hand to each other.

import type { BrowserConfig, ChoicesDeclaration, FacetDeclaration, RangeDeclaration } from "./answers";

/** What the address says: the filters by facet, the open place, the parameters of the screens by key. */
export interface State {
  filters: Record<string, any>;
  focus: string | null;
  params: Record<string, string>;
}

/** A column of texts. */
export interface TextColumn {
  at(row: number): string;
}

/** The places, a column a field. */
export interface Table {
  rows: number;
  columns: Record<string, any>;
}

/** A facet as it was declared. */
export type Declared = FacetDeclaration & Partial<Omit<ChoicesDeclaration, "kind">> & Partial<Omit<RangeDeclaration, "kind">>;

/** A facet bound to the table: its bit, its column, and the bar of each row. */
export interface Facet extends Declared {
  bit: number;
  data: any;
  index?: Map<string, number>;
  bars: ArrayLike<number> | null;
  size: number;
  tallies: number;
}

/** What filters keep: rows that pass, why others do not (a bit a facet), the bars of each facet with its own filter lifted. */
export interface Result {
  visible: number;
  rows: Int32Array;
  fail: Uint32Array;
  counts: Record<string, Int32Array>;
  lifted: Record<string, number>;
}

export interface Engine {
  table: Table;
  facets: Facet[];
  byId: Map<string, Facet>;
  compute(filters: Record<string, any>): Result;
}

/** All that a painter needs; `engine` and `result` are null until the places have come. */
export interface Context {
  engine: Engine;
  config: BrowserConfig;
  state: State;
  result: Result;
}
