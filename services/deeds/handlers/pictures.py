"""Pictures of deeds: checked, made anew in two sizes, without what the camera wrote into them."""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from werkzeug.datastructures import FileStorage

from services.deeds.documents import Deed, Picture
from shared import ambient
from shared.errors import InvalidInput, NotFound

MOST = 5  # pictures a deed
LARGEST_FILE = 15 * 1024 * 1024  # bytes: what phones and cameras make, with room to spare
MOST_PIXELS = 50_000_000
KINDS = ("JPEG", "PNG", "WEBP")
LARGE, SMALL = 1600, 480  # pixels, the longer side
QUALITY = 80
UNUSED_FOR = timedelta(days=2)

# a transparent picture of 49 million pixels took 460 MB for a moment: one at a time
_one_at_a_time = threading.Lock()


def make_picture(upload: FileStorage, deed_id: str) -> Picture:
    """Store the picture for the deed; the same file sent again is the same picture.

    Raises InvalidInput at `picture`: too_large, not_a_picture, broken_picture, too_many_pixels.
    """
    content = upload.stream.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise InvalidInput({"picture": ["too_large"]})
    digest = hashlib.sha256(content).hexdigest()
    standing: Picture | None = Picture.objects(deed_id=deed_id, digest=digest).first()
    if standing:
        return standing
    with _one_at_a_time:
        large = _opened(content)
        small = large.copy()
        small.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS)
    picture = Picture(
        deed_id=deed_id,
        large=_as_webp(large),
        small=_as_webp(small),
        width=large.width,
        height=large.height,
        digest=digest,
    )
    picture.save(force_insert=True)
    return picture


def _opened(content: bytes) -> Image.Image:
    """The picture upright, at its large size, in plain colours. What it says of itself is believed
    nowhere: the kinds are few, and its size is looked at before anything is unpacked."""
    try:
        image: Image.Image = Image.open(io.BytesIO(content), formats=KINDS)
    except Image.DecompressionBombError:
        raise InvalidInput({"picture": ["too_many_pixels"]}) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise InvalidInput({"picture": ["not_a_picture"]}) from None
    if image.width * image.height > MOST_PIXELS:
        raise InvalidInput({"picture": ["too_many_pixels"]})
    try:
        image.draft("RGB", (LARGE, LARGE))  # a JPEG is unpacked no larger than needed
        if image.mode not in ("L", "LA", "RGB", "RGBA", "CMYK"):
            image = image.convert("RGBA")  # a palette has nothing between its colours
        # made smaller before all else, and in place: a whole copy more was 190 MB more
        image.thumbnail((LARGE, LARGE), Image.Resampling.LANCZOS)
        return _in_srgb(ImageOps.exif_transpose(image))
    except (OSError, SyntaxError, ValueError, EOFError, ArithmeticError, LookupError):
        raise InvalidInput({"picture": ["broken_picture"]}) from None


def _in_srgb(image: Image.Image) -> Image.Image:
    """Phones write wider colours and a profile; the profile goes, so the colours are changed."""
    profile = image.info.get("icc_profile")
    plain = "RGBA" if image.has_transparency_data else "RGB"
    if profile and image.mode in ("RGB", "RGBA"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            changed = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"))
            image = changed or image
        except (ImageCms.PyCMSError, OSError):
            pass  # a profile that cannot be read: the colours stay as they are
    return image.convert(plain)


def _as_webp(image: Image.Image) -> bytes:
    """A new file from the pixels alone: no EXIF, no place, no comments."""
    image.info.clear()
    file = io.BytesIO()
    image.save(file, "WEBP", quality=QUALITY, method=4)
    return file.getvalue()


def row_of(picture: Picture, alt: str = "") -> dict[str, Any]:
    """As a deed's `content["pictures"]` has it."""
    return {"id": picture.id, "alt": alt, "width": picture.width, "height": picture.height}


def with_one_more(
    rows: Sequence[Mapping[str, Any]], upload: FileStorage, deed_id: str
) -> list[dict[str, Any]]:
    """`rows` of a deed's content and the new picture's; the same picture stands there once.

    Raises InvalidInput at `picture`, also "too_many_pictures".
    """
    kept = [dict(row) for row in rows]
    picture = make_picture(upload, deed_id)
    if any(row["id"] == picture.id for row in kept):
        return kept
    if len(kept) >= MOST:
        raise InvalidInput({"picture": ["too_many_pictures"]})
    return [*kept, row_of(picture)]


def picture_by_id(picture_id: str) -> Picture:
    """Raises NotFound."""
    found: Picture | None = Picture.objects(id=picture_id).first()
    if found is None:
        raise NotFound(f"no picture {picture_id}")
    return found


def delete_unused_pictures() -> int:
    """Pictures that no version of a deed has: taken off the form again, or their deed is gone."""
    old = Picture.objects(created_at__lt=ambient.now() - UNUSED_FOR).only("id", "deed_id")
    unused = [picture.id for picture in old if not _is_used(picture)]
    return int(Picture.objects(id__in=unused).delete()) if unused else 0


def _is_used(picture: Picture) -> bool:
    deed = Deed.objects(id=picture.deed_id).only("content", "published", "editions").first()
    if deed is None:
        return False
    versions = [deed.content, deed.published, *(edition["content"] for edition in deed.editions)]
    return any(
        row["id"] == picture.id for version in versions for row in version.get("pictures", ())
    )
