/* Tags, facts and reminders of a place. */
import { $, el } from "../core/dom.mjs";
import { change, value, words, writable } from "./editor.mjs";

export function tags(_declared, state) {
  const id = "propose-f-tags",
    read = (text) =>
      [
        ...new Set(
          text
            .split(",")
            .map((one) => one.trim().slice(0, 40))
            .filter(Boolean),
        ),
      ].slice(0, 20);
  return [
    el(
      "div",
      { class: "propose-field wide" },
      el("label", { class: "propose-label", htmlFor: id }, words("tags")),
      el("input", {
        id,
        type: "text",
        class: "text-field",
        disabled: !writable(state),
        value: (value("tags") || []).join(", "),
        onchange: (event) => change({ tags: read(event.target.value) }),
      }),
    ),
  ];
}

export function rows(declared, state, key) {
  const list = value(key) || [],
    set = (next) => {
      change({ [key]: next });
      draw();
    };
  const host = el("div", { class: "propose-field wide propose-rows", id: `propose-f-${key}` });
  const at = (i, values) => list.map((one, j) => (j === i ? { ...one, ...values } : one));
  const line = (one, i) => {
    const label = (name) => ({ "aria-label": `${words(name)} ${i + 1}`, disabled: !writable(state) });
    const on = el("input", {
      type: "date",
      class: "text-field",
      value: one.on,
      ...label("on"),
      onchange: (event) => event.target.value && set(at(i, { on: event.target.value })),
    });
    const text = el("input", {
      type: "text",
      class: "text-field",
      maxLength: 300,
      value: one.text || "",
      ...label("words"),
      onchange: (event) => (event.target.value.trim() || key === "history") && set(at(i, { text: event.target.value })),
    });
    const what =
      key === "history"
        ? el(
            "select",
            { class: "text-field", ...label("what"), onchange: (event) => set(at(i, { what: event.target.value })) },
            ...state.form.history.map(({ code, label: text }) =>
              el("option", { value: code, selected: code === one.what }, text),
            ),
          )
        : el(
            "label",
            { class: "flag" },
            el("input", {
              type: "checkbox",
              checked: Boolean(one.done),
              disabled: !writable(state),
              onchange: (event) => set(at(i, { done: event.target.checked })),
            }),
            words("reminder_done"),
          );
    const drop = el(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": `${words("remove")} ${i + 1}`,
        disabled: !writable(state),
        onclick: () => set(list.filter((_, j) => j !== i)),
      },
      "×",
    );
    return el("div", { class: "propose-row" }, on, what, text, drop);
  };
  const today = new Date().toISOString().slice(0, 10),
    fresh =
      key === "history"
        ? { on: today, what: "vacant", text: "" }
        : { on: today, text: words("reminder_text"), done: false };
  const add = el(
    "button",
    {
      type: "button",
      class: "button",
      disabled: !writable(state),
      onclick: () => {
        set([...list, fresh]);
        requestAnimationFrame(() =>
          $(`propose-f-${key}`)?.querySelector(".propose-row:last-of-type input[type=text]")?.select(),
        );
      },
    },
    words(`${key === "history" ? "history" : "reminder"}_add`),
  );
  host.append(el("span", { class: "propose-label" }, words(key)), ...list.map(line), add);
  const draw = () => {
    const now = $(`propose-f-${key}`);
    if (now) now.replaceWith(rows(declared, state, key)[0]);
  };
  return [host];
}

/** After a saving: errors beside their fields, values that the server read otherwise, where the place is. */
