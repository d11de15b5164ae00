/* The address finds its position: suggestions under the field, by arrows and Enter or by click. */
import { $, closest, el, the } from "../core/dom.mjs";
import { ask } from "../core/requests.mjs";
import { isPutting, put } from "./controls.mjs";
import { change, words } from "./editor.mjs";
import * as pins from "./pins.mjs";

const SEARCH_MS = 250;
/** @import { FoundPosition, FoundPositions } from "../types/answers"
    @import { Answer } from "../types/state" */

let searchTimer = 0,
  answers = /** @type {FoundPosition[]} */ ([]),
  at = -1;

const FIELD = "#propose-f-address";

document.addEventListener("input", (event) => {
  const input = closest(event, FIELD);
  if (!input || isPutting()) return;
  clearTimeout(searchTimer);
  searchTimer = setTimeout(() => search(input), SEARCH_MS);
});
document.addEventListener(
  "keydown",
  (event) => {
    const input = closest(event, FIELD),
      list = $("propose-answers");
    if (!input || !list || list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark((at + (event.key === "ArrowDown" ? 1 : -1) + answers.length) % answers.length, input);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      choose(answers[at], input);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      shut(input);
    }
  },
  true,
);
document.addEventListener("focusout", (event) => {
  const input = closest(event, FIELD);
  if (input) setTimeout(() => shut(input), 150);
});

async function search(/** @type {Part} */ input) {
  const text = input.value.trim();
  if (text.length < 3) return shut(input);
  /** @type {Answer<FoundPositions>} */
  const { ok, given } = await ask(`/geocode.json?${new URLSearchParams({ q: text })}`);
  if (!ok || input.value.trim() !== text || document.activeElement !== input) return;
  answers = given.answers;
  at = -1;
  const list = the("propose-answers");
  const lines = answers.map((one, i) => {
    function onmousedown(/** @type {MouseEvent} */ event) {
      event.preventDefault();
      choose(one, input);
    }
    const option = { role: "option", id: `propose-answer-${i}`, "aria-selected": "false", onmousedown };
    return el("li", option, el("b", {}, one.label), el("span", { class: "note" }, ` ${one.words}`));
  });
  const notes = [...(lines.length ? [] : [words("address_none")]), ...(given.note ? [given.note] : [])].map((text) =>
    el("li", { role: "option", "aria-disabled": "true", class: "note" }, text),
  );
  list.replaceChildren(...notes, ...lines);
  list.hidden = false;
  list.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-expanded", "true");
}

function mark(/** @type {number} */ index, /** @type {Part} */ input) {
  at = index;
  for (const line of document.querySelectorAll('#propose-answers [id^="propose-answer-"]'))
    line.setAttribute("aria-selected", String(line.id === `propose-answer-${at}`));
  input.setAttribute("aria-activedescendant", `propose-answer-${at}`);
  $(`propose-answer-${at}`)?.scrollIntoView({ block: "nearest" });
}

function choose(/** @type {FoundPosition} */ { kind, label, lon, lat }, /** @type {Part} */ input) {
  shut(input);
  const isAddress = ["housenumber", "street", "address", "locality"].includes(kind),
    address = label.slice(0, 200);
  if (isAddress) put(input, address);
  change(isAddress ? { lon, lat, address } : { lon, lat });
  pins.go(lon, lat, isAddress ? 17 : 15);
}

function shut(/** @type {Part} */ input) {
  const list = $("propose-answers");
  if (list) list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}
