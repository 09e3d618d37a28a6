// Proof of work, asked for under attack alone: find the number behind the salt (ALTCHA), then send.

const form = document.querySelector("form[data-challenge]");
if (form) prove(form);

async function prove(form) {
  const { salt, challenge, signature, most } = form.dataset;
  const number = await search(salt, challenge, Number(most));
  if (number === null) return;
  const solution = { algorithm: "SHA-256", challenge, number, salt, signature };
  form.elements.proof.value = btoa(JSON.stringify(solution));
  form.requestSubmit();
}

// In batches: asking for one hash at a time waits longer than it works.
async function search(salt, challenge, most) {
  const letters = new TextEncoder();
  for (let first = 0; first <= most; first += 500) {
    const numbers = Array.from({ length: 500 }, (_, index) => first + index);
    const hashes = await Promise.all(
      numbers.map((number) => crypto.subtle.digest("SHA-256", letters.encode(salt + number))),
    );
    const found = hashes.findIndex((hash) => hex(hash) === challenge);
    if (found >= 0) return first + found;
  }
  return null;
}

function hex(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
