"""The embedded store: SecantusDB, a server process of its own that speaks MongoDB's protocol."""

from __future__ import annotations

import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from deploy.children import ROOT, Child, wait_until

CONFIG = ROOT / "deploy" / "store" / "secantusd.toml"


def store_url(port: int) -> str:
    # retryWrites=false: two to eight times faster on this store, measured (docs/operations)
    return f"mongodb://127.0.0.1:{port}/?retryWrites=false&directConnection=true"


def store_child(
    port: int,
    path: Path,
    *,
    log: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> Child:
    """The server on `path`, not started. Every acknowledged write is on disk (--sync-on-commit)."""
    command = [str(Path(sys.executable).with_name("secantusd-py")), "--config", str(CONFIG)]
    command += ["--host", "127.0.0.1", "--port", str(port), "--storage-path", str(path)]
    command += ["--sync-on-commit", "--cache-size", "256M", "--log-level", "WARNING"]
    return Child("store", command, environ=environ, log=log)


def answers(url: str) -> bool:
    """Whether a server answers a ping at `url` within a second."""
    try:
        with MongoClient[dict[str, object]](url, serverSelectionTimeoutMS=1000) as client:
            return bool(client.admin.command("ping"))
    except PyMongoError:
        return False


def wait_for_store(child: Child, port: int, *, within: float = 60.0) -> None:
    """A bare connection is tried first: the driver looks again only every half a second."""
    url = store_url(port)
    wait_until(
        lambda: listens(port) and answers(url),
        within=within,
        what="the store answers",
        child=child,
    )


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
