/* Photographs and documents of a proposal: sent with their progress, shown, described, taken away and brought back.
   `photos.mount(box, {proposalId, canEdit, texts, onVersion})`. */
import { el } from "../core/dom.mjs";
import * as format from "../core/format.mjs";
import { ask, pause, upload } from "../core/requests.mjs";

const TAKEN = "image/jpeg,image/png,image/webp,image/heic,image/heif,application/pdf";
const LIMITS = { photo: 20e6, document: 5e6 };
const kindOf = (file) => (file.type === "application/pdf" || /\.pdf$/i.test(file.name) ? "document" : "photo");
const megabytes = (size) => format.number(Math.max(size / 1e6, 0.1), size < 1e6 ? 1 : 0);

/** Draw the attachments of a proposal in `box`, and let whoever may edit add to them. What is under way goes on when
    the same is drawn again. */
let last = null;
export function mount(box, options) {
  const key = JSON.stringify([options.proposalId, Boolean(options.canEdit), options.texts.photos]);
  if (last && last.key === key && last.state.sending) {
    box.replaceChildren(last.own);
    return;
  }
  last = { key, ...drawn(box, options) };
}

function drawn(box, options) {
  const { texts, canEdit } = options,
    at = `/proposals/${encodeURIComponent(options.proposalId)}`;
  const words = (key, values = {}) => format.fill(texts, key, values);
  const state = { items: [], gone: null, waiting: [], sending: null, errors: [], added: 0 };
  const list = el("div", {}),
    status = el("p", { class: "photos-said", role: "status" }),
    wrong = el("div", { role: "alert" }),
    going = el("div", {});
  const own = el("div", { class: "photos" }, list, going, wrong, status);
  box.replaceChildren(own);
  if (canEdit) own.append(entrance());
  load();
  return { own, state };

  /** What was answered, or why nothing was. */
  async function request(path, data) {
    const { ok, given } = await ask(path, data);
    return ok ? given : { error: given.error || words("failed") };
  }

  async function load() {
    const given = await request(`${at}/attachments.json`);
    if (given.error) return fail(given.error);
    state.items = given.items;
    paint();
  }

  function received(one) {
    if (options.onVersion) options.onVersion(one.version);
    const rank = state.items.findIndex((item) => item.id === one.id);
    if (one.removed) state.items = state.items.filter((item) => item.id !== one.id);
    else if (rank >= 0) state.items[rank] = one;
    else state.items.push(one);
  }

  function fail(text) {
    state.errors = [...state.errors.slice(-4), text];
    paintErrors();
  }

  function paintErrors() {
    wrong.replaceChildren(...state.errors.map((text) => el("p", { class: "photos-error" }, text)));
    if (state.errors.length)
      wrong.append(
        el(
          "button",
          {
            type: "button",
            class: "mini",
            onclick: () => {
              state.errors = [];
              paintErrors();
            },
          },
          words("understood"),
        ),
      );
  }

  function paint() {
    const pictures = state.items.filter((item) => item.kind === "photo"),
      papers = state.items.filter((item) => item.kind !== "photo");
    const none = !state.items.length && !state.gone ? [el("p", { class: "note" }, words("nothing"))] : [];
    const shown = pictures.length
      ? [el("ul", { class: "photos-list", "aria-label": words("photos") }, ...pictures.map(picture))]
      : [];
    const filed = papers.length
      ? [el("ul", { class: "photos-papers", "aria-label": words("documents") }, ...papers.map(paper))]
      : [];
    list.replaceChildren(...none, ...shown, ...filed, ...undo());
  }

  function alt(item) {
    return item.caption || words("photo_n", { n: state.items.filter((one) => one.kind === "photo").indexOf(item) + 1 });
  }

  function picture(item) {
    const image = el("img", { src: item.url, alt: alt(item), loading: "lazy", width: item.width, height: item.height });
    const open = el(
      "button",
      { type: "button", class: "photos-open", title: words("enlarge"), onclick: () => enlarge(item, open) },
      image,
    );
    return el(
      "li",
      { "data-attachment": item.id },
      open,
      canEdit && !item.public
        ? caption(item)
        : item.caption
          ? el("p", { class: "photos-caption" }, item.caption)
          : null,
      canEdit ? away(item, alt(item)) : null,
    );
  }

  function caption(item) {
    const field = el("input", {
      type: "text",
      class: "text-field",
      value: item.caption,
      maxLength: 300,
      placeholder: words("caption_hint"),
      "aria-label": words("caption", { name: words("photo_n", { n: state.items.indexOf(item) + 1 }) }),
    });
    field.addEventListener("change", async () => {
      const given = await request(`${item.url}/caption`, { caption: field.value });
      if (given.error) return fail(given.error);
      received(given);
      field.closest("li").querySelector("img").alt = alt(given);
      status.textContent = words("caption_kept");
    });
    return field;
  }

  function away(item, name) {
    return el(
      "button",
      {
        type: "button",
        class: "icon-button photos-away",
        title: words("remove"),
        "aria-label": words("remove_name", { name }),
        onclick: () => remove(item),
      },
      el("span", { class: "icon icon-clear", "aria-hidden": "true" }),
    );
  }

  function paper(item) {
    const link = el("a", { href: item.url, download: item.name }, item.name);
    return el(
      "li",
      { "data-attachment": item.id },
      link,
      el("span", { class: "note" }, words("size", { mb: megabytes(item.size) })),
      canEdit ? away(item, item.name) : null,
    );
  }

  async function remove(item) {
    const given = await request(`${item.url}/remove`, {});
    if (given.error) return fail(given.error);
    received(given);
    state.gone = given;
    status.textContent = "";
    paint();
    list.querySelector(".photos-undo button")?.focus();
  }

  /** What was just taken away can be brought back. */
  function undo() {
    if (!state.gone) return [];
    const back = async () => {
      const given = await request(`${state.gone.url}/restore`, {});
      if (given.error) return fail(given.error);
      received(given);
      state.gone = null;
      await load();
      list.querySelector(`[data-attachment="${given.id}"] button, [data-attachment="${given.id}"] a`)?.focus();
    };
    return [
      el(
        "p",
        { class: "photos-undo", role: "status" },
        words(state.gone.kind === "photo" ? "removed_photo" : "removed_document"),
        " ",
        el("button", { type: "button", class: "mini", onclick: back }, words("undo")),
      ),
    ];
  }

  /** Where files come in: a button, the camera of a telephone, or dropped anywhere on the section. */
  function entrance() {
    const picker = (more) =>
      el("input", {
        type: "file",
        hidden: true,
        onchange: (event) => {
          send([...event.target.files]);
          event.target.value = "";
        },
        ...more,
      });
    const files = picker({ multiple: true, accept: TAKEN, "data-photos": "files" }),
      camera = picker({ accept: "image/*", capture: "environment", "data-photos": "camera" });
    const button = (label, kind, input) =>
      el("button", { type: "button", class: `button ${kind}`, onclick: () => input.click() }, label);
    own.addEventListener("dragover", (event) => {
      if ([...event.dataTransfer.types].includes("Files")) {
        event.preventDefault();
        own.classList.add("photos-over");
      }
    });
    own.addEventListener("dragleave", (event) => {
      if (!own.contains(event.relatedTarget)) own.classList.remove("photos-over");
    });
    own.addEventListener("drop", (event) => {
      event.preventDefault();
      own.classList.remove("photos-over");
      send([...event.dataTransfer.files]);
    });
    return el(
      "div",
      { class: "photos-in" },
      el(
        "div",
        { class: "photos-buttons" },
        button(words("add"), "", files),
        button(words("camera"), "photos-camera", camera),
        files,
        camera,
      ),
      el("p", { class: "note" }, words("hint")),
    );
  }

  function send(files) {
    state.errors = [];
    paintErrors();
    if (!state.sending) state.added = 0;
    for (const file of files) {
      const kind = kindOf(file);
      if (file.size > LIMITS[kind]) fail(`${file.name} : ${words(`${kind}_too_big`)}`);
      else state.waiting.push({ file, kind });
    }
    next();
  }

  /** One file after the other. */
  function next() {
    if (state.sending || !state.waiting.length) return paintGoing();
    const one = state.waiting.shift();
    const request = upload(`${at}/${one.kind}`, one.file, {
      headers: { "X-File-Name": encodeURIComponent(one.file.name.slice(-150)).slice(-900) },
      onProgress(sent, total) {
        if (!state.sending) return;
        state.sending.share = sent / total;
        paintGoing();
      },
    });
    state.sending = { ...one, request, share: 0 };
    request.answer.then((answer) => done(one, answer));
    paintGoing();
  }

  /** The service has no time for it now: it is sent again by itself. */
  function later(one, seconds) {
    state.sending.queued = setTimeout(() => {
      state.waiting.unshift(one);
      finish();
    }, pause(seconds));
    paintGoing();
  }

  function done(one, { status: code, retryAfter, given, isAborted }) {
    if (retryAfter) return later(one, retryAfter);
    if (isAborted) status.textContent = words("stopped", { name: one.file.name });
    else if (code === 201) {
      received(given);
      state.added += 1;
      status.textContent = words("added_many", { n: state.added });
      paint();
    } else fail(`${one.file.name} : ${given.error || words("failed")}`);
    finish();
  }

  function finish() {
    state.sending = null;
    next();
  }

  function paintGoing() {
    if (!state.sending) return going.replaceChildren();
    const { file, share, request, queued } = state.sending,
      sent = share === 1;
    const text =
      words(queued ? "queued" : sent ? "preparing" : "sending", { name: file.name }) +
      (state.waiting.length ? ` ${words("waiting", { n: state.waiting.length })}` : "");
    let line = going.firstElementChild;
    if (!line) {
      line = el(
        "div",
        { class: "photos-going" },
        el("span", {}),
        el("progress", { max: 1 }),
        el("button", { type: "button", class: "mini" }, words("stop")),
      );
      going.append(line);
    }
    line.children[0].textContent = text;
    line.children[1].setAttribute("aria-label", text);
    if (sent) line.children[1].removeAttribute("value");
    else line.children[1].value = share;
    line.children[2].onclick = () => {
      state.waiting = [];
      queued ? giveUp(queued, file) : request.abort();
    };
  }

  function giveUp(timer, file) {
    clearTimeout(timer);
    status.textContent = words("stopped", { name: file.name });
    finish();
  }

  /** One photograph as large as the window; arrows go to the others, Escape closes. */
  function enlarge(item, from) {
    const pictures = () => state.items.filter((one) => one.kind === "photo");
    const image = el("img", {}),
      text = el("p", { class: "photos-caption" });
    const step = (move) => {
      const all = pictures();
      show(all[(all.indexOf(shown) + move + all.length) % all.length]);
    };
    const turn = (label, sign, move) =>
      el(
        "button",
        { type: "button", class: "icon-button", "aria-label": label, title: label, onclick: () => step(move) },
        sign,
      );
    const close = el("button", { type: "button", class: "button", onclick: () => dialog.close() }, words("close"));
    const bar = el(
      "div",
      { class: "photos-bar" },
      ...(pictures().length > 1 ? [turn(words("previous"), "‹", -1), turn(words("next"), "›", 1)] : []),
      close,
    );
    const dialog = el("dialog", { class: "photos-dialog", "aria-label": words("enlarged") }, image, text, bar);
    let shown = item;
    function show(one) {
      shown = one;
      Object.assign(image, { src: one.url, alt: alt(one), width: one.width, height: one.height });
      text.textContent = one.caption;
    }
    dialog.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "ArrowLeft" || event.key === "ArrowRight") step(event.key === "ArrowLeft" ? -1 : 1);
    });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (from.isConnected) from.focus();
    });
    show(item);
    document.body.append(dialog);
    dialog.showModal();
    close.focus();
  }
}
