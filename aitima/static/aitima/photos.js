// Photos go up one after the other while the citizen writes on. Without this file a button sends
// them with the form. It is fetched when somebody turns to the photos.

const MOST = 5;
const LARGEST = 10 * 1024 * 1024;
const WAITS = [1000, 3000, 8000, 20000]; // milliseconds before the next try

function setUp(box) {
  const input = box.querySelector("input[type=file]");
  const form = input.form;
  const rows = box.querySelector("[data-sending]");
  const words = box.dataset;
  const sizes = new Map(); // photo → how small it became, in words
  const line = []; // waiting to go up, the first is going
  let then = null; // the button pressed meanwhile

  const smaller = import(words.makingSmaller);

  function take() {
    for (const file of input.files) add(file);
    input.value = "";
  }

  input.addEventListener("change", take);

  box.addEventListener("click", (event) => {
    const button = event.target.closest("[name=remove]");
    if (!button) return;
    event.preventDefault();
    remove(button.value);
  });

  form.addEventListener("submit", (event) => {
    if (!line.length) return;
    event.preventDefault();
    then = event.submitter;
    say(words.wait);
  });

  function add(file) {
    if (file.type.startsWith("video/")) return refuse(file.name, words.video);
    const row = rowFor(file);
    line.push({ file, row, name: newName(), tries: 0 });
    showRoom();
    if (line.length === 1) work();
  }

  async function work() {
    for (let job; (job = line[0]); ) {
      const done = await send(job);
      if (line[0] === job && done) line.shift();
    }
    if (then) form.requestSubmit(then.isConnected ? then : undefined);
    then = null;
  }

  // True when there is nothing more to do for this photo, well or badly.
  async function send(job) {
    try {
      await smaller;
      job.ready ??= await self.aitimaPhoto.prepare(job.file);
      if (job.stopped) return true;
      if (job.ready.blob.size > LARGEST) throw new Refused(words.large);
      show(await upload(job), job);
      return true;
    } catch (problem) {
      return failed(job, problem);
    }
  }

  async function failed(job, problem) {
    if (job.stopped) return true;
    if (problem instanceof Refused || job.tries >= WAITS.length) {
      job.row.remove();
      refuse(job.file.name, problem instanceof Refused ? problem.message : words.lost);
      return true;
    }
    state(job, words.again);
    await pause(WAITS[job.tries]);
    job.tries += 1;
    return Boolean(job.stopped);
  }

  function upload(job) {
    const data = new FormData(form);
    data.delete("photos");
    data.append("photos", job.ready.blob, job.file.name);
    data.append("point", job.ready.point);
    data.append("photo", job.name);
    return new Promise((resolve, reject) => {
      const asked = new XMLHttpRequest();
      job.asked = asked;
      asked.open("POST", words.url);
      asked.setRequestHeader("HX-Request", "true");
      asked.upload.onprogress = (event) => event.lengthComputable && progress(job, event);
      asked.onload = () => (asked.status < 400 ? resolve(asked.responseText) : reject(wrong(asked)));
      asked.onerror = asked.onabort = () => reject(new Error("lost"));
      asked.send(data);
    });
  }

  const wrong = ({ status }) =>
    status >= 500 || status === 429 ? new Error("later") : new Refused(status === 413 ? words.large : words.lost);

  function progress(job, { loaded, total }) {
    const percent = Math.floor((loaded / total) * 100);
    job.row.querySelector("progress").value = percent;
    state(job, words.going.replace("{percent}", `${percent} %`));
    for (const mark of [0, 50]) {
      if (percent < mark || job.said >= mark) continue;
      job.said = mark;
      say(`${job.file.name}: ${words.percent.replace("{percent}", `${mark} %`)}`);
    }
  }

  // The server's part of the page: the photos that it has, and why it refused one.
  function show(text, job) {
    const page = new DOMParser().parseFromString(text, "text/html");
    const kept = page.getElementById("photos-kept");
    if (!kept) return location.reload(); // sent from another tab in the meantime
    const refused = [...kept.querySelectorAll("[data-refused]")].map((line) => line.textContent);
    kept.querySelector("[data-refusals]")?.remove();
    document.getElementById("photos-kept").replaceWith(kept);
    if (job && !refused.length) sizes.set(job.name, smallness(job));
    for (const [photo, size] of sizes) {
      const place = kept.querySelector(`[data-photo="${photo}"] [data-size]`);
      if (place) place.textContent = size;
    }
    job?.row.remove();
    for (const sentence of refused) refuse("", sentence);
    showRoom();
    say(kept.dataset.said);
  }

  async function remove(photo) {
    const data = new FormData(form);
    data.delete("photos");
    data.append("remove", photo);
    const answer = await fetch(words.url, {
      method: "POST",
      body: data,
      headers: { "HX-Request": "true" },
    }).catch(() => null);
    if (!answer?.ok) return say(words.lost);
    show(await answer.text());
    box.focus(); // the button that was pressed is gone with what it removed
  }

  function rowFor(file) {
    const row = fromTemplate("sending", file.name);
    const picture = row.querySelector("img");
    picture.src = URL.createObjectURL(file);
    picture.onload = picture.onerror = () => URL.revokeObjectURL(picture.src);
    row.querySelector("button").addEventListener("click", () => {
      const job = line.find((job) => job.row === row);
      if (job) {
        job.stopped = true;
        job.asked?.abort();
        if (line[0] !== job) line.splice(line.indexOf(job), 1);
      }
      row.remove();
      showRoom();
      box.focus();
    });
    return row;
  }

  function refuse(name, why) {
    const row = fromTemplate("refused", name);
    row.querySelector("[data-why]").textContent = why;
    row.querySelector("button").addEventListener("click", () => {
      row.remove();
      box.focus();
    });
    say(`${name} ${why}`);
  }

  function fromTemplate(kind, name) {
    const row = box.querySelector(`template[data-row="${kind}"]`).content.firstElementChild.cloneNode(true);
    for (const place of row.querySelectorAll("[data-name]")) place.textContent = name;
    rows.append(row);
    return row;
  }

  const state = (job, text) => (job.row.querySelector("[data-state]").textContent = text);
  const say = (text) => (document.getElementById("said").textContent = text);
  take(); // what was chosen before this file was here

  function showRoom() {
    const kept = box.querySelectorAll("#photos-kept [data-photo]").length;
    box.querySelector(".upload").hidden = kept + line.filter((job) => job.row.isConnected).length >= MOST;
  }

  function smallness({ ready, file }) {
    const template = ready.blob.size > file.size * 0.7 ? words.ready : words.smaller;
    return template.replace("{now}", megabytes(ready.blob.size)).replace("{before}", megabytes(file.size));
  }
}

class Refused extends Error {}

const newName = () =>
  [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const megabytes = (bytes) =>
  new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1, minimumFractionDigits: 1 })
    .format(Math.max(0.1, bytes / 1e6));

function pause(milliseconds) {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
    addEventListener("online", resolve, { once: true });
  });
}

setUp(document.getElementById("photos"));
