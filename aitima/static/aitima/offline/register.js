// Every page of the citizens: the service worker is asked to look whether a report waits here.

if ("serviceWorker" in navigator) {
  const begin = () => navigator.serviceWorker.register("/service-worker.js").then(greet, () => {});
  // After everything the page itself needs, on a slow line.
  if (document.readyState === "complete") setTimeout(begin, 1000);
  else addEventListener("load", () => setTimeout(begin, 1000));

  const tell = async (words) => (await navigator.serviceWorker.ready).active.postMessage(words);
  const greet = () => tell({ language: document.documentElement.lang });

  const send = () => {
    if (document.querySelector("[data-device]")) return; // that page sends by itself, and shows it
    if (document.visibilityState === "visible") tell({ send: true });
  };
  send();
  addEventListener("online", send);
  addEventListener("pageshow", (event) => event.persisted && send());
  document.addEventListener("visibilitychange", send);
}
