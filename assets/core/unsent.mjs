/* What was written and is not stored: what could not be sent yet, and what was refused. It survives a closed tab. */

const UNSENT = "convergence-unsent",
  REFUSED = "convergence-refused";
/** @import { Content, OpenPlace, Refused, Unsent } from "../types/proposals" */

/** @param {string} store */
function read(store) {
  try {
    return JSON.parse(localStorage.getItem(store) || "{}");
  } catch {
    return {};
  }
}

/** Keep something of a place; null forgets it.
    @type {(store: string, id: string, kept: object | null) => void} */
function write(store, id, kept) {
  const all = read(store);
  if (!kept && !all[id]) return;
  if (kept) all[id] = kept;
  else delete all[id];
  try {
    Object.keys(all).length ? localStorage.setItem(store, JSON.stringify(all)) : localStorage.removeItem(store);
  } catch {
    /* a full or forbidden storage: the page itself still holds it */
  }
}

/** @returns {Unsent} */
export const stored = () => read(UNSENT);

/** Keep what is written of a place and not sent. */
export function keep(/** @type {OpenPlace | null} */ place, /** @type {Content} */ values) {
  if (place?.id && Object.keys(values).length) write(UNSENT, place.id, { version: place.version, values });
}

export function forget(/** @type {string | null} */ id) {
  if (id) write(UNSENT, id, null);
}

/** Leave nothing of anybody's on this device. */
export function forgetAll() {
  for (const store of [UNSENT, REFUSED]) localStorage.removeItem(store);
}

/** What was typed of a place and refused, and why: shown again where it was typed.
    @type {(id: string) => Refused} */
export const refusedOf = (id) => read(REFUSED)[id] ?? { refused: {}, errors: {} };

export function keepRefused(/** @type {string | null} */ id, /** @type {Refused} */ { refused, errors }) {
  if (id) write(REFUSED, id, Object.keys(refused).length ? { refused, errors } : null);
}
