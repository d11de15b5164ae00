/* The header's links that do not fit in the bar are in the menu « Plus »: each stands in both, shown in one. */
import { around, closest, first, whenChanged } from "./dom.mjs";

let bar = /** @type {Part | null} */ (null);

function fit() {
  if (!bar) return;
  const nav = first(".nav", bar),
    more = first(".nav-more", bar);
  const links = [...nav.querySelectorAll(".nav-link")],
    items = more.querySelectorAll(".menu-item");
  for (const link of links) link.hidden = false;
  more.hidden = true;
  const overflows = () => nav.scrollWidth > nav.clientWidth;
  if (overflows()) more.hidden = false;
  for (const link of [...links].reverse()) {
    if (!overflows()) break;
    link.hidden = link.getAttribute("aria-current") !== "page";
  }
  items.forEach((item, i) => {
    item.hidden = !links[i].hidden;
    if (links[i].dataset.waiting) item.dataset.waiting = links[i].dataset.waiting;
    else delete item.dataset.waiting;
  });
  if (more.hidden) more.open = false;
}

/** The screen that is open stays in the bar. */
const sizes = new ResizeObserver(fit),
  current = new MutationObserver(fit);

function find() {
  const found = document.querySelector(".topbar");
  if (!found || found === bar) return;
  bar = found;
  sizes.disconnect();
  current.disconnect();
  sizes.observe(bar);
  sizes.observe(first(".header-tools", bar));
  current.observe(first(".nav", bar), {
    attributes: true,
    attributeFilter: ["aria-current", "data-waiting"],
    subtree: true,
  });
  fit();
}

/** A screen chosen in the menu closes it. */
document.addEventListener("click", (event) => {
  const item = closest(event, ".nav-more .menu-item");
  if (item) around("details", item).open = false;
});
document.fonts.ready.then(fit);
whenChanged(find);
