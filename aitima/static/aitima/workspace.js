// What the staff's pages do beyond links and forms. Everything here has a way without it.

const typing = (target) =>
  target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

document.documentElement.classList.add("scripted");

// --- live: a stream says that something changed; the page asks again for what it shows ----------

const POLL = 30_000;

class Live {
  constructor(place) {
    this.place = place;
    this.words = document.querySelector("[data-live-state]");
    this.wake();
    document.addEventListener("visibilitychange", () => this.wake());
  }

  wake() {
    // A page in the background keeps no connection: browsers open six to a site at most.
    if (document.hidden) {
      this.rest();
    } else if (this.place.dataset.stream) {
      this.listen();
    } else {
      this.poll();
    }
  }

  rest() {
    this.source?.close();
    this.source = null;
    clearInterval(this.timer);
    this.slept = true;
  }

  listen() {
    this.source?.close();
    this.source = new EventSource(this.place.dataset.stream);
    this.source.addEventListener("open", () => this.say("live"));
    this.source.addEventListener("changed", () => this.refresh());
    this.source.addEventListener("error", () => {
      if (this.source?.readyState === EventSource.CLOSED) this.poll();
    });
    if (this.slept) this.refresh();
  }

  poll() {
    clearInterval(this.timer);
    this.say("asking");
    this.timer = setInterval(() => this.refresh(), POLL);
    if (this.slept) this.refresh();
  }

  refresh() {
    // Many changes at once are one question.
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.place.dispatchEvent(new Event("refresh")), 150);
  }

  say(how) {
    const place = this.words?.querySelector("[data-live-words]");
    if (place) place.textContent = `, ${this.words.dataset[how]}`;
  }
}

for (const place of document.querySelectorAll("[data-stream]")) new Live(place);

// --- the list: j and k walk, Enter opens, the preview follows ------------------------------------

const preview = document.getElementById("preview");
const previewShows = () => preview && getComputedStyle(preview).display !== "none";
const rows = () => [...document.querySelectorAll("[data-row]")];
let waiting;

function point(row) {
  document.querySelector("[data-row].cur")?.classList.remove("cur");
  row.classList.add("cur");
  row.scrollIntoView({ block: "nearest" });
  const link = row.querySelector("[data-preview]");
  if (!link || !previewShows()) return;
  clearTimeout(waiting);
  waiting = setTimeout(
    () => htmx.ajax("GET", link.href, { target: "#preview", swap: "innerHTML" }),
    120,
  );
}

function walk(step) {
  const all = rows();
  const here = all.findIndex((row) => row.classList.contains("cur"));
  const next = all[Math.min(Math.max(here + step, 0), all.length - 1)];
  if (next) {
    point(next);
    next.querySelector("[data-open]")?.focus({ preventScroll: true });
  }
}

document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-row]");
  if (!row || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("a, button, input, label");
  if (link && !link.matches("[data-preview]")) return;
  event.preventDefault();
  if (previewShows()) point(row);
  else location.assign(row.querySelector("[data-open]").href);
});

// --- keys, by their place on the keyboard: a Greek layout works as well --------------------------

const KEYS = {
  Slash: () => document.getElementById("find")?.focus(),
  KeyJ: () => walk(1),
  KeyK: () => walk(-1),
  KeyF: () => document.querySelector("[data-filter]")?.click(),
  KeyR: () => document.getElementById("reply-answer")?.focus(),
  KeyI: () => document.getElementById("note-note")?.focus(),
};

document.addEventListener("keydown", (event) => {
  if (event.code === "Enter" && (event.ctrlKey || event.metaKey) && typing(event.target)) {
    event.target.form?.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.code === "Enter") {
    const row = document.querySelector("[data-row].cur");
    if (row && (event.target === document.body || event.target.id === "main")) {
      location.assign(row.querySelector("[data-open]").href);
    }
    return;
  }
  const act = KEYS[event.code] ?? press(event.code);
  if (!act || event.shiftKey) return;
  event.preventDefault();
  act();
});

function press(code) {
  const button = document.querySelector(`main [data-key="${code}"]`);
  return button ? () => button.click() : null;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.querySelector("details.account[open]")?.removeAttribute("open");
});

// --- photographs, large -------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-photo]");
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const box = document.createElement("dialog");
  box.className = "lightbox";
  const image = document.createElement("img");
  image.src = link.href;
  image.alt = link.querySelector("img").alt;
  box.append(image);
  box.addEventListener("click", () => box.close());
  box.addEventListener("close", () => {
    box.remove();
    link.focus();
  });
  document.body.append(box);
  box.showModal();
});

// --- charging: the people of the unit just picked, and a filter over the tree --------------------

const charging = document.querySelector(".charging");

if (charging) {
  charging.addEventListener("change", (event) => {
    if (event.target.name !== "unit") return;
    const values = new FormData(charging);
    values.delete("officer");
    values.set("show", "1");
    htmx.ajax("POST", charging.action, {
      target: "#colleagues",
      swap: "outerHTML",
      values: Object.fromEntries(values),
    });
  });
  const filter = charging.querySelector("[data-tree-filter]");
  filter.hidden = false;
  filter.addEventListener("input", () => narrow(filter.value));
}

const bare = (text) => text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase().replaceAll("ς", "σ");

function narrow(text) {
  const wanted = bare(text.trim());
  for (const branch of charging.querySelectorAll(".tree li")) {
    branch.hidden = Boolean(wanted) && !bare(branch.textContent).includes(wanted);
  }
  if (wanted) for (const more of charging.querySelectorAll("details")) more.open = true;
}

// --- the map, when it is asked for ---------------------------------------------------------------

const mapBox = document.querySelector("[data-map]");
const mapButton = document.querySelector("[data-map-open]");

if (mapBox) {
  mapButton.hidden = false;
  mapButton.addEventListener("click", async () => {
    mapButton.disabled = true;
    const [base] = await Promise.all([
      fetch(mapBox.dataset.base).then((answer) => answer.json()),
      load(Object.assign(document.createElement("link"), { rel: "stylesheet", href: mapBox.dataset.leafletStyle })),
      load(Object.assign(document.createElement("script"), { src: mapBox.dataset.leaflet })),
    ]);
    mapButton.remove();
    mapBox.hidden = false;
    drawMap(mapBox, base);
  });
}

const load = (element) =>
  new Promise((done, failed) => {
    element.addEventListener("load", done);
    element.addEventListener("error", failed);
    document.head.append(element);
  });

function drawMap(box, base) {
  const point = [Number(box.dataset.latitude), Number(box.dataset.longitude)];
  const map = L.map(box, { zoomControl: false, attributionControl: false, minZoom: 9, maxZoom: 17 });
  map.setView(point, 11, { animate: false });
  L.control.zoom({ zoomInTitle: box.dataset.zoomIn, zoomOutTitle: box.dataset.zoomOut }).addTo(map);
  const coast = L.geoJSON(base.coast, { className: "land", interactive: false }).addTo(map);
  for (const area of base.areas) {
    L.geoJSON(area.outline, { className: "outline", interactive: false }).addTo(map);
  }
  for (const place of base.places) {
    const html = document.createElement("span");
    html.textContent = place.name;
    const icon = L.divIcon({ className: "name", html, iconSize: null });
    L.marker(place.at, { icon, interactive: false, keyboard: false }).addTo(map);
  }
  const pin = L.divIcon({ className: "pin", iconSize: [38, 38], iconAnchor: [19, 38] });
  L.marker(point, { icon: pin, interactive: false, keyboard: false }).addTo(map);
  map.setMaxBounds(coast.getBounds().pad(0.5));
}

// --- mistakes: the summary is where the eyes should be -------------------------------------------

document.querySelector("[data-focus]")?.focus();
