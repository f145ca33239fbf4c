/* A closed list of choices still says how many are ticked. */

function tell(pick) {
  const told = pick.querySelector("[data-picked]");
  const ticked = pick.querySelectorAll("input:checked").length;
  told.textContent = ticked ? told.dataset.some.replace("{}", ticked) : told.dataset.none;
}

document.querySelectorAll("[data-pick]").forEach((pick) => {
  pick.addEventListener("change", () => tell(pick));
  tell(pick);
});
document.documentElement.dataset.picksReady = "";
