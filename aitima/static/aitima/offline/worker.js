// The service worker: pages come from the network, and without one the page that writes a report
// comes from the device. `self.AITIMA` holds what it keeps; nothing private is ever among it.

const { version, page, pages, catalogue, begin, check, share, told, files } = self.AITIMA;
const CACHE = `aitima-${hash(version + files.join())}`;
const LANGUAGE = "/language"; // a marker in the cache: the language last read
const MOST = 5; // photos
const PATIENCE = 8000; // milliseconds until a page is taken for lost
const NOT_OURS = /^\/(workspace|demo|live)\//; // the staff have a desk, and a cable

function hash(text) {
  let number = 5381;
  for (const letter of text) number = ((number << 5) + number + letter.codePointAt(0)) | 0;
  return (number >>> 0).toString(36);
}

// The new version is whole before it takes over, and takes over at once: pages ask the network
// first, so that nobody is left with yesterday's.
self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(files))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

async function takeOver() {
  for (const name of await caches.keys()) {
    if (name.startsWith("aitima-") && name !== CACHE) await caches.delete(name);
  }
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin || NOT_OURS.test(url.pathname)) return;
  if (request.mode === "navigate") {
    if (request.method === "GET") event.respondWith(navigated(event));
    if (request.method === "POST" && url.pathname === check) event.respondWith(lastStep(event));
    if (request.method === "POST" && begin.includes(url.pathname)) event.respondWith(firstStep(event));
    if (request.method === "POST" && url.pathname === share) event.respondWith(shared(event));
  } else if (request.method === "GET" && url.pathname === catalogue) {
    event.respondWith(fresh(request));
  } else if (request.method === "GET" && files.includes(url.pathname)) {
    event.respondWith(kept(request));
  }
});

async function kept(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request)) ?? fetch(request);
}

async function fresh(request) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(request, answer.clone());
    return answer;
  } catch {
    return (await cache.match(request)) ?? Response.error();
  }
}

async function navigated(event) {
  try {
    const answer = await inTime(event.preloadResponse?.then((early) => early ?? fetch(event.request)) ?? fetch(event.request));
    const language = answer.headers.get("Content-Language");
    if (language in pages) event.waitUntil(remember(language));
    return answer;
  } catch {
    return ownPage();
  }
}

function inTime(answer) {
  return Promise.race([answer, new Promise((_, reject) => setTimeout(reject, PATIENCE))]);
}

async function remember(language) {
  const cache = await caches.open(CACHE);
  await cache.put(LANGUAGE, new Response(language));
}

async function ownPage() {
  const cache = await caches.open(CACHE);
  const language = await (await cache.match(LANGUAGE))?.text();
  return (await cache.match(pages[language] ?? Object.values(pages)[0])) ?? Response.error();
}

// The last step, and the connection is gone: whether the server has heard it or not, the device
// sends the same report until it has the number. The server keeps the words; here is only the key.
async function lastStep(event) {
  const form = event.request.clone().formData();
  try {
    return await fetch(event.request);
  } catch {
    const sent = await form;
    if (!sent.get("key") || !sent.has("title")) return ownPage(); // another form of that page
    const { key, title } = Object.fromEntries(sent);
    await self.aitimaQueue.put({ ...begun(), key, title, state: "queued", onServer: true });
    event.waitUntil(self.registration.sync?.register("reports"));
    return Response.redirect(page, 303);
  }
}

// The first words of a report, and the connection is gone: they go on being written on the device.
async function firstStep(event) {
  const form = event.request.clone().formData();
  try {
    return await fetch(event.request);
  } catch {
    const text = (await form).get("text");
    if (text) await self.aitimaQueue.put({ ...begun(), state: "writing", answers: { text } });
    return Response.redirect(page, 303);
  }
}

// Shared from another app, and there is no connection: text and pictures wait on the device.
async function shared(event) {
  const form = event.request.clone().formData();
  try {
    return await fetch(event.request);
  } catch {
    const sent = await form;
    const text = ["title", "text", "url"].map((name) => sent.get(name)).filter(Boolean).join("\n");
    const photos = sent.getAll("photos").filter(({ size }) => size).slice(0, MOST);
    const raw = photos.map((blob) => ({ id: self.aitimaQueue.newKey(), blob, point: "", raw: true }));
    await self.aitimaQueue.put({ ...begun(), state: "writing", answers: { text }, photos: raw });
    return Response.redirect(page, 303);
  }
}

const begun = () => ({
  key: self.aitimaQueue.newKey(),
  written: new Date().toISOString(),
  title: "",
  answers: {},
  photos: [],
});

async function send() {
  if (await self.aitimaQueue.sendAll({ arrived: tellPages })) throw new Error("Some wait for the connection.");
}

// The pages that are open say it, each in its own language; the page of the list shows it anyway.
async function tellPages({ number, url }) {
  for (const client of await self.clients.matchAll({ includeUncontrolled: true })) {
    client.postMessage({ number, url, told });
  }
}

self.addEventListener("sync", (event) => {
  if (event.tag === "reports") event.waitUntil(send());
});

// Pages say when they are opened, seen again, or connected: not every browser has the event above.
self.addEventListener("message", (event) => {
  const { language } = event.data;
  if (event.data.send) event.waitUntil(send().catch(() => {}));
  if (language in pages) event.waitUntil(remember(language));
});
