"""The JSON API: bearer tokens with roles, OpenAPI from the same schemas as the forms."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from flask import Flask, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_smorest import Api, Blueprint, abort
from marshmallow import Schema, fields

from shared.errors import NotPermitted
from shared.roles import Role
from shared.settings import ApiToken
from shared.web.context import current_settings, is_api_request
from shared.web.described import describe_questions
from shared.web.security import current_view
from shared.web.session import may_use, strongest
from shared.workflow.table import Actor

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]
# More than all of our questions and the commas of the longest texts: a limit on the work of
# checking, as MAX_BODY is one on the size
MOST_COMMAS = 5_000


class ChangeOut(Schema):
    """What has happened to a case since the version that was sent."""

    version = fields.Integer()
    action = fields.String()
    role = fields.String()
    at = fields.DateTime()


class ErrorOut(Schema):
    """`errors`: field → messages. After a 409 the others tell why, and where the case stands."""

    code = fields.Integer(required=True)
    status = fields.String(required=True)
    message = fields.String(required=True)
    errors = fields.Dict()
    reason = fields.String()
    state = fields.String()
    version = fields.Integer()
    changes = fields.List(fields.Nested(ChangeOut))


class JsonApi(Api):
    """flask-smorest with our own error answers (shared.web.errors)."""

    ERROR_SCHEMA = ErrorOut

    def _register_error_handlers(self) -> None:
        pass


class Operations(Blueprint):
    """A body may be left out where nothing in it is required."""

    def arguments(self, schema: Any, *, location: str = "json", **kwargs: Any) -> Any:
        if location == "json":
            asked = (schema() if isinstance(schema, type) else schema).fields.values()
            kwargs.setdefault("required", any(field.required for field in asked))
        return super().arguments(schema, location=location, **kwargs)


class PageOut(Schema):
    """Of a list: `total` in all, this page of so many `pages`."""

    total = fields.Integer()
    page = fields.Integer()
    pages = fields.Integer()


def create_api(app: Flask, *, title: str, path: str, version: str = "v1") -> Api:
    """`path` is where the OpenAPI 3.0.3 description is, e.g. /api/v1/openapi/experts.json."""
    prefix, _slash, name = path.rpartition("/")
    app.config.update(
        API_TITLE=title,
        API_VERSION=version,
        OPENAPI_VERSION="3.0.3",
        OPENAPI_URL_PREFIX=prefix,
        OPENAPI_JSON_PATH=name,
    )
    bearer = {"type": "http", "scheme": "bearer"}
    options = {
        "components": {"securitySchemes": {"bearer": bearer}},
        "security": [{"bearer": []}],
    }
    api = JsonApi(app, spec_kwargs=options)
    describe_questions(api)
    return api


def require_token(*roles: Role) -> Callable[[View[P]], View[P]]:
    """For a view under /api/: a known token (else 401) with one of the roles (else 403).

    A manager is staff; an auditor may read what staff may.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            token = token_of_request()
            if not may_use(roles, token.roles):
                raise NotPermitted(f"{request.endpoint} is not for token {token.name}")
            g.api_token = token
            return view(*args, **kwargs)

        return guarded

    return decorate


def token_of_request() -> ApiToken:
    header = request.headers.get("Authorization", "")
    token = find_token(header, current_settings().api_tokens)
    if token is None:
        abort(401, message=_("Send a valid token: Authorization: Bearer …"))
        raise AssertionError("abort raises")
    return token


def find_token(header: str, tokens: tuple[ApiToken, ...]) -> ApiToken | None:
    """The token that an Authorization header names; compares all of them in constant time."""
    scheme, _space, given = header.partition(" ")
    secret = given.strip().encode("utf-8", "replace")
    found = None
    for token in tokens:
        if hmac.compare_digest(token.token.encode(), secret):
            found = token
    return found if scheme.lower() == "bearer" else None


def current_token() -> ApiToken:
    """The token of this request; only inside a view with `require_token`."""
    token: ApiToken = g.api_token
    return token


def api_actor() -> Actor:
    """The token's holder as the workflow records them."""
    token = current_token()
    return Actor(strongest(token.roles), token.name)


def takes_csv(view: View[P]) -> View[P]:
    """Marks a view whose body is a file of its own, not JSON."""
    view.takes_csv = True  # type: ignore[attr-defined]
    return view


def register_body_check(app: Flask) -> None:
    @app.before_request
    def refuse_what_is_no_json() -> None:
        """A body that cannot be read is one clear 400, not a list of missing fields."""
        if not is_api_request() or request.method not in ("POST", "PUT", "PATCH"):
            return
        takes_file = request.mimetype == "text/csv" and hasattr(current_view(), "takes_csv")
        if takes_file or not (body := request.get_data(cache=True)):
            return
        if not request.is_json:
            abort(400, message=_("Send the body as JSON, with Content-Type: application/json."))
        if body.count(b",") > MOST_COMMAS:
            abort(400, message=_("The body has too many fields or items."))
        if not isinstance(read_json(body), dict):
            text = _("The body must be a JSON object in which no name stands twice.")
            abort(400, message=text)


def read_json(body: bytes) -> object:
    """None for what is no JSON, or could be read in two ways."""
    try:
        text = body.decode()  # JSON on the wire is UTF-8, without a mark
        return json.loads(text, object_pairs_hook=each_name_once, parse_constant=refuse_constant)
    except (ValueError, RecursionError):
        return None


def each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")
