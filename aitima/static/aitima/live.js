// The page of a request changes by itself: the server says "changed", the page asks for itself
// again and takes over the parts that differ. A part with a form being written in stays.

const page = document.querySelector("[data-live]");
if (page) follow(page);

const focusFirst = document.querySelector("[data-focus]");
if (focusFirst) focusFirst.focus();

function follow(page) {
  const badge = page.querySelector("[data-badge]");
  const announcement = page.querySelector("[data-announce]");
  const every = Number(page.dataset.liveAgain) * 1000;
  let stream = null;
  let polling = null;

  function connect() {
    if (stream || document.hidden) return;
    stream = new EventSource(page.dataset.live);
    stream.addEventListener("open", () => {
      stopPolling();
      say(badge.dataset.liveWord, true);
    });
    stream.addEventListener("changed", refresh);
    stream.addEventListener("error", () => {
      // The browser tries again by itself, unless the server refused; meanwhile the page asks.
      poll();
      if (stream?.readyState === EventSource.CLOSED) stream = null;
    });
  }

  // Browsers give a site few connections: a page that nobody looks at gives its own back.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      stream?.close();
      stream = null;
      stopPolling();
    } else {
      refresh();
      connect();
    }
  });

  function poll() {
    polling ??= setInterval(() => {
      refresh();
      connect();
    }, every);
  }

  function stopPolling() {
    clearInterval(polling);
    polling = null;
  }

  async function refresh() {
    try {
      const answer = await fetch(page.dataset.livePage ?? location.pathname, { cache: "no-store" });
      if (!answer.ok) throw new Error(answer.status);
      take(new DOMParser().parseFromString(await answer.text(), "text/html"));
      if (polling) say(badge.dataset.liveWord, true);
    } catch {
      say(badge.dataset.badge.replace("{time}", now()), false);
    }
  }

  function take(fresh) {
    const before = page.querySelector("[data-said]")?.textContent;
    for (const part of page.querySelectorAll("[data-part]")) {
      const newer = fresh.getElementById(part.id);
      if (!newer || newer.innerHTML === part.innerHTML || beingWritten(part)) continue;
      if (withoutTokens(newer) === withoutTokens(part)) continue;
      part.replaceWith(keepOpen(document.importNode(newer, true), part));
    }
    for (const part of fresh.querySelectorAll("[data-part]")) {
      if (!document.getElementById(part.id)) location.reload();
    }
    const after = page.querySelector("[data-said]")?.textContent;
    if (after !== before) announcement.textContent = `${announcement.dataset.announce} ${after}`;
  }

  function say(words, connected) {
    badge.classList.toggle("off", !connected);
    badge.querySelector("span").textContent = words;
  }

  connect();
}

function beingWritten(part) {
  if (part.contains(document.activeElement)) return true;
  for (const field of part.querySelectorAll("textarea, input:not([type=hidden])")) {
    if (["radio", "checkbox"].includes(field.type)) {
      if (field.checked !== field.defaultChecked) return true;
    } else if (field.value !== field.defaultValue) {
      return true;
    }
  }
  return false;
}

// Every answer carries its own masked CSRF token: that alone is no change.
function withoutTokens(part) {
  const copy = part.cloneNode(true);
  for (const token of copy.querySelectorAll("[name=csrfmiddlewaretoken]")) token.remove();
  for (const open of copy.querySelectorAll("details")) open.removeAttribute("open");
  return copy.innerHTML;
}

// What somebody has unfolded to read stays unfolded.
function keepOpen(newer, older) {
  const before = older.querySelectorAll("details");
  for (const [place, details] of newer.querySelectorAll("details").entries()) {
    if (before[place]?.open) details.open = true;
  }
  return newer;
}

function now() {
  return new Date().toLocaleTimeString(document.documentElement.lang, {
    hour: "2-digit",
    minute: "2-digit",
  });
}
