/* Photographs and documents of the open place: files are sent one after the other, with their progress; what is pressed
   and typed is told to the callback that shows them (views/proposals/place_photos.py). */
import { closest, el, first, the } from "../core/dom.mjs";
import { choose, onDrop } from "../core/files.mjs";
import { focusOn } from "../core/focus.mjs";
import * as format from "../core/format.mjs";
import { upload } from "../core/requests.mjs";
import * as store from "../core/store.mjs";
import * as editor from "./editor.mjs";
import { enlarge } from "./enlarged.mjs";

/** @import { AttachmentLine } from "../types/answers"
    @import { PhotosDone, Sending } from "../types/proposals"
    @import { Upload, Values } from "../types/state" */

const TAKEN = "image/jpeg,image/png,image/webp,image/heic,image/heif,application/pdf";
const LIMITS = { photo: 20e6, document: 5e6 };
const MOST_ERRORS = 5;
const kindOf = (/** @type {File} */ file) =>
  file.type === "application/pdf" || /\.pdf$/i.test(file.name) ? "document" : "photo";

let changes = 0,
  presses = 0,
  added = 0,
  waiting = /** @type {Sending[]} */ ([]),
  going = /** @type {Upload<AttachmentLine> | null} */ (null),
  errors = /** @type {string[]} */ ([]);

const section = () => the("propose-photos");
const part = (/** @type {string} */ name) => first(`.photos-${name}`, section());
const words = (/** @type {string} */ key, /** @type {Values} */ values = {}) =>
  format.fill(JSON.parse(section().dataset.texts), key, values);
const say = (/** @type {string} */ text) => store.setProps("photos-notice", { children: text });

/** Show the photographs of a place; null for one that is not stored yet. */
export const show = (/** @type {string | null} */ id) => store.setProps("photos-of", { data: { id, n: ++changes } });

/** Photographs of a place came or went. */
function changed(/** @type {string} */ id, /** @type {number} */ version) {
  const { open } = editor.state;
  if (open?.id === id) editor.attached(open, version);
}

/** Something was done to one of them. */
export function done(/** @type {PhotosDone | null} */ given) {
  if (!given) return;
  changed(given.id, given.version);
  if (given.focus) focusOn({ id: given.focus });
}

function press(/** @type {Part} */ { dataset: { act, attachment }, value }) {
  const what = act.replace("photos-", ""),
    said = what === "caption" ? { caption: value } : {};
  store.setProps("photos-pressed", {
    data: { id: editor.state.open?.id, attachment, act: what, ...said, n: ++presses },
  });
}

// Sending, one file after the other

function add(/** @type {File[]} */ files) {
  const id = editor.state.open?.id;
  if (!id) return;
  errors = [];
  if (!going) added = 0;
  for (const file of files) {
    const kind = kindOf(file);
    if (file.size > LIMITS[kind]) fail(file, words(`${kind}_too_big`));
    else waiting.push({ id, file, kind });
  }
  paintErrors();
  next();
}

async function next() {
  const one = going ? undefined : waiting.shift();
  if (!one) return;
  const { id, file, kind } = one,
    tell = (/** @type {number} */ share, /** @type {string} */ key) => section() && paintGoing(file, share, key);
  going = upload(`/proposals/${id}/${kind}`, file, {
    headers: { "X-File-Name": encodeURIComponent(file.name.slice(-150)).slice(-900) },
    onProgress: (bytes, total) => tell(bytes / total, bytes === total ? "preparing" : "sending"),
    onWait: () => tell(0, "queued"),
  });
  tell(0, "sending");
  const { status, given, isAborted } = await going.answer;
  going = null;
  if (section()) {
    part("going").hidden = true;
    if (isAborted) say(words("stopped", { name: file.name }));
    else if (status === 201) {
      say(words("added_many", { n: ++added }));
      changed(id, given.version);
      if (editor.state.open?.id === id) show(id);
    } else fail(file, given.error || words("failed"));
    paintErrors();
  }
  next();
}

function fail(/** @type {File} */ { name }, /** @type {string} */ why) {
  errors = [...errors, format.labelled(name, why)].slice(-MOST_ERRORS);
}

function paintErrors() {
  part("errors").hidden = !errors.length;
  first("div", part("errors")).replaceChildren(...errors.map((text) => el("p", { class: "photos-error" }, text)));
}

function paintGoing(/** @type {File} */ { name }, /** @type {number} */ share, /** @type {string} */ key) {
  const [text, bar] = part("going").children;
  part("going").hidden = false;
  text.textContent = words(key, { name }) + (waiting.length ? ` ${words("waiting", { n: waiting.length })}` : "");
  bar.setAttribute("aria-label", text.textContent);
  if (share === 1) bar.removeAttribute("value");
  else bar.setAttribute("value", String(share));
}

/** @type {Record<string, (button: Part) => unknown>} */
const PRESSED = {
  files: () => choose({ multiple: true, accept: TAKEN }, add),
  camera: () => choose({ accept: "image/*", capture: "environment" }, add),
  open: (button) => enlarge(first("dialog", section()), [...section().querySelectorAll(".photos-open")], button),
  remove: press,
  restore: press,
  stop: () => {
    waiting = [];
    going?.abort();
  },
  understood: () => {
    errors = [];
    paintErrors();
  },
};

document.addEventListener("click", (event) => {
  const button = closest(event, '#propose-photos button[data-act^="photos-"]');
  if (button) PRESSED[button.dataset.act.replace("photos-", "")]?.(button);
});
document.addEventListener("change", (event) => {
  const field = closest(event, '#propose-photos [data-act="photos-caption"]');
  if (field) press(field);
});
onDrop(".photos", "photos-over", add, () => !the("photos-in").hidden);
