// Every page of the citizens: the service worker is asked to look whether a report waits here.

if ("serviceWorker" in navigator) {
  const begin = () => navigator.serviceWorker.register("/service-worker.js").then(greet, () => {});
  // After everything the page itself needs, on a slow line.
  if (document.readyState === "complete") setTimeout(begin, 1000);
  else addEventListener("load", () => setTimeout(begin, 1000));

  const tell = async (words) => (await navigator.serviceWorker.ready).active.postMessage(words);
  const greet = () => tell({ language: document.documentElement.lang });

  // What was sent meanwhile is said here, too. The place is there beforehand: what comes into it is heard.
  const place = Object.assign(document.createElement("div"), { className: "told" });
  place.setAttribute("role", "status");
  document.body.append(place);
  const itself = document.querySelector("[data-device]"); // that page sends by itself, and shows it
  navigator.serviceWorker.addEventListener("message", ({ data: { number, url, told } }) => {
    const [said, link] = told?.[document.documentElement.lang] ?? [];
    if (itself || !said) return;
    const line = document.createElement("p");
    line.append(said.replace("{number}", number), " ", Object.assign(document.createElement("a"), { href: url, textContent: link }));
    place.append(line);
  });
  navigator.serviceWorker.startMessages();

  const send = () => {
    if (itself) return;
    if (document.visibilityState === "visible") tell({ send: true });
  };
  send();
  addEventListener("online", send);
  addEventListener("pageshow", (event) => event.persisted && send());
  document.addEventListener("visibilitychange", send);
}
