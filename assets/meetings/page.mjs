/* A meeting that is drawn again as others write: Dash is told of what is pressed; the arrows turn what is
   projected. */
import { componentOf, noUpdate } from "../core/dash.mjs";
import { $, closest } from "../core/dom.mjs";
import { setProps } from "../core/store.mjs";

/** The meeting was drawn again. */
export function drawn() {
  requestAnimationFrame(awaited);
}

/** The balance was drawn again. */
export function weighed() {
  requestAnimationFrame(awaited);
}

/** What is weighed of another decision than the one that is shown is out of sight until the right one comes. */
function awaited() {
  const wanted = document.querySelector("[data-awaits]")?.getAttribute("data-awaits");
  const shown = $("meeting-balance")?.firstElementChild;
  const isLate = wanted && (!shown || (shown.hasAttribute("data-of") && shown.getAttribute("data-of") !== wanted));
  $("meeting-frame")?.toggleAttribute("data-awaited", Boolean(isLate));
}

const screenAt = () => Number(componentOf("meeting-at")?.props.data || 0);

let presses = 0;
document.addEventListener("click", (event) => {
  const turn = closest(event, "[data-turn]")?.dataset.turn;
  // Which screen is shown is Dash's at once: what is looked for meanwhile is then already of that one.
  if (turn) setProps("meeting-at", { data: Math.max(0, screenAt() + (turn === "next" ? 1 : -1)) });
  const act = closest(event, "[data-press]")?.dataset.press;
  if (act) setProps("meeting-pressed", { data: { act, n: ++presses } });
});

const IDLE_MS = 120;
let moves = 0;

/** Levers were moved: what they are at, once the hand rests.
    @param {...(number | string | null)} values */
export async function moved(...values) {
  moves += 1;
  const mine = moves;
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
  return mine === moves ? values : noUpdate();
}

/** @type {Record<string, string>} */
const TURNS = { ArrowLeft: "previous", PageUp: "previous", ArrowRight: "next", PageDown: "next" };
document.addEventListener("keydown", (event) => {
  const turn = TURNS[event.key];
  if (!turn || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const button = document.querySelector(`[data-turn="${turn}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});
