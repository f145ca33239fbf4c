/* The entry grid: everything saves itself, nothing that was typed is lost silently. */

import { Line } from "./grid_line.js";
import { moveWithKeys } from "./grid_keys.js";
import { Banner } from "./grid_banner.js";
import { Paste } from "./grid_paste.js";
import { Sender } from "./grid_sender.js";
import { Store } from "./grid_store.js";
import { wireDefinitions } from "./grid_definitions.js";

function start(grid) {
  const words = JSON.parse(document.getElementById("grid-words").textContent);
  const lines = new Map();
  grid.querySelectorAll("[data-open]").forEach((body) => {
    const line = new Line(body, words);
    lines.set(line.id, line);
  });
  const banner = new Banner(document.querySelector("[data-banner]"), words);
  const overall = new Overall(document.querySelector("[data-bar]"), words);
  const { grid: submission, person, save: address, cookie, signIn } = grid.dataset;
  const sender = new Sender({
    lines,
    store: new Store(person, submission),
    address,
    cookie,
    person: Number(person),
    ui: {
      changed: () => overall.tell(sender.unsent),
      waiting: (seconds) => banner.waiting(seconds),
      stopped: (code) => banner.stopped(code),
      answered: (answer) => {
        banner.clear();
        overall.answered(answer, sender.unsent);
      },
    },
  });
  banner.wire({ sender, signIn, person: Number(person) });
  wireLines(lines, sender);
  wireSignOut(grid, sender.store);
  moveWithKeys(grid, lines);
  new Paste(document.querySelector("[data-paste]"), { grid, lines, sender, words });
  overall.wireSubmit(sender);
  overall.wireBlankOnly(lines);
  if (sender.restore()) overall.say(words.restored);
  lines.forEach((line) => line.status === "clean" && line.touched() && sender.soon());
  window.addEventListener("beforeunload", (event) => {
    if (!sender.unsent.length || overall.isLeaving) return;
    event.preventDefault();
    event.returnValue = words.leave;
  });
  window.addEventListener("online", () => sender.inFlight && !sender.isHalted && sender.send());
  document.addEventListener("visibilitychange", () => document.hidden && sender.flush());
  grid.dataset.ready = "";
}

function wireLines(lines, sender) {
  lines.forEach((line) => {
    line.body.addEventListener("input", () => {
      if (line.touched()) sender.later();
      else sender.keep();
    });
    line.body.addEventListener("change", (event) => {
      if (event.target === line.absent) {
        line.showAbsence();
        if (line.absent.checked) line.fields.reason.focus();
      }
      if (line.touched() && event.target !== line.absent) sender.soon();
    });
    line.body.addEventListener("focusout", () => setTimeout(() => line.left()));
    line.find("more").addEventListener("click", (event) => {
      const isOpen = event.currentTarget.getAttribute("aria-expanded") === "true";
      line.openMore(!isOpen);
      if (!isOpen) line.fields.note.focus();
    });
  });
}

function wireSignOut(grid, store) {
  const form = document.querySelector("[data-sign-out]");
  if (form) form.addEventListener("submit", () => store.forget());
  grid.addEventListener("input", () => store.typed(), true);
}

/* The bar above the grid: how much is filled in, how much is not saved. */
class Overall {
  constructor(bar, words) {
    this.bar = bar;
    this.words = words;
    this.place = bar.querySelector("[data-overall]");
    this.submit = bar.querySelector("[data-to-submit]");
    this.wantsToSubmit = false;
    this.isLeaving = false;
  }

  say(text, isWaiting = false) {
    if (this.place.textContent !== text) this.place.textContent = text;
    this.place.classList.toggle("is-waiting", isWaiting);
  }

  tell(unsent) {
    if (unsent.length) this.say(this.words.unsent.replace("{count}", unsent.length), true);
    else this.say(this.words.all_saved);
  }

  answered(answer, unsent) {
    this.bar.querySelector("[data-filled]").textContent = answer.filled;
    this.tell(unsent);
    if (!this.wantsToSubmit) return;
    if (!unsent.length) {
      this.isLeaving = true;
      window.location.assign(this.submit.href);
    } else if (unsent.every((line) => ["refused", "stale"].includes(line.status))) {
      this.wantsToSubmit = false;
      this.say(this.words.wait_to_submit, true);
      unsent[0].body.scrollIntoView({ block: "center" });
    }
  }

  wireSubmit(sender) {
    this.submit.addEventListener("click", (event) => {
      const { unsent } = sender;
      if (!unsent.length) return;
      event.preventDefault();
      this.wantsToSubmit = true;
      this.say(this.words.wait_to_submit, true);
      if (unsent.some((line) => line.status === "dirty")) sender.flush();
      else if (!sender.inFlight) {
        this.wantsToSubmit = false;
        unsent[0].body.scrollIntoView({ block: "center" });
      }
    });
  }

  wireBlankOnly(lines) {
    const box = this.bar.querySelector("[data-blank-only]");
    box.addEventListener("change", () => {
      document.querySelectorAll("[data-line]").forEach((body) => {
        const line = lines.get(body.dataset.line);
        const isBlank = !body.classList.contains("is-filled") || (line && line.isUnsent);
        body.classList.toggle("is-hidden", box.checked && !isBlank);
      });
    });
  }
}

wireDefinitions(document);
const grid = document.querySelector("[data-grid]");
if (grid) start(grid);
