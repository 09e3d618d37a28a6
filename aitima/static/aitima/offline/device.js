// The page that writes a report on the device, sends it, and shows what became of each.

const queue = self.aitimaQueue;
const { box, form, list, $, say, fill } = self.aitimaPage;
const WAITS = [5, 15, 30, 60, 120, 300]; // seconds

const sending = new Map(); // key → photos sent so far
let tries = 0;
let timer = 0;

const writing = self.aitimaWriting({ done: queued });
const { draw } = self.aitimaList({ sending, change, drop, goOn });

async function showList({ focus = true } = {}) {
  form.hidden = true;
  list.hidden = false;
  await draw();
  if (focus) $("h1", list).focus();
}

// --- what is done with a report of the list -----------------------------------------------------

// From here on the server's draft counts; of the person nothing stays on the device. The form is
// a new one: the list may have been drawn anew meanwhile, and its row with the form be gone.
async function goOn({ key, title, written }, action) {
  await queue.alone(async () => {
    if ((await queue.get(key))?.state === "sent") return;
    await queue.put({ key, title, written, state: "opened", answers: {}, photos: [] });
  });
  const open = Object.assign(document.createElement("form"), { method: "post", action, hidden: true });
  document.body.append(open);
  open.submit();
}

async function change(key) {
  const report = await queue.alone(async () => {
    const now = await queue.get(key);
    if (!now || now.state === "sent") return null; // it has just gone
    now.state = "writing";
    await queue.put(now);
    return now;
  });
  await (report ? writing.write(report) : showList());
}

async function drop({ key }) {
  if (!confirm(list.dataset.sure)) return;
  await queue.alone(() => queue.remove(key));
  await showList();
}

// --- sending ------------------------------------------------------------------------------------

async function queued() {
  history.replaceState(null, "", box.dataset.device); // loading again shows what became of it
  navigator.storage?.persist?.().catch(() => {}); // where there is little room, this goes last
  sendLater();
  await showList();
  say(list.dataset.queued);
  sendNow();
}

async function sendLater() {
  const worker = await navigator.serviceWorker?.getRegistration();
  await worker?.sync?.register("reports").catch(() => {}); // the page itself tries, too
}

function sendNow() {
  tries = 0;
  return send();
}

async function send() {
  clearTimeout(timer);
  const arrived = [];
  const waiting = await queue.sendAll({ going, arrived: ({ number }) => arrived.push(number) });
  sending.clear();
  const reports = await draw();
  for (const number of arrived) say(fill(list.dataset.said, { number }));
  if (reports.some(({ state }) => state === "refused")) say(list.dataset.refused);
  if (!waiting) return void (tries = 0);
  timer = setTimeout(send, WAITS[Math.min(tries++, WAITS.length - 1)] * 1000);
}

function going({ key }, photos) {
  sending.set(key, photos);
  if (photos === 0) say(list.dataset.sending);
  draw();
}

// --- the page -----------------------------------------------------------------------------------

function showConnection() {
  $("[data-offline]").hidden = navigator.onLine;
}

async function start() {
  showConnection();
  const [reports] = await Promise.all([queue.all().catch(() => []), writing.learn()]);
  const unfinished = reports.find(({ state }) => state === "writing");
  if (unfinished || !reports.length) await writing.write(unfinished, { focus: false });
  else await showList({ focus: false });
  send();
}

$("[data-send]").addEventListener("click", sendNow);
$("[data-new]").addEventListener("click", () => writing.write());
$("[data-back]").addEventListener("click", async () => {
  const { key } = writing.current();
  form.hidden = true; // nothing is kept of it any more
  await queue.remove(key);
  await showList();
});
addEventListener("online", () => (showConnection(), send()));
addEventListener("offline", showConnection);
addEventListener("focus", () => send());
document.addEventListener("visibilitychange", () => (document.visibilityState === "visible" ? send() : writing.keepNow()));
queue.news?.addEventListener("message", () => list.hidden || draw());
start();
