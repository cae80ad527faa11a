"""The file of a backup: whole, or one clear refusal."""

import zipfile

import pytest
from bson import encode

from deploy.backup.archive import Archive, Backup, Manifest, NotABackup, part_name, place_of

NAME = part_name("deeds", "fs.chunks")
ROWS = [{"_id": number, "data": bytes([number]) * 5000} for number in range(40)]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "kunteko.zip"
    manifest = Manifest(began="2026-11-22T03:00:00+00:00")
    with Archive(path, manifest) as archive, archive.part(NAME) as part:
        for row in ROWS:
            part.write(encode(row))
    return path


def test_what_was_written_is_read(file):
    with Backup(file) as backup:
        assert [dict(each) for each in backup.documents(NAME)] == ROWS
        assert backup.manifest.parts[NAME].count == 40
        assert backup.manifest.began == "2026-11-22T03:00:00+00:00"
    assert place_of(NAME) == ("deeds", "fs.chunks")
    assert file.stat().st_mode & 0o077 == 0, "for its owner alone: it is full of personal data"


@pytest.mark.parametrize("kind", ["cut short", "damaged", "another file", "empty", "missing"])
def test_a_file_that_is_not_whole_is_refused_in_one_line(file, kind):
    whole = bytearray(file.read_bytes())
    if kind == "cut short":
        file.write_bytes(whole[: len(whole) * 2 // 3])
    elif kind == "damaged":
        whole[200:264] = bytes(64)
        file.write_bytes(whole)
    elif kind == "another file":
        file.write_text("ei t\u00e4m\u00e4 ole varmuuskopio")
    elif kind == "empty":
        file.write_bytes(b"")
    else:
        file.unlink()
    with pytest.raises(NotABackup) as refused:
        Backup(file)
    assert str(file) in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_a_part_that_was_exchanged_is_found(file):
    manifest = zipfile.ZipFile(file).read("manifest.json")
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(NAME, encode({"_id": 1}))
        archive.writestr("manifest.json", manifest)
    with pytest.raises(NotABackup, match="damaged"):
        Backup(file)


def test_a_backup_of_a_later_format_says_so(file):
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("manifest.json", b'{"format": 2}')
    with pytest.raises(NotABackup, match="format 2"):
        Backup(file)


def test_one_that_fails_leaves_no_file(tmp_path):
    unfinished = Archive(tmp_path / "a.zip", Manifest(began="now"))
    with pytest.raises(KeyboardInterrupt), unfinished as archive, archive.part(NAME) as part:
        part.write(encode(ROWS[0]))
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_an_older_backup_stays_until_the_new_one_is_whole(file):
    before = file.read_bytes()
    with pytest.raises(KeyboardInterrupt), Archive(file, Manifest(began="now")):
        raise KeyboardInterrupt
    assert file.read_bytes() == before
