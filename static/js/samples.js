/* Findings of a sample by keyboard; without it the page is a plain form. */

import { Kept } from "./samples_store.js";

const form = document.querySelector("[data-findings]");

function beside(field, step) {
  const rows = [...form.querySelectorAll("tbody tr")];
  const place = rows.indexOf(field.closest("tr")) + step;
  const name = field.name.split("-").pop();
  return rows[place] && rows[place].querySelector(`[name$="-${name}"]`);
}

function choose(select, key) {
  const place = Number(key) - 1;
  if (!(place >= 0 && place < select.options.length)) return false;
  select.selectedIndex = place;
  select.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

function onKey(event) {
  const field = event.target;
  if (!field.name || event.isComposing || event.altKey || event.metaKey) return;
  if (event.key === "Enter" && event.ctrlKey) {
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  if (event.ctrlKey || field.type === "submit") return;
  if (event.key === "Enter") {
    event.preventDefault();
    const next = beside(field, event.shiftKey ? -1 : 1);
    if (next) next.focus();
  } else if (field.tagName === "SELECT" && choose(field, event.key)) {
    event.preventDefault();
  }
}

function guard() {
  const kept = new Kept(form);
  const isRefused = Boolean(form.querySelector(".has-errors"));
  if ("saved" in form.dataset) kept.clear();
  const isRestored = !isRefused && kept.restore();
  let isChanged = isRefused || isRestored;
  const show = () => { form.querySelector("[data-unsaved]").hidden = !isChanged; };
  const typed = () => { isChanged = true; kept.save(); show(); };
  form.querySelector("[data-restored]").hidden = !isRestored;
  show();
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("submit", () => { isChanged = false; });
  window.addEventListener("beforeunload", (event) => {
    if (isChanged) event.preventDefault();
  });
}

if (form) {
  form.addEventListener("keydown", onKey);
  form.querySelector("[data-keys]").hidden = false;
  guard();
  const wrong = form.querySelector(".has-errors .field-error");
  if (wrong) wrong.closest("td").querySelector("select, input, textarea").focus();
  form.dataset.ready = "";
}
