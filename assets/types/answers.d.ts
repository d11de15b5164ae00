/* JSON answers of the service. Written by `make docs` from the models of services/: do not edit by hand. */

/** What was asked is done, and there is nothing more to say. */
export interface Done {
}

/** Which edition of the places is the latest. */
export interface LatestEdition {
  edition: string;
}

/** Why a request is refused or cannot be answered. */
export interface Problem {
  /** A sentence: what, where, what to do. */
  error: string;
}
