/* The rows to correct: what is wrong in each, and a field to correct it in place. A row that is still wrong keeps its line and its fields. */
(function () {
  "use strict";
  const cv = window.convergence, { state, words } = cv.bulk, { el } = cv.dom;
  const $ = (id) => document.getElementById(id);
  const frame = () => cv.bulkFrame;

  function paint(look) {
    const box = $("bulk-errors"), { rows, rows_n: total } = look.errors;
    if (!total || look.need) {
      const held = box.contains(document.activeElement);
      box.replaceChildren();
      if (held) $("bulk-go") && !$("bulk-go").disabled ? $("bulk-go").focus() : frame().lead();
      return;
    }
    if (!$("bulk-wrong")) skeleton(box);
    $("bulk-errors-title").textContent = `${words("to_correct")} (${cv.format.number(look.counts.wrong)})`;
    filters(look);
    links(look);
    settle($("bulk-wrong"), rows);
    const left = total - rows.length;
    $("bulk-more").textContent = left > 0 ? words("more_rows", { n: left }) : "";
  }

  function skeleton(box) {
    const select = el("select", { class: "bulk-select", id: "bulk-only" });
    select.onchange = () => cv.bulk.filter(select.value);
    box.replaceChildren(el("h3", { id: "bulk-errors-title", tabindex: "-1" }),
      el("p", { class: "bulk-crs" }, el("label", { for: "bulk-only" }, words("filter_errors")), select),
      el("p", { class: "bulk-links note", id: "bulk-links" }),
      el("ul", { class: "bulk-wrong", id: "bulk-wrong" }), el("p", { class: "note", id: "bulk-more" }));
  }

  function filters({ errors, counts }) {
    const select = $("bulk-only"), options = errors.fields.map(({ id, label, n }) => el("option", { value: id }, words("only_field", { label, n })));
    select.replaceChildren(el("option", { value: "" }, words("all_fields", { n: counts.errors })), ...options);
    select.value = errors.only;
    if (state.only && !errors.only) state.only = ""; // that field has nothing wrong any more
  }

  function links(look) {
    if ($("bulk-links").dataset.of === look.id) return;
    const link = (fmt, rows) => el("a", { class: "mini", href: `/import/${look.id}/corrected.${fmt}?rows=${rows}`, download: "", "aria-label": `${fmt.toUpperCase()}, ${words(`get_${rows}`)}` }, fmt.toUpperCase());
    $("bulk-links").dataset.of = look.id;
    const group = (rows, key) => el("span", { class: "bulk-group" }, words(key), " ", link("xlsx", rows), " ", link("csv", rows));
    $("bulk-links").replaceChildren(el("span", {}, words("correct_here")), group("wrong", "get_wrong"), group("all", "get_all"));
  }

  /** Whether something is being typed there that was not sent: it stays meanwhile, with its line. */
  const isTyped = (input) =>
    input === document.activeElement && input.matches("[data-told]") && input.value !== input.dataset.told;

  /** Lines are told apart by their row; one that goes hands the keyboard to the next. */
  function settle(list, rows) {
    const known = new Map([...list.children].map((item) => [item.dataset.row, item])), wanted = new Set(rows.map((row) => String(row.row)));
    const heldItem = document.activeElement && document.activeElement.closest("#bulk-wrong > li");
    const typed = heldItem && isTyped(document.activeElement) ? heldItem : null;
    if (typed) typed.toggleAttribute("data-gone", !wanted.has(typed.dataset.row));
    const orphan = heldItem && !typed && !wanted.has(heldItem.dataset.row) ? [...list.children].indexOf(heldItem) : -1;
    for (const [key, item] of known) if (!wanted.has(key) && item !== typed) item.remove();
    rows.forEach((row, i) => {
      const item = known.get(String(row.row)) || make(row);
      if (list.children[i] !== item) list.insertBefore(item, list.children[i] || null);
      told(item, row);
    });
    if (orphan >= 0) {
      const next = list.children[Math.min(orphan, list.children.length - 1)];
      (next?.querySelector(".bulk-cell input, .bulk-cell select") || next?.querySelector("button") || $("bulk-errors-title")).focus();
    }
  }

  function make(row) {
    const item = el("li", { "data-row": String(row.row) });
    item.addEventListener("focusout", () => setTimeout(() => { if (item.hasAttribute("data-gone")) item.remove(); }));
    item.append(el("span", { class: "bulk-wrong-name" }), el("ul", { class: "bulk-said", id: `bulk-said-${row.row}` }), el("div", { class: "bulk-cells" }), cv.bulkCheck.leaveButton(row.row));
    return item;
  }

  function told(item, row) {
    item.querySelector(".bulk-wrong-name").replaceChildren(cv.bulkCheck.line(row.row, row.name));
    item.querySelector(".bulk-said").replaceChildren(...row.errors.map((error) => el("li", {}, error.message)));
    const cells = item.querySelector(".bulk-cells"), known = new Map([...cells.children].map((cell) => [cell.dataset.field, cell]));
    for (const [field, cell] of known) {
      if (!row.cells.some((one) => one.field === field) && !isTyped(cell.querySelector("input, select"))) cell.remove();
    }
    for (const cell of row.cells) {
      if (known.has(cell.field)) refresh(known.get(cell.field), cell); else cells.append(field(row, cell));
    }
  }

  /** What the person is typing is not written over. */
  function refresh(label, cell) {
    const input = label.querySelector("input, select");
    input.dataset.told = cell.text;
    if (input !== document.activeElement && input.tagName === "INPUT") input.value = cell.text;
  }

  function field(row, cell) {
    const declared = state.info.fields.find((one) => one.id === cell.field), id = `bulk-cell-${row.row}-${cell.field}`;
    const input = declared.type === "choice" ? choice(declared, cell) : el("input", { type: "text", class: "text-field", autocomplete: "off", inputmode: declared.type === "number" ? "decimal" : null });
    input.id = id;
    input.dataset.told = cell.text;
    input.setAttribute("aria-describedby", `bulk-said-${row.row}`);
    if (input.tagName === "INPUT") input.value = cell.text;
    const send = () => {
      if (input.value === input.dataset.told) return;
      input.dataset.told = input.value;
      cv.bulk.change({ corrections: { [row.row]: { [cell.field]: input.value } } });
    };
    input.onchange = send;
    input.onkeydown = (event) => { if (event.key === "Enter") { event.preventDefault(); send(); } };
    return el("label", { class: "bulk-cell", for: id, "data-field": cell.field }, el("span", {}, cell.label), input);
  }

  /** The allowed values, after what the file holds. */
  function choice(declared, cell) {
    const options = declared.choices.map((one) => el("option", { value: one.id }, one.label));
    return el("select", { class: "bulk-select" }, el("option", { value: cell.text }, cell.text ? `« ${cell.text} »` : words("choice_none")), ...options, cell.text ? el("option", { value: "" }, words("choice_none")) : null);
  }

  cv.bulkErrors = { paint };
})();
