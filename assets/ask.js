/* Requests of the screens: JSON both ways; a service that is out of reach is an answer of status 0, not a failure of the page. */
(function () {
  "use strict";
  const cv = (window.convergence = window.convergence || {});

  /** Read a path, or send it something: a file as it is, anything else as JSON. Resolves to {ok, status, retryAfter, given}. */
  async function ask(path, data) {
    try {
      const response = await fetch(path, data === undefined ? {} : sending(data));
      const retryAfter = response.status === 503 ? Number(response.headers.get("Retry-After")) || 0 : 0;
      return { ok: response.ok, status: response.status, retryAfter, given: await response.json().catch(() => ({})) };
    } catch (error) {
      console.warn(error);
      return { ok: false, status: 0, retryAfter: 0, given: {} };
    }
  }

  /** The same, sent again while the service has no time for it (503 with Retry-After); `waiting()` says so on screen, and false gives up. */
  async function askInTurn(path, data, waiting) {
    for (;;) {
      const answer = await ask(path, data);
      if (!answer.retryAfter || waiting(answer.given.error || "") === false) return answer;
      await new Promise((resolve) => setTimeout(resolve, pause(answer.retryAfter)));
    }
  }

  /** Milliseconds to wait, not the same for everybody. */
  const pause = (seconds) => seconds * (750 + 500 * Math.random());

  const sending = (data) => data instanceof Blob
    ? { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: data }
    : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(data) };

  Object.assign(cv, { ask, askInTurn, pause });
})();
