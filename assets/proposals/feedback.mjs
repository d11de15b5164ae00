/* What stands near a place, and where the person goes from what a callback says of it. */
import { $, closest, el } from "../core/dom.mjs";
import * as format from "../core/format.mjs";
import * as store from "../core/store.mjs";
import * as editor from "./editor.mjs";
import { words } from "./editor.mjs";
import * as placeFields from "./fields.mjs";
import { button, part, swap } from "./parts.mjs";

export function near(state) {
  const { nearest, more } = state.near || { nearest: [], more: 0 };
  const lines = nearest.map((one) => {
    const text = words("near", { distance: format.number(one.distance), name: one.name || one.id });
    return el(
      "p",
      { class: "propose-warning", role: "status" },
      text,
      " ",
      one.is_own
        ? button(words("near_open"), "mini", () => editor.open(one.id))
        : el("a", { href: store.link("/", { place: one.id }), target: "_blank", rel: "noopener" }, words("near_open")),
    );
  });
  const out = state.around?.is_outside ? [el("p", { class: "propose-warning", role: "status" }, words("outside"))] : [];
  if (more) lines.push(el("p", { class: "note" }, words("near_more", { n: more })));
  swap("near", ...out, ...lines);
}

/** What a callback says of a place is shown once it is that of the place that is open. */
export function around(state) {
  const isOf = Boolean(state.open?.id) && state.around?.id === state.open.id && !state.conflict;
  for (const id of ["feedback", "messages", "timeline"]) if (part(id)) part(id).hidden = !isOf;
  if (!isOf) return;
  near(state);
  placeFields.where(state);
}

document.addEventListener("click", (event) => {
  const field = $(`propose-f-${closest(event, "[data-field-of]")?.dataset.fieldOf}`);
  field?.scrollIntoView({ block: "center" });
  field?.focus();
});
