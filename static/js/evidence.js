/* Files handed over one after another, each with its own bar and its own client key: a
   retry of one that did arrive changes nothing. Without this script the form sends them
   together. */

import { uuid } from "./keys.js";

const form = document.querySelector("[data-evidence]");
const TIMEOUT_MS = 10 * 60 * 1000;

function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

function made(tag, attributes = {}) {
  return Object.assign(document.createElement(tag), attributes);
}

class Uploads {
  constructor(part, words) {
    this.form = part;
    this.words = words;
    this.queue = [];
    this.current = null;
    this.rows = part.querySelector("[data-uploads]");
    this.told = part.querySelector("[data-told]");
    this.list = document.querySelector("[data-evidence-list]");
    this.most = Number(part.dataset.mostBytes);
  }

  add(files) {
    [...files].forEach((file) => {
      const upload = { file, key: uuid(), ...this.row(file) };
      this.rows.append(upload.item);
      if (file.size > this.most) this.fail(upload, this.words.too_large);
      else this.wait(upload);
    });
  }

  row(file) {
    const item = made("li");
    const name = made("span", { textContent: file.name });
    const bar = made("progress", { max: 100, value: 0 });
    bar.setAttribute("aria-label", file.name);
    const said = made("span", { className: "upload-words" });
    const retry = made("button", { type: "button", className: "btn btn-sm btn-secondary", hidden: true });
    const whose = made("span", { className: "visually-hidden", textContent: ` ${file.name}` });
    retry.append(this.words.retry, whose);
    item.append(name, bar, retry, said);
    return { item, bar, said, retry };
  }

  wait(upload) {
    upload.item.classList.remove("is-failed");
    upload.retry.hidden = true;
    upload.bar.value = 0;
    upload.said.textContent = this.words.waiting;
    this.queue.push(upload);
    this.next();
  }

  next() {
    if (this.current || !this.queue.length) return;
    this.current = this.queue.shift();
    this.send(this.current);
  }

  send(upload) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    body.append("client_key", upload.key);
    body.append("file", upload.file);
    const request = new XMLHttpRequest();
    request.open("POST", this.form.action);
    request.setRequestHeader("Accept", "application/json");
    request.timeout = TIMEOUT_MS;
    request.upload.addEventListener("progress", (event) => this.show(upload, event));
    request.addEventListener("loadend", () => this.ended(upload, request));
    request.send(body);
  }

  show(upload, { loaded, total }) {
    const percent = total ? Math.floor((loaded / total) * 100) : 0;
    upload.bar.value = percent;
    const { sending, storing } = this.words;
    upload.said.textContent = percent < 100 ? fill(sending, { percent }) : storing;
  }

  ended(upload, request) {
    const answer = this.answerOf(request);
    if (request.status === 200 && answer.list) this.done(upload, answer.list);
    else this.fail(upload, answer.words || this.reason(request.status));
    // A key that the server keeps for another body is of no use any more.
    if (request.status === 422) upload.key = uuid();
    this.current = null;
    this.next();
  }

  answerOf(request) {
    try {
      return JSON.parse(request.responseText);
    } catch (error) {
      return {};
    }
  }

  reason(status) {
    if (status === 0) return this.words.offline;
    if (status === 401) return this.words.signed_out;
    if (status === 403) return this.words.form_expired;
    if (status === 413) return this.words.too_large;
    return status >= 500 || status === 429 ? this.words.unavailable : this.words.not_taken;
  }

  done(upload, list) {
    this.list.innerHTML = list;
    upload.bar.value = 100;
    this.say(upload, this.words.done);
  }

  fail(upload, words) {
    upload.item.classList.add("is-failed");
    upload.retry.hidden = upload.file.size > this.most;
    upload.retry.onclick = () => this.wait(upload);
    this.say(upload, words);
  }

  say(upload, words) {
    upload.said.textContent = words;
    this.told.textContent = fill(this.words.told, { name: upload.file.name, words });
  }

  get isBusy() {
    return Boolean(this.current || this.queue.length);
  }
}

function listen(uploads) {
  const zone = form.querySelector("[data-drop]");
  const chooser = form.querySelector("input[type=file]");
  form.querySelector("[data-scripted]").hidden = false;
  form.querySelector("[data-plain]").hidden = true;
  chooser.addEventListener("change", () => {
    uploads.add(chooser.files);
    chooser.value = "";
  });
  ["dragenter", "dragover"].forEach((name) => {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("is-over");
    });
  });
  ["dragleave", "drop"].forEach((name) => {
    zone.addEventListener(name, () => zone.classList.remove("is-over"));
  });
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    uploads.add(event.dataTransfer.files);
  });
  // A file dropped beside the zone must not replace the page.
  ["dragover", "drop"].forEach((name) => {
    window.addEventListener(name, (event) => event.preventDefault());
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("beforeunload", (event) => {
    if (!uploads.isBusy) return;
    event.preventDefault();
    event.returnValue = "";
  });
  form.dataset.ready = "";
}

if (form) {
  listen(new Uploads(form, JSON.parse(document.querySelector("#evidence-words").textContent)));
}
