/* One stop of the Tab key for what goes together, the arrow keys inside: the buttons of a tool bar, the sections
   of the filters and the choices of one, the areas of the map. */
import { around, closest, first, target, whenChanged } from "./dom.mjs";

const FOCUSABLE = "a[href], button, input, select, textarea, summary";
const BACK = ["ArrowUp", "ArrowLeft"],
  NEXT = ["ArrowDown", "ArrowRight"];
/** What one may choose on the map beside the places: areas, and the signs of its layers. */
const MARKS = "path.area[role=button], .point-mark";
const marks = (/** @type {Part} */ map) => [...map.querySelectorAll(MARKS)];
const shown = (/** @type {Part} */ item) => item.checkVisibility() && !item.disabled;

/** Let Tab reach one item of a group.
    @type {(items: Iterable<Part>, one: Part) => void} */
function stopAt(items, one) {
  for (const item of items) item.tabIndex = item === one ? 0 : -1;
}

/** The groups of arrow keys around an element, with their items. */
function groupOf(/** @type {Part} */ element) {
  const area = element.closest(MARKS),
    bar = element.closest('[data-roving="buttons"]'),
    choices = element.closest(".choices");
  if (area) return marks(around(".leaflet-container", area));
  if (bar) return [...bar.querySelectorAll("button")];
  if (choices && element.closest("[data-roving=sections]")) return [...choices.querySelectorAll(FOCUSABLE)];
  return element.matches("[data-roving=sections] .facet > summary")
    ? heads(around("[data-roving=sections]", element))
    : null;
}

const heads = (/** @type {Element} */ list) => [...list.querySelectorAll(".facet > summary")];

/** Tab walks through the controls of the section that has the focus, and passes over those of the others. */
function enter(/** @type {Element} */ list, /** @type {Part} */ section) {
  stopAt(heads(list), first("summary", section));
  for (const item of list.querySelectorAll(FOCUSABLE)) {
    if (item.matches(".facet > summary")) continue;
    item.tabIndex = item.closest(".facet") === section ? 0 : -1;
  }
  for (const choices of section.querySelectorAll(".choices")) {
    const items = [...choices.querySelectorAll(FOCUSABLE)];
    stopAt(items, items.find((item) => item === document.activeElement) || items.find(shown) || items[0]);
  }
}

function prepare() {
  for (const mark of document.querySelectorAll('.point-mark[tabindex="0"]')) mark.setAttribute("tabindex", "-1");
  for (const group of document.querySelectorAll("[data-roving]:not([data-roving-set])")) {
    group.dataset.rovingSet = "";
    if (group.dataset.roving === "buttons") stopAt(group.querySelectorAll("button"), first("button", group));
    else enter(group, first(".facet", group));
  }
}

document.addEventListener("focusin", (event) => {
  const section = closest(event, "[data-roving=sections] .facet"),
    group = groupOf(target(event));
  if (section) enter(around("[data-roving=sections]", section), section);
  else if (group && !target(event).matches(MARKS)) stopAt(group, target(event));
});

/** From the map, Enter goes to its first area; from an area, Esc comes back to the map. */
function onMap(/** @type {KeyboardEvent} */ event, /** @type {Part} */ map) {
  const isMap = event.target === map;
  const area = isMap && event.key === "Enter" ? marks(map).find(shown) : null;
  if (area) area.focus({ preventScroll: true });
  else if (event.key === "Escape" && target(event).matches(MARKS)) map.focus({ preventScroll: true });
  else return false;
  return true;
}

document.addEventListener(
  "keydown",
  (event) => {
    if (!target(event).closest || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const map = closest(event, ".leaflet-container");
    if (map && onMap(event, map)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const step = NEXT.includes(event.key) ? 1 : BACK.includes(event.key) ? -1 : 0;
    const isTyped = target(event).matches("input:not([type=checkbox])"),
      group = step && !isTyped ? groupOf(target(event))?.filter(shown) : null;
    if (!group?.length) return;
    event.preventDefault();
    event.stopPropagation();
    group
      .at((group.indexOf(target(event)) + step) % group.length)
      ?.focus({ preventScroll: target(event).matches(MARKS) });
  },
  true,
);

whenChanged(prepare);
