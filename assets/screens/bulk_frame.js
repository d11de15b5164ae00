/* The panel of imports: its frame, the choice of a file, a long action under way, what came of it. */
(function () {
  "use strict";
  const cv = window.convergence, { state, words, counted, root } = cv.bulk, { el } = cv.dom;
  const $ = (id) => document.getElementById(id);
  const STEPS = ["file", "check", "done"];
  const ENDINGS = ".csv,.tsv,.txt,.xlsx,.geojson,.json,.gpkg";

  const button = (label, act, kind = "button", more = {}) => el("button", { type: "button", class: kind, onclick: act, ...more }, label);
  const icon = (name) => el("span", { class: `icon icon-${name}`, "aria-hidden": "true" });

  /** The frame around a step; the panel is one region of the page, and the map beside it stays in use. */
  function frame(step, ...children) {
    const closer = el("button", { type: "button", class: "icon-button", title: words("close"), "aria-label": words("close"), onclick: cv.bulk.close }, icon("clear"));
    const at = STEPS.indexOf(step);
    const steps = STEPS.map((name, i) => el("li", { "aria-current": i === at ? "step" : null, class: i < at ? "past" : "" }, words(`step_${name}`)));
    const head = el("header", { class: "bulk-head" }, el("h2", { id: "bulk-title", tabindex: "-1" }, words("title")), el("ol", { class: "bulk-steps", "aria-label": words("steps") }, steps), closer);
    root().setAttribute("role", "region");
    root().setAttribute("aria-labelledby", "bulk-title");
    root().dataset.step = step;
    root().replaceChildren(head, el("div", { id: "bulk-body", class: "bulk-body", tabindex: "0", role: "group", "aria-labelledby": "bulk-title" }, ...children), el("footer", { id: "bulk-foot", class: "bulk-foot", hidden: true }));
  }

  const lead = () => $("bulk-title")?.focus({ preventScroll: true });
  const body = () => $("bulk-body");

  function foot(...children) {
    const kept = children.flat().filter(Boolean);
    $("bulk-foot").replaceChildren(...kept);
    $("bulk-foot").hidden = kept.length === 0;
  }

  const alertBox = (text) => el("p", { class: "bulk-alert", role: "alert" }, text);

  // The file

  function file(trouble = "") {
    const { info } = state;
    if (!info) { frame("file", alertBox(trouble)); return; }
    frame("file", ...[trouble, info.quota].filter(Boolean).map(alertBox), el("p", {}, words("intro")), dropZone(info), templates(), ...resumable(info.open));
  }

  function dropZone(info) {
    const input = el("input", { type: "file", accept: ENDINGS, class: "bulk-input", id: "bulk-input", onchange: () => input.files[0] && cv.bulk.send(input.files[0]) });
    const zone = el("div", { class: "bulk-drop" },
      el("label", { class: "button primary", for: "bulk-input" }, icon("download"), words("choose")), input,
      el("span", { class: "bulk-drop-hint" }, words("drop")),
      el("span", { class: "note" }, words("formats", { mb: Math.round(info.max_bytes / 1048576), rows: info.max_rows })));
    zone.ondragover = (event) => { event.preventDefault(); zone.classList.add("over"); };
    zone.ondragleave = () => zone.classList.remove("over");
    zone.ondrop = (event) => { event.preventDefault(); zone.classList.remove("over"); const [given] = event.dataTransfer.files; if (given) cv.bulk.send(given); };
    return zone;
  }

  function templates() {
    const link = (fmt) => el("a", { class: "button", href: `/import/template.${fmt}`, download: "" }, icon("download"), words(`template_${fmt}`));
    return el("p", { class: "bulk-links" }, el("span", {}, words("template")), link("xlsx"), link("csv"));
  }

  function resumable(lines) {
    if (!lines.length) return [];
    const time = (at) => new Date(at).toLocaleTimeString(cv.format.language(), { hour: "2-digit", minute: "2-digit" });
    const items = lines.map((line) => el("li", {}, button(words(line.closing ? "resume_closing" : "resume", { name: line.name }), () => cv.bulk.resume(line)), " ",
      line.closing ? null : button(words("forget"), () => cv.bulk.forget(line), "mini", { "aria-label": words("forget_file", { name: line.name }) }), " ",
      el("span", { class: "note" }, words("resume_note", { rows: line.rows, done: line.done, time: time(line.at) }))));
    return [el("h3", {}, words("resume_title")), el("ul", { class: "bulk-lines" }, items)];
  }

  function busy(text) { frame("file", el("p", { class: "bulk-busy", role: "status" }, text)); lead(); }

  // A long action

  function working(title, stop) {
    const bar = el("progress", { id: "bulk-progress", class: "bulk-progress", "aria-label": title });
    frame("done", el("h3", { tabindex: "-1", id: "bulk-doing" }, title), bar, el("p", { id: "bulk-count", class: "note", role: "status" }), ...(stop ? [button(words("stop"), stop)] : []));
    $("bulk-doing").focus({ preventScroll: true });
  }

  function progress({ done, total }) {
    const bar = $("bulk-progress");
    if (!bar) return;
    bar.max = total || 1;
    bar.value = done;
    $("bulk-count").textContent = words("importing", { done, total });
  }

  function interrupted(id, { failed, progress: last }, cancelling = false) {
    const told = last ? [el("p", {}, words("interrupted", { done: last.done, total: last.total }))] : [];
    const again = cancelling ? button(words("retry"), () => cv.bulk.cancel(id), "button primary") : button(words("go_on_import"), () => cv.bulk.run(), "button primary");
    frame("done", alertBox(failed), ...told, el("p", { class: "bulk-links" }, again, cancelling ? null : button(words("stop"), () => cv.bulk.cancel(id))));
    lead();
  }

  // What came of it

  function done() {
    const { made } = state, { ready } = made;
    const told = made.submitted === undefined ? drafted(made) : submitted(made);
    const acts = [];
    if (made.submitted === undefined && ready > 0) acts.push(button(ready === 1 ? words("submit_one") : words("submit", { n: ready }), cv.bulk.submit, "button primary"));
    acts.push(button(words("see_list"), cv.bulk.close), button(words("another"), cv.bulk.open));
    const after = made.unplaced ? [el("p", {}, words("to_place", { n: made.unplaced }))] : [];
    const rest = made.rest ? [el("div", { class: "bulk-notice" }, el("b", {}, counted("rest", made.rest)), " ", button(words("go_on"), cv.bulk.rest))] : [];
    const undo = el("p", { class: "bulk-links" }, button(words("stop"), () => cv.bulk.cancel(made.id)));
    frame("done", ...told, ...after, el("p", { class: "bulk-links" }, acts), ...rest, undo);
    $("bulk-result").focus({ preventScroll: true });
  }

  const result = (text) => el("h3", { id: "bulk-result", class: "bulk-result", tabindex: "-1" }, text);
  const drafted = (made) => [result(counted("made", made.drafts)), el("p", {}, words("made_note"))];

  function submitted(made) {
    const refused = made.refused.map((one) => el("li", {}, `${one.id} ${one.sentence}`.trim()));
    return [result(counted("submitted", made.submitted)), el("p", {}, words("submitted_note")), ...(refused.length ? [el("ul", { class: "bulk-lines bulk-refused" }, refused)] : [])];
  }

  function cancelled(withdrawn, kept) {
    const more = kept ? [el("p", {}, words("kept", { n: kept }))] : [];
    frame("done", result(counted("cancelled", withdrawn)), ...more, el("p", { class: "bulk-links" }, button(words("another"), cv.bulk.open, "button primary"), button(words("see_list"), cv.bulk.close)));
    $("bulk-result").focus({ preventScroll: true });
  }

  cv.bulkFrame = { frame, lead, body, foot, button, icon, alertBox, file, busy, working, progress, interrupted, done, cancelled };
})();
