"""Picture files as people, and others, send them."""

import io
import struct
import zlib

from PIL import Image
from werkzeug.datastructures import FileStorage


def jpeg(width=640, height=480, *, colour=(40, 90, 160), place=False, turned=False):
    image = Image.new("RGB", (width, height), colour)
    exif = Image.Exif()
    if place:
        gps = exif.get_ifd(0x8825)
        gps[1], gps[2] = "N", (65.0, 44.0, 11.0)  # Kemi
        gps[3], gps[4] = "E", (24.0, 33.0, 51.0)
        exif[0x8825] = gps
        exif[0x010F] = "Salainen kamera"
    if turned:
        exif[0x0112] = 6  # the camera was held upright
    file = io.BytesIO()
    image.save(file, "JPEG", exif=exif)
    return file.getvalue()


def png(width=64, height=64):
    file = io.BytesIO()
    Image.new("RGBA", (width, height), (0, 0, 0, 0)).save(file, "PNG")
    return file.getvalue()


def png_bomb(side=60_000):
    """A few hundred bytes that say they are `side` × `side` pixels."""

    def chunk(kind, content):
        crc = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + crc

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 10_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def upload(content, filename="kuva.jpg"):
    return FileStorage(io.BytesIO(content), filename=filename)
