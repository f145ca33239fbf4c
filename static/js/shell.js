/* The menu button on narrow screens, and what sign-out leaves behind on this computer. */

function wireMenu() {
  const button = document.querySelector("[data-menu-toggle]");
  const menu = document.getElementById("menu");
  if (!button || !menu) return;
  const show = (open) => {
    menu.classList.toggle("is-open", open);
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", () => show(!menu.classList.contains("is-open")));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.classList.contains("is-open")) {
      show(false);
      button.focus();
    }
  });
}

/* Offices share computers: drafts of one person must not wait for the next. */
function clearDraftsAtSignOut() {
  const form = document.querySelector("[data-sign-out]");
  if (form) form.addEventListener("submit", () => sessionStorage.clear());
}

wireMenu();
clearDraftsAtSignOut();
