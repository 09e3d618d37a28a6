from io import BytesIO

from PIL import Image

from aitima.core import qr

LINK = "https://aitima.example/r/5Yb0Yq1c2d3e4f5g6h7i8j"


def test_the_svg_carries_no_inline_style_and_scales_to_its_box() -> None:
    drawing = qr.svg(LINK, title='Αίτημα <2026/004512> "')

    assert drawing.startswith("<svg viewBox=")
    assert "style=" not in drawing
    assert "<title>Αίτημα &lt;2026/004512&gt;" in drawing


def test_the_png_is_a_square_picture() -> None:
    picture = Image.open(BytesIO(qr.png(LINK, module_px=4)))

    assert picture.format == "PNG"
    assert picture.width == picture.height
    assert picture.width % 4 == 0
