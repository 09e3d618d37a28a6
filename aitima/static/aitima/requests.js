// The public map. Without this file the still picture and the list tell the same.

const LARGEST_ZOOM = 17;
const form = document.getElementById("filters");
let opened = null; // the map, once somebody has asked for it

const box = () => document.querySelector("[data-map]");

document.querySelector("[data-focus]")?.focus();

setUp();
// Other filters: the list is new, and so are the marks of an open map.
document.addEventListener("htmx:after:swap", () => {
  setUp();
  opened?.draw();
});

function setUp() {
  const buttons = box()?.querySelector("[data-buttons]");
  if (!buttons) return;
  buttons.hidden = false;
  buttons.querySelector("button[data-near]").hidden = !("geolocation" in navigator);
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-open]")) open();
  if (event.target.closest("button[data-near]")) askWhere();
});

// The point stands in the address of the page: a hundred metres are exact enough there.
function askWhere() {
  const refused = document.querySelector("[data-refused]");
  refused.textContent = "";
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      document.getElementById("f-near-box").hidden = false;
      for (const field of [form.elements.near, form.elements.radius]) field.disabled = false;
      form.elements.near.value = `${coords.latitude.toFixed(3)},${coords.longitude.toFixed(3)}`;
      form.requestSubmit();
      opened?.show(coords.latitude, coords.longitude);
    },
    () => (refused.textContent = refused.dataset.refused),
    { timeout: 15000, maximumAge: 60000 },
  );
}

async function open() {
  const { base, css, script } = box().dataset;
  const [land] = await Promise.all([
    fetch(base).then((answer) => answer.json()),
    added("link", { rel: "stylesheet", href: css }),
    added("script", { src: script }),
  ]);
  const frame = document.getElementById("leaf");
  frame.hidden = false;
  frame.className = "leaf ai-leaflet";
  opened = drawMap(frame, land);
  frame.focus();
}

function added(tag, facts) {
  return new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement(tag), facts);
    element.onload = resolve;
    element.onerror = reject;
    document.head.append(element);
  });
}

function drawMap(frame, land) {
  const { label, zoomIn, zoomOut } = box().dataset;
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", label);
  const map = L.map(frame, {
    attributionControl: false,
    zoomControl: false,
    minZoom: 8,
    maxZoom: LARGEST_ZOOM,
    zoomSnap: 0.5,
  });
  L.control.zoom({ zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(map);
  const coast = L.geoJSON(land.coast, { className: "land", interactive: false }).addTo(map);
  for (const area of land.areas) {
    L.geoJSON(area.outline, { className: "outline", interactive: false }).addTo(map);
  }
  const names = L.layerGroup().addTo(map);
  const marks = L.layerGroup().addTo(map);
  const reach = L.layerGroup().addTo(map);
  const draw = () => {
    drawReach(reach);
    return drawMarks(map, marks);
  };
  map.on("moveend", draw);
  map.on("moveend", () => drawNames(map, names, land.places));
  map.fitBounds(asksAround() ?? coast.getBounds(), { padding: [4, 4], animate: false });
  map.setMaxBounds(coast.getBounds().pad(0.5));
  return { draw, show: (latitude, longitude) => map.setView([latitude, longitude], 14) };
}

function asksAround() {
  const { near, radius } = box().dataset;
  return near ? L.latLng(near.split(",").map(Number)).toBounds(2 * radius) : null;
}

// As far as the filters ask, around the point they ask for.
function drawReach(layer) {
  const { near, radius } = box().dataset;
  layer.clearLayers();
  if (!near) return;
  const facts = { radius: +radius, className: "reach", interactive: false };
  L.circle(near.split(",").map(Number), facts).addTo(layer);
}

let asked = null; // the last question for marks; an older one is not waited for

async function drawMarks(map, layer) {
  const { marks, query } = box().dataset;
  const search = new URLSearchParams(query);
  search.set("bbox", map.getBounds().pad(0.05).toBBoxString());
  search.set("zoom", Math.round(map.getZoom()));
  asked?.abort();
  asked = new AbortController();
  try {
    const answer = await fetch(`${marks}?${search}`, { signal: asked.signal });
    if (!answer.ok) return;
    const found = await answer.json();
    layer.clearLayers();
    for (const mark of found.marks) marker(map, mark).addTo(layer);
  } catch {
    // Without a connection the marks stay as they were.
  }
}

// The list is the way by keyboard: the map is one stop there, not three hundred.
function marker(map, mark) {
  const many = mark.count > 1;
  const size = many ? 26 + 6 * Math.min(4, Math.floor(Math.log10(mark.count) * 2)) : 16;
  const html = document.createElement("span");
  html.textContent = many ? mark.count : "";
  const icon = L.divIcon({ className: "mark", html, iconSize: [size, size] });
  const drawn = L.marker(mark.at, { icon, keyboard: false });
  if (!many) return drawn.bindPopup(() => about(mark), { maxWidth: 260 });
  return drawn.on("click", () => {
    if (map.getZoom() < LARGEST_ZOOM) map.setView(mark.at, Math.min(LARGEST_ZOOM, map.getZoom() + 2));
    else L.popup({ maxWidth: 260 }).setLatLng(mark.at).setContent(inTheList(mark)).openOn(map);
  });
}

function about({ url, title, state }) {
  const popup = document.createElement("p");
  const link = Object.assign(document.createElement("a"), { href: url, textContent: title });
  const words = Object.assign(document.createElement("span"), { className: "block", textContent: state });
  popup.append(link, words);
  return popup;
}

function inTheList({ at, count }) {
  const { list, query, many } = box().dataset;
  const search = new URLSearchParams(query);
  search.set("near", at.map((degrees) => degrees.toFixed(3)).join(","));
  search.set("radius", 300);
  const popup = document.createElement("p");
  const link = Object.assign(document.createElement("a"), { href: `${list}?${search}` });
  link.textContent = many.replace("{count}", count);
  popup.append(link);
  return popup;
}

// Large places are named from afar, small ones when there is room.
function drawNames(map, layer, places) {
  layer.clearLayers();
  const rank = Math.min(5, Math.max(0, Math.floor(map.getZoom()) - 8));
  const smallest = [4000, 4000, 1200, 500, 150, 0][rank];
  for (const place of places) {
    if (place.size < smallest || !map.getBounds().contains(place.at)) continue;
    const html = document.createElement("span");
    html.textContent = place.names[document.documentElement.lang] ?? place.names.el;
    const icon = L.divIcon({ className: "name", html, iconSize: null });
    L.marker(place.at, { icon, interactive: false, keyboard: false }).addTo(layer);
  }
}
