"""The installable web app: what a browser is told about it, and what the worker keeps."""

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from PIL import Image

from aitima.portal.offline import app_icons
from aitima.portal.views import app
from tests.portal.citizen import Citizen


def facts(citizen: Citizen) -> dict[str, Any]:
    script = citizen.get("/service-worker.js").content.decode()
    found = re.search(r"self\.AITIMA = (.*);\n", script)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


@pytest.mark.parametrize(("language", "name"), [("el", "Δήμος Λέσβου"), ("en", "Lesvos")])
def test_the_app_is_named_after_the_municipality(
    citizen: Citizen, language: str, name: str
) -> None:
    response = citizen.get("/manifest.webmanifest", language=language)
    manifest = json.loads(response.content)

    assert response["Content-Type"] == "application/manifest+json"
    assert manifest["lang"] == language
    assert name in manifest["name"]
    assert {"192x192", "512x512"} == {icon["sizes"] for icon in manifest["icons"]}


def test_each_icon_has_the_size_it_says(citizen: Citizen) -> None:
    for name, (size, _share) in app.ICONS.items():
        image = Image.open(BytesIO(citizen.get(f"/icons/{name}.png").content))
        assert image.size == (size, size)
        colours = image.convert("RGB").getcolors(maxcolors=100_000)
        assert colours
        assert len(colours) > 2, "the outline is on it"
    assert citizen.get("/icons/16.png").status_code == 404


def test_the_colour_is_that_of_the_header() -> None:
    tokens = Path(str(finders.find("aitima/tokens.css"))).read_text(encoding="utf-8")

    assert f"--navy: {app_icons.GROUND};" in tokens


def test_the_worker_keeps_nothing_private(citizen: Citizen) -> None:
    citizen.report()
    for url in facts(citizen)["files"]:
        if not url.startswith(settings.STATIC_URL):
            assert not citizen.get(url).cookies, url
            assert url.startswith("/report/device/"), url


def test_every_file_the_worker_keeps_is_there(citizen: Citizen) -> None:
    for url in facts(citizen)["files"]:
        if url.startswith(settings.STATIC_URL):
            assert finders.find(url.removeprefix(settings.STATIC_URL)), url
        else:
            assert citizen.get(url).status_code == 200


def test_the_worker_holds_every_style_of_its_page(citizen: Citizen) -> None:
    page = citizen.get("/report/device/").content.decode()
    wanted = re.findall(rf'(?:href|src)="({settings.STATIC_URL}[^"#]+)', page)

    assert set(wanted) <= set(facts(citizen)["files"])


def test_the_worker_is_asked_for_again_at_every_visit(citizen: Citizen) -> None:
    response = citizen.get("/service-worker.js")

    assert response["Content-Type"] == "text/javascript"
    assert "no-cache" in response["Cache-Control"]
