/* The form of one place: drawn once when it opens, then only what changes around the fields; nobody loses the word
   they are writing. */

import { $, el } from "../core/dom.mjs";
import { named } from "../core/parts.mjs";
import * as store from "../core/store.mjs";
import { act } from "./acts.mjs";
import * as editor from "./editor.mjs";
import { words } from "./editor.mjs";
import { around, near } from "./feedback.mjs";
import * as placeFields from "./fields.mjs";
import { button, part, swap } from "./parts.mjs";
import { mount } from "./photos.mjs";

const top = () => part("top");
const ELSEWHERE = ["ask", "refuse", "reopen"]; // decided on the screen « Modérer »
const ONWARD = ["submit", "accept", "renew", "resume"];
let drawn = null,
  leading = false;

function paint(state) {
  if (!top()) return;
  around(state);
  if (!state.open || state.conflict) {
    swap("body");
    swap("top", state.open ? conflict(state) : empty());
    return;
  }
  drawn = state.open;
  const sections = state.form.sections.map((section) =>
    el(
      "section",
      { class: "propose-section" },
      el("h3", {}, section.title),
      ...section.fields.flatMap((field) => placeFields.field(field, state)),
    ),
  );
  const shown = part("photos"),
    isSame = shown && state.open.id && shown.dataset.of === state.open.id; // pictures are not fetched again
  const attached = isSame ? shown : el("section", { id: "propose-photos", class: "propose-section" });
  swap("top", el("div", { id: "propose-head", class: "propose-head" }));
  swap("body", el("div", { class: "propose-fields" }, ...sections), attached);
  refresh(state);
  if (!isSame) photos(state);
  if (leading) {
    leading = false;
    requestAnimationFrame(() =>
      (state.open?.id ? part("title") : $("propose-f-name"))?.focus({ preventScroll: false }),
    );
  }
}

function empty() {
  return el("div", { class: "propose-empty" }, el("p", {}, words("choose")));
}

/** What follows each saving: the head, the errors, the warnings. */
function refresh(state) {
  if (!top() || !state.open || drawn !== state.open || state.conflict) return;
  swap("head", head(state));
  placeFields.refresh(state);
  near(state);
  if (state.open.id && part("photos") && !part("photos").dataset.of) photos(state);
}

function head(state) {
  const place = state.open,
    focusedKey = document.activeElement?.closest("#propose-head") ? document.activeElement.dataset.doing : null;
  const name = editor.value("name") || (place.id ? words("unnamed") : words(`new_${state.form.kind}`));
  const close = el(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": words("close"),
      title: words("close"),
      onclick: editor.close,
    },
    el("span", { class: "icon icon-clear", "aria-hidden": "true" }),
  );
  const badges = [el("span", { class: `propose-stage stage-${place.stage}` }, place.stage_label)];
  if (place.id) badges.push(el("span", { class: "note" }, place.id));
  if (place.is_example) badges.push(el("span", { class: "badge-example" }, words("example")));
  const lines = [];
  if (place.reason)
    lines.push(
      el("div", { class: "propose-decision", role: "note" }, el("b", {}, words("reason")), el("p", {}, place.reason)),
    );
  if (place.published)
    lines.push(
      el(
        "p",
        { class: "note" },
        `${words("published")} `,
        el("a", { href: store.link("/", { place: place.id }) }, words("open_on_map")),
      ),
    );
  if (place.due) lines.push(el("p", { class: "propose-due" }, words("due")));
  if (place.changes?.length)
    lines.push(el("p", { class: "note" }, `${words("changes")} : ${place.changes.map((one) => one.label).join(", ")}`));
  if (place.lacking?.length && place.acts.some((one) => ["submit", "accept"].includes(one.act)))
    lines.push(el("p", { class: "note" }, words("before_submit", { names: place.lacking.join(", ") })));
  const acts = (place.acts || []).filter((one) =>
    one.act === "renew"
      ? place.due
      : !ELSEWHERE.includes(one.act) || (one.act === "reopen" && place.stage === "accepted"),
  );
  const bar = acts.map((one) =>
    button(one.label, `button${one.ready && ONWARD.includes(one.act) ? " primary" : ""}`, () => act(one.act), {
      disabled: !one.ready,
      "data-doing": one.act,
    }),
  );
  const title = el("h2", { id: "propose-title", tabIndex: -1 }, ...named(name));
  if (focusedKey)
    requestAnimationFrame(() =>
      (part("head").querySelector(`[data-doing="${focusedKey}"]:not(:disabled)`) || title).focus(),
    );
  return [
    el("div", { class: "sheet-head" }, title, close),
    el("div", { class: "propose-badges" }, ...badges),
    ...lines,
    el("div", { class: "propose-acts" }, ...bar),
  ];
}

function photos(state) {
  const target = part("photos");
  if (!target) return;
  target.replaceChildren(el("h3", {}, words("photos")));
  if (!state.open.id) {
    target.append(el("p", { class: "note" }, words("photos_wait")));
    return;
  }
  target.dataset.of = state.open.id;
  const inside = el("div", {}),
    place = state.open;
  target.append(inside);
  mount(inside, {
    proposalId: place.id,
    canEdit: place.can_edit,
    texts: state.form.photos,
    onVersion: (version) => editor.attached(place, version),
  });
}

/** Two versions of the same place, field by field. */
function conflict(state) {
  const { mine, theirs } = state.conflict,
    choice = {};
  const label = (key) => placeFields.label(key, state);
  const rows = Object.keys(mine)
    .filter((key) => JSON.stringify(mine[key] ?? null) !== JSON.stringify(theirs.content[key] ?? null))
    .map((key) => {
      const pick = (which, text) =>
        el(
          "label",
          { class: "flag" },
          el("input", {
            type: "radio",
            name: `keep-${key}`,
            checked: which === "mine",
            onchange: () => {
              choice[key] = which;
            },
          }),
          el(
            "span",
            {},
            text,
            " : ",
            el("b", {}, placeFields.shown(key, which === "mine" ? mine[key] : theirs.content[key], state)),
          ),
        );
      return el(
        "fieldset",
        { class: "propose-conflict" },
        el("legend", {}, label(key)),
        pick("mine", words("mine")),
        pick("theirs", words("theirs", { version: `v${theirs.version}` })),
      );
    });
  const go = button(words("keep_mine"), "button primary", () => editor.resolve(choice)),
    take = button(words("take_theirs"), "button", () =>
      editor.resolve(Object.fromEntries(Object.keys(mine).map((key) => [key, "theirs"]))),
    );
  requestAnimationFrame(() => go.focus());
  return el(
    "div",
    { class: "propose-conflicts", role: "alert" },
    el("p", {}, words("conflict")),
    ...rows,
    el("div", { class: "propose-acts" }, go, take),
  );
}

editor.addView({
  paint,
  paintForm: paint,
  refresh,
  around,
  lead: () => {
    leading = true;
  },
});
