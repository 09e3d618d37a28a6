// The list of the reports on this device, and what became of each: self.aitimaList.

self.aitimaList = ({ sending, change, drop, goOn }) => {
  const { list, $, fill, template, megabytes, when, show } = self.aitimaPage;
  const ORDER = ["refused", "queued", "opened", "sent"]; // what the heading speaks of first

  async function draw() {
    const reports = (await self.aitimaQueue.all()).sort((a, b) => b.written.localeCompare(a.written));
    const shown = reports.filter(({ state }) => state !== "writing");
    for (const part of list.querySelectorAll("[data-part]")) drawPart(part, shown);
    const waits = shown.some(({ state }) => state === "queued");
    drawHeading(shown);
    $("[data-send]").hidden = !waits;
    $("[data-iphone]").hidden = !waits;
    const again = $("[data-new]");
    again.className = waits ? "txt" : "govgr-btn govgr-btn-primary wide";
    $("span", again).textContent = shown.length ? again.dataset.another : again.dataset.first;
    return shown;
  }

  function drawPart(part, shown) {
    const states = part.dataset.part.split(" ");
    const its = shown.filter(({ state }) => states.includes(state));
    part.hidden = !its.length;
    $("ul", part).replaceChildren(...its.map(item));
  }

  function drawHeading(shown) {
    const first = ORDER.find((one) => shown.some(({ state }) => state === one));
    const heading = sending.size ? "sending" : (first ?? "nothing");
    $("h1", list).textContent = list.dataset[heading];
    $("[data-lead]", list).textContent = list.dataset[`${heading}Lead`] ?? "";
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
    const words = title || list.dataset.untitled;
    place.append(url ? Object.assign(document.createElement("a"), { href: url, textContent: words }) : words);
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
    if (photos?.length) return show($("img", row), photos[0].blob);
    $(".ph", row).remove();
    row.classList.add("one");
  }

  function bar({ key, photos }, progress) {
    progress.hidden = !sending.has(key) || !photos?.length;
    progress.max = (photos?.length ?? 0) + 1;
    progress.value = sending.get(key) ?? 0;
  }

  // What the server has is changed in its pages, what it has not yet is changed here.
  function actions(report, row) {
    const place = $("[data-actions]", row);
    const { state, key } = report;
    place.hidden = state === "sent";
    const atServer = report.onServer || state === "opened" || (state === "refused" && report.atServer && navigator.onLine);
    const edit = $("[data-edit]", row);
    const open = $("form", row);
    edit.hidden = atServer;
    open.hidden = !atServer;
    open.action = `${place.dataset.base}${key}/open/`;
    open.addEventListener("submit", (event) => {
      event.preventDefault();
      goOn(report, open.action);
    });
    edit.addEventListener("click", () => change(key));
    $("[data-delete]", row).addEventListener("click", () => drop(report));
  }

  return { draw };
};
