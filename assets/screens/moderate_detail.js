/* Screen « Modérer »: one proposal — photos, what changed, position, criteria, facts, neighbours — and what was said of it. */
(function () {
  "use strict";
  const cv = window.convergence, desk = cv.moderate, { words, button, put } = desk, { el } = cv.dom;
  const cell = (value) => cv.moderateDecision.cell(value);
  const block = (title, ...parts) => el("section", { class: "mod-block" }, el("h3", {}, title), ...parts);
  const heads = (...keys) => el("thead", {}, el("tr", {}, keys.map((key) => el("th", { scope: "col" }, words(key)))));
  const scrolling = (label, table) => el("div", { class: "mod-scroll", tabindex: "0", role: "region", "aria-label": label }, table);

  function pane(state) {
    const box = (...parts) => el("div", { class: "mod-detail", "data-scroll": `detail-${state.open}` }, ...parts);
    if (!state.open) return box(el("p", { class: "mod-choose" }, state.rows === null ? "" : words("choose")));
    if (!state.detail) return box(back(), state.trouble ? el("div", { class: "mod-trouble", role: "alert" }, el("p", {}, state.trouble), button(words("again"), () => desk.read(state.open))) : el("p", { class: "mod-note" }, words("loading")));
    const { detail } = state;
    return box(head(detail), el("div", { class: "mod-main" }, changes(detail), photos(detail), position(detail), criteria(detail), facts(detail), beside(detail)),
      el("aside", { class: "mod-aside", "aria-label": words("decision"), "data-scroll": `aside-${state.open}` }, cv.moderateDecision.pane(state), messages(detail), timeline(detail)));
  }

  const back = () => button(words("back"), () => { const id = desk.state().open; desk.choose(null); requestAnimationFrame(() => desk.focusOn(`open-${id}`)); }, { class: "button mod-back", "data-key": "back" });

  function head(detail) {
    const where = [detail.organisation, detail.area, detail.id, words("version", { n: cv.format.number(detail.version) })].join(" · ");
    return el("header", { class: "mod-head" }, back(),
      el("h2", { tabindex: "-1", "data-key": "title" }, cv.moderateQueue.sign(detail.kind), detail.name),
      el("p", { class: "mod-where" }, where, detail.is_public ? el("a", { href: `/?place=${encodeURIComponent(detail.id)}` }, words("place_on_map")) : null),
      cv.moderateQueue.badges(detail, true));
  }

  function changes(detail) {
    if (!detail.changes.length) return null;
    const line = (row) => el("tr", {}, el("th", { scope: "row" }, row.label, row.note ? el("small", {}, row.note) : null), cell(row.before), cell(row.after));
    return block(words("changes"), scrolling(words("changes"), el("table", { class: "mod-table mod-changes" }, heads("field", "before", "after"), el("tbody", {}, detail.changes.map(line)))));
  }

  function position(detail) {
    const { where, placed, inside } = detail.feedback, parts = [];
    if (!placed) parts.push(el("p", { class: "mod-warning" }, words("no_position")));
    else if (!inside) parts.push(el("p", { class: "mod-warning" }, words("outside")));
    if (detail.double) parts.push(el("p", { class: "mod-warning" }, el("b", {}, `${detail.double.name} (${detail.double.id}). `), words("double"), detail.double.more ? ` ${words("double_more", { n: detail.double.more })}` : ""));
    const notes = where ? around(where).map((text) => el("p", { class: "mod-note" }, text)) : [];
    parts.push(el("div", { class: "mod-position" }, detail.map ? el("img", { class: "minimap mod-map", src: detail.map, alt: words("map_alt") }) : null, el("div", {}, notes)));
    return block(words("position"), ...parts);
  }

  function around(where) {
    const names = where.qpv.map((near) => near.name).join(", ");
    return [[where.area, where.quartier].filter(Boolean).join(", "), names ? words("priority", { names }) : words("no_priority"), words("residents", { n: cv.format.number(where.residents) })].filter(Boolean);
  }

  function criteria(detail) {
    const { roles, missing } = detail.feedback;
    if (!roles) return null;
    return block(words("criteria"), el("div", { class: "mod-roles" }, roles.map(role)), el("h4", {}, words("missing")),
      missing.length ? scrolling(words("missing"), el("table", { class: "mod-table" }, heads("field", "gain", "range"), el("tbody", {}, missing.map(lack)))) : el("p", { class: "mod-note" }, words("nothing_missing")));
  }

  function role(one) {
    const score = one.convergence === null ? words("unknown_score") : words("points", { n: one.shown });
    return el("div", { class: "mod-role" }, el("h4", {}, one.label, " ", el("span", { class: `mod-fit mod-fit-${one.fits}` }, one.suited)),
      el("p", {}, `${words("convergence")} : `, el("b", {}, score), ` · ${words("completeness", { n: one.completeness })}`),
      el("ul", { class: "mod-actors" }, one.actors.map((actor) => el("li", {}, letter(actor), el("span", { class: "mod-actor" }, actor.label), light(actor.colour),
        el("b", {}, actor.score === null ? words("unknown_score") : actor.shown), el("span", { class: "mod-word" }, actor.words)))),
      one.eligible && one.lacks.length ? el("ul", { class: "mod-lacks" }, one.lacks.map((text) => el("li", {}, text))) : null);
  }

  const letter = (actor) => el("span", { class: `sign-actor actor-${actor.id}`, "aria-hidden": "true" }, actor.letter);
  const light = (colour) => el("span", { class: `light light-${colour}`, "aria-hidden": "true" });

  function lack(one) {
    const range = one.low === null ? words("unknown_score") : one.low === one.high ? cv.format.number(one.low) : `${cv.format.number(one.low)}–${cv.format.number(one.high)}`;
    return el("tr", {}, el("th", { scope: "row" }, one.label), el("td", {}, one.completeness ? words("gain_points", { n: cv.format.number(one.completeness) }) : "–"), el("td", {}, range, one.may_exclude ? el("small", {}, words("may_exclude")) : null));
  }

  function photos(detail) {
    const pictures = detail.attachments.filter((one) => one.kind === "photo"), papers = detail.attachments.filter((one) => one.kind !== "photo");
    const picture = (one, n) => el("a", { href: one.url, target: "_blank", rel: "noopener", class: "mod-photo" },
      el("img", { src: one.url, loading: "lazy", width: one.width, height: one.height, alt: one.caption || words("photo", { n: n + 1 }) }), one.caption ? el("span", {}, one.caption) : null);
    return block(words("photos"), pictures.length ? el("div", { class: "mod-photos" }, pictures.map(picture)) : el("p", { class: "mod-note" }, words("no_photo")),
      papers.length ? el("ul", {}, papers.map((one) => el("li", {}, el("a", { href: one.url, target: "_blank", rel: "noopener" }, one.caption || one.name), ` (${one.size})`))) : null);
  }

  function facts(detail) {
    const row = (one) => el("div", { class: "sheet-row" }, el("dt", {}, one.label), el("dd", {}, one.value === null ? el("span", { class: "unknown" }, words("unknown")) : el("span", { class: "mod-text" }, one.value), one.kept && one.value !== null ? el("small", {}, words("kept")) : null));
    return block(words("facts"), el("div", { class: "mod-facts" }, detail.facts.map((part) => el("div", { class: "sheet-block" }, el("h4", {}, part.title), el("dl", {}, part.rows.map(row))))));
  }

  function beside(detail) {
    const { columns, rows, roles } = detail.beside;
    if (columns.length < 2) return null;
    const column = (one, n) => el("th", { scope: "col", class: n ? null : "mod-own" }, el("small", {}, n ? `${n}. ${one.why}` : one.why), n ? el("a", { href: `/?place=${encodeURIComponent(one.id)}` }, one.name) : one.name,
      n ? el("small", {}, words("distance", { distance: one.distance })) : null, one.is_twin ? el("span", { class: "mod-badge mod-warn" }, words("same_place")) : null);
    const standing = (one) => el("td", {}, one === null ? words("unknown_score") : [el("b", {}, one.shown === null ? words("unknown_score") : one.shown), el("small", {}, one.suited),
      el("span", { class: "mod-dots" }, one.actors.map((actor) => el("span", { class: `mod-dot actor-${actor.id}`, "data-colour": actor.colour, title: `${actor.letter} : ${words(actor.colour === "unknown" ? "unknown_score" : actor.colour)}` },
        el("span", { "aria-hidden": "true" }, actor.letter), el("span", { class: "visually-hidden" }, `${actor.letter} ${words(actor.colour === "unknown" ? "unknown_score" : actor.colour)} `))))]);
    return block(words("beside"), scrolling(words("beside"), el("table", { class: "mod-table mod-beside" },
      el("thead", {}, el("tr", {}, el("td", {}), columns.map(column))),
      el("tbody", {}, roles.map((one) => el("tr", {}, el("th", { scope: "row" }, one.label), one.cells.map(standing))), rows.map((one) => el("tr", {}, el("th", { scope: "row" }, one.label), one.cells.map(cell)))))), el("p", { class: "mod-note" }, words("dots")));
  }

  function messages(detail) {
    const line = (one) => el("li", { class: one.internal ? "mod-internal" : null }, el("p", { class: "mod-by" }, el("b", {}, one.author || words("somebody")), ` · ${one.organisation} · ${desk.when(one.at)}`,
      one.internal ? el("span", { class: "mod-badge" }, words("internal_mark")) : one.kind === "decision" ? el("span", { class: "mod-badge mod-info" }, words("decision_mark")) : null), one.title ? el("p", {}, `${one.title}.`) : null, one.text ? el("p", { class: "mod-text" }, one.text) : null);
    const field = el("textarea", { id: "mod-message", class: "text-field", rows: 2, maxlength: 2000, "data-key": "message", "data-of": detail.id });
    const inside = el("input", { type: "checkbox", "data-key": "internal", onchange: () => { desk.state().internal = inside.checked; } });
    inside.checked = Boolean(desk.state().internal);
    return el("section", { class: "mod-talk" }, el("h3", {}, words("messages")),
      detail.messages.length ? el("ul", { class: "mod-messages" }, detail.messages.map(line)) : el("p", { class: "mod-note" }, words("no_message")),
      el("label", { for: "mod-message" }, words("write")), field, el("label", { class: "mod-check" }, inside, words("internal")),
      button(words("send"), () => say(detail, field, inside.checked), { "data-key": "send-message" }));
  }

  async function say(detail, field, internal) {
    const text = field.value.trim(), wrong = (sentence) => { put({ notice: { id: detail.id, text: sentence, wrong: true } }); desk.announce(sentence); desk.focusOn("message"); };
    if (!text) return wrong(words("empty_message"));
    const answer = await cv.ask(`/moderation/${detail.id}/message`, { text, internal });
    if (!answer.ok) return wrong(desk.why(answer));
    field.value = "";
    const done = words(internal ? "noted" : "sent"), now = desk.state().detail;
    put({ detail: now && now.id === detail.id ? { ...now, ...answer.given } : now });
    desk.announce(done);
    desk.focusOn("message");
  }

  function timeline(detail) {
    const change = (one) => desk.difference(one, words("nothing"));
    const line = (one) => el("li", {}, el("p", { class: "mod-by" }, el("b", {}, one.author || words("somebody")), ` · ${desk.when(one.at)}`), el("p", {}, one.text), one.changes.length ? el("ul", { class: "mod-diffs" }, one.changes.map(change)) : null);
    return el("section", { class: "mod-talk" }, el("h3", {}, words("timeline")), el("ol", { class: "mod-timeline" }, detail.timeline.map(line)));
  }

  cv.moderateDetail = { pane };
})();
