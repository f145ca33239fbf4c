/* One line of the grid: its fields, what they add up to, and how its saving stands. */

import { echo, grouped, parse, percent } from "./grid_numbers.js";

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
const SCALE = 10000n;

function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

export class Line {
  constructor(body, words) {
    this.body = body;
    this.words = words;
    this.id = body.dataset.line;
    this.version = Number(body.dataset.version);
    this.status = "clean";
    this.fields = {};
    body.querySelectorAll("[data-field]").forEach((field) => {
      this.fields[field.dataset.field] = field;
    });
    this.figures = [...body.querySelectorAll("[data-fields] [data-field]")];
    this.absent = body.querySelector("[data-absent]");
    // What the server sent, not what may have been typed before this script ran.
    this.known = JSON.stringify(this.sent());
    this.saidAtRest = this.find("saved").textContent;
    this.showAbsence();
  }

  find(name) {
    return this.body.querySelector(`[data-${name}]`);
  }

  /* Return what is typed, by field, as the server reads it. */
  raw() {
    const raw = { presence: this.absent.checked ? "not_applicable" : "" };
    Object.entries(this.fields).forEach(([name, field]) => {
      raw[name] = field.value.replace(LONE_SURROGATE, "\uFFFD");
    });
    return raw;
  }

  text() {
    return JSON.stringify(this.raw());
  }

  /* Return the same as the page came with it. */
  sent() {
    const raw = { presence: this.absent.defaultChecked ? "not_applicable" : "" };
    Object.entries(this.fields).forEach(([name, field]) => {
      const chosen = field.options && [...field.options].find((option) => option.defaultSelected);
      raw[name] = field.options ? (chosen ? chosen.value : "") : field.defaultValue;
    });
    return raw;
  }

  /* Put values into the fields; the one being typed in only when told so. */
  put(raw, { evenFocused = false } = {}) {
    this.absent.checked = raw.presence === "not_applicable";
    Object.entries(this.fields).forEach(([name, field]) => {
      const isFigure = !["reason", "note", "problems", "next_steps"].includes(name);
      // Figures under a ticked "not applicable" wait there in case it was a slip.
      if (raw[name] === undefined || (isFigure && this.absent.checked)) return;
      if (field !== document.activeElement || evenFocused) field.value = raw[name];
    });
    this.showAbsence();
    this.compute();
  }

  get mainField() {
    return this.absent.checked ? this.fields.reason : this.figures[0];
  }

  /* Return what the line is called: code and name of its target. */
  get title() {
    const parts = this.body.querySelectorAll(".definition-button > span:not(.visually-hidden)");
    return [...parts].map((part) => part.textContent).join(" ");
  }

  get isUnsent() {
    return ["dirty", "saving", "refused", "stale"].includes(this.status);
  }

  /* Something was typed: return whether it has to be sent. */
  touched() {
    this.compute();
    if (this.status === "stale" || this.status === "shut") return false;
    const isNew = this.text() !== this.known;
    if (this.status === "saving") return isNew;
    if (!isNew) this.clearErrors();
    this.show(isNew ? "dirty" : "clean", isNew ? this.words.dirty : this.saidAtRest);
    return isNew;
  }

  show(status, said) {
    this.status = status;
    const place = this.find("saved");
    place.textContent = said;
    place.classList.toggle("is-dirty", status === "dirty");
    place.classList.toggle("is-failed", ["refused", "stale", "shut", "failed"].includes(status));
  }

  showAbsence() {
    const isAbsent = this.absent.checked;
    this.figures.forEach((field) => {
      field.disabled = isAbsent;
    });
    this.find("reason").hidden = !isAbsent;
  }

  openMore(isOpen) {
    const button = this.find("more");
    button.setAttribute("aria-expanded", String(isOpen));
    document.getElementById(button.getAttribute("aria-controls")).hidden = !isOpen;
  }

  /* The server has it: show what it understood, unless more has been typed since. */
  settle(told, sentText) {
    this.version = told.version;
    this.clearErrors();
    this.find("conflict").hidden = true;
    this.showWarnings(told.warnings);
    this.body.classList.toggle("is-filled", told.is_filled);
    if (this.text() !== sentText) {
      this.show("dirty", this.words.dirty);
      return;
    }
    this.put(told.raw);
    this.known = this.text();
    this.saidAtRest = fill(this.words.saved, { time: told.saved_at });
    this.show("clean", this.saidAtRest);
    this.understood = told.raw;
  }

  /* Leaving the field: now what was understood may stand where it was typed. */
  left() {
    if (this.status === "clean" && this.understood) {
      this.put(this.understood, { evenFocused: true });
      this.known = this.text();
    }
  }

  refuse(messages) {
    this.clearErrors();
    this.show("refused", this.words.refused);
    Object.entries(messages).forEach(([name, message]) => {
      const place = this.body.querySelector(`[data-error="${name}"]`);
      if (!place) return;
      place.querySelector("span").textContent = message;
      place.hidden = false;
      if (["note", "problems", "next_steps"].includes(name)) this.openMore(true);
      this.fields[name].classList.add("is-invalid");
      this.fields[name].setAttribute("aria-invalid", "true");
    });
  }

  clearErrors() {
    this.body.querySelectorAll("[data-error]").forEach((place) => {
      place.hidden = true;
    });
    Object.values(this.fields).forEach((field) => {
      field.classList.remove("is-invalid");
      field.removeAttribute("aria-invalid");
    });
  }

  showWarnings(warnings) {
    const place = this.find("warnings");
    const sign = this.body.querySelector("[data-error] .icon");
    const ask = this.fields.note.value.trim() ? "" : this.words.explain;
    place.replaceChildren(
      ...warnings.map((text) => {
        const told = element("p");
        told.append(sign.cloneNode(true), element("span", `${text}${ask}`));
        return told;
      })
    );
    if (warnings.length) this.openMore(true);
  }

  /* Someone else changed the line: show both, and let the person choose. */
  conflict(told, resend) {
    this.show("stale", this.words.conflict);
    const place = this.find("conflict");
    const who = fill(this.words.theirs, { who: told.saved_by, time: told.saved_at });
    const table = element("table");
    const head = this.row("th", who, this.words.mine);
    head.prepend(element("td"));
    table.append(head);
    const mine = this.raw();
    Object.keys(told.raw).forEach((name) => {
      const [theirs, own] = [this.told(name, told.raw), this.told(name, mine)];
      if (theirs !== own) table.append(this.row("td", this.words[`field_${name}`], theirs, own));
    });
    const useMine = element("button", this.words.use_mine, "btn btn-sm btn-secondary");
    useMine.addEventListener("click", () => {
      this.version = told.version;
      place.hidden = true;
      this.show("dirty", this.words.dirty);
      resend();
    });
    const useTheirs = element("button", this.words.use_theirs, "btn btn-sm btn-secondary");
    useTheirs.addEventListener("click", () => {
      this.put(told.raw, { evenFocused: true });
      this.settle(told, this.text());
      resend();
    });
    [useMine, useTheirs].forEach((button) => button.setAttribute("type", "button"));
    place.replaceChildren(element("strong", this.words.conflict_title), table, useMine, useTheirs);
    place.hidden = false;
  }

  row(tag, ...texts) {
    const row = element("tr");
    texts.forEach((text) => row.append(element(tag, text)));
    return row;
  }

  /* Return a field's value as people read it. */
  told(name, raw) {
    const value = raw[name] || "";
    if (name === "presence") return value === "not_applicable" ? this.words.yes : this.words.no;
    if (name === "stage" && value && this.fields.stage) {
      return this.fields.stage.querySelector(`option[value="${value}"]`).textContent;
    }
    return value || this.words.blank;
  }

  /* Someone else changed it while it lay untouched here: show theirs. */
  follow(told) {
    this.version = told.version;
    this.put(told.raw, { evenFocused: true });
    this.known = this.text();
    this.showWarnings(told.warnings);
    this.body.classList.toggle("is-filled", told.is_filled);
    this.saidAtRest = fill(this.words.changed_elsewhere, { who: told.saved_by, time: told.saved_at });
    if (told.is_open) this.show("clean", this.saidAtRest);
    else this.close(told, this.words.handed_in);
  }

  /* It has been handed in meanwhile: nothing more can be saved here. */
  shut(told) {
    this.close(told, this.words.shut);
  }

  close(told, said) {
    this.find("state").textContent = told.state_label;
    this.show("shut", said);
    [this.absent, ...Object.values(this.fields)].forEach((field) => {
      field.disabled = true;
    });
  }

  /* Show what the figures lead to while they are being typed. */
  compute() {
    const { kind, base, goal } = this.body.dataset;
    if (kind === "milestone") return;
    const goalFigure = goal ? parse(goal) : null;
    if (kind === "ratio") this.computeRatio(goalFigure);
    else this.computeTotal(kind === "flow" && base ? parse(base) : null, goalFigure);
  }

  computeTotal(base, goal) {
    const typed = this.absent.checked ? null : parse(this.fields.quantity.value);
    const total = typed === null ? base : typed + (base || 0n);
    this.say("total", total === null ? "" : `${grouped(total)} ${this.body.dataset.unit}`);
    this.say("echo", total === null ? "" : echo(total));
    this.say("typed-echo", typed === null ? "" : echo(typed));
    this.say("share", total === null || !goal ? "" : percent(total, goal));
  }

  computeRatio(goal) {
    const [part, whole] = ["numerator", "denominator"].map((name) =>
      this.absent.checked ? null : parse(this.fields[name].value)
    );
    const limit = goal ? [goal, 100n * SCALE] : undefined;
    this.say("total", part !== null && whole ? percent(part, whole, limit) : "");
  }

  say(name, text) {
    const place = this.find(name);
    if (place) place.textContent = text;
  }
}

export { element, fill };
