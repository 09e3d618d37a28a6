// What it is about, and where: chosen from the catalogue that the device keeps: self.aitimaChoices.

self.aitimaChoices = ({ current, keep }) => {
  const { box, form, $, fill, inLanguage, template } = self.aitimaPage;
  const finding = self.aitimaFinding;
  let known = null; // the catalogue, made ready for finding

  async function learn() {
    try {
      known = finding.index(await (await fetch(box.dataset.catalogue)).json());
    } catch {
      known = null; // the municipality chooses the service, the pin says where
    }
  }

  const chosen = (name) => new FormData(form).get(name) ?? current().answers[name] ?? "";
  const serviceOf = (code) => known?.services.find(({ service }) => service.code === code)?.service;
  const placeOf = (code) => known?.places.find(({ place }) => place.code === code)?.place;

  function titleOf({ service, place, text }) {
    const about = service !== "other" && serviceOf(service);
    const what = about ? inLanguage(about.names) : text.trim().split(/\s+/).slice(0, 6).join(" ");
    const where = placeOf(place);
    return where ? `${what}, ${inLanguage(where.names)}` : what;
  }

  function drawServices() {
    const code = chosen("service");
    const found = known ? finding.findServices(known, form.elements.text.value) : [];
    const mine = serviceOf(code);
    if (mine && !found.includes(mine)) found.push(mine);
    const rows = found
      .filter(({ code }) => code !== "other")
      .map(({ code, names, hints }) => choice("service", code, inLanguage(names), inLanguage(hints)));
    const last = $("[data-services] > li:last-child");
    $("[data-services]").replaceChildren(...rows, last);
    const wanted = $(`[name=service][value="${CSS.escape(code)}"]`) ?? $("input", last);
    wanted.checked = true;
    drawWarning();
  }

  function drawWarning() {
    const service = serviceOf(new FormData(form).get("service"));
    const warning = inLanguage(service?.warnings);
    $("[data-warning]").hidden = !warning;
    $("[data-warning] p").textContent = warning;
    $("[data-identity]").hidden = !service?.identity;
  }

  function drawPlaces() {
    const code = chosen("place");
    const found = known ? finding.findPlaces(known, form.elements.q.value) : [];
    const mine = placeOf(code);
    if (mine && !found.includes(mine)) found.unshift(mine);
    $("[data-places]").replaceChildren(
      ...found.map(({ code, names, area }) => choice("place", code, inLanguage(names), inLanguage(area))),
    );
    const wanted = $(`[name=place][value="${CSS.escape(code)}"]`);
    if (wanted && code) wanted.checked = true;
    $("[data-no-place]").hidden = Boolean(found.length || !form.elements.q.value.trim());
  }

  function choice(name, value, label, hint) {
    const row = template("choice");
    Object.assign($("input", row), { name, value });
    $("b", row).textContent = label;
    $(".small", row).textContent = hint;
    return row;
  }

  function setPoint(point, words = "") {
    form.elements.latitude.value = point ? point.latitude.toFixed(6) : "";
    form.elements.longitude.value = point ? point.longitude.toFixed(6) : "";
    if (point) for (const radio of form.querySelectorAll("[name=place]")) radio.checked = false;
    $("[data-spot]").textContent = words;
    offerPhotoPlace();
    keep();
  }

  function locate() {
    $("[data-spot]").textContent = form.dataset.looking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => setPoint(coords, fill(form.dataset.located, { metres: Math.max(10, Math.round(coords.accuracy / 10) * 10) })),
      () => ($("[data-spot]").textContent = form.dataset.notLocated),
      { enableHighAccuracy: true, timeout: 30000, maximumAge: 60000 },
    );
  }

  const photoPoint = () => current().photos.find(({ point }) => point)?.point ?? "";

  function offerPhotoPlace() {
    $("[data-photo-place]").hidden = !photoPoint() || Boolean(form.elements.latitude.value);
  }

  $("[data-locate]").hidden = !("geolocation" in navigator);
  $("[data-locate]").addEventListener("click", locate);
  $("[data-photo-place]").addEventListener("click", () => {
    const [latitude, longitude] = photoPoint().split(",").map(Number);
    setPoint({ latitude, longitude }, form.dataset.photoPoint);
  });

  form.addEventListener("input", ({ target }) => {
    if (target.name === "text") drawServices();
    if (target.name === "q") drawPlaces();
  });

  form.addEventListener("change", ({ target }) => {
    if (target.name === "place") setPoint(null);
    if (target.name === "service") drawWarning();
  });

  function draw() {
    drawServices();
    drawPlaces();
    $("[data-spot]").textContent = form.elements.latitude.value ? form.dataset.point : "";
  }

  return { learn, draw, serviceOf, titleOf, offerPhotoPlace };
};
