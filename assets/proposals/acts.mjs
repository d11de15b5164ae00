/* What is done to a place as a whole, to many of them, or by the buttons of the screen. */
import { closest, target } from "../core/dom.mjs";
import * as format from "../core/format.mjs";
import { ask } from "../core/requests.mjs";
import * as store from "../core/store.mjs";
import * as drawing from "../map/drawing.mjs";
import {
  begin,
  change,
  close,
  hold,
  notice,
  open,
  reload,
  reread,
  resolve,
  root,
  settle,
  state,
  undo,
  words,
} from "./editor.mjs";
import * as pins from "./pins.mjs";
import * as rows from "./rows.mjs";

/** @import { SavedProposal } from "../types/answers"
    @import { Content, PlaceNews } from "../types/proposals"
    @import { Answer, Ring } from "../types/state" */

const PATIENCE_MS = 5000;
let presses = 0,
  answered = 0,
  acting = false,
  release = () => {};

/** Do something to the place as a whole, once all that was typed of it is stored: a callback does it. What is typed
    meanwhile waits for the version that it makes. */
async function act(/** @type {Record<string, string>} */ { does, of }) {
  if (acting) return;
  acting = true;
  const isStored = await settle(),
    place = state.open;
  if (!isStored || place?.id !== of) return free();
  release = hold();
  store.setProps("place-pressed", { data: { id: of, version: place.version, act: does, n: ++presses } });
  setTimeout(late, PATIENCE_MS, presses);
}

function free() {
  acting = false;
  release();
}

/** It was done, or refused: what is stored is read again. */
export async function done(/** @type {PlaceNews | null} */ given) {
  answered = presses;
  reload();
  if (given?.id === state.open?.id) {
    state.undo.length = 0;
    await reread();
  }
  free();
}

/** No answer has come: what is typed waits for it no more; one that comes later is shown all the same. */
function late(/** @type {number} */ press) {
  if (answered === press || press !== presses) return;
  notice(words("away"));
  free();
}

/** Which of two writings of each field is kept, as it is ticked. */
function chosen() {
  const ticked = document.querySelectorAll('#place-versions input[value="theirs"]:checked');
  return Object.fromEntries([...ticked].map((box) => [box.getAttribute("name")?.replace("keep-", ""), "theirs"]));
}
const theirs = () => Object.fromEntries(Object.keys(state.conflict?.mine ?? {}).map((key) => [key, "theirs"]));

/** A change to a place of the table, which need not be the open one.
    @type {(place: { id: string, version: number }, values: Content) => Promise<void>} */
export async function changeItem({ id, version }, values) {
  if (state.open?.id === id) return change(values);
  /** @type {Answer<SavedProposal>} */
  const { ok, status, given } = await ask(`/proposals/${id}`, { version, fields: values });
  const [wrong] = ok
    ? Object.values(given.errors)
    : [status === 409 ? given.error : words("failed", { why: given.error || "" })];
  notice(wrong || words("saved", { time: new Date().toLocaleTimeString(format.language()) }));
  reload();
}

/** What buttons of the screen do, by the end of their `data-act`.
    @type {Record<string, (button: Part) => unknown>} */
export const acts = {
  new: () => begin(),
  undo: () => undo(),
  pin: () => pins.place(pins.placing() ? null : put),
  outline: () => outline(),
  centre: () => {
    const at = pins.centre();
    if (at) put(...at);
  },
  close: () => close(),
  open: (button) => open(button.dataset.of),
  do: (button) => act(button.dataset),
  zone: (button) => change({ zone_name: button.dataset.name }),
  "outline-drop": () => change({ footprint: null }),
  "row-add": (button) => rows.add(button),
  "row-drop": (button) => rows.drop(button),
  keep: () => resolve(chosen()),
  take: () => resolve(theirs()),
};

/** Put what waits for a position, else the open place, or begin one there. */
export function put(/** @type {number} */ lon, /** @type {number} */ lat) {
  if (pins.give(lon, lat)) return;
  state.open ? change({ lon, lat }) : begin({ lon, lat });
}
function outline() {
  drawing.start("polygon", (/** @type {Ring} */ ring) => {
    const footprint = ring.map(([lon, lat]) => [Math.round(lon * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6]);
    state.open ? change({ footprint }) : begin({ footprint });
  });
}

document.addEventListener("click", (event) => {
  const button = closest(event, '[data-act^="propose-"]');
  const known = button && root() && !button.disabled && acts[button.dataset.act.slice("propose-".length)];
  if (known) {
    event.preventDefault();
    known(button);
  }
});

document.addEventListener("keydown", (event) => {
  if (
    !root() ||
    !(event.ctrlKey || event.metaKey) ||
    event.key !== "z" ||
    target(event).matches("input, textarea, select")
  )
    return;
  event.preventDefault();
  undo();
});
