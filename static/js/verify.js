/* A file dropped on the zone is sent as if it had been chosen. Without this script the
   form works by its button. */

const form = document.querySelector("[data-verify]");

function listen() {
  const zone = form.querySelector("[data-drop]");
  const chooser = form.querySelector("input[type=file]");
  form.querySelector("[data-scripted]").hidden = false;
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
    if (!event.dataTransfer.files.length) return;
    chooser.files = event.dataTransfer.files;
    form.requestSubmit();
  });
  // A file dropped beside the zone must not replace the page.
  ["dragover", "drop"].forEach((name) => {
    window.addEventListener(name, (event) => event.preventDefault());
  });
  form.addEventListener("submit", () => {
    form.querySelector("[data-busy]").hidden = false;
    form.querySelector("button[type=submit]").disabled = true;
  });
  // Back from the result, the page may come out of the browser's cache as it was left.
  window.addEventListener("pageshow", () => {
    form.querySelector("[data-busy]").hidden = true;
    form.querySelector("button[type=submit]").disabled = false;
  });
  form.dataset.ready = "";
}

if (form) listen();
