"""Whether the system has what WeasyPrint draws letters with."""

from __future__ import annotations

from ctypes import CDLL

from shared.errors import KuntekoError

LIBRARIES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libfontconfig.so.1",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
)


class PangoMissing(KuntekoError):
    """Pango is not installed; the message says what to do."""


def require() -> None:
    """Raises PangoMissing. Cheap: WeasyPrint itself is loaded with the first letter."""
    for library in LIBRARIES:
        try:
            CDLL(library)
        except OSError as error:
            raise PangoMissing(
                "the letters need Pango: sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 "
                f"libharfbuzz-subset0 ({error})"
            ) from None
