/* Screen « Convergence »: the matrix places × actors and its actions; redrawn on every move of a slider. */

import { $, around, button, closest, el, first, the } from "../core/dom.mjs";
import * as format from "../core/format.mjs";
import { marked, placeButton, sign } from "../core/parts.mjs";
import * as store from "../core/store.mjs";
import { addCardLines } from "../map/points.mjs";
import * as model from "./model.mjs";
import { actorText, percent, shade, spanText, words } from "./scores.mjs";

const MOST_ROWS = 250;
/** @import { ActorName } from "../types/answers"
    @import { Context, KeyName } from "../types/state" */

let openedActor = /** @type {string | null} */ (null),
  robustFor = /** @type {string | null} */ (null);
const compared = () => model.param("compared_places").split(".").filter(Boolean);

function paintHeadings(/** @type {Part} */ table, /** @type {string} */ sort) {
  for (const button of table.querySelectorAll("[data-sort]"))
    around("th", button).setAttribute("aria-sort", button.dataset.sort === sort ? "descending" : "none");
}

/** @type {(row: number, actor: ActorName, index: number, id: string) => Part} */
function cell(row, actor, index, id) {
  const name = shade[model.scores().colours[row][index]],
    text = actorText(row, index);
  const label = format.labelled(actor.label, `${text}, ${words(name)}`);
  const attributes = { class: `cell cell-${name}`, title: label, "aria-label": label };
  return el(
    "td",
    {},
    button(() => open(id, actor.id), attributes, text),
  );
}

function open(/** @type {string} */ id, /** @type {string | null} */ actor) {
  store.dispatch({ type: "focus", id });
  openedActor = actor;
  reveal();
}

/** Scroll the profile to the actor whose cell was clicked, once it is there. */
export function reveal() {
  const block = openedActor && $(`profile-${openedActor}`);
  if (!block) return;
  block.open = true;
  block.scrollIntoView({ block: "start" });
  openedActor = null;
}

/** What is said of a place: excluded and why, convergent, or who lacks; then what is missing to say that it suits the
    role. */
function verdict(/** @type {number} */ row) {
  const undecided = model.undecidedBecause(row);
  if (model.isExcluded(row)) return el("span", { class: "verdict off" }, model.excludedBecause(row));
  return undecided
    ? el("span", {}, standing(row), el("small", { class: "note", title: undecided }, ` · ${undecided}`))
    : standing(row);
}

function standing(/** @type {number} */ row) {
  const { actors } = model.settings(),
    { GREEN, UNSURE } = model.colours,
    result = model.scores();
  if (model.isConvergent(row)) return el("span", { class: "verdict yes" }, words("convergent"));
  const names = (/** @type {(colour: number) => boolean} */ wanted) =>
    actors
      .filter((_, i) => wanted(result.colours[row][i]))
      .map((actor) => actor.letter)
      .join(", ");
  if (!result.known[row]) {
    const unknown = names((colour) => !colour || colour === UNSURE);
    return el("span", { class: "verdict off" }, words("incomplete", { names: unknown }));
  }
  if (!result.rank[row] && !model.networkAt(row)) return el("span", { class: "verdict off" }, words("unranked"));
  return el("span", { class: "verdict" }, words("missing_one", { names: names((colour) => colour !== GREEN) }));
}

/** What opens a place or a network, under its name, marked where it is an example.
    @type {(ctx: Context, row: number, show: () => unknown) => Part} */
export function candidateButton(ctx, row, show) {
  const network = model.networkAt(row);
  return network
    ? button(show, { class: "place-link plain-button" }, ...marked(ctx, network.name, network.is_example))
    : placeButton(ctx, row, show);
}

/** @type {(ctx: Context, row: number, selected: string[]) => Part} */
function line(ctx, row, selected) {
  const result = model.scores(),
    network = model.networkAt(row),
    id = network?.id ?? ctx.engine.table.columns.id.at(row),
    name = network?.name ?? ctx.engine.table.columns.name.at(row);
  const score = result.score[row],
    on = ctx.state.focus === id;
  const box = el("input", {
    type: "checkbox",
    checked: selected.includes(id),
    "aria-label": `${words("compare")} ${name}`,
    onchange: () => toggleCompared(id),
  });
  const width = `width:${Number.isNaN(score) ? 0 : 100 * score}%`,
    bar = result.known[row]
      ? el("span", { class: "bar" }, el("span", { class: "bar-fill", style: width }))
      : el("span", { class: "bar bar-unknown" }),
    show = () => open(id, null),
    opening = candidateButton(ctx, row, show);
  const tr = el(
    "tr",
    { class: (on ? "on " : "") + (model.isExcluded(row) ? "excluded " : "") + (network ? "of-network" : "") },
    el("td", {}, box),
    el("td", { class: network ? "note" : "num" }, network ? words("network") : String(result.rank[row] || "–")),
    el("th", { scope: "row" }, opening),
    ...model.settings().actors.map((actor, i) => cell(row, actor, i, id)),
    el("td", { class: "num" }, spanText(model.span(row)), bar),
    el("td", { class: "num" }, percent(result.complete[row])),
    el("td", {}, verdict(row)),
  );
  tr.dataset.place = id;
  return tr;
}

function toggleCompared(/** @type {string} */ id) {
  const now = compared(),
    isCompared = now.includes(id);
  if (!isCompared && now.length >= store.context().config.limits.compared) {
    notice(words("four_most"));
    return store.repaint();
  }
  model.setParam("compared_places", (isCompared ? now.filter((other) => other !== id) : [...now, id]).join("."));
}

function notice(/** @type {string} */ text) {
  const box = $("matrix-notice");
  if (box) {
    box.textContent = text;
    box.hidden = !text;
    setTimeout(() => {
      box.hidden = true;
    }, 4000);
  }
}

function paintMatrix(/** @type {Context} */ ctx) {
  const table = $("matrix"),
    result = model.scores();
  if (!table) return;
  const sort = model.param("sort") || "score",
    rows = model.order(ctx.result.rows, sort),
    selected = compared();
  paintHeadings(table, sort);
  const here = /** @type {Part | null} */ (document.activeElement),
    focused = here && table.contains(here) ? here.closest("tr") : null,
    spot = focused?.dataset.place;
  const column = focused && here ? [...focused.querySelectorAll("button, input")].indexOf(here) : -1;
  const lines = [...model.networkRows(), ...rows.slice(0, MOST_ROWS)].map((row) => line(ctx, row, selected));
  const note = (/** @type {string} */ text) => el("tr", {}, el("td", { colSpan: 10, class: "note" }, text));
  if (!rows.length) lines.push(note(words("no_rows")));
  if (rows.length > MOST_ROWS) lines.push(note(words("more_rows", { n: format.number(rows.length - MOST_ROWS) })));
  first("tbody", table).replaceChildren(...lines);
  if (spot) {
    const again = table.querySelector(`tr[data-place="${CSS.escape(spot)}"]`);
    if (again) [...again.querySelectorAll("button, input")][column]?.focus({ preventScroll: true });
  }
  let green = 0,
    ranked = 0,
    excluded = 0;
  for (const row of ctx.result.rows) {
    green += Number(model.isConvergent(row));
    excluded += Number(model.isExcluded(row));
    ranked += Number(result.rank[row] > 0);
  }
  const counts = { green, ranked, unsure: ctx.result.rows.length - ranked - excluded, excluded };
  // once it is worked out for these places
  const firm = robustFor === store.query() && document.querySelector("#robust .standing");
  the("matrix-standing").textContent = firm ? firm.textContent : "";
  the("matrix-counts").textContent = Object.entries(counts)
    .map(([key, n]) => words(`count_${key}`, { n: format.number(n) }))
    .join(" · ");
}

function paint(/** @type {Context} */ ctx) {
  if (!model.root() || !model.data() || !ctx.config.convergence) return;
  paintMatrix(ctx);
}

/** Robustness is worked out on the server, for who looks at it. */
function settle() {
  if (!model.root()) return;
  const box = $("panel-robust"),
    query = store.query();
  if (box?.offsetParent && robustFor !== query) {
    robustFor = query;
    store.setProps("robust-params", { data: query });
  }
  reveal();
}
store.onMount(() => {
  robustFor = null;
});

/** What the hover card of a place adds on this screen: the four scores, and convergence. */
addCardLines((row) => {
  const result = model.root() && model.scored();
  if (!result) return undefined;
  const scores = model
    .settings()
    .actors.map((actor, i) => el("span", { class: "card-score" }, sign(actor), actorText(row, i)));
  const line = model.isExcluded(row)
    ? [verdict(row)]
    : [`${format.labelled(words("score"), spanText(model.span(row)))} · `, verdict(row)];
  return [el("span", { class: "card-scores" }, ...scores), el("span", {}, ...line)];
});

/** Filters that the screen emits: the best places, the convergent ones. */
function keep(/** @type {string} */ what) {
  const ctx = store.context(),
    rows = model.order(ctx.result.rows, "score").filter((row) => !model.isExcluded(row));
  const green = rows.filter(model.isConvergent),
    chosen = what === "convergent" ? green : green.slice(0, 5);
  if (what === "five" && !green.length) return notice(words("five_none"));
  keepRows(chosen);
  if (what === "five" && green.length < 5)
    notice(words(green.length === 1 ? "five_fewer_one" : "five_fewer", { n: format.number(green.length) }));
}

export function keepRows(/** @type {number[]} */ rows) {
  const ctx = store.context(),
    pick = store.facetOfKind("pick");
  store.dispatch({ type: "set", facet: pick.id, value: rows.map((row) => ctx.engine.table.columns.id.at(row)) });
}

document.addEventListener("click", (event) => {
  const button = closest(event, "[data-preset],[data-role],[data-by],[data-keep],[data-reset],[data-sort]");
  if (!button || !model.root()) return;
  const { preset, role, by, keep: what, reset, sort } = button.dataset;
  if (preset) {
    model.setParam("criterion_weights", "", { transient: true });
    model.setShares(model.settings().presets.find((view) => view.id === preset)?.shares ?? []);
  }
  if (role) model.setParam("role", role === "hub" ? "hub" : "");
  if (by) model.setParam("coloured_by", by === "score" ? "" : by);
  if (what) keep(what);
  if (sort) model.setParam("sort", sort === "score" ? "" : sort);
  const to = button.dataset.to || "";
  if (reset) for (const key of reset.split(",")) model.setParam(/** @type {KeyName} */ (key), to);
});

store.onPaint(paint);
store.onSettle(settle);
