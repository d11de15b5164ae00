/* Photographs and documents of the open place: shown in the frame that Dash lays out, described, taken away and
   brought back; files are sent with their progress. `photos.mount({id, canEdit, onVersion})`. */
import { around, closest, el, first, the } from "../core/dom.mjs";
import { choose, onDrop } from "../core/files.mjs";
import * as format from "../core/format.mjs";
import { ask, upload } from "../core/requests.mjs";
import { enlarge } from "./enlarged.mjs";

/** @import { AttachmentLine, AttachmentList } from "../types/answers"
    @import { FileKind, Photos, Waiting } from "../types/proposals"
    @import { Answer, Upload, Values } from "../types/state" */

const TAKEN = "image/jpeg,image/png,image/webp,image/heic,image/heif,application/pdf";
const LIMITS = { photo: 20e6, document: 5e6 };
const MOST_ERRORS = 5;
/** @returns {FileKind} */
const kindOf = (/** @type {File} */ file) =>
  file.type === "application/pdf" || /\.pdf$/i.test(file.name) ? "document" : "photo";
const megabytes = (/** @type {number} */ size) => format.number(Math.max(size / 1e6, 0.1), size < 1e6 ? 1 : 0);

let texts = /** @type {Record<string, string>} */ ({}),
  /** @type {Photos} */ shown; // what the frame shows
const sending = /** @type {Map<string, Photos>} */ (new Map()); // by place, what goes on while another is open

const section = () => the("propose-photos");
const part = (/** @type {string} */ name) => first(`.photos-${name}`, section());
const words = (/** @type {string} */ key, /** @type {Values} */ values = {}) => format.fill(texts, key, values);
const at = (/** @type {Photos} */ { id }) => `/proposals/${encodeURIComponent(id)}`;
const isShown = (/** @type {Photos} */ state) => state === shown && Boolean(section());

function say(/** @type {Photos} */ state, /** @type {string} */ text) {
  if (isShown(state)) part("said").textContent = text;
}

/** Show the attachments of a place; null for one that is not stored yet.
    @param {Pick<Photos, "id" | "canEdit" | "onVersion"> | null} options */
export function mount(options) {
  part("wait").hidden = Boolean(options);
  first(".photos", section()).hidden = !options;
  if (!options) return;
  texts = JSON.parse(section().dataset.texts);
  const empty = { items: [], gone: null, waiting: [], sending: null, errors: [], added: 0 };
  shown = Object.assign(sending.get(options.id) ?? empty, options);
  part("in").hidden = !shown.canEdit;
  say(shown, "");
  paint(shown);
  load(shown);
}

/** What was answered; null, and why is said, when nothing was.
    @template Given
    @param {Photos} state
    @param {string} path
    @param {object} [data]
    @returns {Promise<Given | null>} */
async function request(state, path, data) {
  /** @type {Answer<Given>} */
  const { ok, given } = await ask(path, data);
  if (ok) return given;
  fail(state, given.error || words("failed"));
  return null;
}

/** What was done to an attachment: how it is now.
    @type {(state: Photos, item: AttachmentLine, act: string, data?: object) => Promise<AttachmentLine | null>} */
async function done(state, item, act, data = {}) {
  /** @type {AttachmentLine | null} */
  const given = await request(state, `${item.url}/${act}`, data);
  if (given) received(state, given);
  return given;
}

async function load(/** @type {Photos} */ state) {
  /** @type {AttachmentList | null} */
  const given = await request(state, `${at(state)}/attachments.json`);
  if (given) state.items = given.items;
  paint(state);
}

function received(/** @type {Photos} */ state, /** @type {AttachmentLine} */ one) {
  state.onVersion(one.version);
  const rank = state.items.findIndex((item) => item.id === one.id);
  if (one.removed) state.items = state.items.filter((item) => item.id !== one.id);
  else if (rank >= 0) state.items[rank] = one;
  else state.items.push(one);
}

function fail(/** @type {Photos} */ state, /** @type {string} */ text) {
  state.errors = [...state.errors, text].slice(-MOST_ERRORS);
  paintErrors(state);
}

function paintErrors(/** @type {Photos} */ state) {
  if (!isShown(state)) return;
  const { errors } = state;
  part("errors").hidden = !errors.length;
  part("errors").firstElementChild?.replaceChildren(...errors.map((text) => el("p", { class: "photos-error" }, text)));
}

const photosOf = (/** @type {Photos} */ state) => state.items.filter((one) => one.kind === "photo");
const numbered = (/** @type {Photos} */ state, /** @type {AttachmentLine} */ item) =>
  words("photo_n", { n: photosOf(state).indexOf(item) + 1 });
const nameOf = (/** @type {Photos} */ state, /** @type {AttachmentLine} */ item) =>
  item.caption || numbered(state, item);

function paint(/** @type {Photos} */ state) {
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
  first("span", part("undo")).textContent = gone ? words(`removed_${gone.kind}`) : "";
  paintErrors(state);
  paintGoing(state);
}

/** A line for each item, in order; the one in which the keyboard is stays as it is.
    @type {(list: Part, items: AttachmentLine[], make: (item: AttachmentLine) => Part) => void} */
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

/** A copy of the model of a photograph, or of a document.
    @type {(state: Photos, item: AttachmentLine, name: string) => Part} */
function copy(state, item, name) {
  const made = first(`[data-model="${item.kind}"]`, section()).cloneNode(true);
  made.removeAttribute("data-model");
  made.dataset.attachment = item.id;
  const away = first(".photos-away", made);
  away.hidden = !state.canEdit;
  away.setAttribute("aria-label", words("remove_name", { name }));
  return made;
}

function picture(/** @type {Photos} */ state, /** @type {AttachmentLine} */ item) {
  const name = nameOf(state, item),
    made = copy(state, item, name),
    [image, field, text] = ["img", "input", ".photos-caption"].map((selector) => first(selector, made)),
    isTyped = state.canEdit && !item.public;
  Object.assign(image, { src: item.url, alt: name, loading: "lazy", width: item.width, height: item.height });
  field.hidden = !isTyped;
  field.value = item.caption;
  field.setAttribute("aria-label", words("caption", { name: numbered(state, item) }));
  text.hidden = isTyped || !item.caption;
  text.textContent = item.caption;
  return made;
}

function paper(/** @type {Photos} */ state, /** @type {AttachmentLine} */ item) {
  const made = copy(state, item, item.name);
  Object.assign(first("a", made), { href: item.url, download: item.name, textContent: item.name });
  first(".note", made).textContent = words("size", { mb: megabytes(item.size) });
  return made;
}

/** @type {(state: Photos, item: AttachmentLine, field: Part) => Promise<void>} */
async function describe(state, item, field) {
  const given = await done(state, item, "caption", { caption: field.value });
  if (!given) return;
  first("img", around("li", field)).setAttribute("alt", nameOf(state, given));
  say(state, words("caption_kept"));
}

async function remove(/** @type {Photos} */ state, /** @type {AttachmentLine} */ item) {
  const given = await done(state, item, "remove");
  if (!given) return;
  state.gone = given;
  say(state, "");
  paint(state);
  if (isShown(state)) first("button", part("undo")).focus();
}

async function restore(/** @type {Photos} */ state) {
  const given = state.gone && (await done(state, state.gone, "restore"));
  if (!given) return;
  state.gone = null;
  await load(state);
  section()?.querySelector(`[data-attachment="${given.id}"] :is(button, a)`)?.focus();
}

/* Sending. */

function send(/** @type {Photos} */ state, /** @type {File[]} */ files) {
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

const add = (/** @type {File[]} */ files) => send(shown, files);

/** One file after the other. */
function next(/** @type {Photos} */ state) {
  const one = state.sending ? undefined : state.waiting.shift();
  if (!one) return paintGoing(state);
  function tell(/** @type {number} */ share, isQueued = false) {
    if (state.sending) Object.assign(state.sending, { share, isQueued });
    paintGoing(state);
  }
  /** @type {Upload<AttachmentLine>} */
  const going = upload(`${at(state)}/${one.kind}`, one.file, {
    headers: { "X-File-Name": encodeURIComponent(one.file.name.slice(-150)).slice(-900) },
    onProgress: (bytes, total) => tell(bytes / total),
    onWait: () => tell(0, true),
  });
  state.sending = { ...one, going, share: 0, isQueued: false };
  sending.set(state.id, state);
  going.answer.then((answer) => sent(state, one, answer));
  paintGoing(state);
}

/** @type {(state: Photos, one: Waiting, answer: Awaited<Upload<AttachmentLine>["answer"]>) => void} */
function sent(state, one, { status, given, isAborted }) {
  if (isAborted) say(state, words("stopped", { name: one.file.name }));
  else if (status === 201) {
    received(state, given);
    state.added += 1;
    say(state, words("added_many", { n: state.added }));
    paint(state);
  } else fail(state, `${one.file.name} : ${given.error || words("failed")}`);
  state.sending = null;
  sending.delete(state.id);
  next(state);
}

function stop(/** @type {Photos} */ state) {
  state.waiting = [];
  state.sending?.going.abort();
}

function paintGoing(/** @type {Photos} */ state) {
  if (!isShown(state)) return;
  const [text, bar] = part("going").children;
  part("going").hidden = !state.sending;
  if (!state.sending) return;
  const { file, share, isQueued } = state.sending,
    waiting = state.waiting.length ? ` ${words("waiting", { n: state.waiting.length })}` : "";
  text.textContent = words(isQueued ? "queued" : share === 1 ? "preparing" : "sending", { name: file.name }) + waiting;
  bar.setAttribute("aria-label", text.textContent);
  if (share === 1) bar.removeAttribute("value");
  else bar.setAttribute("value", String(share));
}

/* What is pressed, typed and dropped. */

const itemOf = (/** @type {Event} */ event) =>
  shown.items.find(({ id }) => id === closest(event, "[data-attachment]")?.dataset.attachment);
/** @type {Record<string, (event: Event, item: AttachmentLine | undefined) => unknown>} */
const PRESSED = {
  files: () => choose({ multiple: true, accept: TAKEN }, add),
  camera: () => choose({ accept: "image/*", capture: "environment" }, add),
  open: (_event, item) =>
    item && enlarge(first("dialog", section()), photosOf(shown), item, (one) => nameOf(shown, one)),
  away: (_event, item) => item && remove(shown, item),
  restore: () => restore(shown),
  stop: () => stop(shown),
  understood: () => {
    shown.errors = [];
    paint(shown);
  },
};

document.addEventListener("click", (event) => {
  const button = closest(event, '#propose-photos [data-act^="photos-"]');
  if (button) PRESSED[button.dataset.act.replace("photos-", "")]?.(event, itemOf(event));
});
document.addEventListener("change", (event) => {
  const field = closest(event, ".photos-list input"),
    item = field && itemOf(event);
  if (field && item) describe(shown, item, field);
});
onDrop(".photos", "photos-over", add, () => Boolean(shown?.canEdit));
