"""Every error as a page in the reader's language, or as JSON under /api/. Never a trace."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

import mongoengine
from flask import Flask, Response, jsonify, make_response, render_template
from flask_wtf.csrf import CSRFError
from pymongo.errors import ConnectionFailure
from werkzeug.exceptions import HTTPException, default_exceptions

from shared.errors import (
    Conflict,
    DomainError,
    InvalidInput,
    LinkExpired,
    LinkForged,
    NotFound,
    NotPermitted,
    TransitionNotAllowed,
)
from shared.migrations.migration import NewerDocument
from shared.tracing import log
from shared.web.context import is_api_request, private_page
from shared.web.error_words import CODED, Words, words_for
from shared.web.form_parts import flatten_errors

STATUSES: dict[type[DomainError], int] = {
    NotFound: 404,
    LinkForged: 404,
    NotPermitted: 403,
    TransitionNotAllowed: 409,
    Conflict: 409,
    LinkExpired: 410,
    InvalidInput: 422,
}
RETRY_SECONDS = "10"
MOST_TOLD = 100  # of the fields that are wrong: whoever has sent more of them has not read ours


def register_errors(app: Flask) -> None:
    app.register_error_handler(DomainError, show_domain_error)
    app.register_error_handler(CSRFError, show_csrf_error)
    app.register_error_handler(HTTPException, show_http_error)
    for unreachable in (ConnectionFailure, mongoengine.ConnectionFailure):
        app.register_error_handler(unreachable, show_store_unreachable)
    app.register_error_handler(NewerDocument, show_newer_document)


def show_domain_error(error: DomainError) -> Response:
    status = next((code for kind, code in STATUSES.items() if isinstance(error, kind)), 422)
    log.info("refused", error=type(error).__name__, reason=str(error))
    words = CODED.get(type(error).__name__) or words_for(status)
    errors = error.errors if isinstance(error, InvalidInput) else {}
    answer = error_answer(status, words, errors)
    # the address of the page is somebody's link, whole or in part
    return private_page(answer) if isinstance(error, LinkForged | LinkExpired) else answer


def show_csrf_error(error: CSRFError) -> Response:
    log.info("refused", error="CSRFError", reason=error.description)
    return error_answer(400, CODED["CSRFError"])


def show_http_error(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    status = error.code or 500
    if status < 400:  # a redirect on its way
        return make_response(error.get_response())
    told: Mapping[str, Any] = getattr(error, "data", None) or {}
    found = told.get("errors") or told.get("messages") or {}
    answer = error_answer(status, words_for(status), found, str(told.get("message", "")))
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def show_store_unreachable(error: Exception) -> Response:
    log.error("store unreachable", error=str(error))
    answer = error_answer(503, words_for(503))
    answer.headers["Retry-After"] = RETRY_SECONDS
    return answer


def show_newer_document(error: NewerDocument) -> Response:
    """While a new release takes over: this process will be gone in a moment."""
    log.warning("newer document", reason=str(error))
    answer = error_answer(503, words_for(503))
    answer.headers["Retry-After"] = RETRY_SECONDS
    return answer


def error_answer(
    status: int, words: Words, errors: Mapping[str, Any] | None = None, message: str = ""
) -> Response:
    """The page or the JSON of one error; `message` takes the place of the usual words in JSON."""
    if is_api_request():
        return api_error(status, message or str(words.text), errors or {})
    texts = [text for found in flatten_errors(errors or {}).values() for text in found]
    page = render_template("errors/error.html", status=status, words=words, texts=texts)
    return make_response(page, status)


def api_error(status: int, message: str, errors: Mapping[str, Any]) -> Response:
    name = default_exceptions[status]().name if status in default_exceptions else "Error"
    body: dict[str, Any] = {"code": status, "status": name, "message": message}
    if errors:
        body["errors"] = as_texts(without_location(errors))
    return make_response(jsonify(body), status)


def without_location(errors: Mapping[str, Any]) -> Mapping[str, Any]:
    """webargs puts messages under where the value came from (json, query); callers know that."""
    if len(errors) == 1 and set(errors) <= {"json", "query", "form", "files", "path", "headers"}:
        only = next(iter(errors.values()))
        return only if isinstance(only, Mapping) else {"_schema": only}
    return errors


def as_texts(errors: Any) -> Any:
    """Lazy translations → text, all the way down; the first of very many."""
    if isinstance(errors, Mapping):
        return {str(key): as_texts(value) for key, value in islice(errors.items(), MOST_TOLD)}
    if isinstance(errors, list | tuple):
        return [as_texts(value) for value in errors[:MOST_TOLD]]
    return str(errors)
