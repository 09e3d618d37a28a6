// The report's pages, made more comfortable. Without this file everything still works.

const focusFirst = document.querySelector("[data-focus]");
if (focusFirst) focusFirst.focus();

// What handles photos is fetched when somebody turns to them: a report without any spares it.
const photos = document.getElementById("photos");
for (const kind of ["pointerover", "focusin", "change"]) {
  photos?.addEventListener(kind, () => import(photos.dataset.script), { once: true });
}

// "Send" once: the second press of a double click finds the button asleep.
for (const form of document.querySelectorAll("[data-once]")) {
  form.addEventListener("submit", () => {
    const button = form.querySelector("button");
    const words = button.textContent;
    button.textContent = form.dataset.once;
    // Not in the event itself: a disabled button would stop the form from being sent.
    setTimeout(() => (button.disabled = true), 0);
    addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      button.disabled = false;
      button.textContent = words;
    });
  });
}

// What came in by itself is told once: how many suggestions, places.
document.addEventListener("htmx:after:swap", () => {
  const said = document.getElementById("said");
  for (const part of document.querySelectorAll("[data-said]")) {
    if (told.get(part.id) !== part.dataset.said) said.textContent = part.dataset.said;
    told.set(part.id, part.dataset.said);
  }
  // A button that was pressed may be gone with what it changed.
  if (document.activeElement === document.body) document.getElementById("hiding")?.focus();
});

const told = new Map();
for (const part of document.querySelectorAll("[data-said]")) told.set(part.id, part.dataset.said);
