/* What was written and could not be sent yet: it survives a closed tab. */

const STORE = "convergence-unsent";
/** @import { Content, OpenPlace, Unsent } from "../types/proposals" */

/** @returns {Unsent} */
export const stored = () => {
  try {
    return JSON.parse(localStorage.getItem(STORE) || "{}");
  } catch {
    return {};
  }
};
function write(/** @type {Unsent} */ all) {
  try {
    Object.keys(all).length ? localStorage.setItem(STORE, JSON.stringify(all)) : localStorage.removeItem(STORE);
  } catch {
    /* a full or forbidden storage: the page itself still holds it */
  }
}
/** Keep what is written of a place and not sent. */
export function keep(/** @type {OpenPlace | null} */ place, /** @type {Content} */ values) {
  if (!place?.id || !Object.keys(values).length) return;
  write({ ...stored(), [place.id]: { version: place.version, values } });
}
export function forget(/** @type {string | null} */ id) {
  const all = stored();
  if (id && all[id]) {
    delete all[id];
    write(all);
  }
}
