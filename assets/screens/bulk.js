/* The import of a file of places: what is known of it, what is asked of the server, one request after the other. */
(function () {
  "use strict";
  const cv = window.convergence, { ask } = cv;
  const $ = (id) => document.getElementById(id);
  const root = () => $("bulk-root");
  const state = { info: null, look: null, only: "", mode: "valid", made: null };
  let chain = Promise.resolve(), stopping = false, hasPoints = false, visit = 0;

  const words = (key, values = {}) => {
    const told = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === "number" ? cv.format.number(value) : value]));
    return cv.format.fill(state.info ? state.info.words : {}, key, told);
  };
  /** A sentence that has a form of its own for one. */
  const counted = (key, n) => words(key, { n }); // `fill` takes the singular;

  /** What is asked is asked in order: an answer never overtakes a later one. */
  function inTurn(job) {
    chain = chain.then(job, job);
    return chain;
  }

  const sentence = ({ given }) => given.error || words("failed");

  // Opening and closing

  async function open() {
    const box = root();
    if (!box) return;
    const mine = ++visit;
    const { ok, given } = await ask("/import");
    if (mine !== visit || root() !== box) return;
    if (!ok && !state.info) return cv.propose && cv.propose.notice(given.error || "");
    if (ok) state.info = given;
    Object.assign(state, { look: null, only: "", mode: "valid", made: null });
    box.hidden = false;
    document.body.classList.add("bulk-open");
    cv.bulkFrame.file(ok ? "" : given.error || "");
    cv.bulkFrame.lead();
  }

  /** Close, and leave the keyboard where the import began. */
  function close() {
    visit += 1;
    root().hidden = true;
    document.body.classList.remove("bulk-open");
    preview(null);
    document.querySelector('[data-act="propose-import"]')?.focus();
  }

  const isOpen = () => Boolean(root()) && !root().hidden;

  // The file

  async function send(file) {
    const mb = Math.round(state.info.max_bytes / 1048576);
    if (file.size > state.info.max_bytes) return cv.bulkFrame.file(words("too_big", { name: file.name, mb }));
    cv.bulkFrame.busy(words("reading", { name: file.name }));
    const answer = await cv.askInTurn(`/import?name=${encodeURIComponent(file.name)}`, file, (why) => isOpen() && cv.bulkFrame.busy(why));
    if (!isOpen()) return;
    if (!answer.ok) { cv.bulkFrame.file(sentence(answer)); return cv.bulkFrame.lead(); }
    Object.assign(state, { only: "", mode: "valid", made: null });
    show(answer.given, true);
  }

  async function resume(line) {
    if (line.closing) return cancel(line.id);
    const answer = await cv.askInTurn(`/import/${line.id}`, undefined, (why) => isOpen() && cv.bulkFrame.busy(why));
    if (!answer.ok) return cv.bulkFrame.file(sentence(answer));
    show(answer.given, true);
  }

  async function forget(line) {
    await ask(`/import/${line.id}/forget`, {});
    if (isOpen()) open();
  }

  function show(look, anew = false) {
    state.look = look;
    cv.bulkCheck.paint(anew);
    preview(look.points, anew || !hasPoints);
    if (anew) cv.bulkFrame.lead();
  }

  /** Draw the rows that have a place; the map goes to them when they come, and stays where it is while they are corrected. */
  function preview(points, fit = false) {
    if (!cv.pinmap || !cv.pinmap.preview) return;
    const at = (bad) => ([lon, lat, row, label]) => ({ lon, lat, row, label, bad });
    const told = points ? [...points.good.map(at(false)), ...points.bad.map(at(true))] : [];
    cv.pinmap.preview(told, fit);
    hasPoints = told.length > 0;
  }

  // The choices

  /** Change something and show what it makes; a refusal is told and changes nothing. */
  function change(values) {
    return inTurn(async () => {
      const { id } = state.look;
      const waiting = (why) => isOpen() && cv.bulkCheck.alert(why);
      const answer = await cv.askInTurn(`/import/${id}/check`, { ...values, field: state.only }, waiting);
      if (!isOpen() || !state.look || state.look.id !== id) return;
      cv.bulkCheck.alert(answer.ok ? "" : sentence(answer));
      if (answer.ok) show(answer.given);
    });
  }

  function filter(field) {
    state.only = field;
    return inTurn(async () => {
      const answer = await ask(`/import/${state.look.id}?field=${encodeURIComponent(field)}`);
      if (answer.ok && isOpen()) show(answer.given);
    });
  }

  // Long actions, a chunk a request

  const pause = (ms) => new Promise((done) => setTimeout(done, ms));

  /** Ask again until it is over; a server that does not answer is tried again three times. */
  async function steps(path, body, told) {
    let progress = null, tries = 0;
    while (!progress || !progress.over) {
      const answer = await ask(path, body(progress));
      if (answer.status === 0 || answer.status >= 500) {
        tries += 1;
        if (tries > 3) return { failed: sentence(answer), progress };
        await pause(400 * tries);
        continue;
      }
      if (!answer.ok) return { failed: sentence(answer), progress };
      tries = 0;
      progress = answer.given;
      told(progress);
      if (stopping) return { stopped: true, progress };
    }
    return { progress };
  }

  function run() {
    return inTurn(async () => {
      const { id, counts, name } = state.look;
      stopping = false;
      cv.bulkFrame.working(words("importing_title"), () => { stopping = true; });
      const ended = await steps(`/import/${id}/commit`, () => ({ mode: state.mode }), cv.bulkFrame.progress);
      if (ended.stopped) return cancel(id);
      if (ended.failed) return cv.bulkFrame.interrupted(id, ended);
      settle({ good: [], bad: state.look.points.bad });
      state.made = { id, name, drafts: ended.progress.done - counts.done, ready: ended.progress.to_submit, rest: counts.wrong, unplaced: counts.unplaced };
      cv.bulkFrame.done();
    });
  }

  /** What was made is among one's own places from now on; only what is left is still drawn as a preview. */
  function settle(points) {
    preview(points);
    if (cv.propose && cv.propose.reload) cv.propose.reload();
  }

  async function cancel(id) {
    stopping = false;
    let withdrawn = 0, kept = 0;
    cv.bulkFrame.working(words("cancelling"), null);
    const ended = await steps(`/import/${id}/cancel`, (last) => ({ after: last ? last.last : "" }), (progress) => {
      withdrawn += progress.acted;
      kept = progress.done - withdrawn;
      cv.bulkFrame.progress(progress);
    });
    settle(null);
    ended.failed ? cv.bulkFrame.interrupted(id, ended, true) : cv.bulkFrame.cancelled(withdrawn, kept);
  }

  async function submit() {
    const refused = [];
    let submitted = 0;
    stopping = false;
    cv.bulkFrame.working(words("submitting"), null);
    const ended = await steps(`/import/${state.made.id}/submit`, (last) => ({ after: last ? last.last : "" }), (progress) => {
      submitted += progress.acted;
      refused.push(...progress.refused);
      cv.bulkFrame.progress(progress);
    });
    if (ended.failed) refused.push({ id: "", sentence: ended.failed });
    settle(null);
    state.made.submitted = submitted;
    state.made.refused = refused;
    cv.bulkFrame.done();
  }

  /** Go back to what is left to correct. */
  async function rest() {
    const answer = await ask(`/import/${state.made.id}`);
    answer.ok ? show(answer.given, true) : cv.bulkFrame.file(sentence(answer));
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !isOpen() || !root().contains(document.activeElement)) return;
    event.preventDefault();
    event.stopPropagation();
    close();
  }, true);

  cv.store.onMount(() => { visit += 1; hasPoints = false; document.body.classList.remove("bulk-open"); Object.assign(state, { look: null, made: null }); });

  cv.bulk = { state, words, counted, root, open, close, send, resume, forget, change, filter, run, cancel, submit, rest, isOpen };
})();
