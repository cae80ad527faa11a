"""Events of the list of themes that staff maintain."""

from __future__ import annotations

from marshmallow import fields

from shared.contracts.base import EventContract
from shared.contracts.parts import Texts


class ThemeChanged(EventContract):
    """`active` False: no longer offered, still shown where chosen. `place` orders the list."""

    type = "theme.changed.v1"

    id = fields.String(required=True)
    names = fields.Nested(Texts, required=True)
    active = fields.Boolean(required=True)
    place = fields.Integer(required=True)
