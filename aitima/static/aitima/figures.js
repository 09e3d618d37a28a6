// The month's figures stay those of this minute while the home page is open and looked at.

const EVERY = 60_000;

setInterval(async () => {
  const old = document.getElementById("month");
  if (!old || document.hidden) return;
  try {
    const answer = await fetch(old.dataset.from);
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const section = fresh.getElementById("month");
    if (section) old.replaceWith(section);
  } catch {
    // Without a connection the old figures stay, with the hour they are of.
  }
}, EVERY);
