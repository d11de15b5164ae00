// What the panel of the import tells the browser, and is told.

/** The step at which an import is. */
export interface At {
  id: string;
  step: string;
}

/** A part of a long action, and after which row it begins. */
export interface PartRequest {
  turn: number;
  part: number;
  id: string;
  action: string;
  after: string;
  only_valid: boolean;
}

/** What became of a part. */
export interface PartResult {
  turn: number;
  after: string;
  is_over: boolean;
  error: string | null;
}

/** What a grid says of a cell in which one typed. */
export interface CellEvent {
  rowId: string;
  colId: string;
  value: string | null;
}

/** What was typed in a cell, as the service takes it. */
export interface Typed {
  grid: "columns" | "cells";
  row: string;
  column: string;
  text: string;
}

/** The rows of a file that have a place, and which file it is. */
export interface Points {
  of: string;
  points: [lon: number, lat: number, row: number, label: string, bad: boolean][];
}
