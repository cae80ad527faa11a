"""A queue with one of its cases open beside the list: who works through it stays on one page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import request

from shared.web.addresses import url_with
from shared.web.forms import Form
from shared.web.pin import Pin, fresh_pin
from shared.web.steps.kind import Kind, Offer, Step, left_query
from shared.web.steps.pages import first_form, step_words
from shared.workflow.case import Case


def desk_address(home: str, query: str = "", **changes: str) -> str:
    """`changes` to the query; empty ones drop a part. An open case is where the reader begins."""
    kept = {**dict(parse_qsl(query)), **changes}
    asked = urlencode({name: value for name, value in kept.items() if value})
    mark = "#open" if changes.get("open") else ""
    return home + (f"?{asked}" if asked else "") + mark


def next_of(case: Case, ids: Sequence[str]) -> str:
    """The id of the one after it in the list, or empty."""
    place = ids.index(case.id) + 1 if case.id in ids else len(ids)
    return ids[place] if place < len(ids) else ""


def after_address(
    home: str, case: Case, waiting: Callable[[Mapping[str, str]], Sequence[str]]
) -> str:
    """Where a step leads: who works through the queue gets the next one, until none is left.

    waiting  the ids on the page of the queue that a query asks for
    """
    query = left_query()
    asked = dict(parse_qsl(query))
    if "open" not in asked:
        return desk_address(home, query)
    ids = waiting(asked)
    wanted = [left for left in (case.id, request.form.get("next", ""), *ids) if left in ids]
    if not wanted:
        return desk_address(home, query, open="", step="", number="", page="")
    return desk_address(home, query, open=wanted[0], step="", number="")


def chosen_offer(offers: Sequence[Offer]) -> Offer | None:
    """The step of ?step=, or else the first of those that stand open at once."""
    can_do = [offer for offer in offers if not offer.refusal]
    asked = [offer for offer in can_do if offer.step.slug == request.args.get("step", "")]
    return next(iter(asked or [offer for offer in can_do if offer.step.at_once]), None)


def words_beside(
    kind: Kind,
    step: Step,
    case: Case,
    next_id: str,
    form: Form | None = None,
    pin: Pin | None = None,
) -> dict[str, Any]:
    """What the form of a step beside the list needs: it is sent to this very page."""
    form = form or first_form(step, case)
    texts = step_words(kind, step, case, form, pin or fresh_pin(case.version))
    ways = {"back": request.query_string.decode("utf-8", "replace"), "next": next_id}
    address = url_with(step=step.slug, open=case.id)
    return {**texts, "hidden": texts["hidden"] | ways, "sent_to": address}
