/* The header: how many proposals, places or commitments wait for the person, beside the screen where they do. */
import { ask } from "./requests.mjs";
import * as store from "./store.mjs";

/** @import { Inbox } from "../types/answers"
    @import { Answer } from "../types/state" */

/** On a phone the header's links scroll: the open screen's own is to be seen. */
const shown = () =>
  requestAnimationFrame(() =>
    document.querySelector('.nav-link[aria-current="page"]')?.scrollIntoView({ block: "nearest", inline: "nearest" }),
  );

const INBOXES = {
  "/inbox.json": '.nav-link[data-path="/moderer"], .nav-link[data-path="/proposer"]:not([data-closed])',
  "/reminders.json": '.nav-link[data-path="/decisions"]:not([data-closed])',
};

/** How many wait for the person, beside each screen where they do. */
export async function count() {
  await Promise.all(Object.entries(INBOXES).map(([address, selector]) => countOf(address, selector)));
}

async function countOf(/** @type {string} */ address, /** @type {string} */ selector) {
  const links = [...document.querySelectorAll(selector)];
  if (!links.length) return;
  /** @type {Answer<Inbox>} */
  const answer = await ask(address);
  if (!answer.ok) return;
  const { path, n, words } = answer.given;
  for (const link of links) {
    const isHere = link.dataset.path === path && n > 0;
    if (isHere) link.dataset.waiting = n > 999 ? "999+" : String(n);
    else delete link.dataset.waiting;
    for (const name of ["title", "aria-description"]) {
      if (isHere) link.setAttribute(name, words);
      else link.removeAttribute(name);
    }
  }
}

store.onMount(() => {
  shown();
  setTimeout(() => count().then(shown));
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") count();
});
