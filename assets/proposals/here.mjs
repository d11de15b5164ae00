/* « Ma position »: the open place is put where the telephone is, or it is said why it is not. */
import * as format from "../core/format.mjs";
import { ask } from "../core/requests.mjs";
import { notice as say } from "../map/map.mjs";
import { acts, put } from "./acts.mjs";
import { root, words } from "./editor.mjs";
import * as pins from "./pins.mjs";

/** @import { AroundPoint } from "../types/answers"
    @import { Answer } from "../types/state" */

const WAIT_MS = 15000;
const REFUSED = 1; // GeolocationPositionError.PERMISSION_DENIED

acts.here = () => {
  say(words("here_wait"));
  navigator.geolocation.getCurrentPosition(
    found,
    ({ code }) => say(words(code === REFUSED ? "here_refused" : "here_none")),
    {
      enableHighAccuracy: true,
      timeout: WAIT_MS,
    },
  );
};

async function found(/** @type {GeolocationPosition} */ { coords: { longitude, latitude, accuracy } }) {
  /** @type {Answer<AroundPoint>} */
  const { ok, given } = await ask(`/reverse.json?lon=${longitude}&lat=${latitude}`);
  if (!root()) return;
  if (!ok) return say(given.error ?? "");
  if (!given.inside) return say(words("here_outside"));
  put(longitude, latitude);
  pins.go(longitude, latitude, 17);
  say(words("here_put", { n: format.number(accuracy) }));
}
