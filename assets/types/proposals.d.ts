// « Proposer » and « Identifier »: the open place, what is typed of it, its photographs, its marks on the map.

import type { ProposalConflict, ProposalSheet, SavedProposal, Stage } from "./answers";
import type { Ring } from "./state";

/** A value by field, as it is stored or typed. */
export type Content = ProposalSheet["content"];
export type FieldValue = Content[string] | undefined;

/** The place that is open; one that is not stored yet has no id. */
export interface OpenPlace extends Pick<ProposalSheet, "version" | "stage" | "content" | "can_edit"> {
  id: string | null;
}

/** What a callback says of a place. */
export interface PlaceNews {
  id: string;
  version: number;
  unread?: boolean;
}

export interface Step {
  before: Content;
  typing: string | null;
}

/** What was typed of a place and refused, by field, with the sentence that says why. */
export interface Refused {
  refused: Content;
  errors: Record<string, string>;
}

/** The open place and what goes with it. */
export interface EditorState extends Refused {
  open: OpenPlace | null;
  head: PlaceNews | null;
  around: PlaceNews | null;
  undo: Step[];
  conflict: { mine: Content; theirs: OpenPlace } | null;
}

/** What shows the state, by what happened. */
export interface EditorView {
  paint?(state: EditorState): void;
  refresh?(state: EditorState): void;
  around?(state: EditorState): void;
  lead?(state: EditorState): void;
}

/** How something is changed: the field in which one types, or a step back. */
export interface Change {
  typing?: string;
  undoing?: boolean;
}

/** What became of a proposal that was sent: where somebody else wrote first, it comes as it is now. */
export type Sent =
  | { ok: true; status: number; given: SavedProposal }
  | { ok: false; status: number; given: Partial<ProposalConflict> };

/** What could not be sent yet, by place. */
export type Unsent = Record<string, { version: number; values: Content }>;

/** A writing of a control's value. */
export type Put = (control: Part, value: FieldValue) => void;

/** How a kind of control is typed in, and shows a value. */
export interface ControlKind {
  on: string;
  typed(control: Part): void;
  show(control: Part, value: FieldValue): void;
}

/** A unit: how many there are in what is stored, 0 where it is the stored one. */
export interface Unit {
  label: string;
  per: number;
}

/** A mark of one's own places. */
export interface OwnMark {
  id: string;
  lon: number | null;
  lat: number | null;
  stage: Stage;
  is_example: boolean;
}

/** The open place as the map shows it. */
export interface Pinned {
  id: string | null;
  lon: FieldValue;
  lat: FieldValue;
  footprint: Ring;
  editable: boolean;
  label: string;
  change(values: Content): void;
}

/** A row of a file that is being imported. */
export interface Preview {
  lon: number;
  lat: number;
  bad: boolean;
}

/** What takes the position that one points at. */
export type Take = (lon: number, lat: number) => void;

/** The vertices of an outline that may be changed. */
export type Handles = ReturnType<typeof import("../map/vertices.mjs").handles>;

/** What goes in the rows of a list of the form. */
export type RowValues = Record<string, string | number | boolean | null>;

export type FileKind = "photo" | "document";

/** A file that waits to be sent to a place. */
export interface Sending {
  id: string;
  file: File;
  kind: FileKind;
}

/** What was done to an attachment: the version that its place has by it, what the keyboard goes to. */
export interface PhotosDone {
  id: string;
  version: number;
  focus: string;
}

/** A row of the list of one's own places. */
export interface ListedPlace {
  id: string;
  version: number;
  name: string;
  address: string;
  sign: string;
  standing: string;
  where: string;
  flags: { words: string; className: string }[];
}

/** A row of the queue of moderation. */
export interface QueuedProposal {
  id: string;
  address: string;
  where: string;
  kind_code: string;
  kind_words: string;
}

