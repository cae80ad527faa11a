"""Each service owns one database; its MongoEngine alias is the service's name."""

from __future__ import annotations

from typing import Any

import mongoengine
from pymongo import MongoClient
from pymongo.database import Database

from shared.settings import Settings

OPTIONS: dict[str, Any] = {
    "tz_aware": True,
    "serverSelectionTimeoutMS": 3000,
    "connectTimeoutMS": 3000,
    "socketTimeoutMS": 20000,
    "appname": "kunteko",
}


_connected: dict[str, Settings] = {}


def connect(settings: Settings, service: str) -> None:
    """Register the service's database. Harmless to repeat; replaces an earlier address."""
    _connected[service] = settings
    mongoengine.disconnect(alias=service)
    mongoengine.connect(
        db=settings.store_prefix + service,
        alias=service,
        host=settings.store_url,
        uuidRepresentation="standard",
        **OPTIONS,
    )


def database(service: str) -> Database[dict[str, Any]]:
    """The service's database as pymongo gives it: for leases and counters."""
    return mongoengine.get_db(alias=service)


def settings_of(service: str) -> Settings:
    """Those that its database was connected with."""
    return _connected[service]


def client(settings: Settings) -> MongoClient[dict[str, Any]]:
    """A bare client: for the operator's commands."""
    return MongoClient(settings.store_url, **OPTIONS)
