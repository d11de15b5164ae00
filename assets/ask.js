/* Requests of the screens: JSON both ways; a service that is out of reach is an answer of status 0, not a failure of the page. */
(function () {
  "use strict";
  const cv = (window.convergence = window.convergence || {});

  /** Read a path, or send it something: a file as it is, anything else as JSON. Resolves to {ok, status, given}. */
  async function ask(path, data) {
    try {
      const response = await fetch(path, data === undefined ? {} : sending(data));
      return { ok: response.ok, status: response.status, given: await response.json().catch(() => ({})) };
    } catch (error) {
      console.warn(error);
      return { ok: false, status: 0, given: {} };
    }
  }

  const sending = (data) => data instanceof Blob
    ? { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: data }
    : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(data) };

  cv.ask = ask;
})();
