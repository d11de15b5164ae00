/* The import of a file, as far as the browser does it by itself: the file is sent as raw bytes, a long action goes on
   part by part, its rows are drawn on the map, the keyboard goes where a step begins. The rest of the panel is Dash's. */
import { noUpdate } from "../core/dash.mjs";
import { $, closest, the } from "../core/dom.mjs";
import { onDrop } from "../core/files.mjs";
import { focusOn } from "../core/focus.mjs";
import { upload } from "../core/requests.mjs";
import * as store from "../core/store.mjs";
import * as editor from "../proposals/editor.mjs";
import * as pins from "../proposals/pins.mjs";

/** @import { ImportSent } from "../types/answers"
    @import { At, CellEvent, PartRequest, PartResult, Points, Typed } from "../types/imports"
    @import { Upload } from "../types/state" */

const set = store.setProps;
const isOpen = () => $("import-root")?.hidden === false;
const SILENCE_MS = 12000; // a request that is not answered by then may have been lost: Dash does not say so
let turn = 0,
  drawn = "",
  stepShown = "",
  acted = /** @type {Element | null} */ (null), // what had the keyboard at the last gesture
  request = /** @type {Upload<ImportSent> | null} */ (null),
  silence = 0;

/** The panel was opened, at its first step, or closed; the keyboard goes in, and back where it came from. */
export function shown(/** @type {string | undefined} */ trigger) {
  if (!trigger) return noUpdate();
  const opens = trigger.startsWith("import-open.");
  document.body.classList.toggle("import-open", opens);
  stepShown = opens ? keyOf({ step: "file", id: "" }) : "";
  if (opens) {
    makeInput();
    set("import-body", { className: "import-main step-file" });
  } else {
    request?.abort();
    points(null);
  }
  focusOn({ id: opens ? "import-title" : "import-open", preventScroll: true });
  return !opens;
}

/** Dash has no input of files: the browser makes it. */
function makeInput() {
  const box = the("import-input-box");
  if (box.firstChild) return;
  const input = document.createElement("input"),
    { accept } = box.dataset;
  Object.assign(input, { type: "file", id: "import-input", className: "import-input", accept });
  input.onchange = () => {
    if (input.files?.[0]) send(input.files[0]);
    input.value = "";
  };
  box.append(input);
}

onDrop("#import-drop", "over", ([file]) => file && send(file));

// The file

/** @type {(id: string, done: number, total: number) => void} */
const progress = (id, done, total) => set(id, { value: String(done), max: String(total || 1) });

function send(/** @type {File} */ file) {
  acted = document.activeElement;
  const words = the("import-drop").dataset,
    fill = (/** @type {string} */ text) => text.replace("{name}", file.name);
  const refuse = (/** @type {string} */ why) => {
    set("import-sending", { children: "" });
    set("import-alert", { children: why });
  };
  set("import-alert", { children: "" });
  if (file.size > Number(words.most)) return refuse(fill(words.tooBig));
  const say = (/** @type {string} */ text) => isOpen() && set("import-sending", { children: text });
  say(fill(words.sending));
  request?.abort();
  request = upload(`/import?name=${encodeURIComponent(file.name)}`, file, {
    onProgress: (done, total) => progress("import-sending-bar", done, total),
    onSent: () => say(fill(words.reading)),
    onWait: say,
  });
  request.answer.then(({ status, given, isAborted }) => {
    if (isAborted || !isOpen()) return;
    if (status === 200) set("import-sent", { data: { id: given.id } });
    else refuse(given.error || words.failed);
  });
}

// Long actions, a part a request

/** @type {Record<string, string>} */
const ACTIONS = {
  "import-go": "commit",
  "import-cancel": "cancel",
  "import-submit": "submit",
  "import-place": "place",
};
const next = (/** @type {PartRequest} */ asked, /** @type {string} */ after) => ({
  ...asked,
  part: asked.part + 1,
  after,
});

/** Where no answer comes, the person is told how to go on: nothing is made twice, whatever became of the request. */
function watch() {
  clearTimeout(silence);
  silence = setTimeout(() => set("import-body", { className: "import-main step-run is-cut" }), SILENCE_MS);
}

/** An action was pressed, or goes on where the page was left.
    @type {(trigger: string | undefined, at: At | null, mode: string, asked: PartRequest | null,
    before: PartResult | null) => unknown} */
export function begun(trigger, at, mode, asked, before) {
  if (!trigger || !at) return noUpdate();
  const action = ACTIONS[trigger.split(".")[0]];
  if (action || asked) watch();
  if (!action) return asked ? next(asked, before?.turn === asked.turn ? before.after : asked.after) : noUpdate();
  turn = Math.max(turn, before?.turn || 0) + 1;
  set("import-run-count", { children: "" });
  progress("import-run-bar", 0, 1);
  return { turn, part: 0, id: at.id, action, after: "", only_valid: mode !== "all" };
}

/** A part is done: the next one is asked for; the panel is told once it is over, or cannot go on.
    @type {(given: PartResult | null, asked: PartRequest | null) => unknown} */
export function ran(given, asked) {
  if (!given || !asked || given.turn !== asked.turn) return noUpdate();
  clearTimeout(silence);
  if (!given.is_over && !given.error) {
    watch();
    set("import-ask", { data: next(asked, given.after) });
    return noUpdate();
  }
  if (given.is_over) editor.reload();
  stepShown = ""; // what was made is shown anew, though nothing else came between
  return given;
}

// What is typed in the grids: one request at a time, so that no answer overtakes a later one and nothing is lost

let isBusy = false,
  typed = /** @type {Typed[]} */ ([]),
  busyTimer = 0;

/** @type {(grid: Typed["grid"], events: CellEvent[] | null) => unknown} */
export function cellsTyped(grid, events) {
  for (const { rowId, colId, value } of events || [])
    typed.push({ grid, row: rowId, column: colId, text: value ?? "" });
  flush();
  return noUpdate();
}

function flush() {
  if (isBusy || !typed.length) return;
  const { grid } = typed[0],
    changes = typed.filter((one) => one.grid === grid);
  typed = typed.filter((one) => one.grid !== grid);
  isBusy = true;
  busyTimer = setTimeout(() => idle(), SILENCE_MS);
  set("import-typed", { data: { grid, changes: changes.map(({ row, column, text }) => ({ row, column, text })) } });
}

export function idle(busy = false) {
  isBusy = Boolean(busy);
  if (!isBusy) clearTimeout(busyTimer);
  flush();
  return noUpdate();
}

// The map and the keyboard

/** Draw the rows that have a place; the map goes to them when they come, and stays there while they are corrected. */
export function points(/** @type {Points | null} */ given) {
  const rows = isOpen() && given ? given.points : [];
  pins.preview(
    rows.map(([lon, lat, , , bad]) => ({ lon, lat, bad })),
    Boolean(given?.of) && given?.of !== drawn,
  );
  drawn = given?.of || "";
}

const HEADS = ":is(#import-title, #import-result):focus"; // where only a step that comes puts the keyboard
const keyOf = (/** @type {{ step: string, id: string } | null} */ at) => (at ? `${at.step} ${at.id}` : "");

/** The keyboard goes to the head of the step that has come, or to what was made, unless the person moved it since the
    gesture that made it come. */
export function step(/** @type {At | null} */ at) {
  const key = keyOf(at),
    id = at?.step === "made" ? "import-result" : "import-title";
  if (key !== stepShown && isOpen())
    focusOn({ id, preventScroll: true }, the("import-root").querySelector(HEADS) ?? acted);
  stepShown = key;
}
document.addEventListener(
  "click",
  () => {
    acted = document.activeElement;
  },
  true,
);

const CLOSES_ITSELF = ".ag-cell-inline-editing, .ag-popup, [role=listbox], [aria-expanded=true]";

document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !isOpen()) return;
    if (!closest(event, "#import-root") || closest(event, CLOSES_ITSELF)) return;
    event.preventDefault();
    event.stopPropagation();
    the("import-close").click();
  },
  true,
);

window.dashAgGridFunctions ??= {};
const functions = window.dashAgGridFunctions;
/** Tab leaves the grid, save while one types: it goes on to the next cell. */
functions.leaveUnlessTyping = (params) => (params.editing ? params.nextCellPosition : false);
/** A cell that has a list opens it as soon as one is in it, by the pointer too. */
functions.openList = () =>
  requestAnimationFrame(() => {
    const list = document.activeElement?.closest?.('.ag-cell-inline-editing [role=combobox][aria-expanded="false"]');
    list?.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, cancelable: true }));
  });

store.onMount(() => {
  request?.abort();
  drawn = stepShown = "";
  isBusy = false;
  typed = [];
  document.body.classList.remove("import-open");
});
