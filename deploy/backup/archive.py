"""The file of a backup: a zip of BSON, with a manifest that says what must be in it.

documents/<service>/<collection>.bson   documents one after another, as they were first read
changes.bson      {service, collection, key, document}: what was read anew since, in order; the last
                  of a key counts, and one without `document` is gone
dead-letters.json what lay in the broker and could not be handled
manifest.json     written last: a file without it is not whole
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

from bson.raw_bson import RawBSONDocument

from shared.errors import KuntekoError

FORMAT = 1
MANIFEST = "manifest.json"
CHANGES = "changes.bson"
DEAD_LETTERS = "dead-letters.json"
PIECE = 1 << 20


class NotABackup(KuntekoError):
    """The file is none, was cut short or has been changed."""


@dataclass
class Part:
    """One entry of the file. `count` documents."""

    count: int = 0
    sha256: str = ""


@dataclass
class Manifest:
    """began, as_of   ISO text: what stands in the file is how all services were at `as_of`
    exact         false when the traffic never let up: then at `as_of` give or take `unsure_ms`
    """

    began: str
    as_of: str = ""
    exact: bool = True
    unsure_ms: int = 0
    bus: str = ""
    format: int = FORMAT
    parts: dict[str, Part] = field(default_factory=dict)
    dead_events: list[str] = field(default_factory=list)

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), indent=1, ensure_ascii=False).encode()


def part_name(service: str, collection: str) -> str:
    return f"documents/{service}/{collection}.bson"


def place_of(name: str) -> tuple[str, str]:
    """(service, collection)"""
    _, service, collection = name.split("/", 2)
    return service, collection.removesuffix(".bson")


class Archive:
    """Being written. It gets its name when it is whole; readable by its owner alone."""

    def __init__(self, path: Path, manifest: Manifest) -> None:
        self.path = path
        self.manifest = manifest
        self._unfinished = path.with_name(path.name + ".part")

    def __enter__(self) -> Archive:
        file = os.open(self._unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._file = os.fdopen(file, "wb")
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        return self

    @contextmanager
    def part(self, name: str) -> Iterator[Writer]:
        with self._zip.open(name, "w", force_zip64=True) as entry:
            writer = Writer(entry)
            yield writer
        self.manifest.parts[name] = Part(writer.count, writer.digest.hexdigest())

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._zip.writestr(MANIFEST, self.manifest.as_json())
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        if kind is None:
            os.replace(self._unfinished, self.path)
        else:
            self._unfinished.unlink(missing_ok=True)


class Writer:
    def __init__(self, entry: IO[bytes]) -> None:
        self._entry = entry
        self.count = 0
        self.digest = hashlib.sha256()

    def write(self, document: bytes) -> None:
        self._entry.write(document)
        self.digest.update(document)
        self.count += 1


class Backup:
    """A file that has been looked through: whatever it reads is what was written."""

    def __init__(self, path: Path) -> None:
        """Reads it through once. Raises NotABackup."""
        try:
            self._zip = zipfile.ZipFile(path)
            with ExitStack() as closing:
                closing.callback(self._zip.close)
                self.manifest = _manifest(self._zip)
                self._look_through(path)
                closing.pop_all()
        except (zipfile.BadZipFile, EOFError, ValueError, KeyError, TypeError) as error:
            raise NotABackup(f"{path} is no whole backup: cut short, or another file") from error
        except OSError as error:
            raise NotABackup(f"{path} cannot be read: {error.strerror or error}") from error

    def __enter__(self) -> Backup:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def documents(self, name: str) -> Iterator[RawBSONDocument]:
        """One at a time, however large the part."""
        with self._zip.open(name) as entry:
            while head := entry.read(4):
                yield RawBSONDocument(head + entry.read(int.from_bytes(head, "little") - 4))

    def _look_through(self, path: Path) -> None:
        for name, part in self.manifest.parts.items():
            if self._digest(name) != part.sha256:
                raise NotABackup(f"{path} is damaged: {name} is not what was written")

    def _digest(self, name: str) -> str:
        digest = hashlib.sha256()
        with self._zip.open(name) as entry:
            while piece := entry.read(PIECE):
                digest.update(piece)
        return digest.hexdigest()


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    stored = json.loads(archive.read(MANIFEST))
    if stored["format"] != FORMAT:
        raise NotABackup(f"a backup of format {stored['format']}: this release reads {FORMAT}")
    parts = {name: Part(**part) for name, part in stored.pop("parts").items()}
    return Manifest(**stored, parts=parts)
