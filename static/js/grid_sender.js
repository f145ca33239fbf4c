/* Sending unsent lines, one batch at a time, until the server has answered for each.

   A batch keeps its client key and its body for every retry, so that an answer lost on
   the way never saves twice. */

import { uuid } from "./keys.js";

const FIRST_PAUSE_SECONDS = 2;
const LONGEST_PAUSE_SECONDS = 60;
const TIMEOUT_MS = 20000;
const SOON_MS = 250;
const LATER_MS = 3000;

export class Sender {
  /* ``ui`` is told: changed(), waiting(seconds), stopped(code), answered(answer). */
  constructor({ lines, store, address, cookie, person, ui }) {
    Object.assign(this, { lines, store, address, cookie, person, ui });
    this.inFlight = null;
    this.isHalted = false;
    this.isSending = false;
    this.failures = 0;
    this.timer = null;
  }

  get unsent() {
    return [...this.lines.values()].filter((line) => line.isUnsent);
  }

  /* The token of the cookie is the newest: signing in elsewhere changes it. */
  token() {
    const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${this.cookie}=`));
    const meta = document.querySelector('meta[name="csrf-token"]');
    return found ? found.slice(this.cookie.length + 1) : meta.content;
  }

  keep() {
    const lines = {};
    this.unsent.forEach((line) => {
      lines[line.id] = { version: line.version, raw: line.raw() };
    });
    this.store.save(this.inFlight, lines);
    this.ui.changed();
  }

  /* Take up what an earlier page of this tab left behind; return how many lines. */
  restore() {
    const left = this.store.load();
    if (!left) return 0;
    Object.entries(left.lines).forEach(([id, { version, raw }]) => {
      const line = this.lines.get(id);
      if (!line) return;
      line.put(raw, { evenFocused: true });
      line.version = version;
      line.show("dirty", line.words.dirty);
    });
    this.inFlight = left.inFlight;
    if (this.inFlight) this.send();
    else this.plan(SOON_MS);
    return this.unsent.length;
  }

  soon() {
    this.plan(SOON_MS);
  }

  later() {
    this.plan(LATER_MS);
  }

  plan(delay) {
    this.keep();
    if (this.isHalted || this.inFlight) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), delay);
  }

  flush() {
    if (this.isHalted || this.inFlight) return;
    const dirty = [...this.lines.values()].filter((line) => line.status === "dirty");
    if (!dirty.length) return;
    this.inFlight = {
      client_key: uuid(),
      person_id: this.person,
      cells: dirty.map((line) => ({ entry_id: Number(line.id), version: line.version, raw: line.raw() })),
      known: this.untouched(),
    };
    this.send();
  }

  /* The versions of the lines that lie still: the answer tells which changed elsewhere. */
  untouched() {
    const clean = [...this.lines.values()].filter((line) => line.status === "clean");
    return Object.fromEntries(clean.map((line) => [line.id, line.version]));
  }

  async send() {
    if (this.isSending) return;
    clearTimeout(this.timer);
    this.isSending = true;
    this.cellsInFlight().forEach(([line]) => {
      if (line.status === "dirty") line.show("saving", line.words.saving);
    });
    this.keep();
    const token = this.token();
    const answer = await this.ask(token);
    this.isSending = false;
    this.take(answer, token);
  }

  cellsInFlight() {
    return this.inFlight.cells
      .map((cell) => [this.lines.get(String(cell.entry_id)), cell])
      .filter(([line]) => line);
  }

  /* Return {status, data}; status 0 when no answer of ours came. */
  async ask(token) {
    const patience = new AbortController();
    const timeout = setTimeout(() => patience.abort(), TIMEOUT_MS);
    try {
      const response = await fetch(this.address, {
        method: "POST",
        credentials: "same-origin",
        headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify(this.inFlight),
        signal: patience.signal,
      });
      if (response.redirected) return { status: 401, data: { error: "signed_out" } };
      return { status: response.status, data: await response.json() };
    } catch (error) {
      return { status: 0, data: {} };
    } finally {
      clearTimeout(timeout);
    }
  }

  take({ status, data }, usedToken) {
    if (status === 200) this.answered(data);
    else if (status === 0 || status >= 500 || status === 429) this.pause();
    else if (data.error === "form_expired" && this.token() !== usedToken) this.send();
    else if (data.error === "key_reused") this.startAnew();
    else this.halt(data.error || "defect");
  }

  answered(answer) {
    const cells = this.cellsInFlight();
    this.inFlight = null;
    this.failures = 0;
    cells.forEach(([line, cell]) => this.tell(line, cell, answer));
    Object.entries(answer.changed).forEach(([id, told]) => {
      const line = this.lines.get(id);
      if (line && line.status === "clean" && !line.body.contains(document.activeElement)) line.follow(told);
    });
    this.keep();
    this.ui.answered(answer);
    if ([...this.lines.values()].some((line) => line.status === "dirty")) this.soon();
  }

  tell(line, cell, { saved, stale, refused, shut }) {
    const sentText = JSON.stringify(cell.raw);
    if (saved[line.id]) line.settle(saved[line.id], sentText);
    else if (stale[line.id]) line.conflict(stale[line.id], () => this.soon());
    else if (shut[line.id]) line.shut(shut[line.id]);
    else if (refused[line.id] && line.text() === sentText) line.refuse(refused[line.id]);
    else line.show("dirty", line.words.dirty);
  }

  startAnew() {
    this.cellsInFlight().forEach(([line]) => line.show("dirty", line.words.dirty));
    this.inFlight = null;
    this.soon();
  }

  /* No answer: the same batch again, after a pause that grows. */
  pause() {
    this.failures += 1;
    const seconds = Math.min(FIRST_PAUSE_SECONDS * 2 ** (this.failures - 1), LONGEST_PAUSE_SECONDS);
    this.markFailed();
    this.ui.waiting(seconds);
    this.timer = setTimeout(() => this.send(), seconds * 1000);
  }

  markFailed() {
    this.cellsInFlight().forEach(([line]) => {
      if (line.status === "saving") line.show("dirty", line.words.not_saved);
    });
    this.keep();
  }

  /* Nothing is sent until a person has done something about it. */
  halt(code) {
    this.isHalted = true;
    this.markFailed();
    this.ui.stopped(code);
  }

  resume() {
    this.isHalted = false;
    this.failures = 0;
    if (this.inFlight) this.send();
    else this.flush();
  }
}
