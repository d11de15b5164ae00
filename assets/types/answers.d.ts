/* JSON answers of the service. Written by `make docs` from the models of services/: do not edit by hand. */

/** How an actor stands at a place. Scores are points of a hundred, null where unknown. */
export interface ActorStanding {
  id: string;
  letter: string;
  label: string;
  score: number | null;
  shown: string;
  colour: "unknown" | "red" | "amber" | "green" | "unsure";
  words: string;
}

/** What was asked is done, and there is nothing more to say. */
export interface Done {
}

/** What a place would be worth as it is told so far. */
export interface Feedback {
  placed: boolean;
  /** Only where it is placed: whether it lies in the territory. */
  inside?: boolean;
  /** Only where it is placed. */
  where?: Whereabouts | null;
  /** Only where it is inside, with what is missing. */
  roles?: RoleFeedback[];
  missing?: MissingFigure[];
}

/** Which edition of the places is the latest. */
export interface LatestEdition {
  edition: string;
}

/** A figure that is not told, and what telling it may change: points of completeness won, convergence from `low` to `high`. */
export interface MissingFigure {
  field: string;
  label: string;
  completeness: number;
  low: number | null;
  high: number | null;
  may_exclude: boolean;
  role: Role;
}

/** A priority neighbourhood (QPV) within 800 m. */
export interface NearPriority {
  name: string;
  distance_m: number;
}

/** Why a request is refused or cannot be answered. */
export interface Problem {
  /** A sentence: what, where, what to do. */
  error: string;
}

/** What a place could become: a hub (pôle) or a satellite shop (boutique-relais). */
export type Role = "hub" | "shop";

/** Whether a place suits a role and why, its convergence and completeness in points of a hundred, and what each actor lacks. */
export interface RoleFeedback {
  role: Role;
  label: string;
  fits: Verdict;
  suited: string;
  eligible: boolean;
  convergent: boolean;
  convergence: number | null;
  shown: string;
  completeness: number | null;
  actors: ActorStanding[];
  lacks: string[];
}

/** The answer for one place in one role. */
export type Verdict = "yes" | "no" | "unknown";

/** Where a place lies; the area is null outside the territory, the quartier outside Marseille. */
export interface Whereabouts {
  area: string | null;
  quartier: string | null;
  qpv: NearPriority[];
  residents: number;
}
