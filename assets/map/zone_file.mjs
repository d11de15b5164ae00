/* A zone read in a file: the server reads its contours, and the places are filtered by them as by a zone that is drawn. */
import { choose } from "../core/files.mjs";
import * as format from "../core/format.mjs";
import { upload } from "../core/requests.mjs";
import * as store from "../core/store.mjs";
import * as mapView from "./map.mjs";

/** @import { ZoneRead } from "../types/answers"
    @import { Upload } from "../types/state" */

const MOST_VERTICES = 200; // as domain/facet_values.py
let request = /** @type {Upload<ZoneRead> | null} */ (null);

/** Have a file chosen, of the kinds that the button names, and filter by its zone. */
export function ask(/** @type {HTMLElement} */ button) {
  choose({ accept: button.dataset.value ?? "" }, ([file]) => file && send(file));
}

async function send(/** @type {File} */ file) {
  request?.abort();
  mapView.notice(format.text(store.context(), "zone_sending", { name: file.name }), Number.POSITIVE_INFINITY);
  const sent = upload(`/zone?name=${encodeURIComponent(file.name)}`, file, {
    onProgress: () => {},
    onWait: (why) => mapView.notice(why, Number.POSITIVE_INFINITY),
  });
  request = sent;
  const { status, given, isAborted } = await sent.answer;
  if (isAborted || request !== sent) return;
  if (status !== 200) return mapView.notice(given.error || format.text(store.context(), "zone_unreachable"));
  store.dispatch({ type: "set", facet: store.facetOfKind("polygon").id, value: given.ring, most: MOST_VERTICES });
  mapView.frame(given.ring);
  mapView.notice(given.note);
}
