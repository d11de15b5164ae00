/* What tells the selection around the map: counter, chips, counts beside each choice, the empty result. */
import { $, button, el, the } from "../core/dom.mjs";
import * as format from "../core/format.mjs";
import * as store from "../core/store.mjs";

/** @import { Context } from "../types/state" */

function paintCounters(/** @type {Context} */ ctx) {
  const total = ctx.engine.table.rows,
    { visible } = ctx.result;
  const counter = $("counter");
  if (!counter) return;
  counter.textContent = format.text(ctx, visible > 1 ? "counter" : "counter_one", {
    n: format.number(visible),
    total: format.number(total),
  });
  for (const span of document.querySelectorAll("[data-count]")) {
    const { count = "", bars: all = "" } = span.dataset,
      bars = all.split(",");
    let n = 0;
    for (const bar of bars) n += ctx.result.counts[count][+bar];
    const text = format.number(n);
    if (span.textContent === text) continue;
    span.textContent = text;
    span.classList.toggle("zero", n === 0);
  }
}

function settleChips(/** @type {Context} */ ctx) {
  const box = $("chips");
  if (!box) return;
  const hasFocus = document.activeElement?.closest(".chips-box");
  const chips = ctx.engine.facets
    .filter((facet) => ctx.state.filters[facet.id])
    .map((facet) => {
      const words = format.filter(ctx, facet, ctx.state.filters[facet.id]),
        label = format.text(ctx, "lift", { what: format.labelled(facet.label, words) });
      return button(
        () => store.dispatch({ type: "lift", facet: facet.id }),
        { class: "chip", "data-chip": facet.id, "aria-label": label },
        el("span", { class: "chip-name" }, format.labelled(facet.label)),
        el("span", { class: "chip-value" }, words),
        el("span", { class: "chip-x" }, "×"),
      );
    });
  box.replaceChildren(...chips);
  the("chips-rest").replaceChildren();
  foldChips();
  if (hasFocus) (box.querySelector("button") || the("clear")).focus();
  the("no-filter").hidden = chips.length > 0;
  the("clear").disabled = chips.length === 0;
  the("undo").disabled = !store.canUndo();
  for (const section of document.querySelectorAll("[data-facet-section]"))
    section.classList.toggle("active", Boolean(ctx.state.filters[section.dataset.facetSection ?? ""]));
  const live = $("live");
  if (live) live.textContent = the("counter").textContent;
}

/** The chips that the bar has no room for wait in the menu « +2 ». */
function foldChips() {
  const box = $("chips"),
    ctx = store.context();
  if (!box || !ctx.config) return;
  const rest = the("chips-rest"),
    more = the("chips-more"),
    count = the("chips-count");
  unfoldChips();
  while (box.scrollHeight > box.clientHeight && box.lastElementChild) {
    more.hidden = false; // it takes room too
    rest.prepend(box.lastElementChild);
    const n = rest.children.length;
    count.textContent = `+${n}`;
    count.setAttribute("aria-label", format.text(ctx, n > 1 ? "more_filters" : "more_filters_one", { n }));
  }
  if (more.hidden) more.open = false;
}

function unfoldChips() {
  $("chips")?.append(...the("chips-rest").children);
  const more = $("chips-more");
  if (more) more.hidden = true;
}

/** Nothing left: which single filter to lift, and what it would bring back. */
function settleEmpty(/** @type {Context} */ ctx) {
  const box = $("empty");
  if (!box) return;
  box.hidden = ctx.result.visible > 0;
  if (!box.hidden) {
    const ways = ctx.engine.facets
      .filter((facet) => ctx.state.filters[facet.id])
      .map((facet) => ({ facet, n: ctx.result.lifted[facet.id] }))
      .filter((way) => way.n > 0)
      .sort((a, b) => b.n - a.n);
    const items = ways.slice(0, 4).map(({ facet, n }) => {
      const what = format.labelled(facet.label, format.filter(ctx, facet, ctx.state.filters[facet.id])),
        brings = format.text(ctx, "lift_brings", { what, n: format.number(n) });
      return button(() => store.dispatch({ type: "lift", facet: facet.id }), { class: "way" }, brings);
    });
    const all = button(() => store.dispatch({ type: "clear" }), { class: "way" }, format.text(ctx, "clear_all"));
    box.replaceChildren(
      el("p", { class: "empty-title" }, format.text(ctx, "empty_title")),
      el("p", {}, format.text(ctx, ways.length ? "empty_lift" : "empty_several")),
      ...items,
      all,
    );
  }
}

store.onPaint(paintCounters);
window.addEventListener("resize", foldChips);
window.addEventListener("beforeprint", unfoldChips);
window.addEventListener("afterprint", foldChips);
for (const follower of [settleChips, settleEmpty]) store.onSettle(follower);
