"""An event that nobody has told yet, signed, so that a browser can carry it to another service.

It says what a step would tell if it were taken now: for showing only, never for handling.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from itsdangerous import BadSignature, URLSafeSerializer

from shared import ambient
from shared.contracts.base import contract_for
from shared.errors import ContractViolation, LinkExpired, LinkForged
from shared.messaging.envelope import Event
from shared.settings import Settings

LASTS = timedelta(hours=1)


def _serializer(settings: Settings) -> URLSafeSerializer:
    # signs with the last key and accepts all; settings list the newest first
    return URLSafeSerializer(list(reversed(settings.secret_keys)), salt="kunteko.unsent-event")


def sign_event(settings: Settings, event: Event) -> str:
    token = _serializer(settings).dumps(event.to_json())
    return token if isinstance(token, str) else token.decode()


def read_event(settings: Settings, token: str) -> Event:
    """The event with its data as a handler gets it.

    Raises LinkForged, or LinkExpired that still carries the event.
    """
    try:
        event = Event.from_json(_serializer(settings).loads(token))
        loaded = replace(event, data=contract_for(event.type).read(event.data))
    except (BadSignature, ContractViolation, ValueError, TypeError):
        raise LinkForged("unsent event") from None
    if ambient.now() - loaded.time > LASTS:
        raise LinkExpired(loaded)
    return loaded
