/* JSON answers of the service. Written by `make docs` from the models of services/: do not edit by hand. */

/** What is done to a proposal as a whole. */
export type Act = "submit" | "take_back" | "accept" | "ask" | "refuse" | "reopen" | "withdraw" | "resume" | "renew";

/** An activity zone that has a name, and the middle of its sites (degrees, WGS 84). */
export interface ActivityZone {
  name: string;
  lon: number;
  lat: number;
}

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

/** What the browser is told once, in the current language. */
export interface BrowserConfig {
  data_url: string;
  words: SearchWords;
  keys: Record<string, string>;
  screen_keys: string[];
  question_keys: string[];
  facets: (ChoicesDeclaration | RangeDeclaration | FacetDeclaration)[];
  texts: Record<string, string>;
  controls: Control[];
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

/** One of the answers that a question of the form takes. */
export interface Choice {
  id: string;
  label: string;
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
  is_twin: boolean;
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

/** A control of the panel of filters, by the id of its component. */
export interface Control {
  id: string;
  facet: string;
  part: "codes" | "low" | "high" | "unknown";
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
  kept: boolean;
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
  /** Only where it is inside, with what is missing. */
  roles?: RoleFeedback[];
  missing?: MissingFigure[];
}

/** A value among several. */
export interface FormChoice {
  code: string;
  label: string;
}

/** A field that has a control of its own: the position, the contour, a list. */
export interface FormField {
  id: string;
  label: string;
}

/** A field that is typed or chosen. */
export interface FormInput extends FormField {
  type: string;
  unit: string;
  choices: FormChoice[];
  help: string;
  required: boolean;
  confidential: boolean;
  many_lines: boolean;
  /** The most characters of a text; 0 where none is said. */
  most: number;
}

/** Fields that go together. */
export interface FormSection {
  title: string;
  fields: (FormInput | FormField)[];
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

/** A goal, and how it is called within a sentence. */
export interface GoalChoice extends Choice {
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

/** A cell to correct. */
export interface ImportCell {
  field: string;
  label: string;
  text: string;
}

/** A value among several. */
export interface ImportChoice {
  id: string;
  label: string;
}

/** A column of the file, with some of its values. */
export interface ImportColumn {
  name: string;
  samples: string[];
}

/** How many rows there are of each sort. */
export interface ImportCounts {
  rows: number;
  valid: number;
  wrong: number;
  errors: number;
  unplaced: number;
  left_out: number;
  twins: number;
  done: number;
}

/** How many errors a field has. */
export interface ImportErrorField {
  id: string;
  label: string;
  n: number;
}

/** A row to correct. */
export interface ImportErrorRow {
  row: number;
  name: string;
  errors: ImportMistake[];
  cells: ImportCell[];
}

/** The rows to correct: `only` those of a field, when it is not empty; the first ones are listed. */
export interface ImportErrors {
  fields: ImportErrorField[];
  only: string;
  rows_n: number;
  rows: ImportErrorRow[];
}

/** What a column of a file may become. */
export interface ImportField {
  id: string;
  label: string;
  heading: string;
  type: string;
  required: boolean;
  example: string;
  help: string;
  choices: ImportChoice[];
}

/** Positions that would fall in the territory if they were read otherwise. */
export interface ImportMisplacement {
  id: string;
  sentence: string;
}

/** What is wrong with a field of a row. */
export interface ImportMistake {
  field: string;
  label: string;
  message: string;
}

/** Where the rows are: those that are valid, and those to correct. */
export interface ImportPoints {
  good: [number, number, number, string][];
  bad: [number, number, number, string][];
}

/** The first rows as they will be. */
export interface ImportPreview {
  columns: string[];
  rows: PreviewRow[];
}

/** How far a long action is (see `bulk.import_view.Progress`). */
export interface ImportProgress {
  done: number;
  total: number;
  over: boolean;
  acted: number;
  last: string;
  to_submit: number;
  refused: ImportRefusal[];
}

/** A proposal that could not be changed, and why. */
export interface ImportRefusal {
  id: string;
  sentence: string;
}

/** What the panel needs to begin. */
export interface ImportStart {
  /** A warning when the organisation has nearly all that it may have; empty otherwise. */
  quota: string;
  words: Record<string, string>;
  kind: Kind;
  fields: ImportField[];
  crs: ImportChoice[];
  max_bytes: number;
  max_rows: number;
  open: OpenImport[];
}

/** An import as it stands. */
export interface ImportState {
  id: string;
  name: string;
  /** Whether some rows are imported: the rest is then read by the same columns. */
  locked: boolean;
  notes: string[];
  columns: ImportColumn[];
  mapping: Record<string, string>;
  has_geometry: boolean;
  crs: string | null;
  need: string;
  counts: ImportCounts;
  errors: ImportErrors;
  warnings: ImportWarnings;
  misplacements: ImportMisplacement[];
  accepted: string[];
  twins: ImportTwins;
  left_out: LeftOutRow[];
  preview: ImportPreview;
  points: ImportPoints;
  /** The first proposal that was made of a row. */
  drafts: string[];
}

/** A row that may be known already, and the places near it in words. */
export interface ImportTwin {
  row: number;
  name: string;
  near: string[];
}

/** The rows that may be known already: the first ones, and the numbers of all. */
export interface ImportTwins {
  rows: ImportTwin[];
  all: number[];
}

/** Something worth a look in a row. */
export interface ImportWarning {
  row: number;
  label: string;
  message: string;
  value: string;
}

/** How many things are worth a look, and the first ones. */
export interface ImportWarnings {
  n: number;
  rows: ImportWarning[];
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
  letters: JournalEmail[];
  sends: boolean;
}

/** Some entries, newest first, and whether there are more. */
export interface JournalPage {
  entries: JournalLine[];
  more: boolean;
}

/** What an entry is about; it may have an address in the product. */
export interface JournalSubject {
  id: string;
  name: string;
  kind: string;
}

/** What a candidate is: a site in an activity zone, or a landlord's ground-floor premises. */
export type Kind = "zone_site" | "premises";

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

/** A row that a person left out. */
export interface LeftOutRow {
  row: number;
  name: string;
}

/** What the map is made of. */
export interface MapConfig {
  bounds: number[][];
  names: MapName[];
  layers: LayerAddress[];
  bases: BaseMap[];
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

/** Somebody else wrote first: the proposal as it is now. */
export interface ModerationConflict {
  error: string;
  current: ModerationDetail;
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

/** A message, with who wrote it for which organisation; `title` is that of a decision. */
export interface ModerationMessage {
  at: string;
  author: string | null;
  organisation: string;
  text: string;
  kind: string;
  title: string;
  internal: boolean;
}

/** What was said of a proposal, oldest first. */
export interface ModerationMessages {
  messages: ModerationMessage[];
}

/** A place that may be the same one; the distance is in metres. */
export interface NearPlace {
  id: string;
  name: string;
  distance: number;
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

/** An import that is not over; the moment is UTC, ISO 8601. */
export interface OpenImport {
  id: string;
  name: string;
  rows: number;
  done: number;
  /** Whether what it made is being withdrawn. */
  closing: boolean;
  at: string;
}

/** Where a place is, in degrees (WGS 84). */
export interface PlacePoint {
  lon: number;
  lat: number;
}

/** An answer for the map, and how far its computation is. */
export interface PlanAnswer extends PlanPicture {
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

/** A row as it will be, in words; `ok` unless something in it is wrong. */
export interface PreviewRow {
  row: number;
  ok: boolean;
  cells: string[];
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

/** What a place would be worth as this version describes it. */
export interface ProposalFeedback extends Feedback {
  version: number;
}

/** The form of what a person proposes, and every sentence of the screen, in the current language. */
export interface ProposalForm {
  kind: Kind;
  sections: FormSection[];
  /** Ids of the fields of the table. */
  table: string[];
  texts: Record<string, string>;
  stages: Record<string, string>;
  history: FormChoice[];
  zones: ActivityZone[];
  photos: Record<string, string>;
}

/** A line of the list, with what the table shows and changes. */
export interface ProposalItem extends ProposalSummary {
  /** By field, those of the table; what is absent is unknown. */
  content: Record<string, boolean | number | string | (boolean | number | string | (boolean | number | string | null)[] | Record<string, boolean | number | string | null> | null)[] | Record<string, boolean | number | string | null> | null>;
  acts: Act[];
  unread: boolean;
}

/** The proposals of an organisation, and a warning when it has nearly all that it may have; empty otherwise. */
export interface ProposalList {
  items: ProposalItem[];
  quota: string;
}

/** A message about a proposal. */
export interface ProposalMessage {
  author: string | null;
  mine: boolean;
  at: string;
  text: string;
  kind: string;
  internal: boolean;
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

/** One proposal with what was said and done, and what is near it. */
export interface ProposalPage extends ProposalSheet {
  messages: ProposalMessage[];
  timeline: TimelineEntry[];
  near: NearPlaces;
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

/** The proposals that went out of their organisation, in the order in which one decides. */
export interface Queue {
  tabs: QueueTab[];
  rows: QueueRow[];
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
  /** How much of what counts is known, in points of a hundred. */
  told: number;
  is_example: boolean;
  /** Whether it changes a place that everybody sees. */
  is_change: boolean;
  is_double: boolean;
}

/** A part of the queue: the stages that it shows. */
export interface QueueTab {
  id: string;
  label: string;
  stages: Stage[];
}

/** A facet of quantities or days: the edges of its bars as integers, scaled by the decimals; "" for no unit. `withheld` names the column that says, by « yes », which unknown values are known and kept confidential; "" where none is. */
export interface RangeDeclaration extends FacetDeclaration {
  edges: number[];
  decimals: number;
  is_date: boolean;
  unit: string;
  withheld: string;
}

/** A change is refused until its reason is told. */
export interface ReasonWanted extends Problem {
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

/** A proposal once it is saved, with what could not be: a sentence by field. */
export interface SavedProposal extends ProposalSheet {
  errors: Record<string, string>;
  near: NearPlaces;
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

/** Where the map goes for a name: to the box of an area, or to a point in degrees (WGS 84), which may be a place. */
export interface SearchEntry {
  label: string;
  bounds?: number[][] | null;
  lat?: number | null;
  lon?: number | null;
  place?: string | null;
}

/** The lists of words by which a text is searched (`domain/words.py`). */
export interface SearchWords {
  small: string[];
  full: Record<string, string>;
}

/** A proposal, in the first column, beside other places. */
export interface SideBySide {
  columns: ComparedPlace[];
  rows: ComparedField[];
  roles: ComparedRole[];
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

/** Where a proposal stands. */
export type Stage = "draft" | "submitted" | "to_complete" | "accepted" | "refused" | "withdrawn";

/** What an actor looks at in a scenario. */
export interface StakeName {
  id: string;
  letter: string;
  actor: string;
  label: string;
}

/** Somebody else has changed the scenario meanwhile: the version that is kept. */
export interface StaleScenario extends Problem {
  version: number;
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
  messages: ModerationMessage[];
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

/** The answer for one place in one role. */
export type Verdict = "yes" | "no" | "unknown";

/** Where a place lies; the area is null outside the territory, the quartier outside Marseille. */
export interface Whereabouts {
  area: string | null;
  quartier: string | null;
  qpv: NearPriority[];
  residents: number;
}
