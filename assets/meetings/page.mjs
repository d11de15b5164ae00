/* A meeting that is drawn again as others write: Dash is told of what is pressed; the arrows turn what is
   projected. */
import { componentOf, noUpdate } from "../core/dash.mjs";
import { $, closest } from "../core/dom.mjs";
import { setProps } from "../core/store.mjs";

/** The meeting, or its balance, was drawn again. */
export function drawn() {
  requestAnimationFrame(awaited);
}

/** What is weighed of another decision than the one that is shown is out of sight until the right one comes. */
function awaited() {
  const wanted = document.querySelector("[data-awaits]")?.getAttribute("data-awaits");
  const shown = $("meeting-balance")?.firstElementChild;
  const isLate = wanted && (!shown || (shown.hasAttribute("data-of") && shown.getAttribute("data-of") !== wanted));
  $("meeting-frame")?.toggleAttribute("data-awaited", Boolean(isLate));
}

/** Show the screen before or after the one that is shown, which Dash knows at once: what is looked for meanwhile is already of that one.
    @param {string} way */
function turned(way) {
  const shown = Number(componentOf("meeting-at")?.props.data || 0);
  const every = (document.querySelector("[data-screens]")?.getAttribute("data-screens") ?? "0").split(" ").map(Number);
  const at = every.findLastIndex((one) => one <= shown) + (way === "next" ? 1 : -1);
  setProps("meeting-at", { data: every[Math.min(Math.max(at, 0), every.length - 1)] });
}

let presses = 0;
document.addEventListener("click", (event) => {
  const way = closest(event, "[data-turn]")?.dataset.turn;
  if (way) turned(way);
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
  const isLever = event.key.startsWith("Arrow") && closest(event, "input[type=range]"); // which the arrows move
  const button = document.querySelector(`[data-turn="${turn}"]`);
  if (!button || isLever) return;
  event.preventDefault();
  button.click();
});
