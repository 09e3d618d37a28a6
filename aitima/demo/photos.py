"""Drawn photographs: a few plain scenes, each as it was before and after the work."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from random import Random
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw, ImageFilter

from aitima.core.images import clean_photo, thumbnail
from aitima.service_requests.photos import StoredPhoto

_SIZE: Final = (960, 720)
_FOLDER: Final = "photos/demo"

type Colour = tuple[int, int, int]
type Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Pair:
    """The same place before and after."""

    before: StoredPhoto
    after: StoredPhoto


@dataclass(frozen=True, slots=True)
class _Scene:
    image: Image.Image
    draw: ImageDraw.ImageDraw
    chance: Random
    done: bool
    night: bool


def ensure() -> dict[str, Pair]:
    """Draw the scenes that the storage does not have yet."""
    return {name: Pair(_kept(name, done=False), _kept(name, done=True)) for name in _SCENES}


def _kept(name: str, *, done: bool) -> StoredPhoto:
    stem = f"{_FOLDER}/{name}-{'after' if done else 'before'}"
    photo = StoredPhoto(f"{stem}.jpg", f"{stem}-small.jpg", "image/jpeg", *_SIZE)
    if not default_storage.exists(photo.thumbnail):
        drawn = BytesIO()
        _drawn(name, done=done).save(drawn, "JPEG", quality=88)
        clean = clean_photo(drawn)
        default_storage.save(photo.file, ContentFile(clean.content))
        default_storage.save(photo.thumbnail, ContentFile(thumbnail(clean).content))
    return photo


def _drawn(name: str, *, done: bool) -> Image.Image:
    night = name == "lamp"
    top, bottom = ((12, 18, 42), (38, 44, 78)) if night else ((126, 178, 226), (232, 240, 246))
    image = Image.linear_gradient("L").resize(_SIZE)
    sky = Image.composite(Image.new("RGB", _SIZE, bottom), Image.new("RGB", _SIZE, top), image)
    chance = Random(name)  # noqa: S311 - a drawing, no secret
    scene = _Scene(sky, ImageDraw.Draw(sky), chance, done, night)
    _street(scene)
    _SCENES[name](scene)
    return sky.filter(ImageFilter.GaussianBlur(0.8))


def _street(scene: _Scene) -> None:
    """Houses with tiled roofs, a pavement and a road: the background of every scene."""
    walls: tuple[Colour, ...] = ((236, 226, 206), (222, 204, 178), (206, 190, 172), (240, 236, 226))
    x = -40
    while x < _SIZE[0]:
        width, height = scene.chance.randint(150, 230), scene.chance.randint(170, 270)
        _house(scene, x, 430, (width, height), scene.chance.choice(walls))
        x += width + scene.chance.randint(0, 30)
    scene.draw.rectangle((0, 430, *_SIZE), fill=_dim(scene, (186, 184, 180)))
    scene.draw.rectangle((0, 505, *_SIZE), fill=_dim(scene, (96, 98, 104)))
    for mark in range(-30, _SIZE[0], 190):
        line = [(mark, 640), (mark + 90, 640), (mark + 96, 652), (mark - 4, 652)]
        scene.draw.polygon(line, fill=_dim(scene, (226, 226, 220)))


def _house(scene: _Scene, x: int, ground: int, size: tuple[int, int], wall: Colour) -> None:
    width, height = size
    top = ground - height
    scene.draw.rectangle((x, top, x + width, ground), fill=_dim(scene, wall))
    roof = [(x - 10, top), (x + width + 10, top), (x + width - 20, top - 46), (x + 20, top - 46)]
    scene.draw.polygon(roof, fill=_dim(scene, (176, 92, 66)))
    for left in range(x + 24, x + width - 40, 66):
        for row in range(top + 34, ground - 70, 92):
            lit = scene.night and scene.chance.random() < 0.3  # noqa: PLR2004
            glass = (250, 214, 130) if lit else _dim(scene, (92, 130, 150))
            scene.draw.rectangle((left, row, left + 36, row + 52), fill=glass)
    door = (x + width // 2 - 20, ground - 74, x + width // 2 + 20, ground)
    scene.draw.rectangle(door, fill=_dim(scene, (64, 92, 110)))


def _dim(scene: _Scene, colour: Colour) -> Colour:
    if not scene.night:
        return colour
    red, green, blue = colour
    return (red // 4, green // 4, blue // 3)


def _lamp(scene: _Scene) -> None:
    if scene.done:
        light = Image.new("L", _SIZE, 0)
        cone = ImageDraw.Draw(light)
        cone.polygon([(600, 190), (660, 190), (900, 640), (360, 640)], fill=150)
        cone.ellipse((350, 580, 910, 700), fill=170)
        warm = Image.new("RGB", _SIZE, (255, 226, 150))
        scene.image.paste(warm, mask=light.filter(ImageFilter.GaussianBlur(34)))
    scene.draw.rectangle((496, 150, 508, 560), fill=(46, 50, 58))
    scene.draw.rectangle((496, 150, 640, 160), fill=(46, 50, 58))
    bulb: Colour = (255, 246, 206) if scene.done else (58, 60, 66)
    scene.draw.rounded_rectangle((596, 156, 664, 188), 12, fill=(60, 64, 72))
    scene.draw.ellipse((608, 172, 652, 204), fill=bulb)


def _bin(scene: _Scene) -> None:
    for x in (330, 520):
        scene.draw.rounded_rectangle((x, 350, x + 160, 500), 14, fill=(44, 122, 78))
        scene.draw.rectangle((x + 12, 384, x + 148, 392), fill=(34, 98, 62))
        lid: Box = (x - 6, 330, x + 166, 358) if scene.done else (x - 6, 288, x + 166, 314)
        scene.draw.rounded_rectangle(lid, 10, fill=(34, 98, 62))
        for wheel in (x + 20, x + 120):
            scene.draw.ellipse((wheel, 488, wheel + 26, 514), fill=(30, 30, 32))
    if not scene.done:
        _bags(scene, 26)


def _bags(scene: _Scene, count: int) -> None:
    colours: tuple[Colour, ...] = ((32, 34, 40), (70, 74, 90), (206, 206, 214), (48, 84, 130))
    for _ in range(count):
        x, low = scene.chance.randint(270, 700), scene.chance.choice((346, 520, 540, 560))
        size = scene.chance.randint(40, 72)
        box = (x, low - size, x + size, low)
        scene.draw.ellipse(box, fill=scene.chance.choice(colours))
        tip = [(x + size / 2 - 8, low - size), (x + size / 2, low - size - 16)]
        scene.draw.line([*tip, (x + size / 2 + 8, low - size)], fill=(24, 24, 28), width=5)


def _pothole(scene: _Scene) -> None:
    if scene.done:
        scene.draw.rectangle((330, 560, 640, 676), fill=(52, 53, 57))
        scene.draw.rectangle((330, 560, 640, 676), outline=(40, 41, 44), width=4)
        return
    rim = [(322, 610), (372, 566), (470, 556), (580, 572), (648, 620), (590, 672), (450, 684)]
    scene.draw.polygon([*rim, (352, 660)], fill=(72, 70, 70))
    scene.draw.ellipse((372, 580, 610, 668), fill=(44, 40, 38))
    scene.draw.ellipse((410, 606, 580, 660), fill=(96, 112, 124))
    for _ in range(30):
        x, y = scene.chance.randint(300, 670), scene.chance.randint(550, 690)
        scene.draw.ellipse((x, y, x + 9, y + 7), fill=(126, 124, 120))


def _bulky(scene: _Scene) -> None:
    if scene.done:
        return
    scene.draw.rounded_rectangle((250, 380, 560, 470), 18, fill=(132, 74, 62))
    scene.draw.rounded_rectangle((236, 430, 576, 506), 18, fill=(154, 88, 74))
    scene.draw.polygon([(600, 300), (720, 320), (690, 512), (580, 500)], fill=(226, 222, 210))
    for stripe in range(316, 500, 30):
        scene.draw.line((596, stripe, 712, stripe + 14), fill=(176, 190, 206), width=6)
    scene.draw.rectangle((150, 320, 232, 506), fill=(214, 216, 218))
    scene.draw.line((152, 384, 230, 384), fill=(150, 152, 156), width=4)


def _branches(scene: _Scene) -> None:
    if scene.done:
        return
    for _ in range(130):
        x, y = scene.chance.gauss(480, 110), 510 - abs(scene.chance.gauss(0, 48))
        end = (x + scene.chance.randint(-90, 90), y + scene.chance.randint(-26, 26))
        scene.draw.line((x, y, *end), fill=(104, 82, 56), width=4)
        leaf: Colour = (scene.chance.randint(60, 120), scene.chance.randint(110, 150), 62)
        scene.draw.ellipse((end[0], end[1], end[0] + 20, end[1] + 12), fill=leaf)


def _tree(scene: _Scene) -> None:
    scene.draw.rectangle((468, 300, 500, 506), fill=(98, 74, 52))
    spread, low = (130, 300) if scene.done else (250, 430)
    for _ in range(190):
        x = scene.chance.gauss(484, spread / 2)
        y = min(low, scene.chance.gauss(low - 140, 64))
        size = scene.chance.randint(34, 62)
        leaf: Colour = (scene.chance.randint(48, 92), scene.chance.randint(106, 146), 58)
        scene.draw.ellipse((x - size, y - size / 2, x + size, y + size / 2), fill=leaf)


def _park(scene: _Scene) -> None:
    lawn: Colour = (104, 158, 78) if scene.done else (176, 162, 96)
    scene.draw.rectangle((0, 440, *_SIZE), fill=lawn)
    scene.draw.polygon([(380, 720), (580, 720), (520, 440), (470, 440)], fill=(212, 198, 170))
    scene.draw.rectangle((640, 470, 860, 482), fill=(126, 92, 60))
    scene.draw.rectangle((640, 430, 860, 442), fill=(126, 92, 60))
    for leg in (656, 836):
        scene.draw.rectangle((leg, 430, leg + 10, 520), fill=(70, 70, 74))
    for _ in range(120):
        x, y = scene.chance.randint(0, 360), scene.chance.randint(470, 700)
        if scene.done:
            petal = scene.chance.choice(((226, 84, 96), (246, 204, 84), (236, 240, 246)))
            scene.draw.ellipse((x, y, x + 13, y + 13), fill=petal)
        else:
            scene.draw.line((x, y, x + 6, y - 40), fill=(150, 136, 70), width=4)


_SCENES: Final[Mapping[str, Callable[[_Scene], None]]] = {
    "lamp": _lamp,
    "bin": _bin,
    "pothole": _pothole,
    "bulky": _bulky,
    "branches": _branches,
    "tree": _tree,
    "park": _park,
}
