/* A service that has too much to compute answers 429 and when to come back: the page waits, says so, and asks again
   by itself. */
import { $, el } from "./dom.mjs";

const MOST_TRIES = 30,
  LONGEST_S = 30;
const plain = window.fetch.bind(window);
let waiting = 0;

/** Seconds to wait before asking again; null when the answer is not to be asked again.
    @type {(response: Response, input: RequestInfo | URL, tries: number) => number | null} */
function pause(response, input, tries) {
  const seconds = Number(response.headers.get("Retry-After") || NaN);
  return response.status === 429 && typeof input === "string" && tries < MOST_TRIES && seconds <= LONGEST_S
    ? seconds
    : null;
}

window.fetch = async (input, options) => {
  for (let tries = 0; ; tries++) {
    const response = await plain(input, options),
      seconds = pause(response, input, tries);
    if (seconds === null) return response;
    const { error } = await response.json().catch(() => ({}));
    await wait(1000 * seconds * (1 + Math.random() / 2), error || "");
  }
};

/** Say why it takes long, as long as anything waits. */
async function wait(/** @type {number} */ milliseconds, /** @type {string} */ sentence) {
  waiting++;
  say(sentence);
  await new Promise((resume) => {
    setTimeout(resume, milliseconds);
  });
  if (!--waiting) say("");
}

function say(/** @type {string} */ sentence) {
  const box =
    $("busy-notice") ||
    document.body.appendChild(el("div", { id: "busy-notice", class: "edition-notice", role: "status" }));
  box.textContent = sentence;
}
