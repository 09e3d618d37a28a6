// Chosen photos are named beside their button; without this file the browser names them itself.

document.addEventListener("change", ({ target }) => {
  const box = target.closest?.("[data-files]");
  if (!box) return;
  const names = [...target.files].map((file) => file.name).join(", ");
  box.querySelector("[role=status]").textContent = names && `${box.dataset.files} ${names}`;
});
