/* The slider of past moments says where it stands; its button leads there. */

function wire(form) {
  const stops = JSON.parse(document.getElementById("as-of-stops").textContent);
  const range = form.querySelector("[data-as-of-range]");
  const day = form.querySelector("[data-as-of-day]");
  const told = form.querySelector("[data-as-of-told]");
  range.addEventListener("input", () => {
    const [value, words] = stops[Number(range.value)];
    day.value = value;
    day.disabled = value === "";
    told.textContent = words;
    range.setAttribute("aria-valuetext", words);
  });
  form.hidden = false;
}

document.querySelectorAll("[data-as-of-slider]").forEach(wire);
