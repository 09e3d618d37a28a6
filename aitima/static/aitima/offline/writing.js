// The form: what is typed is kept as it is typed, and looked over before it waits to be sent:
// self.aitimaWriting.

self.aitimaWriting = ({ done }) => {
  const { form, list, $, say } = self.aitimaPage;
  const queue = self.aitimaQueue;
  const FIELDS = ["text", "service", "place", "address", "latitude", "longitude", "contact", "email", "phone", "name"];
  const CHOSEN = ["service", "place"]; // their rows are drawn first
  let report = null; // the one being written
  let saving = 0;

  const current = () => report;
  const choices = self.aitimaChoices({ current, keep });
  const pictures = self.aitimaPictures({ current, keepNow, changed: choices.offerPhotoPlace });

  async function write(unfinished, { focus = true } = {}) {
    report = unfinished ?? {
      key: queue.newKey(),
      state: "writing",
      written: new Date().toISOString(),
      title: "",
      answers: {},
      photos: [],
    };
    form.reset();
    clearMistakes();
    for (const [name, value] of Object.entries(report.answers)) {
      if (form.elements[name] && !CHOSEN.includes(name)) form.elements[name].value = value;
    }
    choices.draw();
    list.hidden = true;
    form.hidden = false;
    if (focus) $("h1", form).focus();
    await pictures.takeIn();
    pictures.draw();
  }

  function read() {
    const data = new FormData(form);
    const answers = Object.fromEntries(FIELDS.map((name) => [name, String(data.get(name) ?? "")]));
    answers.service ||= "other";
    Object.assign(report, { answers, title: choices.titleOf(answers) });
    return answers;
  }

  function keep() {
    clearTimeout(saving);
    saving = setTimeout(keepNow, 300);
  }

  // Whether the device could keep it; what is on the page stays there in any case.
  async function keepNow() {
    clearTimeout(saving);
    if (form.hidden || report?.state !== "writing") return true;
    read();
    return put();
  }

  async function put() {
    try {
      await queue.put(report);
      $("div[data-full]").hidden = true;
      return true;
    } catch {
      $("div[data-full]").hidden = false; // no room, or a window that keeps nothing
      say($("div[data-full] p").textContent);
      return false;
    }
  }

  form.addEventListener("input", keep);

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(saving);
    const mistakes = check(read());
    if (mistakes.length) return showMistakes(mistakes);
    Object.assign(report, { state: "queued", written: new Date().toISOString() });
    if (await put()) return done();
    report.state = "writing";
    $("div[data-full]").scrollIntoView({ block: "center" });
  });

  function check(answers) {
    const wrong = [];
    const service = choices.serviceOf(answers.service);
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
    const summary = $("[data-mistakes]");
    $("ul", summary).replaceChildren(...names.map(mistake));
    summary.hidden = false;
    summary.focus();
  }

  function mistake(name) {
    const place = $(`[data-field="${name}"]`, form);
    place.classList.add("bad");
    const message = $(".msg", place);
    message.hidden = false;
    const row = document.createElement("li");
    row.append(Object.assign(document.createElement("a"), { href: `#${place.dataset.anchor}`, textContent: message.textContent }));
    return row;
  }

  return { write, keepNow, current, learn: choices.learn };
};
