/* What stands in the way of saving, and what to do about it. */

import { fill } from "./grid_line.js";

const NEEDS_SIGN_IN = ["signed_out", "form_expired"];

export class Banner {
  constructor(place, words) {
    this.place = place;
    this.words = words;
    this.text = place.querySelector("[data-banner-words]");
    this.form = place.querySelector("[data-sign-in-form]");
    this.now = place.querySelector("[data-retry-now]");
    this.countdown = null;
  }

  wire({ sender, signIn, person }) {
    const retry = () => {
      this.say(this.words.retrying);
      sender.resume();
    };
    this.place.querySelector("[data-retry]").addEventListener("click", retry);
    this.now.addEventListener("click", retry);
    this.form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const found = await this.signIn(signIn, () => sender.token());
      if (found === null) this.say(this.words.wrong_password);
      else if (found !== person) this.stopped("other_person");
      else retry();
    });
  }

  /* Sign in without leaving the page; return who is signed in now, null if refused. */
  async signIn(address, token) {
    try {
      // The page's own form token may be gone with the session: this sets a new one.
      await fetch(address, { credentials: "same-origin" });
      const response = await fetch(address, {
        method: "POST",
        credentials: "same-origin",
        headers: { Accept: "application/json", "X-CSRFToken": token() },
        body: new URLSearchParams(new FormData(this.form)),
      });
      this.form.elements.password.value = "";
      return response.ok ? (await response.json()).person : null;
    } catch (error) {
      return null;
    }
  }

  say(text) {
    clearInterval(this.countdown);
    this.text.textContent = text;
    this.place.hidden = false;
  }

  clear() {
    clearInterval(this.countdown);
    this.place.hidden = true;
    this.form.hidden = true;
    this.now.hidden = true;
  }

  waiting(seconds) {
    let left = seconds;
    const tell = () => fill(this.words.offline, { seconds: left });
    this.say(tell());
    this.form.hidden = true;
    this.now.hidden = false;
    this.countdown = setInterval(() => {
      left = Math.max(0, left - 1);
      this.text.textContent = tell();
    }, 1000);
  }

  stopped(code) {
    this.say(this.words[code] || this.words.defect);
    this.form.hidden = !NEEDS_SIGN_IN.includes(code);
    this.now.hidden = NEEDS_SIGN_IN.includes(code) || code === "other_person" || code === "period_closed";
  }
}
