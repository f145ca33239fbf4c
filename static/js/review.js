/* The review page by keyboard: J and K go through the queue, A accepts, R returns. The
   box turns them off for this tab: single letters are in the way of dictation. */

const KEY = "unionplan:review-keys";
const box = document.querySelector("[data-keys]");

let isLeaving = false;

function press(event) {
  // A fast "J, A" must not accept the entry that is being left.
  if (isLeaving || (box && !box.checked)) return;
  if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
  if (event.target.matches("input, textarea, select")) return;
  const click = (selector) => {
    const found = document.querySelector(selector);
    if (!found) return;
    isLeaving = true;
    found.click();
  };
  const acts = {
    j: () => click("[data-after]"),
    k: () => click("[data-before]"),
    a: () => click("[data-accept] button"),
    r: () => {
      event.preventDefault();
      write();
    },
  };
  const act = acts[event.key.toLowerCase()];
  if (act) act();
}

function write() {
  const reason = document.querySelector("#return textarea");
  if (reason) reason.focus();
}

function offerReasons() {
  const offered = document.querySelector("[data-ready-reasons]");
  const reason = document.querySelector("#return textarea");
  if (!offered || !reason) return;
  offered.hidden = false;
  offered.addEventListener("click", (event) => {
    if (event.target.type !== "button") return;
    // What was written stays: the words come after it.
    const before = reason.value.trimEnd();
    reason.value = before ? `${before}\n${event.target.textContent}` : event.target.textContent;
    reason.focus();
  });
}

offerReasons();
document.addEventListener("keydown", press);
if (box) {
  box.checked = sessionStorage.getItem(KEY) !== "off";
  box.addEventListener("change", () => {
    sessionStorage.setItem(KEY, box.checked ? "on" : "off");
    box.blur();
  });
}
if (window.location.hash === "#return") write();
// Coming back by the browser's own button finds the page as it was left.
window.addEventListener("pageshow", () => {
  isLeaving = false;
});
