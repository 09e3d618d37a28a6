// The page that writes a report on the device, and shows what became of each.

const queue = self.aitimaQueue;
const finding = self.aitimaFinding;
const box = document.querySelector("[data-device]");
const form = box.querySelector("form[data-view]");
const list = box.querySelector("div[data-view]");
const language = document.documentElement.lang;
const MOST = 5;
const LARGEST = 10 * 1024 * 1024;
const WAITS = [5, 15, 30, 60, 120, 300]; // seconds

const $ = (selector, within = box) => within.querySelector(selector);
const say = (text) => ($("#said").textContent = text);
const inLanguage = (names) => names?.[language] ?? Object.values(names ?? {})[0] ?? "";
const fill = (text, facts) => text.replace(/{(\w+)}/g, (_, name) => facts[name]);

let current = null; // the report being written
let known = null; // the catalogue, made ready for finding
let sending = new Map(); // key → photos sent so far
let tries = 0;
let timer = 0;

// --- the list ---------------------------------------------------------------------------------

async function showList({ focus = true } = {}) {
  form.hidden = true;
  list.hidden = false;
  await draw();
  if (focus) $("h1", list).focus();
}

async function draw() {
  const reports = (await queue.all()).sort((a, b) => b.written.localeCompare(a.written));
  const shown = reports.filter(({ state }) => state !== "writing");
  for (const part of list.querySelectorAll("[data-part]")) {
    const states = part.dataset.part.split(" ");
    const its = shown.filter(({ state }) => states.includes(state));
    part.hidden = !its.length;
    $("ul", part).replaceChildren(...its.map(item));
  }
  const first = ["refused", "queued", "opened", "sent"].find((one) => shown.some(({ state }) => state === one));
  const heading = sending.size ? "sending" : (first ?? "nothing");
  $("h1", list).textContent = list.dataset[heading];
  $("[data-lead]", list).textContent = list.dataset[`${heading}Lead`] ?? "";
  $("[data-send]").hidden = !shown.some(({ state }) => state === "queued");
  $("[data-iphone]").hidden = $("[data-send]").hidden;
  $("[data-new]").className = $("[data-send]").hidden ? "govgr-btn govgr-btn-primary wide" : "txt";
  return shown;
}

function item(report) {
  const row = template("item");
  const state = sending.has(report.key) ? "sending" : report.state;
  $("[data-state]", row).replaceWith(template(`tag-${state}`));
  $("[data-facts]", row).textContent = facts(report);
  title(report, $("[data-title]", row));
  picture(report, row);
  const reason = $("[data-reason]", row);
  reason.hidden = !(report.state === "refused" && report.reason);
  reason.textContent = report.reason ?? "";
  bar(report, $("progress", row));
  actions(report, row);
  return row;
}

function title({ title, url }, place) {
  if (!url) return void (place.textContent = title || list.dataset.untitled);
  const link = document.createElement("a");
  link.href = url;
  link.textContent = title || list.dataset.untitled;
  place.append(link);
}

function facts({ state, number, written, arrived, photos }) {
  if (state === "sent") return fill(list.dataset.factsSent, { number, when: when(arrived) });
  const said = fill(list.dataset.facts, { when: when(written) });
  if (!photos?.length) return said;
  const size = photos.reduce((sum, { blob }) => sum + blob.size, 0);
  const words = photos.length === 1 ? list.dataset.onePhoto : list.dataset.photos;
  return `${said} · ${fill(words, { count: photos.length, size: megabytes(size) })}`;
}

function picture({ photos }, row) {
  if (!photos?.length) {
    $(".ph", row).remove();
    return row.classList.add("one");
  }
  const image = $("img", row);
  image.onload = image.onerror = () => URL.revokeObjectURL(image.src);
  image.src = URL.createObjectURL(photos[0].blob);
}

function bar({ key, photos }, progress) {
  progress.hidden = !sending.has(key) || !photos.length;
  progress.max = (photos?.length ?? 0) + 1;
  progress.value = sending.get(key) ?? 0;
}

function actions(report, row) {
  const box = $("[data-actions]", row);
  const { state, key } = report;
  box.hidden = state === "sent";
  const atServer = report.onServer || state === "opened" || (state === "refused" && report.atServer && navigator.onLine);
  const edit = $("[data-edit]", row);
  const open = $("form", row);
  edit.hidden = atServer;
  open.hidden = !atServer;
  open.action = `${box.dataset.base}${key}/open/`;
  open.addEventListener("submit", (event) => {
    event.preventDefault();
    goOn(report).then(() => open.submit());
  });
  edit.addEventListener("click", () => change(key));
  $("[data-delete]", row).addEventListener("click", () => drop(report));
}

// From here on the server's draft counts; of the person nothing stays on the device.
async function goOn({ key, title, written }) {
  await queue.alone(async () => {
    if ((await queue.get(key))?.state === "sent") return;
    await queue.put({ key, title, written, state: "opened", answers: {}, photos: [] });
  });
}

async function change(key) {
  const report = await queue.alone(async () => {
    const now = await queue.get(key);
    if (!now || now.state === "sent") return null; // it has just gone
    now.state = "writing";
    await queue.put(now);
    return now;
  });
  if (report) write(report);
  else await showList();
}

async function drop({ key }) {
  if (!confirm(list.dataset.sure)) return;
  await queue.alone(() => queue.remove(key));
  await showList();
}

// --- sending ----------------------------------------------------------------------------------

async function send() {
  clearTimeout(timer);
  const before = new Set((await queue.all()).filter(({ state }) => state === "sent").map(({ key }) => key));
  const waiting = await queue.sendAll((report, photos) => {
    sending.set(report.key, photos);
    if (photos === 0) say(list.dataset.sending);
    draw();
  });
  sending = new Map();
  const reports = await draw();
  for (const { key, state, number } of reports) {
    if (state === "sent" && !before.has(key)) say(fill(list.dataset.said, { number }));
  }
  if (reports.some(({ state }) => state === "refused")) say(list.dataset.refused);
  if (!waiting) return void (tries = 0);
  timer = setTimeout(send, WAITS[Math.min(tries++, WAITS.length - 1)] * 1000);
}

async function sendLater() {
  const worker = await navigator.serviceWorker?.getRegistration();
  await worker?.sync?.register("reports").catch(() => {}); // the page itself tries, too
}

// --- writing ----------------------------------------------------------------------------------

function write(report, { focus = true } = {}) {
  current = report ?? {
    key: queue.newKey(),
    state: "writing",
    written: new Date().toISOString(),
    title: "",
    answers: {},
    photos: [],
  };
  form.reset();
  clearMistakes();
  for (const [name, value] of Object.entries(current.answers)) {
    const field = form.elements[name];
    if (field && name !== "service" && name !== "place") field.value = value;
  }
  drawServices();
  drawPlaces();
  drawPoint();
  drawPhotos();
  list.hidden = true;
  form.hidden = false;
  if (focus) $("h1", form).focus();
}

function read() {
  const data = new FormData(form);
  const names = ["text", "service", "place", "address", "latitude", "longitude", "contact", "email", "phone", "name"];
  current.answers = Object.fromEntries(names.map((name) => [name, String(data.get(name) ?? "")]));
  if (!current.answers.service) current.answers.service = "other";
  current.title = titleOf(current.answers);
  return current.answers;
}

function titleOf({ service, place, text }) {
  const chosen = service !== "other" && serviceOf(service);
  const what = chosen ? inLanguage(chosen.names) : text.trim().split(/\s+/).slice(0, 6).join(" ");
  const where = known?.places.find((one) => one.place.code === place);
  return where ? `${what}, ${inLanguage(where.place.names)}` : what;
}

const serviceOf = (code) => known?.services.find(({ service }) => service.code === code)?.service;

let saving = 0;
function keep() {
  clearTimeout(saving);
  saving = setTimeout(keepNow, 300);
}

function keepNow() {
  clearTimeout(saving);
  if (form.hidden || current?.state !== "writing") return;
  read();
  queue.put(current);
}

form.addEventListener("input", ({ target }) => {
  if (target.name === "text") drawServices();
  if (target.name === "q") drawPlaces();
  keep();
});

form.addEventListener("change", ({ target }) => {
  if (target.name === "place") setPoint(null);
  if (target.name === "service") drawWarning();
  if (target.name === "place" || target.name === "service") keep();
});

function drawServices() {
  const chosen = new FormData(form).get("service") ?? current.answers.service ?? "";
  const found = known ? finding.findServices(known, form.elements.text.value) : [];
  const mine = serviceOf(chosen);
  if (mine && chosen !== "other" && !found.includes(mine)) found.push(mine);
  const rows = found.filter(({ code }) => code !== "other").map(({ code, names, hints }) => choice("service", code, inLanguage(names), inLanguage(hints)));
  const last = $("[data-services] > li:last-child");
  $("[data-services]").replaceChildren(...rows, last);
  const wanted = $(`[name=service][value="${CSS.escape(chosen)}"]`) ?? $("input", last);
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
  const chosen = new FormData(form).get("place") ?? current.answers.place ?? "";
  const found = known ? finding.findPlaces(known, form.elements.q.value) : [];
  const mine = known?.places.find(({ place }) => place.code === chosen)?.place;
  if (mine && !found.includes(mine)) found.unshift(mine);
  $("[data-places]").replaceChildren(
    ...found.map(({ code, names, area }) => choice("place", code, inLanguage(names), inLanguage(area))),
  );
  const wanted = $(`[name=place][value="${CSS.escape(chosen)}"]`);
  if (wanted && chosen) wanted.checked = true;
  $("[data-no-place]").hidden = Boolean(found.length || !form.elements.q.value.trim());
}

function choice(name, value, label, hint) {
  const row = template("choice");
  const input = $("input", row);
  input.name = name;
  input.value = value;
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

function drawPoint() {
  $("[data-spot]").textContent = form.elements.latitude.value ? form.dataset.point : "";
}

function setUpLocate() {
  const button = $("[data-locate]");
  if (!("geolocation" in navigator)) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    $("[data-spot]").textContent = form.dataset.looking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => setPoint(coords, fill(form.dataset.located, { metres: Math.max(10, Math.round(coords.accuracy / 10) * 10) })),
      () => ($("[data-spot]").textContent = form.dataset.notLocated),
      { enableHighAccuracy: true, timeout: 30000, maximumAge: 60000 },
    );
  });
  $("[data-photo-place]").addEventListener("click", () => {
    const [latitude, longitude] = photoPoint().split(",").map(Number);
    setPoint({ latitude, longitude }, form.dataset.photoPoint);
  });
}

const photoPoint = () => current.photos.find(({ point }) => point)?.point ?? "";

function offerPhotoPlace() {
  $("[data-photo-place]").hidden = !photoPoint() || Boolean(form.elements.latitude.value);
}

// --- photos -----------------------------------------------------------------------------------

$("#id_photos").addEventListener("change", async ({ target }) => {
  const files = [...target.files];
  target.value = "";
  $("[data-photo-refusals]").textContent = "";
  for (const file of files) await addPhoto(file);
  drawPhotos();
  say(fill(form.dataset.photosSaid, { count: current.photos.length }));
});

async function addPhoto(file) {
  if (file.type.startsWith("video/")) return refusePhoto(file, form.dataset.video);
  if (current.photos.length >= MOST) return refusePhoto(file, form.dataset.five);
  const { blob, point } = await self.aitimaPhoto.prepare(file);
  if (blob.size > LARGEST) return refusePhoto(file, form.dataset.large);
  current.photos.push({ id: queue.newKey(), blob, point });
  read();
  await queue.put(current);
}

function refusePhoto({ name }, why) {
  $("[data-photo-refusals]").textContent += `${name}: ${why} `;
  say(`${name}: ${why}`);
}

function drawPhotos() {
  const rows = current.photos.map((photo, index) => {
    const row = template("photo");
    const image = $("img", row);
    image.alt = fill(form.dataset.photo, { number: index + 1 });
    image.onload = image.onerror = () => URL.revokeObjectURL(image.src);
    image.src = URL.createObjectURL(photo.blob);
    $("b", row).textContent = image.alt;
    $(".small", row).textContent = `${megabytes(photo.blob.size)} MB`;
    $("[data-name]", row).textContent = image.alt;
    $("button", row).addEventListener("click", () => {
      current.photos = current.photos.filter(({ id }) => id !== photo.id);
      drawPhotos();
      keep();
      $("#photos").focus();
    });
    return row;
  });
  $("[data-photo-list]").replaceChildren(...rows);
  $(".upload").hidden = current.photos.length >= MOST;
  offerPhotoPlace();
}

// --- what must be right before it is kept -------------------------------------------------------

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  clearTimeout(saving);
  const mistakes = check(read());
  if (mistakes.length) return showMistakes(mistakes);
  current.state = "queued";
  current.written = new Date().toISOString();
  await queue.put(current);
  history.replaceState(null, "", box.dataset.device); // loading again shows what became of it
  sendLater();
  await showList();
  say(list.dataset.queued);
  tries = 0;
  send();
});

function check(answers) {
  const wrong = [];
  const service = serviceOf(answers.service);
  const mail = ["email", "both"].includes(answers.contact);
  const phone = ["phone", "both"].includes(answers.contact);
  if (!answers.text.trim()) wrong.push("text");
  if (!answers.latitude && !answers.place) wrong.push("q");
  if (!answers.contact || (service?.identity && answers.contact === "none")) wrong.push("contact");
  if (mail && !/^\S+@\S+\.\S+$/.test(answers.email)) wrong.push("email");
  if (phone && answers.phone.replace(/\D/g, "").length < 8) wrong.push("phone");
  if (service?.identity && !answers.name.trim()) wrong.push("name");
  return wrong;
}

function clearMistakes() {
  $("[data-mistakes]").hidden = true;
  for (const place of form.querySelectorAll("[data-field]")) {
    place.classList.remove("bad");
    $(".msg", place).hidden = true;
  }
}

function showMistakes(names) {
  clearMistakes();
  const links = names.map((name) => {
    const place = $(`[data-field="${name}"]`, form);
    place.classList.add("bad");
    const message = $(".msg", place);
    message.hidden = false;
    const row = document.createElement("li");
    const link = document.createElement("a");
    link.href = `#${place.dataset.anchor}`;
    link.textContent = message.textContent;
    row.append(link);
    return row;
  });
  const summary = $("[data-mistakes]");
  $("ul", summary).replaceChildren(...links);
  summary.hidden = false;
  summary.focus();
}

// --- the rest -----------------------------------------------------------------------------------

const template = (name) => $(`template[data-name="${name}"]`).content.firstElementChild.cloneNode(true);

const megabytes = (bytes) =>
  new Intl.NumberFormat(language, { maximumFractionDigits: 1, minimumFractionDigits: 1 }).format(Math.max(0.1, bytes / 1e6));

function when(iso) {
  const then = new Date(iso);
  const today = then.toDateString() === new Date().toDateString();
  const date = today ? {} : { day: "numeric", month: "long" };
  return new Intl.DateTimeFormat(language, { ...date, hour: "numeric", minute: "2-digit", hourCycle: "h23" }).format(then);
}

function showConnection() {
  $("[data-offline]").hidden = navigator.onLine;
}

async function start() {
  showConnection();
  setUpLocate();
  const [reports] = await Promise.all([queue.all(), learn()]);
  const unfinished = reports.find(({ state }) => state === "writing");
  if (unfinished) write(unfinished, { focus: false });
  else if (reports.length) await showList({ focus: false });
  else write(undefined, { focus: false });
  send();
}

async function learn() {
  try {
    known = finding.index(await (await fetch(box.dataset.catalogue)).json());
  } catch {
    known = null; // the municipality chooses the service, the pin says where
  }
}

$("[data-send]").addEventListener("click", () => {
  tries = 0;
  send();
});
$("[data-new]").addEventListener("click", () => write());
$("[data-back]").addEventListener("click", async () => {
  clearTimeout(saving);
  await queue.remove(current.key);
  await showList();
});
addEventListener("online", () => (showConnection(), send()));
addEventListener("offline", showConnection);
document.addEventListener("visibilitychange", () => (document.visibilityState === "visible" ? send() : keepNow()));
queue.news?.addEventListener("message", () => list.hidden || draw());
start();
