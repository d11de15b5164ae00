/* Photographs and documents of the open place: shown in the frame that Dash lays out, described, taken away and
   brought back; files are sent with their progress. `photos.mount({id, canEdit, onVersion})`. */
import { closest, el } from "../core/dom.mjs";
import { onDrop } from "../core/files.mjs";
import * as format from "../core/format.mjs";
import { ask, pause, upload } from "../core/requests.mjs";
import { enlarge } from "./enlarged.mjs";

const TAKEN = "image/jpeg,image/png,image/webp,image/heic,image/heif,application/pdf";
const LIMITS = { photo: 20e6, document: 5e6 };
const MOST_ERRORS = 5;
const kindOf = (file) => (file.type === "application/pdf" || /\.pdf$/i.test(file.name) ? "document" : "photo");
const megabytes = (size) => format.number(Math.max(size / 1e6, 0.1), size < 1e6 ? 1 : 0);

let texts = {},
  shown = /** @type {any} */ (null); // what the frame shows: {id, canEdit, items, gone, waiting, sending, errors, added}
const sending = new Map(); // by place, what goes on while another is open

/** @returns {any} */
const section = () => document.querySelector("#propose-photos");
const part = (name) => section().querySelector(`.photos-${name}`);
const words = (key, values = {}) => format.fill(texts, key, values);
const at = ({ id }) => `/proposals/${encodeURIComponent(id)}`;
const isShown = (state) => state === shown && Boolean(section());

function say(state, text) {
  if (isShown(state)) part("said").textContent = text;
}

/** Show the attachments of a place; null for one that is not stored yet. */
export function mount(options) {
  section().querySelector(".photos-wait").hidden = Boolean(options);
  section().querySelector(".photos").hidden = !options;
  if (!options) return;
  texts = JSON.parse(section().dataset.texts);
  const empty = { items: [], gone: null, waiting: [], sending: null, errors: [], added: 0 };
  shown = Object.assign(sending.get(options.id) || empty, options);
  part("in").hidden = !shown.canEdit;
  say(shown, "");
  paint(shown);
  load(shown);
}

/** What was answered; null, and why is said, when nothing was. */
async function request(state, path, data) {
  const { ok, given } = await ask(path, data);
  if (!ok) fail(state, given.error || words("failed"));
  return ok ? given : null;
}

async function load(state) {
  const given = await request(state, `${at(state)}/attachments.json`);
  if (given) state.items = given.items;
  paint(state);
}

function received(state, one) {
  state.onVersion(one.version);
  const rank = state.items.findIndex((item) => item.id === one.id);
  if (one.removed) state.items = state.items.filter((item) => item.id !== one.id);
  else if (rank >= 0) state.items[rank] = one;
  else state.items.push(one);
}

function fail(state, text) {
  state.errors = [...state.errors, text].slice(-MOST_ERRORS);
  paintErrors(state);
}

function paintErrors(state) {
  if (!isShown(state)) return;
  const { errors } = state;
  part("errors").hidden = !errors.length;
  part("errors").firstElementChild.replaceChildren(...errors.map((text) => el("p", { class: "photos-error" }, text)));
}

const photosOf = (state) => state.items.filter((one) => one.kind === "photo");
const nameOf = (state, item) => item.caption || words("photo_n", { n: photosOf(state).indexOf(item) + 1 });

function paint(state) {
  if (!isShown(state)) return;
  const { items, gone } = state;
  part("none").hidden = Boolean(items.length || gone);
  fillList(part("list"), photosOf(state), (item) => picture(state, item));
  fillList(
    part("papers"),
    items.filter((item) => item.kind !== "photo"),
    (item) => paper(state, item),
  );
  part("undo").hidden = !gone;
  part("undo").firstElementChild.textContent = gone ? words(`removed_${gone.kind}`) : "";
  paintErrors(state);
  paintGoing(state);
}

/** A line for each item, in order; the one in which the keyboard is stays as it is. */
function fillList(list, items, make) {
  const before = new Map([...list.children].map((line) => [line.dataset.attachment, line]));
  items.forEach((item, rank) => {
    const old = before.get(item.id),
      line = old?.contains(document.activeElement) ? old : make(item);
    if (old !== line) old?.remove();
    before.delete(item.id);
    if (list.children[rank] !== line) list.insertBefore(line, list.children[rank] ?? null);
  });
  for (const gone of before.values()) gone.remove();
}

/** A copy of the model of a photograph, or of a document. */
function copy(state, item, name) {
  const made = section().querySelector(`[data-model="${item.kind}"]`).cloneNode(true);
  made.removeAttribute("data-model");
  made.dataset.attachment = item.id;
  const away = made.querySelector(".photos-away");
  away.hidden = !state.canEdit;
  away.setAttribute("aria-label", words("remove_name", { name }));
  return made;
}

function picture(state, item) {
  const name = nameOf(state, item),
    made = copy(state, item, name),
    [image, field, text] = ["img", "input", ".photos-caption"].map((selector) => made.querySelector(selector)),
    isTyped = state.canEdit && !item.public;
  Object.assign(image, { src: item.url, alt: name, loading: "lazy", width: item.width, height: item.height });
  field.hidden = !isTyped;
  field.value = item.caption;
  field.setAttribute(
    "aria-label",
    words("caption", { name: words("photo_n", { n: photosOf(state).indexOf(item) + 1 }) }),
  );
  text.hidden = isTyped || !item.caption;
  text.textContent = item.caption;
  return made;
}

function paper(state, item) {
  const made = copy(state, item, item.name);
  Object.assign(made.querySelector("a"), { href: item.url, download: item.name, textContent: item.name });
  made.querySelector(".note").textContent = words("size", { mb: megabytes(item.size) });
  return made;
}

async function describe(state, item, field) {
  const given = await request(state, `${item.url}/caption`, { caption: field.value });
  if (!given) return;
  received(state, given);
  field.closest("li").querySelector("img").alt = nameOf(state, given);
  say(state, words("caption_kept"));
}

async function remove(state, item) {
  const given = await request(state, `${item.url}/remove`, {});
  if (!given) return;
  received(state, given);
  state.gone = given;
  say(state, "");
  paint(state);
  if (isShown(state)) part("undo").querySelector("button").focus();
}

async function restore(state) {
  const given = await request(state, `${state.gone.url}/restore`, {});
  if (!given) return;
  received(state, given);
  state.gone = null;
  await load(state);
  section()?.querySelector(`[data-attachment="${given.id}"] :is(button, a)`)?.focus();
}

/* Sending. */

/** Ask for files, or for a photograph to be taken. */
function pick({ capture = "", ...more }) {
  const input = Object.assign(document.createElement("input"), { type: "file", hidden: true, ...more });
  if (capture) input.setAttribute("capture", capture); // no property of it is known to a browser without a camera
  input.onchange = () => {
    send(shown, [...(input.files ?? [])]);
    input.remove();
  };
  input.oncancel = () => input.remove();
  section().append(input);
  input.click();
}

function send(state, files) {
  state.errors = [];
  if (!state.sending) state.added = 0;
  for (const file of files) {
    const kind = kindOf(file);
    if (file.size > LIMITS[kind]) fail(state, `${file.name} : ${words(`${kind}_too_big`)}`);
    else state.waiting.push({ file, kind });
  }
  paint(state);
  next(state);
}

/** One file after the other. */
function next(state) {
  if (state.sending || !state.waiting.length) return paintGoing(state);
  const one = state.waiting.shift();
  const going = upload(`${at(state)}/${one.kind}`, one.file, {
    headers: { "X-File-Name": encodeURIComponent(one.file.name.slice(-150)).slice(-900) },
    onProgress(sent, total) {
      if (!state.sending) return;
      state.sending.share = sent / total;
      paintGoing(state);
    },
  });
  state.sending = { ...one, going, share: 0 };
  sending.set(state.id, state);
  going.answer.then((answer) => done(state, one, answer));
  paintGoing(state);
}

function done(state, one, { status, retryAfter, given, isAborted }) {
  if (retryAfter) return later(state, one, retryAfter);
  if (isAborted) say(state, words("stopped", { name: one.file.name }));
  else if (status === 201) {
    received(state, given);
    state.added += 1;
    say(state, words("added_many", { n: state.added }));
    paint(state);
  } else fail(state, `${one.file.name} : ${given.error || words("failed")}`);
  finish(state);
}

/** The service has no time for it now: it is sent again by itself. */
function later(state, one, seconds) {
  state.sending.queued = setTimeout(() => {
    state.waiting.unshift(one);
    finish(state);
  }, pause(seconds));
  paintGoing(state);
}

function finish(state) {
  state.sending = null;
  sending.delete(state.id);
  next(state);
}

function stop(state) {
  const { queued, file, going } = state.sending;
  state.waiting = [];
  if (!queued) return going.abort();
  clearTimeout(queued);
  say(state, words("stopped", { name: file.name }));
  finish(state);
}

function paintGoing(state) {
  if (!isShown(state)) return;
  const [text, bar] = part("going").children;
  part("going").hidden = !state.sending;
  if (!state.sending) return;
  const { file, share, queued } = state.sending,
    waiting = state.waiting.length ? ` ${words("waiting", { n: state.waiting.length })}` : "";
  text.textContent = words(queued ? "queued" : share === 1 ? "preparing" : "sending", { name: file.name }) + waiting;
  bar.setAttribute("aria-label", text.textContent);
  if (share === 1) bar.removeAttribute("value");
  else bar.value = share;
}

/* What is pressed, typed and dropped. */

const itemOf = (event) => shown.items.find(({ id }) => id === closest(event, "[data-attachment]")?.dataset.attachment);
const PRESSED = {
  files: () => pick({ multiple: true, accept: TAKEN }),
  camera: () => pick({ accept: "image/*", capture: "environment" }),
  open: (event) =>
    enlarge(section().querySelector("dialog"), photosOf(shown), itemOf(event), (one) => nameOf(shown, one)),
  away: (event) => remove(shown, itemOf(event)),
  restore: () => restore(shown),
  stop: () => stop(shown),
  understood: () => {
    shown.errors = [];
    paint(shown);
  },
};

document.addEventListener("click", (event) => {
  const button = closest(event, '#propose-photos [data-act^="photos-"]');
  if (button) PRESSED[button.dataset.act.replace("photos-", "")]?.(event);
});
document.addEventListener("change", (event) => {
  const field = closest(event, ".photos-list input");
  if (field) describe(shown, itemOf(event), field);
});
onDrop(
  ".photos",
  "photos-over",
  (files) => send(shown, files),
  () => Boolean(shown?.canEdit),
);
