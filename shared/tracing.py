"""The correlation id that joins a posted form, its events and its mails, and structured logs."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import structlog

from shared import ambient
from shared.settings import Settings

_correlation: ContextVar[str | None] = ContextVar("correlation_id", default=None)
_causation: ContextVar[str | None] = ContextVar("causation_id", default=None)

log: structlog.stdlib.BoundLogger = structlog.get_logger("kunteko")


def correlation_id() -> str:
    """The id of the journey under way; a new one where none has begun."""
    return _correlation.get() or ambient.new_id()


def causation_id() -> str | None:
    """The event being handled, if any: the parent of what is written now."""
    return _causation.get()


@contextmanager
def bound(correlation: str | None = None, causation: str | None = None) -> Iterator[str]:
    """Within the block, logs and events carry these ids."""
    value = correlation or ambient.new_id()
    tokens = _correlation.set(value), _causation.set(causation)
    try:
        with structlog.contextvars.bound_contextvars(correlation_id=value):
            yield value
    finally:
        _correlation.reset(tokens[0])
        _causation.reset(tokens[1])


def configure_logging(settings: Settings) -> None:
    """One line per event on standard error: JSON for machines, coloured text for people."""
    ends: list[structlog.typing.Processor]
    if settings.log_format == "json":
        ends = [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    else:
        plain = structlog.dev.plain_traceback
        ends = [
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)
        ]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *ends,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
