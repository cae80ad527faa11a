"""Pictures of deeds: what is taken in, what is refused, what is kept of them, who sees them."""

import io
import struct

import pytest
from PIL import Image

from services.deeds.documents import Picture
from services.deeds.handlers import pictures
from services.deeds.handlers.pictures import delete_unused_pictures, make_picture, row_of
from shared import ambient
from shared.errors import InvalidInput
from tests.integration.deeds import deedbook
from tests.integration.deeds.pictures import jpeg, png, png_bomb, upload

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def opened(content):
    return Image.open(io.BytesIO(content))


def address(picture, size="large"):
    return f"/deeds/pictures/{picture.id}/{size}.webp"


def refused(content):
    with pytest.raises(InvalidInput) as error:
        make_picture(upload(content), "deed-1")
    assert Picture.objects.count() == 0
    return error.value.errors["picture"]


def test_a_large_picture_is_made_smaller_in_two_sizes(app):
    picture = make_picture(upload(jpeg(4000, 3000)), "deed-1")
    assert (picture.width, picture.height) == (1600, 1200)
    assert opened(picture.large).size == (1600, 1200)
    assert opened(picture.small).size == (480, 360)
    assert opened(picture.large).format == "WEBP"


def test_a_small_picture_is_not_blown_up(app):
    assert make_picture(upload(png(64, 32)), "deed-1").width == 64


def test_nothing_of_the_place_or_the_camera_is_left(app):
    sent = jpeg(place=True)
    assert opened(sent).getexif().get_ifd(0x8825)[1] == "N"
    picture = make_picture(upload(sent), "deed-1")
    for file in (picture.large, picture.small):
        assert dict(opened(file).getexif()) == {}
        assert b"EXIF" not in file and b"Salainen" not in file and b"GPS" not in file


def test_a_picture_taken_with_the_phone_upright_stands_upright(app):
    picture = make_picture(upload(jpeg(640, 480, turned=True)), "deed-1")
    assert (picture.width, picture.height) == (480, 640)


def test_transparency_is_kept(app):
    picture = make_picture(upload(png()), "deed-1")
    assert opened(picture.large).mode == "RGBA"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        SVG,
        b"\x89PNG\r\n\x1a\n" + b"rubbish" * 50,
        b"GIF89a" + b"\0" * 100,
        b"%PDF-1.7",
    ],
    ids=["empty", "text", "svg", "png that is none", "gif", "pdf"],
)
def test_what_is_no_picture_of_ours_is_refused(app, content):
    assert refused(content) == ["not_a_picture"]


def test_a_decompression_bomb_is_refused_before_it_is_unpacked(app):
    assert refused(png_bomb()) == ["too_many_pixels"]
    assert refused(png_bomb(8000)) == ["too_many_pixels"]


def test_a_picture_with_too_little_behind_its_head_is_broken(app):
    assert refused(png_bomb(2000)) == ["broken_picture"]
    assert refused(jpeg(800, 600)[:2000]) == ["broken_picture"]


def test_a_file_of_fifty_megabytes_is_refused(app):
    assert refused(jpeg() + b"\0" * 50_000_000) == ["too_large"]


def test_an_animated_or_odd_webp_gives_its_first_picture(app):
    frames = [Image.new("RGB", (50, 40), colour) for colour in ("red", "blue")]
    file = io.BytesIO()
    frames[0].save(file, "WEBP", save_all=True, append_images=frames[1:])
    assert make_picture(upload(file.getvalue()), "deed-1").width == 50


def test_the_same_file_twice_is_one_picture_of_that_deed(app):
    first, again = (make_picture(upload(jpeg()), "deed-1") for _ in range(2))
    other = make_picture(upload(jpeg()), "deed-2")
    assert first.id == again.id != other.id


def test_colours_of_another_profile_are_taken_over(app):
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    file = io.BytesIO()
    Image.new("RGB", (40, 40), (200, 30, 30)).save(file, "JPEG", icc_profile=profile)
    picture = make_picture(upload(file.getvalue()), "deed-1")
    assert "icc_profile" not in opened(picture.large).info


def test_a_broken_profile_does_not_lose_the_picture(app):
    file = io.BytesIO()
    Image.new("RGB", (40, 40)).save(file, "JPEG", icc_profile=struct.pack(">I", 12) + b"acsp" * 40)
    assert make_picture(upload(file.getvalue()), "deed-1").width == 40


def deed_with(picture, make=deedbook.published):
    deed = make(pictures=[row_of(picture, "Tiimi palaverissa")])
    Picture.objects(id=picture.id).update(deed_id=deed.id)
    return deed


def test_a_published_picture_may_be_kept_by_caches_and_is_not_sent_twice(app, client):
    picture = make_picture(upload(jpeg()), "soon")
    deed_with(picture)
    answer = client.get(address(picture))
    assert answer.status_code == 200 and answer.mimetype == "image/webp"
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    again = client.get(address(picture), headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_picture_that_is_being_written_about_is_kept_by_no_cache(app, client):
    picture = make_picture(upload(jpeg()), "soon")
    deed_with(picture, deedbook.draft)
    assert client.get(address(picture)).headers["Cache-Control"] == "private, no-store"


def test_a_deed_that_is_gone_takes_its_pictures_with_it(app, client):
    picture = make_picture(upload(jpeg()), "soon")
    deed = deed_with(picture, deedbook.leaving)
    assert client.get(address(picture, "small")).status_code == 200
    deedbook.perform(deed, "take_down", deedbook.STAFF, data={"reason": "Pyynnöstä."})
    assert client.get(address(picture, "small")).status_code == 404


@pytest.mark.parametrize("path", ["nobody/large.webp", "x/huge.webp", "../../etc/passwd"])
def test_an_address_of_no_picture_is_not_found(app, client, path):
    assert client.get(f"/deeds/pictures/{path}").status_code == 404


def test_pictures_that_no_version_has_are_deleted_after_two_days(app, monkeypatch):
    used = make_picture(upload(jpeg()), "soon")
    deed_with(used)
    make_picture(upload(png()), "nobody")
    assert delete_unused_pictures() == 0
    later = ambient.FixedSource(ambient.now() + pictures.UNUSED_FOR * 2)
    with ambient.use(later):
        assert delete_unused_pictures() == 1
    assert [picture.id for picture in Picture.objects] == [used.id]
