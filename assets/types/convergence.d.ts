// What the browser works out of the scores of places.

import type { ScoringValues, ThresholdDefaults } from "./answers";

/** The values of the role and the hypotheses in force, by the query that they answer. */
export interface Values extends ScoringValues {
  key: string;
}

/** Numbers by id, as the address writes them. */
export type Numbers = Record<string, number>;

/** The thresholds of one actor. */
export type Limits = ThresholdDefaults;

/** What the weights in force give: by row, and for some by actor in each row. */
export interface Scores {
  /** Of each actor, the score (NaN where nothing is known), the share that is known of what counts, and the colour. */
  actors: Float64Array[];
  parts: Float64Array[];
  colours: Uint8Array[];
  score: Float64Array;
  complete: Float64Array;
  green: Uint8Array;
  rank: Int32Array;
  known: Uint8Array;
}
