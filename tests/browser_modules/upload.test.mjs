/* A file that is sent: again by itself while the service has no time for it, until it is given up. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { upload } from "../../assets/core/requests.mjs";

const BUSY = { status: 503, retry: "2", response: { error: "Le service est occupé." } };
let answers = [],
  sent = [];

/** As much of a request as sending a file needs; it answers what comes next. */
class Request {
  upload = {};
  open(method, path) {
    this.line = `${method} ${path}`;
  }
  setRequestHeader() {}
  getResponseHeader(name) {
    return name === "Retry-After" ? (this.retry ?? null) : null;
  }
  send(file) {
    sent.push([this.line, file]);
    const next = answers.shift();
    if (!next) return;
    Object.assign(this, { retry: null }, next);
    this.onload();
  }
  abort() {}
}

beforeEach(() => {
  globalThis.XMLHttpRequest = Request;
  mock.timers.enable({ apis: ["setTimeout"] });
  [answers, sent] = [[], []];
});
afterEach(() => mock.timers.reset());

const how = () => ({ onProgress() {}, onWait: mock.fn() });

test("a file goes again once the service has time, and it is said why it waits", async () => {
  answers = [BUSY, BUSY, { status: 201, response: { id: "a" } }];
  const manner = how(),
    going = upload("/proposals/1/photo", "bytes", manner);
  mock.timers.tick(2500);
  mock.timers.tick(2500);
  assert.deepEqual(await going.answer, { status: 201, given: { id: "a" }, isAborted: false });
  assert.deepEqual(sent, Array(3).fill(["POST /proposals/1/photo", "bytes"]));
  assert.deepEqual(
    manner.onWait.mock.calls.map(({ arguments: [why] }) => why),
    Array(2).fill("Le service est occupé."),
  );
});

test("what is given up while it waits is sent no more", async () => {
  answers = [BUSY, { status: 201, response: { id: "a" } }];
  const going = upload("/import", "bytes", how());
  going.abort();
  mock.timers.tick(5000);
  assert.equal((await going.answer).isAborted, true);
  assert.equal(sent.length, 1);
});

test("a refusal is an answer, given once", async () => {
  answers = [{ status: 413, response: { error: "Trop lourd." } }];
  const { status, given, isAborted } = await upload("/import", "bytes", how()).answer;
  assert.deepEqual([status, given, isAborted], [413, { error: "Trop lourd." }, false]);
  assert.equal(sent.length, 1);
});
