"""The settings of the embedded form: chosen so that nothing needs to be set."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.children import ROOT
from deploy.embedded_store import listens, store_url
from shared import ambient
from shared.settings import FIELDS, PREFIX, SettingsError

DEMO_STAFF = (
    "paula.paallikko@kunteko.example, Paula Päällikkö, manager, fi;"
    "ville.virkailija@kunteko.example, Ville Virkailija, staff, fi;"
    "hanna.handlaggare@kunteko.example, Hanna Handläggare, staff, sv;"
    "aune.auditoija@kunteko.example, Aune Auditoija, auditor, fi"
)

# variables of `kunteko run` alone: name → (meaning, default)
RUN_VARIABLES = {
    "KUNTEKO_HOST": ("address to listen on", "127.0.0.1"),
    "KUNTEKO_PORT": ("port of the site", "8000"),
    "KUNTEKO_STORE_PORT": ("port of the local store", "27117"),
    "KUNTEKO_METRICS_PORT": ("port of the worker's /metrics and /health", "8001"),
    "KUNTEKO_VAR": ("where the local data is kept", "var"),
    "KUNTEKO_DEMO": ("yes to fill an empty store with demo data", "yes"),
}


@dataclass(frozen=True)
class Run:
    """Where and how the embedded form runs."""

    host: str
    port: int
    store_port: int
    mailbox_port: int
    metrics_port: int
    var: Path
    demo: bool

    @property
    def site(self) -> str:
        return f"http://{'127.0.0.1' if self.host == '0.0.0.0' else self.host}:{self.port}"

    @property
    def ports(self) -> dict[str, int]:
        """Variable → port, of all that this run listens on."""
        return {
            "KUNTEKO_PORT": self.port,
            "KUNTEKO_STORE_PORT": self.store_port,
            "KUNTEKO_MAILBOX_PORT": self.mailbox_port,
            "KUNTEKO_METRICS_PORT": self.metrics_port,
        }

    def mailbox_listens(self) -> bool:
        return listens(self.mailbox_port)


def run_from(environ: Mapping[str, str]) -> Run:
    """Raises SettingsError."""

    def text(name: str) -> str:
        return environ.get(name, RUN_VARIABLES[name][1])

    return Run(
        host=text("KUNTEKO_HOST"),
        port=_port("KUNTEKO_PORT", text("KUNTEKO_PORT")),
        store_port=_port("KUNTEKO_STORE_PORT", text("KUNTEKO_STORE_PORT")),
        mailbox_port=_port("KUNTEKO_MAILBOX_PORT", environ.get("KUNTEKO_MAILBOX_PORT", "8025")),
        metrics_port=_port("KUNTEKO_METRICS_PORT", text("KUNTEKO_METRICS_PORT")),
        var=ROOT / text("KUNTEKO_VAR"),
        demo=_flag("KUNTEKO_DEMO", text("KUNTEKO_DEMO")),
    )


def environment(run: Run, environ: Mapping[str, str]) -> dict[str, str]:
    """What the processes of this run are given. What the person set goes before our choices."""
    chosen = {
        "KUNTEKO_BASE_URL": run.site,
        "KUNTEKO_STORE_URL": store_url(run.store_port),
        "KUNTEKO_BUS": "inprocess",
        "KUNTEKO_SMTP_HOST": "127.0.0.1",
        "KUNTEKO_SMTP_PORT": str(run.mailbox_port),
        "KUNTEKO_MAILBOX": "yes",
        "KUNTEKO_MAILBOX_PORT": str(run.mailbox_port),
        # the mailbox hands what is sent there to the intake: a bounce can be played
        "KUNTEKO_BOUNCE_ADDRESS": "palautukset@kunteko.example",
        "KUNTEKO_METRICS_BIND": f"127.0.0.1:{run.metrics_port}",
        "KUNTEKO_STAFF": DEMO_STAFF,
        "KUNTEKO_SEARCH_DIR": str(run.var / "search"),
        "KUNTEKO_LOG_FORMAT": "console",
    }
    if "KUNTEKO_SECRET_KEYS" not in environ:
        chosen["KUNTEKO_SECRET_KEYS"] = secret_key(run.var / "secret")
    known = {field.variable for field in FIELDS}
    given = {
        name: value
        for name, value in environ.items()
        if name in known or not name.startswith(PREFIX)
    }
    unknown = [n for n in environ if n.startswith(PREFIX) and n not in known | set(RUN_VARIABLES)]
    if unknown:
        raise SettingsError("\n".join(f"{name} is not a setting of Kunteko" for name in unknown))
    return {"PYTHONUNBUFFERED": "1", **chosen, **given}


def secret_key(file: Path) -> str:
    """The key kept in `file`, made at the first run; readable by its owner alone."""
    if not file.exists():
        key = ambient.random_token() + ambient.random_token()
        file.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
            opened.write(key + "\n")
    return file.read_text().strip()


def _port(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6) or not 0 < int(text) < 65536:
        raise SettingsError(f"{name} must be a port number, 1 to 65535")
    return int(text)


def _flag(name: str, text: str) -> bool:
    if text not in ("yes", "no"):
        raise SettingsError(f"{name} must be yes or no")
    return text == "yes"
