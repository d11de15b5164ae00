/* Screen « Scénarios »: how far the guide is, and what leaves the screen, in files and on paper. */
import { $ } from "../core/dom.mjs";
import * as store from "../core/store.mjs";
import * as scenario from "./question.mjs";

const BOUNDS = /** @type {const} */ (["required", "forbidden", "spacing_m", "basins", "budget_keur", "per_commune"]);

/** The guide's steps tick themselves as they are done; it folds once a scenario has been saved. */
function guide() {
  const box = $("guide"),
    plan = scenario.plan();
  if (!box || !plan) return;
  const wanted = scenario.questionKeys().some((key) => scenario.params()[key]),
    isSaved = Boolean(scenario.param("saved"));
  const isBound = BOUNDS.some(scenario.param);
  const done = [wanted, isBound, wanted && plan.rows.length > 0, isSaved];
  for (const step of box.querySelectorAll("[data-guide-step]"))
    step.classList.toggle("done", done[Number(step.dataset.guideStep)]);
  if (isSaved && !box.dataset.folded) {
    box.dataset.folded = "yes";
    box.open = false;
  }
}

/** What one exports here are the places of the plan. */
function exported() {
  const plan = scenario.root() && scenario.plan();
  if (!plan?.rows.length) return;
  const places = plan.places.map(({ id }) => id).join(".");
  const keys = scenario.keys(),
    question = scenario.shown() || `${keys.k}=${scenario.settings().defaults[keys.k]}`;
  const query = `${store.facetOfKind("pick").id}=${places}&${keys.question}=${encodeURIComponent(question)}`;
  for (const link of document.querySelectorAll("a[data-export], a[data-document]"))
    link.setAttribute("href", `${link.getAttribute("href")?.split("?")[0]}?${query}`);
}

store.onSettle(exported);
store.onPaint(guide);
