/* What htmx does not say by itself: that a file is done, or that the line is cut. */

const news = document.querySelector("[data-news]");

function isState(element) {
  return Boolean(element && element.id && element.id.startsWith("export-"));
}

/* What ended can no longer be called off. */
function endDeeds(part) {
  const form = document.querySelector(`[data-while-unfinished="${part.id}"]`);
  if (form) form.remove();
}

/* The progress bar stays silent; its end is read out, once. */
document.body.addEventListener("htmx:afterSwap", (event) => {
  const part = event.detail.elt;
  if (!news || !isState(part) || !part.hasAttribute("data-finished")) return;
  news.textContent = part.querySelector("p").textContent.trim();
  endDeeds(part);
});

/* htmx goes on asking; the next answer takes the line away again. */
["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach((name) => {
  document.body.addEventListener(name, (event) => {
    const line = isState(event.target) && event.target.querySelector("[data-lost]");
    if (line) line.hidden = false;
  });
});
