// What the screen « Scénarios » holds of a plan.

import type { DemandCells, PlacePoint } from "./answers";

/** What another plan reaches and this one does not, a code a cell, and the places of the other. */
export interface Difference {
  codes: Uint8Array;
  cells: DemandCells | null;
  places: (PlacePoint & { imposed?: boolean })[];
}

/** The places that a question imposes or rules out. */
export type Listed = "required" | "forbidden";

/** What was pressed in a list that is drawn again. */
export interface Pressed {
  list: string;
  act: string;
  value: string;
}
