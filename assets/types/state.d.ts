// The one state, the actions that change it, and the places that it filters.

import type {
  BrowserConfig,
  BrowserState,
  ChoicesDeclaration,
  FacetDeclaration,
  IntervalFilter,
  Problem,
  RangeDeclaration,
} from "./answers";

/** Positions [longitude, latitude], or [x, y]. */
export type Ring = number[][];

/** The values of a facet that are let through, by facet. */
export type Filters = BrowserState["filters"];
export type Filter = Filters[string];

/** What the address says: the filters by facet, the open place, the parameters of the screens by key. */
export interface State extends BrowserState {
  params: Record<string, string>;
}

/** What a key of the address is called. */
export type KeyName = keyof BrowserConfig["keys"];

/** What may be done to the state. */
export type Action =
  | { type: "param"; key: string; value: string | null | undefined }
  | { type: "params"; values: Record<string, string> }
  | { type: "set"; facet: string; value: Filter | null; /** Vertices that a zone keeps. */ most?: number }
  | { type: "toggle"; facet: string; code: string }
  | { type: "lift"; facet: string }
  | { type: "clear" }
  | { type: "focus"; id: string | null }
  | { type: "replace"; state: Partial<State> };

/** How an action is taken: a gesture in progress, or one of a row that is a single step of the way back. */
export interface Manner {
  transient?: boolean;
  merge?: string | null;
}

/** A column of texts. */
export interface TextColumn {
  at(row: number): string;
}

export type Numbers = Uint8Array | Uint16Array | Uint32Array | Int32Array;

/** The places, a column a field: of `id` and `name`, texts; of `example`, 1 where the place is invented. */
export interface Table {
  rows: number;
  columns: { id: TextColumn; name: TextColumn; example: Numbers; [name: string]: TextColumn | Numbers };
}

/** Facets as they are declared, by kind. */
export interface Choices extends ChoicesDeclaration {
  kind: "category" | "flag";
}
export interface Range extends RangeDeclaration {
  kind: "range";
}
export interface Zone extends FacetDeclaration {
  kind: "polygon";
}
export interface Picking extends FacetDeclaration {
  kind: "pick";
}
export type Declared = Choices | Range | Zone | Picking;

/** What a facet gets of the table: its bit, its column, and the bar of each row. */
interface Bound {
  bit: number;
  data: Numbers;
  bars: Numbers | null;
  size: number;
  tallies: number;
}
export type ChoicesFacet = Choices & Bound & { index: Map<string, number> };
export type RangeFacet = Range & Bound;
export type ZoneFacet = Zone & Bound;
export type PickFacet = Picking & Bound & { index: Map<string, number> };
export type Facet = ChoicesFacet | RangeFacet | ZoneFacet | PickFacet;

/** A column that can be said in words: a facet's, or that of a field by which nothing is filtered. */
export type Column = (Choices | Range) & { data: Numbers };

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
  compute(filters: Filters): Result;
}

/** All that a painter needs; there are no `engine`, `config` and `result` until the places have come. */
export interface Context {
  engine: Engine;
  config: BrowserConfig;
  state: State;
  result: Result;
}

export type Painter = (ctx: Context) => void;

/** What a sentence is filled with, by the name of its place. */
export type Values = Record<string, string | number>;

/** What the service answered; where it did not, or refused, why, if it said so. */
export type Answer<Given> =
  | { ok: true; status: number; given: Given }
  | { ok: false; status: number; given: Partial<Problem> };

/** How a file is sent; while the service has no time for it, `onWait` is told why, if it said so. */
export interface Sending {
  headers?: Record<string, string>;
  onProgress(done: number, total: number): void;
  onSent?(): void;
  onWait?(why: string): void;
}

/** What a file that was sent became. */
export interface Upload<Given> {
  abort(): void;
  answer: Promise<{ status: number; given: Given & Partial<Problem>; isAborted: boolean }>;
}

export type { IntervalFilter };
