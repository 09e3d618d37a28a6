// The reports on this device, and their way to the municipality. The page and the service worker
// load this file alike, so it is a plain script: self.aitimaQueue.
//
// A report: { key, state, written, title, answers, photos: [{ id, blob, point }], reason, number, url }
//   writing   on the page, kept as it is typed
//   queued    waits for the connection
//   refused   the server said why; here it can be corrected
//   opened    goes on in the pages; the server has everything, this device keeps the title alone
//   sent      has a number; contact, words and photos are gone from the device
//
// A photo that was shared without a connection is `raw`: as it came, until the page makes it ready.
//
// Sent exactly once: the key is made here, and the server makes one report of one key.

self.aitimaQueue = (() => {
  const BASE = "/report/device/";
  const LOCK = "aitima-send";
  const PATIENCE = 180000; // milliseconds for one answer, on the slowest line
  const news = "BroadcastChannel" in self ? new BroadcastChannel("aitima") : null;

  class Later extends Error {} // the connection, or the server, is away
  class Refused extends Error {} // the message is the server's reason

  let opened = null;

  function open() {
    opened ??= new Promise((resolve, reject) => {
      const asked = indexedDB.open("aitima", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("reports", { keyPath: "key" });
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    return opened;
  }

  async function store(mode, act) {
    const database = await open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction("reports", mode);
      const asked = act(transaction.objectStore("reports"));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }

  const all = () => store("readonly", (reports) => reports.getAll());
  const get = (key) => store("readonly", (reports) => reports.get(key));

  async function put(report) {
    await store("readwrite", (reports) => reports.put(report));
    news?.postMessage("changed");
  }

  async function remove(key) {
    await store("readwrite", (reports) => reports.delete(key));
    news?.postMessage("changed");
  }

  // One sender at a time, of all tabs and the worker. Where there are no locks, the server sees to it.
  function alone(act) {
    return navigator.locks ? navigator.locks.request(LOCK, act) : act();
  }

  // Send all that waits; `going(report, photos)` and `arrived(report)` hear of it.
  // Returns how many still wait for the connection.
  function sendAll({ going = () => {}, arrived = () => {} } = {}) {
    return alone(async () => {
      let waiting = 0;
      for (const { key } of (await all()).filter(({ state }) => state === "queued" || state === "opened")) {
        const report = await get(key); // as it is now: another tab may have changed it
        if (report) waiting += await sendOne(report, { going, arrived });
      }
      return waiting;
    });
  }

  async function sendOne(report, { going, arrived }) {
    if (report.state === "opened") return look(report);
    try {
      const now = await sent(report, going);
      await put(now);
      arrived(now);
      return 0;
    } catch (problem) {
      if (!(problem instanceof Refused)) return 1;
      await put({ ...report, state: "refused", reason: problem.message, atServer: problem.status !== 400 });
      return 0;
    }
  }

  async function sent(report, going) {
    const here = BASE + report.key + "/";
    let answer = {};
    if (!report.onServer) {
      const photos = report.photos.map(({ id }) => id);
      const content = JSON.stringify({ answers: report.answers, photos });
      answer = await ask("PUT", here, content, "application/json");
      if (!answer.number) await sendPhotos(report, here, answer.photos, going);
    }
    going(report, report.photos.length);
    if (!answer.number) answer = await ask("POST", here + "send/");
    return asSent(report, answer);
  }

  // A photo that is refused keeps the others from nothing: all that can go is there at the end.
  async function sendPhotos(report, here, arrived, going) {
    const reasons = new Set();
    for (const [index, { id, blob, point }] of report.photos.entries()) {
      if (arrived.includes(id.replaceAll("-", ""))) continue;
      going(report, index);
      const url = `${here}photos/${id}/?point=${encodeURIComponent(point ?? "")}`;
      try {
        await ask("PUT", url, blob, blob.type || "application/octet-stream");
      } catch (problem) {
        if (!(problem instanceof Refused)) throw problem;
        reasons.add(problem.message);
      }
    }
    if (reasons.size) throw new Refused([...reasons].join(" "));
  }

  // Nothing of the person stays: who wrote it, how to reach them, the words, the photos.
  function asSent({ key, title, written }, { number, url }) {
    return { key, title, written, state: "sent", number, url, arrived: new Date().toISOString() };
  }

  // A report that went on in the pages: was it sent there, or has the server let it go?
  async function look(report) {
    try {
      const answer = await ask("GET", BASE + report.key + "/");
      if (answer.number) await put(asSent(report, answer));
    } catch (problem) {
      if (problem.status === 404) await remove(report.key);
    }
    return 0;
  }

  async function ask(method, url, body, type) {
    const answer = await fetch(url, {
      method,
      body,
      headers: type ? { "Content-Type": type } : {},
      signal: AbortSignal.timeout?.(PATIENCE),
    });
    // A hotel's sign-in page answers everything with 200: only our own JSON counts.
    const ours = answer.headers.get("Content-Type")?.startsWith("application/json");
    const content = ours ? await answer.json() : {};
    if (answer.ok && ours) return content;
    const problem = content.reason ? new Refused(content.reason) : new Later(answer.status);
    throw Object.assign(problem, { status: answer.status });
  }

  return { all, get, put, remove, alone, sendAll, news, newKey };

  function newKey() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
  }
})();
