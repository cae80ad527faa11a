"""The store of this machine's form: the embedded one is started for the time it takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from deploy.embedded import alone_in, running
from deploy.embedded_settings import run_from
from deploy.embedded_store import store_child, wait_for_store
from deploy.operator import is_embedded, settings_here
from shared.settings import Settings


@contextmanager
def reached(environ: Mapping[str, str], *, alone: bool) -> Iterator[Settings]:
    """Its settings, while the store answers. `alone`: the embedded form must not be running.

    Raises CannotRun.
    """
    settings = settings_here(environ)
    if not is_embedded(environ):
        yield settings
        return
    run = run_from(environ)
    if running(run.var) and not alone:
        yield settings
        return
    run.var.mkdir(parents=True, exist_ok=True)
    (run.var / "log").mkdir(exist_ok=True)
    with alone_in(run.var):
        child = store_child(run.store_port, run.var / "store", log=run.var / "log" / "store.log")
        child.start()
        try:
            wait_for_store(child, run.store_port)
            yield settings
        finally:
            child.stop()
