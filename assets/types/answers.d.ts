/* JSON answers of the service. Written by `make docs` from the models of services/: do not edit by hand. */

/** An actor, and what it has at stake. */
export interface ActorName {
  id: string;
  letter: string;
  label: string;
  stake: string;
}

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

/** One of the answers that a question of the form takes. */
export interface Choice {
  id: string;
  label: string;
}

/** What the panel of the weights is made of, in the current language. */
export interface ConvergenceConfig {
  actors: ActorName[];
  presets: PresetView[];
  thresholds: ThresholdDefaults;
  hypotheses: HypothesisSlider[];
  texts: Record<string, string>;
  values_url: string;
}

/** The inhabited cells, where they are no longer those of the map: centres in degrees (WGS 84), residents, side in metres. */
export interface DemandCells {
  lon: number[];
  lat: number[];
  population: number[];
  cell_m: number;
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

/** A goal, and how it is called within a sentence. */
export interface GoalChoice {
  id: string;
  label: string;
  term: string;
}

/** A hypothesis that one may move, between the values that an address may ask. */
export interface HypothesisSlider {
  id: string;
  label: string;
  unit: string;
  value: number;
  low: number;
  high: number;
  step: number;
  source: string;
  is_hypothesis: boolean;
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

/** Where a place is, in degrees (WGS 84). */
export interface PlacePoint {
  lon: number;
  lat: number;
}

/** An answer for the map, and how far its computation is. */
export interface PlanAnswer {
  /** Rows of the places that one could choose from. */
  candidates: number[];
  /** Rows of the chosen places, in the order of the list. */
  rows: number[];
  places: PlanPlace[];
  /** Base 64, one byte a demand point: 0 not reached, 1 by an existing place, 2 + i by the i-th place. */
  served: string;
  /** The catchment of each place: rings of [longitude, latitude]. */
  outlines: number[][][][];
  key: string;
  query: string;
  /** Why there is no answer, or what stopped the search; empty otherwise. */
  sentence: string;
  steps: number;
  running: boolean;
  cancelled: boolean;
  proven: boolean;
  cells?: DemandCells | null;
}

/** What the map draws of a plan. Rows are ranks among the places of the map. */
export interface PlanPicture {
  /** Rows of the places that one could choose from. */
  candidates: number[];
  /** Rows of the chosen places, in the order of the list. */
  rows: number[];
  places: PlanPlace[];
  /** Base 64, one byte a demand point: 0 not reached, 1 by an existing place, 2 + i by the i-th place. */
  served: string;
  /** The catchment of each place: rings of [longitude, latitude]. */
  outlines: number[][][][];
}

/** A place of a plan; `row` is its rank among the places of the map, null where it is there no more. Degrees, WGS 84. */
export interface PlanPlace {
  id: string;
  name: string;
  lon: number;
  lat: number;
  row: number | null;
  imposed: boolean;
}

/** A ready-made view: the share of each actor, in the order of the actors. */
export interface PresetView {
  id: string;
  label: string;
  shares: number[];
}

/** Why a request is refused or cannot be answered. */
export interface Problem {
  /** A sentence: what, where, what to do. */
  error: string;
}

/** A change is refused until its reason is told. */
export interface ReasonWanted {
  /** A sentence: what, where, what to do. */
  error: string;
  needs: "reason";
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

/** A saved scenario: its name, how many times it was written, and the address that opens it. */
export interface SavedLink {
  id: string;
  name: string;
  version: number;
  link: string;
}

/** What the form of a question is made of, in the current language. */
export interface ScenarioConfig {
  goals: GoalChoice[];
  modes: Choice[];
  opens: Choice[];
  stakes: StakeName[];
  bounds: Record<string, SliderBounds>;
  texts: Record<string, string>;
}

/** What one saved plan reaches and the other does not, with the places of the plan after. */
export interface ScenarioDifference {
  /** Base 64, one byte a demand point: 0 reached by neither plan, 1 by both, 2 newly reached, 3 lost. */
  codes: string;
  /** People newly reached, counted by shares. */
  newly: number;
  lost: number;
  places: PlacePoint[];
  cells: DemandCells | null;
}

/** A criterion of the role: the rank of its actor, and its weight among those of that actor. */
export interface ScoredCriterion {
  id: string;
  label: string;
  actor: number;
  weight: number;
}

/** The values of every candidate for a role; keys are the ranks of places among those of the map. */
export interface ScoringValues {
  role: Role;
  version: string;
  criteria: ScoredCriterion[];
  /** Value in [0, 1] of each candidate for each criterion, null where unknown. */
  values: ((number | null)[])[];
  /** Why some places are excluded from the role, in words. */
  excluded: Record<string, string>;
  /** The criteria that rest on what is kept confidential, neither known nor missing, by place. */
  withheld: Record<string, number[]>;
  /** What is missing to say whether some places suit the role, in words. */
  undecided: Record<string, string>;
}

/** What a slider offers; `low` and `high` are what an address may ask at least and at most: the screen shows what is answered. */
export interface SliderBounds {
  min: number;
  max: number;
  step: number;
  value: number;
  low: number;
  high: number;
}

/** What an actor looks at in a scenario. */
export interface StakeName {
  id: string;
  letter: string;
  actor: string;
  label: string;
}

/** Somebody else has changed the scenario meanwhile: the version that is kept. */
export interface StaleScenario {
  /** A sentence: what, where, what to do. */
  error: string;
  version: number;
}

/** How far a study is: `steps` changes whenever there is something new to show, `running` while more is coming. */
export interface StudyProgress {
  /** The name of the computation, where one may be stopped. */
  key?: string;
  steps: number;
  running: boolean;
  finished: boolean;
}

/** Scores from which an actor is green or amber, and the share of what is known under which nothing is said; in [0, 1]. */
export interface ThresholdDefaults {
  green: number;
  amber: number;
  known: number;
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
