/* Forms that Dash lays out: what is typed is Dash's before anything is pressed or left, Ctrl+Enter sends and Esc gives
   up. */
import { componentOf } from "./dash.mjs";
import { $, closest, first, target } from "./dom.mjs";
import { setProps } from "./store.mjs";

const TEXTS = ["TextInput", "Textarea"];

/** Fields in which one has typed since, by id, with what they were then typed for. */
const typed = new Map();

document.addEventListener(
  "input",
  (event) => {
    const { id } = target(event),
      component = id && componentOf(id);
    if (component && TEXTS.includes(component.type)) typed.set(id, component.props.persistence);
  },
  true,
);

/** Mantine's fields give Dash a text once the page has time for it: what was typed last would miss a form that is sent
    by then, and what Dash keeps of a page that is left. */
function give() {
  for (const [id, persistence] of typed) {
    const field = $(id),
      props = componentOf(id)?.props;
    if (field && props && props.persistence === persistence && (props.value ?? "") !== field.value)
      setProps(id, { value: field.value });
  }
  typed.clear();
}
for (const leaving of ["click", "focusout"]) document.addEventListener(leaving, give, true);
window.addEventListener("pagehide", give);

let listOpen = false; // Esc then closes the list alone
document.addEventListener(
  "keydown",
  (event) => {
    listOpen = Boolean(closest(event, '[aria-expanded="true"], [aria-haspopup="listbox"][aria-controls]'));
  },
  true,
);

document.addEventListener("keydown", (event) => {
  const form = closest(event, ".mod-form, .save-form");
  if (!form || (event.key !== "Escape" && !(event.key === "Enter" && (event.ctrlKey || event.metaKey)))) return;
  if (event.key === "Escape" && listOpen) return;
  event.preventDefault();
  first(event.key === "Escape" ? "[data-cancel]" : "[data-send]", form).click();
});
