// Finding a service or a place by words, on the device: self.aitimaFinding. The server's way is
// better; this one is small. Accents do not matter, and Latin letters will do.

self.aitimaFinding = (() => {
  const GREEK = "αβγδεζηθικλμνξοπρστυφχψω";
  const LATIN = ["a", "v", "g", "d", "e", "z", "i", "th", "i", "k", "l", "m", "n", "ks", "o", "p", "r", "s", "t", "i", "f", "h", "ps", "o"];
  const PAIRS = [["ου", "u"], ["αι", "e"], ["ει", "i"], ["οι", "i"], ["υι", "i"], ["μπ", "b"], ["ντ", "d"], ["γκ", "g"], ["γγ", "g"], ["αυ", "av"], ["ευ", "ev"]];
  const ALIKE = [["ch", "h"], ["ph", "f"], ["th", "t"], ["8", "t"], ["3", "ks"], ["x", "ks"], ["mp", "b"], ["nt", "d"], ["ou", "u"], ["oy", "u"], ["ei", "i"], ["oi", "i"], ["ai", "e"], ["y", "i"], ["w", "o"], ["c", "k"], ["b", "v"]];

  function sound(text) {
    let said = text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ς", "σ");
    for (const [written, key] of PAIRS) said = said.replaceAll(written, key);
    said = [...said].map((letter) => LATIN[GREEK.indexOf(letter)] ?? letter).join("");
    for (const [written, key] of ALIKE) said = said.replaceAll(written, key);
    return said.replace(/(.)\1+/g, "$1");
  }

  const words = (text) => sound(text).split(/[^a-z0-9]+/).filter((word) => word.length > 1);
  // Without its ending, roughly: «λακκούβες» finds «λακκούβα».
  const stem = (word) => word.slice(0, Math.max(4, word.length - 2));

  function index(catalogue) {
    const services = catalogue.services.map((service) => {
      const text = [...Object.values(service.names), ...service.words].join(" ");
      return { service, stems: new Set(words(text).filter((word) => word.length > 2).map(stem)) };
    });
    const count = new Map();
    for (const { stems } of services) for (const one of stems) count.set(one, (count.get(one) ?? 0) + 1);
    const places = catalogue.places.map((place) => {
      const names = [...Object.values(place.names), ...(place.also ?? [])].map(words);
      return { place, names, words: names.flat() };
    });
    places.sort((a, b) => b.place.size - a.place.size);
    return { services, places, count };
  }

  // A word that few services know says more.
  function findServices({ services, count }, text, most = 3) {
    const wanted = [...new Set(words(text).map(stem))];
    return services
      .map(({ service, stems }) => ({
        service,
        score: wanted.reduce((sum, one) => sum + (stems.has(one) ? 1 / count.get(one) : 0), 0),
      }))
      .filter(({ score }) => score > 0.05)
      .sort((a, b) => b.score - a.score)
      .slice(0, most)
      .map(({ service }) => service);
  }

  function findPlaces({ places }, text, most = 8) {
    const wanted = words(text);
    if (!wanted.length) return [];
    const fits = ({ words }) => wanted.every((part) => words.some((word) => word.startsWith(part)));
    const begun = places.filter(fits);
    return (begun.length ? begun : namedIn(wanted, places)).slice(0, most).map(({ place }) => place);
  }

  // «Πάνω Χωριό παραλία» says more than a name: the places named in it, the longest name first.
  function namedIn(wanted, places) {
    const whole = (name) => name.every((word) => wanted.some((part) => sameWord(word, part)));
    const score = ({ names }) => Math.max(0, ...names.filter(whole).map(({ length }) => length));
    return places.filter(score).sort((a, b) => score(b) - score(a));
  }

  function sameWord(one, other) {
    const stem = Math.max(4, one.length - 2, other.length - 2);
    return one === other || one.slice(0, stem) === other.slice(0, stem);
  }

  return { index, findServices, findPlaces };
})();
