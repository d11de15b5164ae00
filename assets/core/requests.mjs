/* Requests of the screens: JSON both ways, or a file as it is; a service that is out of reach is an answer of status 0,
   not a failure of the page. */

/** @import { Answer, Sending, Upload } from "../types/state" */

/** Read a path, or send it something as JSON; what `Given` is, the one that asks says.
    @template Given
    @param {string} path
    @param {object} [data]
    @returns {Promise<Answer<Given>>} */
export async function ask(path, data) {
  try {
    const json = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(data) };
    const response = await fetch(path, data === undefined ? {} : json);
    return { ok: response.ok, status: response.status, given: await response.json().catch(() => ({})) };
  } catch (error) {
    console.warn(error);
    return { ok: false, status: 0, given: {} };
  }
}

/** Send a file as raw bytes, with its progress; again by itself while the service has no time for it.
    @template Given
    @param {string} path
    @param {Blob} file
    @param {Sending} how
    @returns {Upload<Given>} */
export function upload(path, file, { headers = {}, onProgress, onSent = () => {}, onWait = () => {} }) {
  const request = new XMLHttpRequest();
  let timer = 0,
    /** @type {(isAborted: boolean) => void} */ end;
  const answer = new Promise((resolve) => {
    end = (isAborted) => resolve({ status: request.status, given: request.response || {}, isAborted });
  });
  function send() {
    request.open("POST", path);
    for (const [name, value] of Object.entries({ ...headers, "Content-Type": "application/octet-stream" }))
      request.setRequestHeader(name, value);
    request.responseType = "json";
    request.send(file);
  }
  request.upload.onprogress = ({ loaded, total, lengthComputable }) => lengthComputable && onProgress(loaded, total);
  request.upload.onload = onSent;
  request.onload = request.onerror = () => {
    const seconds = request.status === 503 ? Number(request.getResponseHeader("Retry-After")) : 0;
    if (!seconds) return end(false);
    onWait(request.response?.error || "");
    timer = setTimeout(send, seconds * (750 + 500 * Math.random())); // not at the same time for everybody
  };
  send();
  function abort() {
    clearTimeout(timer);
    request.abort();
    end(true);
  }
  return { answer, abort };
}
