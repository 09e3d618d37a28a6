// A link that is to be kept is copied by a press; without this file it is followed.

for (const link of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(link.href);
    } catch {
      location.href = link.href;
      return;
    }
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    said.className = "small mute block";
    link.parentElement.querySelector("[role=status]")?.remove();
    link.after(said);
    said.textContent = link.dataset.copy;
  });
}
