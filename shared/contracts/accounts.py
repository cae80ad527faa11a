"""Events of sign-in."""

from __future__ import annotations

from marshmallow import fields

from shared.contracts.base import EventContract
from shared.contracts.parts import Person


class SignInRequested(EventContract):
    """The notifications service makes the link itself, so no secret travels in the event."""

    type = "sign_in.requested.v1"

    sign_in_id = fields.String(required=True)
    person = fields.Nested(Person, required=True)
    next = fields.String(load_default="")
