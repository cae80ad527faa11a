"""Reading the marketplace needs no token, may be done from any site's pages, and is CC BY 4.0."""

from __future__ import annotations

from itertools import chain, islice
from typing import Any

from flask import Response, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import ServiceUnavailable

from services.deeds.api.records import COLUMNS, LICENCE, csv_row, record
from services.deeds.api.schemas import AskIn, ListOut, OneOut
from services.deeds.asked import question_of
from services.deeds.feeds.feed import LICENCE_ADDRESS
from services.deeds.handlers.catalogue import LAST_RESULT, Answer, Question, search
from services.deeds.handlers.finding import deed_by_number, deed_instead
from services.deeds.handlers.open_data import published_after, published_by_id
from services.deeds.workflow.deed import MERGED
from shared.errors import NotFound
from shared.spreadsheet import stream_rows
from shared.web.addresses import url_with
from shared.web.api import Operations
from shared.web.context import current_settings

operations = Operations("open_data", __name__, description="The marketplace of development deeds")
RETRY_SECONDS = 10
LICENCE_LINK = f'<{LICENCE_ADDRESS}>; rel="license"'


@operations.get("/deeds")
@operations.doc(security=[])
@operations.arguments(AskIn, location="query")
@operations.response(200, ListOut)
def list_deeds(asked: dict[str, Any]) -> dict[str, Any]:
    """Follow `next` until it is null: so the whole marketplace comes, each deed once.

    With a question (words, filters, an order, a page) only its first 10,000 answers can be had.
    """
    question = question_of(request.args, page=asked["page"], per_page=asked["per_page"])
    answer = _answered(question)
    if set(asked) - {"page", "per_page", "after"} or "page" in request.args:
        listed = _page_of(question, answer)
    else:
        listed = _all_after(asked["after"], asked["per_page"])
    pages = -(-answer.total // asked["per_page"])
    return listed | {"licence": LICENCE, "total": answer.total, "pages": pages}


def _answered(question: Question) -> Answer:
    """Half an index would give half an answer."""
    answer = search(question)
    if answer.building is not None:
        raise ServiceUnavailable(retry_after=RETRY_SECONDS)
    return answer


def _page_of(question: Question, answer: Answer) -> dict[str, Any]:
    base = current_settings().base_url
    deeds = published_by_id([hit.id for hit in answer.hits])
    seen = question.page * question.per_page
    more = seen < min(answer.total, LAST_RESULT)
    return {
        "deeds": [record(deed, base) for deed in deeds],
        "next": base + url_with(page=question.page + 1) if more else None,
    }


def _all_after(number: int, most: int) -> dict[str, Any]:
    """By number, so that deeds which come and go meanwhile neither repeat nor hide others."""
    base = current_settings().base_url
    found = list(islice(published_after(number), most + 1))
    shown = found[:most]
    return {
        "deeds": [record(deed, base) for deed in shown],
        "next": base + url_with(after=shown[-1].number) if len(found) > most else None,
    }


@operations.get("/deeds/<int:number>")
@operations.doc(security=[])
@operations.response(200, OneOut)
@operations.alt_response(301, description="Joined to another deed, which is there")
def show_deed(number: int) -> ResponseReturnValue | dict[str, Any]:
    deed = deed_by_number(number)
    base = current_settings().base_url
    if deed.state == MERGED:
        kept = deed_instead(deed)
        return redirect(f"{base}/api/v1/deeds/{kept.number}", 301)
    found = published_by_id([deed.id])
    if not found:
        raise NotFound(f"deed {number} is not published")
    return {"licence": LICENCE, "deed": record(found[0], base)}


@operations.get("/deeds.csv")
@operations.doc(security=[])
@operations.response(200, content_type="text/csv")
def all_deeds() -> Response:
    """Every published deed, in order of number: a piece at a time, however many there are."""
    base = current_settings().base_url
    rows = (csv_row(deed, base) for deed in published_after(0))
    return Response(
        stream_rows(chain([COLUMNS], rows)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="deeds.csv"'},
    )


def open_to_all(answer: Response) -> Response:
    """The licence, and leave for scripts of other sites: for the open data and its description."""
    if is_open(request.path):
        answer.headers["Link"] = LICENCE_LINK
        answer.headers["Access-Control-Allow-Origin"] = "*"
        answer.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        answer.headers["Access-Control-Expose-Headers"] = "Link"
    return answer


def is_open(path: str) -> bool:
    return path.startswith("/api/v1/deeds") or path == "/api/v1/openapi/deeds.json"
