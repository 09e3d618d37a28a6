"""Things with a number on them (lamp posts, bins, benches), from `assets.csv` to rows."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from aitima.catalogue.models import Asset, Service, sign_key
from aitima.geography.queries import area_at, nearest_place
from aitima.municipalities.data import AssetEntry
from aitima.municipalities.files import Folder
from aitima.municipalities.mistakes import Mistakes, MunicipalityRefused
from aitima.municipalities.report import Changes

FILE: Final = "assets.csv"
SIGN: Final = r"[A-ZΑ-Ω0-9]+([ ./-][A-ZΑ-Ω0-9]+)*"
_WRITTEN: Final = ("names", "service", "area", "place", "address", "latitude", "longitude")
_AT_ONCE: Final = 1000


def load(path: Path, *, complete: bool = False) -> Changes:
    """Add and change the assets of a CSV file; loading it again changes nothing.

    Args:
        complete: the file names all there are, so the others are retired.

    Raises:
        MunicipalityRefused: with every mistake of the file; nothing was loaded.
    """
    mistakes = Mistakes()
    languages = [code for code, _ in settings.LANGUAGES]
    entries = tuple(read(Folder(path.parent, mistakes, languages), path.name))
    if mistakes.found:
        raise MunicipalityRefused(mistakes)
    with transaction.atomic():
        return write(entries, complete=complete)


def read(folder: Folder, name: str = FILE) -> Iterator[AssetEntry]:
    seen: dict[str, AssetEntry] = {}
    for row in folder.rows(name, "asset", ["code", "service", "lat", "lon"], named=False):
        entry = AssetEntry(
            origin=row.origin,
            code=row.code(longest=40, pattern=SIGN, letters="capital letters"),
            names=row.texts("names", needed=False),
            service=row.text("service", needed=False),
            address=row.text("address", needed=False, longest=300),
            longitude=row.number("lon", least=-180, most=180),
            latitude=row.number("lat", least=-90, most=90),
        )
        row.done()
        first = seen.setdefault(sign_key(entry.code), entry)
        if first is not entry:
            message = f"the number looks like {first.code} ({first.origin}): write each once"
            folder.mistakes.add(entry.origin, message, key="code")
        yield entry


def write(entries: Iterable[AssetEntry], *, complete: bool) -> Changes:
    """Make the rows say what the entries say; must run inside a transaction.

    Raises:
        MunicipalityRefused: one lies outside the municipality, or names no service of ours.
    """
    changes = Changes("assets")
    existing = {asset.code: asset for asset in Asset.objects.all()}
    wanted = _wanted(entries)
    changed = []
    for code, values in wanted.items():
        asset = existing.pop(code, None) or Asset(code=code)
        if _differs(asset, values):
            (changes.changed if asset.pk else changes.added).append(code)
            changed.append(_with(asset, values))
        else:
            changes.unchanged += 1
    fields = [*_WRITTEN, "active"]
    Asset.objects.bulk_create(
        changed, _AT_ONCE, update_conflicts=True, unique_fields=["code"], update_fields=fields
    )
    if complete:
        changes.retired += sorted(code for code, asset in existing.items() if asset.active)
        Asset.objects.filter(code__in=changes.retired).update(active=False)
    return changes


def _wanted(entries: Iterable[AssetEntry]) -> dict[str, dict[str, Any]]:
    mistakes = Mistakes()
    services = {service.code: service for service in Service.objects.active()}
    wanted = {}
    for entry in entries:
        area = area_at(entry.latitude, entry.longitude)
        near = nearest_place(entry.latitude, entry.longitude)
        if area is None:
            message = "it lies outside every area: correct lon or lat"
            mistakes.add(entry.origin, message, key="lon, lat")
        if entry.service and entry.service not in services:
            message = f"there is no service {entry.service!r}: write a code of the catalogue"
            mistakes.add(entry.origin, message, key="service")
        wanted[entry.code] = {
            "names": entry.names,
            "service": services.get(entry.service),
            "area": area,
            "place": near[0] if near else None,
            "address": entry.address,
            "latitude": entry.latitude,
            "longitude": entry.longitude,
        }
    if mistakes.found:
        raise MunicipalityRefused(mistakes)
    return wanted


def _differs(asset: Asset, values: dict[str, Any]) -> bool:
    if not asset.pk or not asset.active:
        return True
    keys = {name: getattr(value, "pk", value) for name, value in values.items()}
    return any(
        getattr(asset, f"{name}_id" if name in {"service", "area", "place"} else name) != value
        for name, value in keys.items()
    )


def _with(asset: Asset, values: dict[str, Any]) -> Asset:
    for name, value in values.items():
        setattr(asset, name, value)
    asset.active = True
    return asset
