"""The pictures of the demo's deeds: drawn here, so that nobody is in them."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw


def drawn(seed: str) -> bytes:
    """A plain drawing of people around a table, in colours of its own."""
    tones = [sum(map(ord, seed[place::3])) % 120 for place in range(3)]
    light, dark = tuple(130 + tone for tone in tones), tuple(30 + tone for tone in tones)
    image = Image.new("RGB", (1200, 800), light)
    draw = ImageDraw.Draw(image)
    draw.ellipse((300, 430, 900, 700), fill=dark)
    for place in range(5):
        left = 180 + place * 180
        draw.ellipse((left, 210, left + 110, 320), fill="white")
        draw.rounded_rectangle((left - 20, 330, left + 130, 520), 50, fill="white")
    draw.ellipse((340, 450, 860, 680), fill=dark)
    file = BytesIO()
    image.save(file, "JPEG")
    return file.getvalue()
