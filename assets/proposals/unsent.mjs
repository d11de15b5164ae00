/* What was written and could not be sent yet: it survives a closed tab. */

const STORE = "convergence-unsent";
export const stored = () => {
  try {
    return JSON.parse(localStorage.getItem(STORE) || "{}");
  } catch {
    return {};
  }
};
function write(all) {
  try {
    Object.keys(all).length ? localStorage.setItem(STORE, JSON.stringify(all)) : localStorage.removeItem(STORE);
  } catch {
    /* a full or forbidden storage: the page itself still holds it */
  }
}
/** Keep what is written of a place, {id, version}, and not sent. */
export function keep(place, values) {
  if (!place?.id || !Object.keys(values).length) return;
  write({ ...stored(), [place.id]: { version: place.version, values } });
}
export function forget(id) {
  const all = stored();
  if (id && all[id]) {
    delete all[id];
    write(all);
  }
}
