// A page is shared as the device shares things; without that, or this file, its link is copied.

for (const button of document.querySelectorAll("[data-share]")) {
  if (!navigator.share) continue;
  const { title, text, url } = button.dataset;
  button.hidden = false;
  button.nextElementSibling.hidden = true;
  // Who changes his mind has not made a mistake: the promise that is broken tells nothing.
  button.addEventListener("click", () => navigator.share({ title, text, url }).catch(() => {}));
}
