/* The check of a file: its columns, what it would make, what is worth a look, and the import itself. */
(function () {
  "use strict";
  const cv = window.convergence, { state, words, counted } = cv.bulk, { el } = cv.dom;
  const $ = (id) => document.getElementById(id);
  const frame = () => cv.bulkFrame;
  const PARTS = ["alert", "file", "counts", "misplacements", "columns", "errors", "twins", "left", "notes", "preview"];
  let shownFor = "";

  const swap = (name, ...children) => $(`bulk-${name}`).replaceChildren(...children.flat().filter(Boolean));
  const unfolded = (id, title, open, ...children) => el("details", { id, class: "bulk-part", open }, el("summary", {}, title), ...children);

  /** Draw the whole step when it is entered, then only what an answer changes: nobody loses the field they are in. */
  function paint(anew) {
    const { look } = state;
    if (anew || shownFor !== look.id || !$("bulk-alert")) {
      shownFor = look.id;
      frame().frame("check", ...PARTS.map((name) => el("div", { id: `bulk-${name}`, class: `bulk-${name}`, role: name === "counts" ? "status" : null })));
      columns(look);
    }
    file(look);
    counts(look);
    misplacements(look);
    settleColumns(look);
    cv.bulkErrors.paint(look);
    twins(look);
    leftOut(look);
    notes(look);
    preview(look);
    foot(look);
  }

  function alert(text) { if ($("bulk-alert")) swap("alert", text ? frame().alertBox(text) : null); }

  function file(look) {
    const about = [counted("file_rows", look.counts.rows), ...look.notes].join(" · ");
    if ($("bulk-file-name")) { $("bulk-file-about").textContent = about; return; }
    swap("file", el("p", { class: "bulk-file-line" }, el("b", { id: "bulk-file-name" }, look.name), " ", frame().button(words("other_file"), cv.bulk.open, "mini")), el("p", { class: "note", id: "bulk-file-about" }, about));
  }

  function counts({ counts: n, need }) {
    if (need) return swap("counts", el("p", { class: "bulk-need" }, need));
    const more = ["unplaced", "done_n", "left_out_n"].map((key) => [key, n[{ unplaced: "unplaced", done_n: "done", left_out_n: "left_out" }[key]]]).filter(([, count]) => count > 0);
    swap("counts", el("p", { class: "bulk-count" }, el("b", { class: "good" }, counted("valid", n.valid)), ", ", el("b", { class: n.wrong ? "bad" : "" }, n.wrong ? words("wrong", { n: n.wrong }) : words("none_wrong"))),
      more.length ? el("p", { class: "note" }, more.map(([key, count]) => words(key, { n: count })).join(" · ")) : null);
  }

  function misplacements(look) {
    const offered = look.misplacements.map((misplacement) => el("div", { class: "bulk-notice" }, el("span", {}, misplacement.sentence), " ", frame().button(words("accept_misplacement"), () => cv.bulk.change({ accept: [...look.accepted, misplacement.id] }))));
    const taken = look.accepted.length && !look.locked ? [el("div", { class: "bulk-notice" }, el("span", {}, words("misplacements_taken")), " ", frame().button(words("refuse_misplacements"), () => cv.bulk.change({ accept: [] })))] : [];
    swap("misplacements", ...offered, ...taken);
  }

  // The columns

  function columns(look) {
    const rows = look.columns.map((column, i) => el("tr", {}, el("th", { scope: "row" }, column.name), el("td", { class: "bulk-samples" }, column.samples.join(" · ")), el("td", {}, fieldChoice(look, column.name, i))));
    const heads = ["column", "samples", "field"].map((key) => el("th", { scope: "col" }, words(key)));
    const table = el("table", { class: "bulk-table" }, el("thead", {}, el("tr", {}, heads)), el("tbody", {}, rows));
    swap("columns", unfolded("bulk-columns-part", "", Boolean(look.need), el("p", { class: "note", id: "bulk-columns-note" }), crsChoice(look), el("div", { class: "bulk-scroll", tabindex: "0", role: "group", "aria-label": words("columns") }, table)));
  }

  function fieldChoice(look, column, i) {
    const offered = state.info.fields.filter((field) => !(look.has_geometry && (field.id === "x" || field.id === "y")));
    const options = offered.map((field) => el("option", { value: field.id }, field.required ? `${field.heading} (${words("required")})` : field.heading));
    const select = el("select", { class: "bulk-select", id: `bulk-column-${i}`, "data-column": column, "aria-label": words("field_of", { column }) }, el("option", { value: "" }, words("not_taken")), ...options);
    select.onchange = () => map(column, select.value);
    return select;
  }

  /** A field has one column: giving it to another takes it from the first. */
  function map(column, field) {
    const mapping = { ...state.look.mapping };
    for (const [other, held] of Object.entries(mapping)) if (field && held === field) delete mapping[other];
    if (field) mapping[column] = field; else delete mapping[column];
    cv.bulk.change({ mapping });
  }

  function crsChoice(look) {
    const options = state.info.crs.map((crs) => el("option", { value: crs.id }, crs.label));
    const select = el("select", { class: "bulk-select", id: "bulk-crs" }, el("option", { value: "" }, words("crs_choose")), ...options);
    select.onchange = () => select.value && cv.bulk.change({ crs: select.value });
    return el("p", { id: "bulk-crs-line", class: "bulk-crs" }, el("label", { for: "bulk-crs" }, words("crs")), select);
  }

  function settleColumns(look) {
    for (const select of document.querySelectorAll("#bulk-columns select[data-column]")) {
      select.value = look.mapping[select.dataset.column] || "";
      select.classList.toggle("untaken", !select.value);
      select.disabled = look.locked;
    }
    const crs = $("bulk-crs"), held = new Set(Object.values(look.mapping));
    crs.value = look.crs || "";
    crs.disabled = look.locked;
    $("bulk-crs-line").hidden = !(look.has_geometry || held.has("x") || held.has("y"));
    const lacking = state.info.fields.filter((field) => field.required && !held.has(field.id)).map((field) => field.label);
    const untaken = look.columns.map((column) => column.name).filter((name) => !look.mapping[name]);
    const short = untaken.length > 3 ? [...untaken.slice(0, 3), "…"] : untaken;
    const summary = [`${words("columns")} : ${words("columns_taken", { mapped: look.columns.length - untaken.length, all: look.columns.length })}`, untaken.length ? words("columns_not", { names: short.join(", ") }) : ""];
    $("bulk-columns-part").querySelector("summary").textContent = summary.filter(Boolean).join(", ");
    const told = [lacking.length ? words("missing", { names: lacking.join(", ") }) : "", look.locked ? words("locked") : ""];
    $("bulk-columns-note").textContent = told.filter(Boolean).join(" ");
    if (look.need && !look.locked) $("bulk-columns-part").open = true;
  }

  // What is worth a look

  function leaveButton(row) {
    return frame().button(words("leave"), () => cv.bulk.change({ leave: [row] }), "mini", { "aria-label": words("leave_row", { row }) });
  }

  const line = (row, name) => el("b", {}, words("row", { row }), name ? ` · ${name}` : "");

  function twins(look) {
    const { rows, all } = look.twins;
    if (!all.length) return swap("twins");
    const items = rows.map((twin) => el("li", {}, line(twin.row, twin.name), " ", el("span", { class: "note" }, twin.near.join(" ; ")), " ", leaveButton(twin.row)));
    const every = frame().button(counted("leave_twins", all.length), () => cv.bulk.change({ leave_twins: true }));
    keepOpen("twins", `${words("twins")} (${cv.format.number(all.length)})`, true, el("p", { class: "note" }, words("twins_note")), el("p", {}, every), el("ul", { class: "bulk-lines" }, items));
  }

  function leftOut(look) {
    if (!look.left_out.length) return swap("left");
    const items = look.left_out.map(({ row, name }) => el("li", {}, line(row, name), " ", frame().button(words("take_back"), () => cv.bulk.change({ take_back: [row] }), "mini", { "aria-label": words("take_back_row", { row }) })));
    keepOpen("left", `${words("left_out")} (${cv.format.number(look.counts.left_out)})`, false, el("ul", { class: "bulk-lines" }, items));
  }

  function notes(look) {
    const { n, rows } = look.warnings;
    if (!n) return swap("notes");
    const items = rows.map((note) => el("li", {}, note.row ? line(note.row, note.label) : el("b", {}, note.label), " ", note.message));
    if (n > rows.length) items.push(el("li", { class: "note" }, words("more_warnings", { n: n - rows.length })));
    keepOpen("notes", `${words("warnings")} (${cv.format.number(n)})`, false, el("ul", { class: "bulk-lines" }, items));
  }

  /** A part that is drawn again stays as the person left it, open or not; the keyboard that was in it stays in it. */
  function keepOpen(name, title, open, ...children) {
    const before = $(`bulk-${name}-part`), held = before && before.contains(document.activeElement);
    swap(name, unfolded(`bulk-${name}-part`, title, before ? before.open : open, ...children));
    if (held) $(`bulk-${name}-part`).querySelector("summary").focus();
  }

  function preview(look) {
    const { columns: heads, rows } = look.preview;
    if (!rows.length) return swap("preview");
    const head = el("tr", {}, el("th", { scope: "col" }, words("row", { row: "" }).trim()), heads.map((name) => el("th", { scope: "col" }, name)));
    const told = rows.map((row) => el("tr", { class: row.ok ? "" : "bad" }, el("th", { scope: "row" }, String(row.row), row.ok ? null : el("span", { class: "bulk-bad-tag" }, words("preview_bad"))), row.cells.map((cell) => el("td", {}, cell))));
    const table = el("table", { class: "bulk-table bulk-preview-table" }, el("thead", {}, head), el("tbody", {}, told));
    keepOpen("preview", words("preview"), true, el("p", { class: "note" }, words("on_map")), el("div", { class: "bulk-scroll", tabindex: "0", role: "group", "aria-label": words("preview") }, table));
  }

  // The import

  function foot({ counts: n, need }) {
    const held = document.activeElement && document.activeElement.closest("#bulk-foot") ? document.activeElement.id : "";
    const go = frame().button(n.valid === 1 ? words("import_one") : n.valid ? words("import", { n: n.valid }) : words("nothing_ready"), cv.bulk.run, "button primary", { id: "bulk-go" });
    go.disabled = Boolean(need) || n.valid === 0 || (n.wrong > 0 && state.mode === "all");
    const undo = n.done ? frame().button(words("stop"), () => cv.bulk.cancel(state.look.id), "button", { id: "bulk-undo" }) : null;
    frame().foot(n.wrong > 0 && !need ? modes(n) : null, undo, go);
    if (held) $(held)?.focus();
  }

  function modes(n) {
    const mode = (value, label) => {
      const input = el("input", { type: "radio", name: "bulk-mode", id: `bulk-mode-${value}`, value, checked: state.mode === value, onchange: () => { state.mode = value; foot(state.look); } });
      return el("label", { for: `bulk-mode-${value}` }, input, label);
    };
    return el("fieldset", { class: "bulk-modes" }, el("legend", {}, words("mode")), mode("valid", words("only_valid", { n: n.valid })), mode("all", words("all_or_none")));
  }

  cv.bulkCheck = { paint, alert, line, leaveButton };
})();
