/* A file of what an open place measured: chosen by a button, sent as raw bytes; what became of it is said beside. */
import { closest } from "../core/dom.mjs";
import { choose } from "../core/files.mjs";
import { upload } from "../core/requests.mjs";
import * as store from "../core/store.mjs";

/** @import { Imported } from "../types/answers"
    @import { Upload } from "../types/state" */

const say = (/** @type {string} */ text) => store.setProps("meeting-notice", { children: text });

document.addEventListener("click", (event) => {
  const button = closest(event, "[data-actuals]");
  if (button) choose({ accept: button.dataset.accept }, ([file]) => file && send(button, file));
});

async function send(/** @type {Part} */ button, /** @type {File} */ file) {
  const words = button.dataset;
  say((words.sending || "").replace("{name}", file.name));
  /** @type {Upload<Imported>} */
  const sent = upload(`${words.actuals}?name=${encodeURIComponent(file.name)}`, file, { onProgress: () => {} });
  const { status, given } = await sent.answer;
  if (status !== 200) {
    say(given.error || words.failed || "");
    return;
  }
  say(given.words.join(" "));
  store.setProps("meeting-step", { data: new Date().toISOString() });
}
