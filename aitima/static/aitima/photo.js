// A photo made ready to be sent: upright, at most 2048 pixels long, its place read before it is lost.
//
//   const { blob, point } = await aitimaPhoto.prepare(file);   // point: "39.233600,26.207100" or ""
//
// What this browser cannot draw (HEIC in most of them) stays as it is: the server draws it anew.

self.aitimaPhoto = (() => {
  const LONGEST = 2048;
  const QUALITY = 0.85;
  const GPS = 0x8825;

  async function prepare(file) {
    const [point, blob] = await Promise.all([pointOf(file).catch(() => ""), smaller(file)]);
    return { blob, point };
  }

  async function smaller(file) {
    let image;
    try {
      image = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, LONGEST / Math.max(image.width, image.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(image.width * scale);
      canvas.height = Math.round(image.height * scale);
      const paper = canvas.getContext("2d");
      paper.fillStyle = "#fff"; // under what is transparent
      paper.fillRect(0, 0, canvas.width, canvas.height);
      paper.drawImage(image, 0, 0, canvas.width, canvas.height);
      const drawn = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
      return drawn && drawn.size < file.size ? drawn : file;
    } catch {
      return file;
    } finally {
      image?.close();
    }
  }

  // JPEG, PNG, WebP and HEIC carry EXIF in different boxes, but the TIFF inside begins alike.
  async function pointOf(file) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    for (let at = 0; (at = next(bytes, at)) >= 0; at += 1) {
      const point = readPoint(new DataView(bytes.buffer, at), bytes[at] === 0x49);
      if (point) return point;
    }
    return "";
  }

  const LITTLE = [0x49, 0x49, 42, 0, 8, 0, 0, 0]; // II*, first directory at byte 8
  const BIG = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8]; // MM*
  const begins = (bytes, at, mark) => mark.every((byte, index) => bytes[at + index] === byte);

  function next(bytes, from) {
    for (let at = from; at < bytes.length - 8; at += 1) {
      if (bytes[at] === 0x49 && begins(bytes, at, LITTLE)) return at;
      if (bytes[at] === 0x4d && begins(bytes, at, BIG)) return at;
    }
    return -1;
  }

  function readPoint(view, little) {
    try {
      const gps = entries(view, 8, little).get(GPS);
      if (!gps) return "";
      const facts = entries(view, view.getUint32(gps + 8, little), little);
      const latitude = degrees(view, facts, 1, "S", little);
      const longitude = degrees(view, facts, 3, "W", little);
      const good = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && (latitude || longitude);
      return good ? `${latitude.toFixed(6)},${longitude.toFixed(6)}` : "";
    } catch {
      return ""; // it points outside the file: no EXIF after all
    }
  }

  function entries(view, at, little) {
    const found = new Map();
    for (let index = 0; index < view.getUint16(at, little); index += 1) {
      const entry = at + 2 + index * 12;
      found.set(view.getUint16(entry, little), entry);
    }
    return found;
  }

  // Tag `side` says N, S, E or W; the tag after it holds degrees, minutes and seconds as fractions.
  function degrees(view, facts, side, negative, little) {
    const at = view.getUint32(facts.get(side + 1) + 8, little);
    const part = (index) =>
      view.getUint32(at + index * 8, little) / view.getUint32(at + index * 8 + 4, little);
    const value = part(0) + part(1) / 60 + (part(2) || 0) / 3600;
    return view.getUint8(facts.get(side) + 8) === negative.charCodeAt(0) ? -value : value;
  }

  return { prepare };
})();
