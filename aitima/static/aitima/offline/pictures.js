// The photos of the report that is being written: self.aitimaPictures.

self.aitimaPictures = ({ current, keepNow, changed }) => {
  const { form, $, say, fill, template, megabytes, show } = self.aitimaPage;
  const MOST = 5;
  const LARGEST = 10 * 1024 * 1024; // bytes; the server's own limit

  $("#id_photos").addEventListener("change", async ({ target }) => {
    const files = [...target.files];
    target.value = "";
    $("[data-photo-refusals]").textContent = "";
    for (const file of files) await add(file);
    draw();
    say(fill(form.dataset.photosSaid, { count: current().photos.length }));
  });

  async function add(file) {
    const report = current();
    if (file.type.startsWith("video/")) return refuse(file, form.dataset.video);
    if (report.photos.length >= MOST) return refuse(file, form.dataset.five);
    const { blob, point } = await self.aitimaPhoto.prepare(file);
    if (blob.size > LARGEST) return refuse(file, form.dataset.large);
    const photo = { id: self.aitimaQueue.newKey(), blob, point };
    report.photos.push(photo);
    if (await keepNow()) return;
    report.photos = report.photos.filter((one) => one !== photo); // no room: the others are safe
    await keepNow();
    refuse(file, form.dataset.full);
  }

  // What was shared while there was no connection lies here as it came.
  async function takeIn() {
    const report = current();
    const shared = report.photos.filter(({ raw }) => raw);
    report.photos = report.photos.filter(({ raw }) => !raw);
    for (const { blob } of shared) await add(blob);
  }

  function refuse({ name }, why) {
    $("[data-photo-refusals]").textContent += `${name}: ${why} `;
    say(`${name}: ${why}`);
  }

  function draw() {
    $("[data-photo-list]").replaceChildren(...current().photos.map(row));
    $(".upload").hidden = current().photos.length >= MOST;
    changed();
  }

  function row(photo, index) {
    const line = template("photo");
    const image = $("img", line);
    image.alt = fill(form.dataset.photo, { number: index + 1 });
    show(image, photo.blob);
    $("b", line).textContent = image.alt;
    $(".small", line).textContent = `${megabytes(photo.blob.size)} MB`;
    $("[data-name]", line).textContent = image.alt;
    $("button", line).addEventListener("click", () => remove(photo));
    return line;
  }

  function remove(photo) {
    const report = current();
    report.photos = report.photos.filter(({ id }) => id !== photo.id);
    draw();
    keepNow();
    $("#photos").focus();
  }

  return { draw, takeIn };
};
