// Where it is: the device's position, the map, and that only one answer counts.

const where = document.querySelector("[data-where]");
if (where) setUpWhere(where);

function setUpWhere(form) {
  const latitude = form.elements.latitude;
  const longitude = form.elements.longitude;
  const sentence = () => document.getElementById("point");
  let map = null;

  async function setPoint(lat, lon) {
    const asked = { latitude: lat.toFixed(6), longitude: lon.toFixed(6) };
    for (const radio of form.querySelectorAll('input[name="place"]')) radio.checked = false;
    form.elements.listed.value = "";
    forgetNumber();
    const said = await inWords(asked);
    if (said?.querySelector(".msg")) {
      clearPoint(); // outside the municipality: no pin, only the reason
    } else {
      latitude.value = asked.latitude;
      longitude.value = asked.longitude;
      map?.show(lat, lon);
    }
    if (said) sentence().replaceChildren(...said.childNodes);
    else sentence().textContent = form.dataset.kept;
  }

  // Without a connection the point is kept all the same; the server looks at it when it is sent.
  async function inWords(asked) {
    try {
      const answer = await fetch(`${form.dataset.point}?${new URLSearchParams(asked)}`);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      return page.getElementById("point");
    } catch {
      return null;
    }
  }

  // A number says most, so one that is no longer meant must not stay behind.
  function forgetNumber() {
    form.elements.asset.value = "";
    document.getElementById("asset")?.remove();
  }

  function clearPoint() {
    latitude.value = "";
    longitude.value = "";
    sentence().replaceChildren();
    map?.clear();
  }

  // A place chosen later takes the place of the point, and the other way round.
  form.addEventListener("change", (event) => {
    if (event.target.name === "place") {
      form.elements.listed.value = "";
      forgetNumber();
      clearPoint();
    }
    if (event.target.name === "listed" && event.target.value) {
      for (const radio of form.querySelectorAll('input[name="place"]')) radio.checked = false;
      forgetNumber();
      clearPoint();
    }
  });

  setUpLocate(form.querySelector("[data-locate]"), async (lat, lon) => {
    await setPoint(lat, lon);
    // On a phone the sentence stands screens below the button that was pressed.
    sentence().scrollIntoView({ block: "center" });
  });
  setUpMap(form.querySelector("[data-map]"), form, setPoint, (opened) => {
    map = opened;
    if (latitude.value && longitude.value) map.show(+latitude.value, +longitude.value);
  });
}

function setUpLocate(box, found) {
  if (!("geolocation" in navigator) || !box) return;
  box.hidden = false;
  const refused = box.querySelector("[data-refused]");
  const looking = box.querySelector("[data-looking]");
  box.querySelector("button").addEventListener("click", () => {
    refused.textContent = "";
    looking.textContent = looking.dataset.looking;
    navigator.geolocation.getCurrentPosition(
      async ({ coords }) => {
        await found(coords.latitude, coords.longitude);
        looking.textContent = "";
      },
      () => {
        looking.textContent = "";
        refused.textContent = refused.dataset.refused;
      },
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
    );
  });
}

function setUpMap(box, form, setPoint, opened) {
  const open = box.querySelector("[data-open]");
  open.hidden = false;
  const failed = box.parentElement.querySelector("[data-no-map]");
  open.querySelector("button").addEventListener("click", async () => {
    const help = form.querySelector("[data-map-help]");
    failed.textContent = "";
    let base;
    try {
      [base] = await Promise.all([
        fetch(box.dataset.base).then((answer) => answer.json()),
        addStyle(box.dataset.style),
        addScript(box.dataset.script),
      ]);
    } catch {
      failed.textContent = failed.dataset.noMap;
      return;
    }
    const map = drawMap(box, base, setPoint);
    open.remove();
    box.querySelector("svg")?.remove();
    help.hidden = false;
    help.querySelector("[data-pin-middle]").addEventListener("click", map.pinMiddle);
    opened(map);
    map.focus();
  });
}

function addScript(url) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
}

function addStyle(url) {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = url;
    link.onload = resolve;
    link.onerror = reject;
    document.head.append(link);
  });
}

function drawMap(box, base, setPoint) {
  const frame = document.createElement("div");
  frame.className = "ai-leaflet";
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", box.dataset.label);
  box.append(frame);
  const map = L.map(frame, {
    attributionControl: false,
    zoomControl: false,
    minZoom: 8,
    maxZoom: 17,
    zoomSnap: 0.5,
  });
  const { zoomIn, zoomOut } = box.dataset;
  L.control.zoom({ zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(map);
  const coast = L.geoJSON(base.coast, { className: "land", interactive: false }).addTo(map);
  for (const area of base.areas) {
    L.geoJSON(area.outline, { className: "outline", interactive: false }).addTo(map);
  }
  map.fitBounds(coast.getBounds(), { padding: [4, 4] });
  map.setMaxBounds(coast.getBounds().pad(0.5));
  addNames(map, base.places);

  let pin = null;
  function show(lat, lon) {
    const icon = L.divIcon({ className: "pin", iconSize: [38, 56], iconAnchor: [19, 56] });
    pin ??= L.marker([lat, lon], { icon, draggable: true, keyboard: false, alt: "" })
      .on("dragend", () => setPoint(pin.getLatLng().lat, pin.getLatLng().lng))
      .addTo(map);
    pin.setLatLng([lat, lon]);
    map.setView([lat, lon], Math.max(map.getZoom(), 13), { animate: false });
  }
  function clear() {
    pin?.remove();
    pin = null;
  }
  map.on("click", ({ latlng }) => setPoint(latlng.lat, latlng.lng));
  const pinMiddle = () => setPoint(map.getCenter().lat, map.getCenter().lng);
  frame.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== frame) return;
    event.preventDefault();
    pinMiddle();
  });
  return { show, clear, pinMiddle, focus: () => frame.focus() };
}

// Large places are named from afar, small ones when there is room.
function addNames(map, places) {
  const names = L.layerGroup().addTo(map);
  const draw = () => {
    names.clearLayers();
    const smallest = [4000, 4000, 1200, 500, 150, 0][Math.min(5, Math.max(0, Math.floor(map.getZoom()) - 8))];
    for (const place of places) {
      if (place.size < smallest || !map.getBounds().contains(place.at)) continue;
      const html = document.createElement("span");
      html.textContent = place.names[document.documentElement.lang] ?? place.names.el;
      const icon = L.divIcon({ className: "name", html, iconSize: null });
      L.marker(place.at, { icon, interactive: false, keyboard: false }).addTo(names);
    }
  };
  map.on("moveend zoomend", draw);
  map.whenReady(draw);
}
