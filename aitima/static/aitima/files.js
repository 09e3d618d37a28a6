// Chosen photos are named beside their button and made smaller before they are sent; without this
// file the browser names them, and the server makes them smaller.

document.addEventListener("change", async ({ target }) => {
  const box = target.closest?.("[data-files]");
  if (!box) return;
  const chosen = target.files;
  const names = [...chosen].map((file) => file.name).join(", ");
  box.querySelector("[role=status]").textContent = names && `${box.dataset.files} ${names}`;
  if (!self.aitimaPhoto) return;
  const smaller = new DataTransfer();
  for (const file of chosen) {
    const { blob } = await aitimaPhoto.prepare(file);
    smaller.items.add(new File([blob], file.name, { type: blob.type }));
  }
  if (target.files === chosen) target.files = smaller.files; // nothing else was chosen meanwhile
});
