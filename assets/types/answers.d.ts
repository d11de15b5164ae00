/* JSON answers of the service. Written by `make docs` from the models of services/: do not edit by hand. */

/** What is done to a proposal as a whole. */
export type Act = "submit" | "take_back" | "accept" | "ask" | "refuse" | "reopen" | "withdraw" | "resume" | "renew";

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

/** What holds a point; None where there is none, or none known. */
export interface AroundPoint {
  area_code: string | null;
  area: string | null;
  quartier: string | null;
  qpv: AroundQpv | null;
  address: string | null;
  /** Whether it is in the territory. */
  inside: boolean;
}

/** The nearest priority neighbourhood within 800 m; the distance is in metres, 0 inside. */
export interface AroundQpv {
  code: string;
  name: string;
  distance_m: number;
  inside: boolean;
}

/** A photo or a document as its organisation sees it; the size is in bytes, the width and the height of a photo in pixels. */
export interface AttachmentLine {
  id: string;
  kind: string;
  name: string;
  size: number;
  width: number | null;
  height: number | null;
  caption: string;
  removed: boolean;
  public: boolean;
  url: string;
  /** That of its proposal now. */
  version: number;
}

/** The photos and documents of a proposal, oldest first, and whether the person may change them. */
export interface AttachmentList {
  items: AttachmentLine[];
  can_edit: boolean;
}

/** A base map; without address, the one that needs no network. */
export interface BaseMap {
  id: string;
  label: string;
  url: string;
  attribution: string;
}

/** By row of the map's places: the score in words, and the number in [0, 1] to sort it by (null where there is none). */
export interface BestScores {
  words: string[];
  values: (number | null)[];
}

/** What the browser is told once, in the current language. */
export interface BrowserConfig {
  data_url: string;
  words: SearchWords;
  limits: Limits;
  /** Keys of the address by name. */
  keys: Record<"place" | "language" | "proposal" | "reviewed" | "tab" | "map_view" | "role" | "compared_places" | "networks" | "actor_weights" | "criterion_weights" | "locked" | "green" | "amber" | "known" | "hypotheses" | "decided" | "coloured_by" | "sort" | "axis_x" | "axis_y" | "goal" | "k" | "opens" | "mix" | "mode" | "minutes" | "required" | "forbidden" | "existing" | "spacing_m" | "per_commune" | "basins" | "budget_keur" | "supply_km" | "per_hub" | "capacity" | "convergent" | "saved" | "compared_scenarios" | "difference" | "question" | "judged", string>;
  screen_keys: string[];
  question_keys: string[];
  facets: (ChoicesDeclaration | RangeDeclaration | FacetDeclaration)[];
  texts: Record<string, string>;
  table: string[];
  columns: (ChoicesDeclaration | RangeDeclaration | FacetDeclaration)[];
  marks: Marks;
  map: MapConfig;
  convergence: ConvergenceConfig;
  scenario: ScenarioConfig;
}

/** What is filtered, by facet (codes, an interval, or a ring of [longitude, latitude]), and the place that is open. */
export interface BrowserState {
  filters: Record<string, string[] | IntervalFilter | number[][]>;
  focus: string | null;
}

/** What differs of a field between two descriptions of a place, in words; None where it is not known. */
export interface Change {
  key: string;
  label: string;
  before: string | null;
  after: string | null;
  /** How far the place was moved. */
  note?: string;
}

/** A field before and after, in words; None where there was nothing. */
export interface ChangedField {
  label: string;
  before: string | null;
  after: string | null;
}

/** A facet of choices: codes, labels in the same order, and groups of codes with their labels. */
export interface ChoicesDeclaration extends FacetDeclaration {
  codes: string[];
  labels: string[];
  groups: Record<string, string[]>;
  group_labels: Record<string, string>;
}

/** How one of the four actors sees a place. */
export interface ComparedActor {
  id: string;
  letter: string;
  colour: "unknown" | "red" | "amber" | "green" | "unsure";
}

/** A field of each place, in words; None where it is not known. */
export interface ComparedField {
  label: string;
  cells: (string | null)[];
}

/** A place of the comparison, and why it is there; the proposal itself has no distance. */
export interface ComparedPlace {
  id: string;
  why: string;
  name: string;
  kind: string;
  distance: string | null;
  /** Whether it may be the same place as the proposal. */
  is_same_place: boolean;
  is_example: boolean;
}

/** How each place stands in a role; None where it is not assessed. */
export interface ComparedRole {
  label: string;
  cells: (ComparedStanding | null)[];
}

/** How a place stands in a role. */
export interface ComparedStanding {
  /** The score in points of a hundred; None where it is unknown. */
  shown: string | null;
  fits: Verdict;
  suited: string;
  actors: ComparedActor[];
}

/** What the browser scores with, and the words of the matrix, in the current language. */
export interface ConvergenceConfig {
  actors: ActorName[];
  presets: PresetView[];
  thresholds: ThresholdDefaults;
  hypotheses: HypothesisSlider[];
  networks: NetworkBounds;
  texts: Record<string, string>;
  values_url: string;
}

/** Where a proposal stands once it is decided. */
export interface DecidedStanding extends Standing {
  id: string;
}

/** A decision that a person may take now. */
export interface Decision {
  id: Act;
  label: string;
  reasoned: boolean;
}

/** Where one proposal among several stands, once decided. */
export interface DecisionOutcome {
  id: string;
  sentence: null;
  version: number;
  stage: Stage;
  is_change: boolean;
}

/** What became of each of several proposals. */
export interface DecisionOutcomes {
  outcomes: (DecisionOutcome | DecisionRefusal)[];
}

/** Why one proposal among several could not be decided. */
export interface DecisionRefusal {
  id: string;
  name: string;
  sentence: string | null;
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

/** The nearest place that may be the same one, and how many others there are. */
export interface Duplicate {
  id: string;
  name: string;
  more: number;
}

/** A facet, or another column of the table, as the engine reads it. */
export interface FacetDeclaration {
  id: string;
  label: string;
  kind: string;
  column: string;
}

/** A field of a place in words. */
export interface Fact {
  key: string;
  label: string;
  /** None when it is not known. */
  value: string | null;
  /** Whether only those entitled read it. */
  confidential: boolean;
}

/** Fields that go together. */
export interface FactBlock {
  title: string;
  rows: Fact[];
}

/** What a place would be worth as it is described so far. */
export interface Feedback {
  placed: boolean;
  /** Only where it is placed: whether it lies in the territory. */
  inside?: boolean | null;
  /** Only where it is placed. */
  where?: Whereabouts | null;
  /** Only where it is inside, with what is missing: nothing, where everything is known. */
  roles?: RoleFeedback[] | null;
  missing?: MissingFigure[] | null;
  /** What its landlord gains by it in the role that suits it best, of the figures that are known; only of premises, inside. */
  landlord_gain?: string | null;
}

/** What a text may mean; degrees, WGS 84. */
export interface FoundPosition {
  label: string;
  kind: string;
  lon: number;
  lat: number;
  area_code: string | null;
  area: string | null;
  precision: string;
  /** The precision in words. */
  words: string;
}

/** All that a text may mean, the likeliest first, and what to know of the search; None when there is nothing to say. */
export interface FoundPositions {
  answers: FoundPosition[];
  note: string | null;
}

/** A hypothesis that one may move, between the values that an address may ask. `former` is what addresses called it before, "" where it had no other name; a value of then is multiplied by `former_factor`. */
export interface HypothesisSlider {
  id: string;
  value: number;
  low: number;
  high: number;
  step: number;
  former: string;
  former_factor: number;
}

/** A file that was read, and stored: the id of its import. */
export interface ImportSent {
  id: string;
}

/** What a file brought, in sentences. */
export interface Imported {
  words: string[];
}

/** How much waits for a person, on which screen, and the same as a sentence. */
export interface Inbox {
  path: string;
  n: number;
  words: string;
}

/** A range that is kept, null at an open end, and whether unknown values are kept as well. */
export interface IntervalFilter {
  low: number | null;
  high: number | null;
  unknown: boolean;
}

/** An e-mail as it is read in the product, with what became of it; moments are UTC, ISO 8601. */
export interface JournalEmail {
  id: number;
  at: string;
  to: string;
  subject: string;
  body: string;
  proposal: string | null;
  state: string;
  words: string;
  sent_at: string | null;
  error: string | null;
  tries: number;
}

/** What is looked for; an empty text looks for everything. A day is YYYY-MM-DD, at the clock of the territory. */
export interface JournalFilters {
  place?: string;
  person?: string;
  day?: string;
  pages?: number;
}

/** An entry as the table shows it; the moment is UTC, ISO 8601. */
export interface JournalLine {
  id: number;
  at: string;
  author: string | null;
  text: string;
  about: JournalSubject;
  changes: ChangedField[];
}

/** The last e-mails, and whether the service sends any. */
export interface JournalMail {
  emails: JournalEmail[];
  sends: boolean;
}

/** Some entries, newest first, whether there are more, and who wrote the latest ones of all. */
export interface JournalPage {
  entries: JournalLine[];
  more: boolean;
  authors: string[];
}

/** What an entry is about; it may have an address in the product. */
export interface JournalSubject {
  id: string;
  name: string;
  kind: string;
}

/** What a candidate is: a site in an activity zone, or a landlord's ground-floor premises. */
export type Kind = "zone_site" | "premises";

/** A field that somebody else changed meanwhile, in words; None where there was nothing. */
export interface LateChange {
  label: string;
  before: string | null;
  after: string | null;
  author: string | null;
}

/** Which edition of the places is the latest. */
export interface LatestEdition {
  edition: string;
}

/** A layer, whether it is drawn on the canvas, and the address of its data ("" for none). */
export interface LayerAddress {
  id: string;
  on_canvas: boolean;
  url: string;
}

/** What is looked for in the list of saved scenarios; `turned` is the way by which its page was come to. */
export interface LibraryQuery {
  search?: string;
  show?: "" | "starred" | "draft" | "proposed" | "chosen";
  order?: "newest" | "oldest" | "name";
  archived?: boolean;
  page?: number;
  turned?: "" | "previous" | "next";
}

/** What the server holds (`domain/limits.py`), said beforehand. */
export interface Limits {
  compared: number;
}

/** What the map is made of. */
export interface MapConfig {
  bounds: number[][];
  names: MapName[];
  layers: LayerAddress[];
  bases: BaseMap[];
  /** What the search box finds, by key; places apart, where the browser knows already. */
  search: Record<string, SearchEntry>;
}

/** A name drawn on the map, in degrees (WGS 84), between two zooms. */
export interface MapName {
  text: string;
  lon: number;
  lat: number;
  kind: string;
  from: number;
  to: number;
}

/** The sign of a kind of place. */
export interface Mark {
  shape: string;
  colour_var: string;
  dashed: boolean;
  layer: string;
}

/** The signs of the places, by the code of a facet, and the facets that a place's card says. */
export interface Marks {
  facet: string;
  card: string[];
  by_code: Record<string, Mark>;
}

/** A figure that is unknown, and what it may change: points of completeness won, convergence from `low` to `high`. */
export interface MissingFigure {
  field: string;
  label: string;
  completeness: number;
  low: number | null;
  high: number | null;
  may_exclude: boolean;
  role: Role;
}

/** A photo or a document; the width and the height are in pixels, of a photo alone. */
export interface ModerationAttachment {
  id: string;
  kind: string;
  name: string;
  caption: string;
  width: number | null;
  height: number | null;
  size: string;
  url: string;
}

/** Somebody else wrote first: the proposal as it is now, and what was changed since, by whom. */
export interface ModerationConflict {
  error: string;
  current: ModerationDetail;
  changes: LateChange[];
}

/** All that one decides by. */
export interface ModerationDetail extends QueueRow, Standing {
  author: string | null;
  facts: FactBlock[];
  feedback: Feedback;
  beside: SideBySide;
  double: Duplicate | null;
  attachments: ModerationAttachment[];
  /** Sentences that one may take as they are, by decision. */
  ready: Record<string, string[]>;
  /** A picture, as a data URI; None without a position. */
  map: string | null;
}

/** What was said of a proposal, oldest first. */
export interface ModerationMessages {
  messages: PlaceMessage[];
}

/** A place that may be the same one; the distance is in metres; `is_own` where the person's organisation told it. */
export interface NearPlace {
  id: string;
  name: string;
  distance: number;
  is_own: boolean;
}

/** The places that may be the same one, the nearest first, and how many others there are. */
export interface NearPlaces {
  nearest: NearPlace[];
  more: number;
}

/** A priority neighbourhood (QPV) within 800 m. */
export interface NearPriority {
  name: string;
  distance_m: number;
}

/** What an address holds of networks at most (`domain/network.py`), and what their ids begin with. */
export interface NetworkBounds {
  most: number;
  most_shops: number;
  most_name: number;
  most_id: number;
  id: string;
}

/** What one looks for: words, a stage (`ALL`, `DUE` or a code), an order, the place that is open. */
export interface OwnFilters {
  search?: string;
  stage?: string;
  order?: string;
  opened?: string;
}

/** The places that are looked for, in order, and what is said of them all. */
export interface OwnPlaces {
  kind: Kind;
  rows: ProposalItem[];
  /** How many are looked for, those that are not shown yet included. */
  n_found: number;
  stages: StageChoice[];
  n_all: number;
  /** Drafts of which nothing is missing, whatever is looked for: those that one press submits. */
  ready: ReadyDraft[];
  /** Places without a position that may be given one, whatever is looked for. */
  unplaced: number;
  reminders: number;
  /** A warning when the organisation has nearly all that it may have; empty otherwise. */
  quota: string;
}

/** What a place would be worth as this version describes it, its messages (oldest first) and what was done (newest first). */
export interface PlaceAround {
  kind: Kind;
  version: number;
  feedback: Feedback;
  messages: PlaceMessage[];
  timeline: TimelineEntry[];
}

/** A message; its moment is UTC, ISO 8601. `organisation` is empty where it is not said, `title` where nothing was decided. */
export interface PlaceMessage {
  at: string;
  author: string | null;
  organisation: string;
  text: string;
  kind: string;
  title: string;
  internal: boolean;
  mine: boolean;
}

/** Where a place is, in degrees (WGS 84). */
export interface PlacePoint {
  lon: number;
  lat: number;
}

/** Whether a place suits each role that a question opens. */
export interface PlaceRoles {
  /** « Pôle : exclu, parce que … », a role each. */
  sentences: string[];
  /** Whether it is ruled out of all of them: opening it would need what excludes it to be lifted first. */
  excluded: boolean;
  /** What imposing it means then. */
  warning?: string;
}

/** The fields that two persons wrote, in the order in which the first typed them, and the version that the other made. */
export interface PlaceVersions {
  version: number;
  fields: TwoValues[];
}

/** An answer for the map, and how far its computation is: of a saved plan, that of its question on the data in force. */
export interface PlanAnswer extends PlanPicture {
  key: string;
  query: string;
  /** Why there is no answer, or what stopped the search; empty otherwise. */
  sentence: string;
  steps: number;
  running: boolean;
  cancelled: boolean;
  proven: boolean;
  is_saved?: boolean;
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

/** What a person may do to a proposal; `ready` once nothing is missing for it. */
export interface ProposalAct {
  act: Act;
  label: string;
  reasoned: boolean;
  ready: boolean;
}

/** Somebody else wrote first: the proposal as it is now. */
export interface ProposalConflict {
  error: string;
  current: ProposalSheet;
}

/** A line of the list, with what the table shows and changes. */
export interface ProposalItem extends ProposalSummary {
  /** By field, those of the table; what is absent is unknown. */
  content: Record<string, boolean | number | string | (boolean | number | string | (boolean | number | string | null)[] | Record<string, boolean | number | string | null> | null)[] | Record<string, boolean | number | string | null> | null>;
  unread: boolean;
}

/** What became of one proposal among several: done, or the sentence of the refusal. */
export interface ProposalOutcome {
  id: string;
  done: boolean;
  sentence: string | null;
}

/** What became of each of several proposals. */
export interface ProposalOutcomes {
  outcomes: ProposalOutcome[];
}

/** One proposal: its whole content, what the person may do, and what is missing to submit it. */
export interface ProposalSheet extends ProposalSummary {
  /** By field; what is absent is unknown. */
  content: Record<string, boolean | number | string | (boolean | number | string | (boolean | number | string | null)[] | Record<string, boolean | number | string | null> | null)[] | Record<string, boolean | number | string | null> | null>;
  acts: ProposalAct[];
  stage_label: string;
  lacking: string[];
  placed: boolean;
  changes: Change[];
  confirmed: string | null;
}

/** What the list and the sheet of a proposal both say; positions are in degrees, WGS 84, moments in UTC, ISO 8601. */
export interface ProposalSummary {
  id: string;
  version: number;
  stage: Stage;
  name: string | null;
  lon: number | null;
  lat: number | null;
  area: string | null;
  where: string;
  /** How much of what counts is known, in points of a hundred. */
  share: number;
  ready: boolean;
  due: boolean;
  changed: boolean;
  published: boolean;
  is_example: boolean;
  can_edit: boolean;
  updated: string;
  reminders: number;
}

/** The first proposals of a tab that are looked for, and the organisations of them all; `n_found` are looked for in all. */
export interface Queue {
  tabs: QueueTab[];
  organisations: string[];
  rows: QueueRow[];
  n_found: number;
}

/** What one looks for: a tab, words, an organisation by its name, a kind of place. An empty text looks for everything. `order` is the column by which the rows are put in order. */
export interface QueueFilters {
  tab?: string;
  search?: string;
  organisation?: string;
  kind?: string;
  order?: string;
  is_descending?: boolean;
}

/** A proposal as the queue shows it; moments are UTC, ISO 8601. */
export interface QueueRow {
  id: string;
  name: string;
  kind: string;
  organisation: string;
  area: string;
  stage: Stage;
  version: number;
  since: string;
  changed: string;
  /** The floor, in m²; None where it is unknown. */
  area_m2: number | null;
  /** A code of `geodata.candidate_facets.SUITED_OPTIONS`: whether it suits the role, or what rules it out. */
  suits_hub: string;
  suits_shop: string;
  /** How much of what counts is known, in points of a hundred. */
  known_percent: number;
  is_example: boolean;
  /** Whether it changes a place that everybody sees. */
  is_change: boolean;
  is_double: boolean;
}

/** A part of the queue, and how many proposals are in it. */
export interface QueueTab {
  id: string;
  label: string;
  n: number;
}

/** A place that is to be put on the map, or was just put there (degrees, WGS 84). `spots` are what its address may mean, `area` the commune of its postcode, `note` what is to be known of the search. */
export interface QueuedPlace {
  id: string;
  version: number;
  name: string;
  written: string;
  lon: number | null;
  lat: number | null;
  spots: FoundPosition[];
  area: FoundPosition | null;
  note: string;
}

/** A facet of quantities or days: the edges of its bars as integers, scaled by the decimals; "" for no unit. `withheld` names the column that says, by « yes », which unknown values are known and kept confidential; "" where none is. */
export interface RangeDeclaration extends FacetDeclaration {
  edges: number[];
  decimals: number;
  is_date: boolean;
  unit: string;
  withheld: string;
}

/** A draft of which nothing is missing, as it was seen. */
export interface ReadyDraft {
  id: string;
  version: number;
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

/** A proposal once it is saved, with what could not be: a sentence by field. */
export interface SavedProposal extends ProposalSheet {
  errors: Record<string, string>;
}

/** What the browser knows of a question, in the current language. */
export interface ScenarioConfig {
  /** Ids of the actors whose stakes are weighed, in order. */
  stakes: string[];
  /** What a question that says nothing of a key asks, as the address would write it (0: no limit); by key. */
  defaults: Record<string, string>;
  texts: Record<string, string>;
}

/** What one saved plan reaches and the other does not, with the places of the plan after. */
export interface ScenarioDifference {
  /** Base 64, one byte a demand point: 0 reached by neither plan, 1 by both, 2 newly reached, 3 lost. */
  codes: string;
  /** People newly reached, counted by shares. */
  newly: number;
  lost: number;
  /** Name of the scenario that is compared with. */
  before: string;
  /** Name of the scenario whose places are given. */
  after: string;
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

/** A hub with its shops as one candidate: its criteria are those of its members' roles. */
export interface ScoredNetwork {
  id: string;
  name: string;
  is_example: boolean;
  /** Ranks of its places among those of the map, the hub first. */
  members: number[];
  criteria: ScoredCriterion[];
  values: (number | null)[];
  withheld: number[];
  /** Why it is excluded, in words; "" when it is not. */
  excluded: string;
  /** What is missing to say whether its places suit their roles; "" when nothing is. */
  undecided: string;
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
  /** The networks of the address, whatever the role. */
  networks: ScoredNetwork[];
}

/** Where the map goes for a name: to the box of an area, or to a point, in degrees (WGS 84). */
export interface SearchEntry {
  bounds?: number[][] | null;
  lat?: number | null;
  lon?: number | null;
}

/** The lists of words by which a text is searched (`domain/words.py`). */
export interface SearchWords {
  small: string[];
  full: Record<string, string>;
}

/** A layer of another service as the map draws it: `opacity` between 0 and 1, `url` of maps, tiles or features, as its kind has it. */
export interface ShownLayer {
  id: string;
  kind: string;
  name: string;
  attribution: string;
  url: string;
  layers: string;
  version: string;
  format: string;
  max_zoom: number;
  opacity: number;
}

/** A proposal, in the first column, beside other places. */
export interface SideBySide {
  columns: ComparedPlace[];
  rows: ComparedField[];
  roles: ComparedRole[];
}

/** Where a proposal stands. */
export type Stage = "draft" | "submitted" | "to_complete" | "accepted" | "refused" | "withdrawn";

/** A stage by which the list is narrowed, with how many places it has. */
export interface StageChoice {
  code: string;
  label: string;
  n: number;
}

/** What a decision changes of a proposal: where it stands, what may be done now, what was said and done. */
export interface Standing {
  version: number;
  stage: Stage;
  stage_label: string;
  is_public: boolean;
  is_change: boolean;
  changes: Change[];
  acts: Decision[];
  messages: PlaceMessage[];
  timeline: TimelineEntry[];
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

/** What was done to a proposal. Moments are UTC, ISO 8601. */
export interface TimelineEntry {
  at: string;
  author: string | null;
  text: string;
  changes: ChangedField[];
}

/** A field of which two values were written, in words; None where it is not known. */
export interface TwoValues {
  key: string;
  label: string;
  mine: string | null;
  theirs: string | null;
}

/** The answer for one place in one role. */
export type Verdict = "yes" | "no" | "unknown";

/** Where a place lies; the area is null outside the territory, the quartier where none is known; `no_qpv` says why `qpv` is empty. */
export interface Whereabouts {
  area: string | null;
  quartier: string | null;
  qpv: NearPriority[];
  no_qpv: string;
  residents: number;
}

/** The ring of a zone, [longitude, latitude] in degrees (WGS 84), and a sentence that says how it was read. */
export interface ZoneRead {
  ring: [number, number][];
  note: string;
}
