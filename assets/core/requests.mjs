/* Requests of the screens: JSON both ways, or a file as it is; a service that is out of reach is an answer of status 0,
   not a failure of the page. */

/** Read a path, or send it something as JSON. Resolves to {ok, status, given}. */
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

/** Milliseconds to wait, not the same for everybody. */
export const pause = (seconds) => seconds * (750 + 500 * Math.random());

/** Send a file as raw bytes, with its progress.
    @param {string} path
    @param {Blob} file
    @param {{ headers?: Record<string, string>, onProgress: (done: number, total: number) => void, onSent?: () => void }} how
    @returns {{ abort: () => void, answer: Promise<{ status: number, retryAfter: number, given: any, isAborted: boolean }> }} */
export function upload(path, file, { headers = {}, onProgress, onSent = () => {} }) {
  const request = new XMLHttpRequest();
  const answer = new Promise((resolve) => {
    const end = (isAborted) => {
      const retryAfter = request.status === 503 ? Number(request.getResponseHeader("Retry-After")) || 0 : 0;
      resolve({ status: request.status, retryAfter, given: request.response || {}, isAborted });
    };
    request.onload = request.onerror = () => end(false);
    request.onabort = () => end(true);
  });
  request.open("POST", path);
  for (const [name, value] of Object.entries({ ...headers, "Content-Type": "application/octet-stream" }))
    request.setRequestHeader(name, value);
  request.responseType = "json";
  request.upload.onprogress = ({ loaded, total, lengthComputable }) => lengthComputable && onProgress(loaded, total);
  request.upload.onload = onSent;
  request.send(file);
  return { answer, abort: () => request.abort() };
}
