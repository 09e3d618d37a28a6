// What the parts of the page that writes without a connection share: its places, words, templates.
// They are plain scripts, as the service worker's are, each with one name: self.aitimaPage.

self.aitimaPage = (() => {
  const box = document.querySelector("[data-device]");
  const form = box.querySelector("form[data-view]");
  const list = box.querySelector("div[data-view]");
  const language = document.documentElement.lang;

  const $ = (selector, within = box) => within.querySelector(selector);
  const say = (text) => ($("#said").textContent = text);
  const fill = (text, facts) => text.replace(/{(\w+)}/g, (_, name) => facts[name]);
  const inLanguage = (names) => names?.[language] ?? Object.values(names ?? {})[0] ?? "";
  const template = (name) => $(`template[data-name="${name}"]`).content.firstElementChild.cloneNode(true);

  const oneDigit = new Intl.NumberFormat(language, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
  const megabytes = (bytes) => oneDigit.format(Math.max(0.1, bytes / 1e6));

  function when(iso) {
    const then = new Date(iso);
    const today = then.toDateString() === new Date().toDateString();
    const date = today ? {} : { day: "numeric", month: "long" };
    return new Intl.DateTimeFormat(language, { ...date, hour: "numeric", minute: "2-digit", hourCycle: "h23" }).format(then);
  }

  function show(image, blob) {
    image.onload = image.onerror = () => URL.revokeObjectURL(image.src);
    image.src = URL.createObjectURL(blob);
  }

  return { box, form, list, $, say, fill, inLanguage, template, megabytes, when, show };
})();
