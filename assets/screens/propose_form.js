/* The form of one place: drawn once when it opens, then only what changes around the fields; nobody loses the word they are writing. */
(function () {
  "use strict";
  const cv = window.convergence, { words } = cv.propose;
  const { el } = cv.dom;
  const $ = (id) => document.getElementById(id);
  const box = () => $("propose-form");
  const ELSEWHERE = ["ask", "refuse", "reopen"]; // decided on the screen « Modérer »
  const ONWARD = ["submit", "accept", "renew", "resume"];
  let drawn = null, leading = false;

  const button = (label, kind, act, more = {}) => el("button", { type: "button", class: kind, onclick: act, ...more }, label);
  const part = (id) => $(`propose-${id}`);
  const swap = (id, ...children) => part(id) && part(id).replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined));

  function paint(state) {
    if (!box()) return;
    if (state.conflict) return box().replaceChildren(conflict(state));
    if (!state.open) return box().replaceChildren(empty(state));
    drawn = state.open;
    const sections = state.form.sections.map((section) => el("section", { class: "propose-section" }, el("h3", {}, section.title), ...section.fields.flatMap((field) => cv.proposeFields.field(field, state))));
    const blocks = ["head", "feedback"].map((id) => el("div", { id: `propose-${id}`, class: `propose-${id}` }));
    const shown = part("photos"), isSame = shown && state.open.id && shown.dataset.of === state.open.id; // pictures are not fetched again
    const after = ["photos", "messages", "timeline"].map((id) => (id === "photos" && isSame ? shown : el("section", { id: `propose-${id}`, class: "propose-section" })));
    box().replaceChildren(...blocks, el("div", { class: "propose-fields" }, ...sections), ...after);
    refresh(state);
    feedback(state);
    if (!isSame) photos(state);
    messages(state);
    timeline(state);
    if (leading) { leading = false; requestAnimationFrame(() => (state.open && state.open.id ? part("title") : $("propose-f-name"))?.focus({ preventScroll: false })); }
  }

  function empty(state) {
    const lines = state.items.length ? [el("p", {}, words("choose"))] : [el("p", { class: "empty-title" }, words("empty_title")), el("p", {}, words(`empty_${state.form.kind}`))];
    return el("div", { class: "propose-empty" }, ...lines);
  }

  /** What follows each saving: the head, the errors, the warnings. */
  function refresh(state) {
    if (!box() || !state.open || drawn !== state.open || state.conflict) return;
    swap("head", head(state));
    cv.proposeFields.refresh(state);
    near(state);
    if (state.open.id && part("photos") && !part("photos").dataset.of) photos(state);
  }

  function head(state) {
    const place = state.open, held = document.activeElement && document.activeElement.closest("#propose-head") ? document.activeElement.dataset.doing : null;
    const name = cv.propose.value("name") || (place.id ? words("unnamed") : words(`new_${state.form.kind}`));
    const close = el("button", { type: "button", class: "icon-button", "aria-label": words("close"), title: words("close"), onclick: cv.propose.close }, el("span", { class: "icon icon-clear", "aria-hidden": "true" }));
    const badges = [el("span", { class: `propose-stage stage-${place.stage}` }, place.stage_label)];
    if (place.id) badges.push(el("span", { class: "note" }, place.id));
    if (place.is_example) badges.push(el("span", { class: "badge-example" }, words("example")));
    const decision = ["to_complete", "refused"].includes(place.stage) && (place.messages || []).filter((one) => one.kind === "decision").slice(-1)[0];
    const lines = [];
    if (decision) lines.push(el("div", { class: "propose-decision", role: "note" }, el("b", {}, words("reason")), el("p", {}, decision.text)));
    if (place.published) lines.push(el("p", { class: "note" }, words("published") + " ", el("a", { href: `/?place=${encodeURIComponent(place.id)}` }, words("open_on_map"))));
    if (place.due) lines.push(el("p", { class: "propose-due" }, words("due")));
    if (place.changes && place.changes.length) lines.push(el("p", { class: "note" }, `${words("changes")} : ${place.changes.map((one) => one.label).join(", ")}`));
    if (place.lacking && place.lacking.length && place.acts.some((one) => ["submit", "accept"].includes(one.act))) lines.push(el("p", { class: "note" }, words("before_submit", { names: place.lacking.join(", ") })));
    const acts = (place.acts || []).filter((one) => (one.act === "renew" ? place.due : !ELSEWHERE.includes(one.act) || (one.act === "reopen" && place.stage === "accepted")));
    const bar = acts.map((one) => button(one.label, `button${one.ready && ONWARD.includes(one.act) ? " primary" : ""}`, () => cv.propose.act(one.act), { disabled: !one.ready, "data-doing": one.act }));
    const title = el("h2", { id: "propose-title", tabIndex: -1 }, ...cv.convergenceView.named(name));
    if (held) requestAnimationFrame(() => (part("head").querySelector(`[data-doing="${held}"]:not(:disabled)`) || title).focus());
    return [el("div", { class: "sheet-head" }, title, close), el("div", { class: "propose-badges" }, ...badges), ...lines, el("div", { class: "propose-acts" }, ...bar)];
  }

  function near(state) {
    const { nearest, more } = state.near || { nearest: [], more: 0 };
    const lines = nearest.map((one) => {
      const mine = state.items.some((item) => item.id === one.id);
      const text = words("near", { distance: cv.format.number(one.distance), name: one.name || one.id });
      return el("p", { class: "propose-warning", role: "status" }, text, " ", mine ? button(words("near_open"), "mini", () => cv.propose.open(one.id)) : el("a", { href: `/?place=${encodeURIComponent(one.id)}`, target: "_blank", rel: "noopener" }, words("near_open")));
    });
    const out = state.feedback && state.feedback.placed && !state.feedback.inside ? [el("p", { class: "propose-warning", role: "status" }, words("outside"))] : [];
    if (more) lines.push(el("p", { class: "note" }, words("near_more", { n: more })));
    swap("near", ...out, ...lines);
  }

  /** Whether each role suits, the four actors, what is missing: a line a role, the rest under it. */
  function feedback(state) {
    if (!part("feedback")) return;
    const found = state.feedback, open = part("feedback").querySelector("details")?.open;
    if (!state.open || !found) return swap("feedback", el("p", { class: "note" }, words(state.open && state.open.placed ? "assessing" : "assess_wait")));
    near(state);
    if (!found.placed || !found.inside) return swap("feedback", el("p", { class: "note" }, words(found.placed ? "outside" : "assess_wait")));
    const where = cv.proposeFields.whereWords(found.where);
    const missing = found.missing.length ? el("ul", { class: "propose-missing" }, ...found.missing.map(missingLine)) : el("p", { class: "note" }, words("missing_none"));
    const why = found.roles.flatMap((role) => [el("b", {}, role.label), el("ul", { class: "propose-said" }, ...reasons(role))]);
    const more = el("details", { class: "plain-details", open: Boolean(open) }, el("summary", {}, words("missing_title")), el("p", { class: "note" }, where), ...why, el("b", {}, words("missing_list")), missing);
    swap("feedback", el("h3", {}, words("assess")), ...found.roles.map(roleLine), more);
    cv.proposeFields.where(state);
  }

  function reasons(role) {
    const said = role.eligible ? (role.convergent ? [words("convergent")] : role.lacks) : [];
    return [role.suited, ...said].map((text) => el("li", {}, text));
  }

  /** One line a role: it keeps its height, so that nothing moves under the hand that writes. */
  function roleLine(role) {
    const fits = el("span", { class: `propose-fits fits-${role.fits}`, title: role.suited }, role.suited);
    const dots = role.actors.map((actor) => {
      const text = `${actor.label} : ${actor.score === null ? "?" : actor.shown}, ${actor.words}`;
      return el("span", { class: "propose-actor", title: text }, el("span", { class: `sign-actor actor-${actor.id}`, "aria-hidden": "true" }, actor.letter), el("span", { class: `light light-${actor.colour}`, "aria-hidden": "true" }), el("span", { class: "visually-hidden" }, text));
    });
    const figures = role.convergence === null ? "" : `${words("convergence", { n: role.shown })}, ${words("completeness", { n: role.completeness })}`;
    return el("div", { class: "propose-role" }, el("div", { class: "propose-role-head" }, el("b", {}, role.label), fits, el("span", { class: "propose-dots" }, ...dots)), el("small", { class: "note" }, figures));
  }

  function missingLine(one) {
    const told = [];
    if (one.completeness > 0) told.push(words("missing_gain", { n: one.completeness }));
    if (one.low !== null && one.low !== one.high) told.push(words("missing_range", { low: one.low, high: one.high }));
    if (one.may_exclude) told.push(words("missing_exclude"));
    return el("li", {}, button(one.label, "plain-button", () => { const field = $(`propose-f-${one.field}`); field?.scrollIntoView({ block: "center" }); field?.focus(); }), " ", el("span", { class: "note" }, told.join(" · ")));
  }

  function photos(state) {
    const target = part("photos");
    if (!target) return;
    target.replaceChildren(el("h3", {}, words("photos")));
    if (!state.open.id) { target.append(el("p", { class: "note" }, words("photos_wait"))); return; }
    target.dataset.of = state.open.id;
    const inside = el("div", {}), place = state.open;
    target.append(inside);
    if (cv.photos) cv.photos.mount(inside, { proposalId: place.id, canEdit: place.can_edit, texts: state.form.photos, onVersion: (version) => cv.propose.attached(place, version) });
  }

  const when = (text) => new Date(text).toLocaleString(cv.format.language(), { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });

  function messages(state) {
    if (!part("messages")) return;
    const place = state.open;
    if (!place.id) return swap("messages");
    const lines = place.messages.map((one) => el("li", { class: `propose-message${one.mine ? " mine" : ""}` }, el("div", { class: "note" }, `${one.author}, ${when(one.at)}${one.internal ? ` · ${words("internal")}` : ""}`), el("p", {}, one.text)));
    const list = lines.length ? el("ul", { class: "propose-messages" }, ...lines) : el("p", { class: "note" }, words(state.form.kind === "zone_site" ? "no_message_economy" : "no_message"));
    const field = el("textarea", { id: "propose-message", rows: 2, maxLength: 2000, class: "text-field" });
    const internal = state.form.kind === "zone_site" ? el("label", { class: "flag" }, el("input", { type: "checkbox", id: "propose-internal" }), words("internal")) : null;
    const send = button(words("send"), "button", async () => {
      if (!field.value.trim()) return field.focus();
      if (await cv.propose.say(field.value, Boolean($("propose-internal")?.checked))) $("propose-message")?.focus();
    });
    swap("messages", el("h3", {}, words("messages")), list, el("label", { class: "propose-label", htmlFor: "propose-message" }, words("message")), field, internal, send);
  }

  function timeline(state) {
    if (!part("timeline")) return;
    const lines = (state.open.timeline || []).map((one) => el("li", {}, el("span", { class: "note" }, `${when(one.at)}, ${one.author || ""} : `), one.text, ...one.changes.slice(0, 12).map((change) => el("div", { class: "note" }, `${change.label} : ${change.before ?? words("unknown")} → ${change.after ?? words("unknown")}`))));
    swap("timeline", lines.length ? el("details", { class: "plain-details" }, el("summary", {}, words("timeline")), el("ol", { class: "propose-timeline" }, ...lines)) : null);
  }

  /** Two versions of the same place, field by field. */
  function conflict(state) {
    const { mine, theirs } = state.conflict, choice = {};
    const label = (key) => cv.proposeFields.label(key, state);
    const rows = Object.keys(mine).filter((key) => JSON.stringify(mine[key] ?? null) !== JSON.stringify(theirs.content[key] ?? null)).map((key) => {
      const pick = (which, text) => el("label", { class: "flag" }, el("input", { type: "radio", name: `keep-${key}`, checked: which === "mine", onchange: () => { choice[key] = which; } }), el("span", {}, text, " : ", el("b", {}, cv.proposeFields.shown(key, which === "mine" ? mine[key] : theirs.content[key], state))));
      return el("fieldset", { class: "propose-conflict" }, el("legend", {}, label(key)), pick("mine", words("mine")), pick("theirs", words("theirs", { version: `v${theirs.version}` })));
    });
    const go = button(words("keep_mine"), "button primary", () => cv.propose.resolve(choice)), take = button(words("take_theirs"), "button", () => cv.propose.resolve(Object.fromEntries(Object.keys(mine).map((key) => [key, "theirs"]))));
    requestAnimationFrame(() => go.focus());
    return el("div", { class: "propose-conflicts", role: "alert" }, el("p", {}, words("conflict")), ...rows, el("div", { class: "propose-acts" }, go, take));
  }

  cv.proposeForm = { paint, refresh, feedback, button, when, lead: () => { leading = true; } };
})();
