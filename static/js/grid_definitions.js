/* A target's definition: on resting the pointer on its name, on click or tap; Escape puts
   it away without moving the pointer. */

const REST_MS = 350;

export function wireDefinitions(root) {
  const all = [...root.querySelectorAll("[data-definition]")];
  all.forEach((definition) => {
    let rest = null;
    const button = definition.querySelector("button");
    button.addEventListener("click", () => {
      const isOpen = definition.classList.contains("is-open") && definition.dataset.by === "click";
      close(all);
      if (!isOpen) open(definition, "click");
    });
    button.addEventListener("pointerenter", (event) => {
      if (event.pointerType !== "mouse") return;
      rest = setTimeout(() => open(definition, "hover"), REST_MS);
    });
    definition.addEventListener("pointerleave", () => {
      clearTimeout(rest);
      if (definition.dataset.by === "hover") close([definition]);
    });
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && close(all));
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-definition]")) close(all);
  });
}

function open(definition, by) {
  if (definition.classList.contains("is-open") && by === "hover") return;
  definition.dataset.by = by;
  definition.classList.add("is-open");
  definition.querySelector("button").setAttribute("aria-expanded", "true");
  const card = definition.querySelector(".definition-card");
  card.classList.remove("is-above");
  const { bottom, height } = card.getBoundingClientRect();
  const hasRoomAbove = definition.getBoundingClientRect().top > height;
  card.classList.toggle("is-above", bottom > window.innerHeight && hasRoomAbove);
}

function close(definitions) {
  definitions.forEach((definition) => {
    definition.classList.remove("is-open");
    definition.querySelector("button").setAttribute("aria-expanded", "false");
  });
}
