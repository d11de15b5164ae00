/* What is done to a place as a whole, to many of them, or by the buttons of the screen. */
import { closest, target } from "../core/dom.mjs";
import * as format from "../core/format.mjs";
import { ask } from "../core/requests.mjs";
import * as drawing from "../map/drawing.mjs";
import { begin, change, failed, notice, open, reload, root, settle, state, undo, words } from "./editor.mjs";
import * as pins from "./pins.mjs";

/** Do something to the place as a whole; what can be undone says how. */
export async function act(name, reason = "") {
  if (!(await settle()) || !state.open?.id) return;
  const before = state.open,
    { ok, status, given } = await ask(`/proposals/${before.id}/act`, { version: before.version, act: name, reason });
  reload();
  if (state.open !== before) return; // another was opened meanwhile, or none: it stays
  if (!ok) {
    if (status === 409) {
      notice(given.error);
      open(before.id);
    } else failed(given);
    return;
  }
  const label = before.acts.find((one) => one.act === name)?.label || name;
  await open(before.id);
  const back = { submit: "take_back", withdraw: "resume", accept: "reopen" }[name],
    undoing = state.open?.acts.find((one) => one.act === back);
  notice(
    name === "submit"
      ? words("submitted_said")
      : name === "withdraw"
        ? words("confirm_withdraw")
        : words("said", { act: label }),
    undoing ? { label: words("take_back_said"), act: () => act(back) } : null,
  );
}

/** A change to a place of the table, {id, version}, which need not be the open one. */
export async function changeItem({ id, version }, values) {
  if (state.open?.id === id) return change(values);
  const { ok, status, given } = await ask(`/proposals/${id}`, { version, fields: values });
  const [wrong] = ok
    ? Object.values(given.errors)
    : [status === 409 ? given.error : words("failed", { why: given.error || "" })];
  notice(wrong || words("saved", { time: new Date().toLocaleTimeString(format.language()) }));
  reload();
}

/** What buttons of the screen do, by the end of their `data-act`. */
export const acts = {
  new: () => begin(),
  undo: () => undo(),
  pin: () => pins.place(pins.placing() ? null : put),
  outline: () => outline(),
  centre: () => put(...pins.centre()),
};

/** Put the open place, or begin one there. */
export function put(lon, lat) {
  state.open ? change({ lon, lat }) : begin({ lon, lat });
}
export function outline() {
  drawing.start("polygon", (ring) => {
    const footprint = ring.map(([lon, lat]) => [Math.round(lon * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6]);
    state.open ? change({ footprint }) : begin({ footprint });
  });
}

document.addEventListener("click", (event) => {
  const button = closest(event, '[data-act^="propose-"]');
  const known = button && root() && state.form && !button.disabled && acts[button.dataset.act.slice("propose-".length)];
  if (known) {
    event.preventDefault();
    known();
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
