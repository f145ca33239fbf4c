/* The wall asks every so often whether something else is to be shown, and keeps what it
   shows while it cannot be told. */

const LATEST_RETRY = 60;

const shown = document.getElementById("wall");
const fresh = document.querySelector("[data-wall-fresh]");
const told = document.querySelector("[data-wall-told]");
let tag = shown.dataset.tag;
let failures = 0;
let waiting = null;

/* Not all screens in one breath: a fifth more or less than what was asked for. */
function seconds() {
  const every = Number(shown.dataset.every);
  if (failures === 0) return every * (0.8 + Math.random() * 0.4);
  return Math.min(5 * 2 ** failures, LATEST_RETRY) * (0.8 + Math.random() * 0.4);
}

function trouble(kind) {
  for (const line of document.querySelectorAll("[data-wall-trouble]")) {
    const isTrue = line.dataset.wallTrouble === kind;
    if (isTrue) line.querySelector("[data-wall-since]").textContent = told.textContent;
    if (line.hidden === isTrue) line.hidden = !isTrue;
  }
  fresh.hidden = kind !== null;
  document.body.classList.toggle("is-stale", kind !== null);
}

function note(response) {
  told.textContent = decodeURIComponent(response.headers.get("X-Told-At"));
  failures = 0;
  trouble(null);
}

async function show(response) {
  const text = await response.text();
  const found = new DOMParser().parseFromString(text, "text/html");
  const next = found.getElementById("wall");
  if (!next) throw new Error("not the wall");
  shown.replaceChildren(...next.childNodes);
  document.querySelector("h1").replaceWith(found.querySelector("h1"));
  document.querySelector(".wall-books").replaceWith(found.querySelector(".wall-books"));
  tag = response.headers.get("ETag");
}

/* Returns whether it is worth asking again. */
async function ask() {
  const response = await fetch(window.location.href, {
    cache: "no-store",
    redirect: "manual",
    headers: { "If-None-Match": tag },
    signal: AbortSignal.timeout ? AbortSignal.timeout(20000) : undefined,
  });
  if (response.type === "opaqueredirect") {
    trouble("ended");
    return false;
  }
  if (response.status === 403) {
    trouble("refused");
    return false;
  }
  if (response.status === 200) await show(response);
  else if (response.status !== 304) throw new Error(String(response.status));
  note(response);
  return true;
}

async function turn() {
  window.clearTimeout(waiting);
  let goesOn = true;
  try {
    goesOn = await ask();
  } catch {
    failures += 1;
    trouble("lost");
  }
  document.body.dataset.asked = String(Number(document.body.dataset.asked) + 1);
  if (goesOn) waiting = window.setTimeout(turn, seconds() * 1000);
}

function wireFullScreen() {
  const button = document.querySelector("[data-wall-full]");
  if (!document.fullscreenEnabled) return;
  button.hidden = false;
  button.addEventListener("click", () => document.documentElement.requestFullscreen());
  document.addEventListener("fullscreenchange", () => {
    button.hidden = document.fullscreenElement !== null;
  });
}

window.addEventListener("online", turn);
wireFullScreen();
waiting = window.setTimeout(turn, seconds() * 1000);
document.body.dataset.asked = "0";
document.body.dataset.wall = "ready";
