"""The pool as JSON. Reading the catalogue needs no token; changing the pool needs a role."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue
from marshmallow import Schema, fields

from services.experts import catalogue
from services.experts.documents import Expert
from services.experts.exporting import export
from services.experts.filters import PAGE_SIZE, read_filters
from services.experts.forms import EndSchema, ExpertSchema, as_answers
from services.experts.handlers import (
    add_expert,
    edit_expert,
    end_expert,
    find_expert,
    return_expert,
)
from services.experts.importing import ImportPlan, import_experts, plan_file
from shared import ambient
from shared.contracts.parts import Texts
from shared.errors import InvalidInput, NotFound
from shared.roles import Role
from shared.web.api import Operations, PageOut, api_actor, require_token, takes_csv
from shared.web.paging import Page, page_number, skipped

operations = Operations("api", __name__, description="The tendered pool of experts")


class PeriodOut(Schema):
    start = fields.String()
    end = fields.String()


class ExpertOut(Schema):
    """The public profile. `contracts`: when the expert can be chosen."""

    id = fields.String()
    name = fields.String()
    company = fields.String()
    email = fields.String()
    phone = fields.String()
    description = fields.Nested(Texts)
    themes = fields.List(fields.String())
    languages = fields.List(fields.String())
    regions = fields.List(fields.String())
    remote = fields.Boolean()
    contracts = fields.List(fields.Nested(PeriodOut))


class ContractOut(PeriodOut):
    number = fields.String()
    day_rate = fields.String(metadata={"description": "Euros, without VAT"})


class RecordOut(ExpertOut):
    """Everything the office knows. `version` sent back as ?version= guards an edit."""

    state = fields.String()
    version = fields.Integer()
    language = fields.String()
    contracts = fields.List(fields.Nested(ContractOut))


class ListOut(PageOut):
    experts = fields.List(fields.Nested(ExpertOut))


class WishIn(Schema):
    """The same filters as the catalogue page."""

    q = fields.String()
    theme = fields.List(fields.String())
    language = fields.List(fields.String())
    place = fields.List(fields.String(), metadata={"description": "Region ids and “remote”"})
    date = fields.String(
        metadata={"description": "Under contract on this day: 2027-03-14 or 14.3.2027"}
    )
    sort = fields.String(metadata={"description": "name or company"})
    page = fields.Integer()


class VersionIn(Schema):
    version = fields.Integer(load_default=None)


class ImportIn(Schema):
    skip_faulty = fields.Boolean(load_default=False)
    preview = fields.Boolean(load_default=False)


class ProblemOut(Schema):
    column = fields.String()
    value = fields.String()
    message = fields.String()


class PlannedRowOut(Schema):
    number = fields.Integer()
    email = fields.String()
    outcome = fields.String(metadata={"description": "add, change, same or faulty"})
    problems = fields.List(fields.Nested(ProblemOut))


class PlanOut(Schema):
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())
    rows = fields.List(fields.Nested(PlannedRowOut))


def record(expert: Expert) -> dict[str, Any]:
    known = {"id": expert.id, "state": expert.state, "version": expert.version}
    return as_answers(expert.profile()) | known


@operations.get("")
@operations.doc(security=[])
@operations.arguments(WishIn, location="query")
@operations.response(200, ListOut)
def list_experts(_wish: dict[str, Any]) -> dict[str, Any]:
    asked = read_filters(request.args)
    if asked.day_error:
        raise InvalidInput({"date": [asked.day_error]})
    listed = catalogue.find(catalogue.listed_experts(ambient.today()), asked.wish)
    found = catalogue.arranged(listed, asked.sort)
    number = page_number()
    start = skipped(number, PAGE_SIZE)
    shown = [record(expert) for expert in found[start : start + PAGE_SIZE]]
    pages = Page(shown, len(found), number, PAGE_SIZE).pages
    return {"experts": shown, "total": len(found), "page": number, "pages": pages}


@operations.post("")
@require_token(Role.STAFF)
@operations.arguments(ExpertSchema)
@operations.response(201, RecordOut)
def add(profile: dict[str, Any]) -> dict[str, Any]:
    return record(add_expert(profile, api_actor()))


@operations.get("/<string(length=32):expert_id>")
@operations.doc(security=[])
@operations.response(200, ExpertOut)
def show(expert_id: str) -> dict[str, Any]:
    expert = find_expert(expert_id)
    if not catalogue.is_listed(expert, ambient.today()):
        raise NotFound(f"expert {expert_id} is not listed")
    return record(expert)


@operations.get("/<string(length=32):expert_id>/record")
@require_token(Role.STAFF)
@operations.response(200, RecordOut)
def show_record(expert_id: str) -> dict[str, Any]:
    return record(find_expert(expert_id))


@operations.put("/<string(length=32):expert_id>")
@require_token(Role.STAFF)
@operations.arguments(VersionIn, location="query")
@operations.arguments(ExpertSchema)
@operations.response(200, RecordOut)
def edit(seen: dict[str, Any], profile: dict[str, Any], expert_id: str) -> dict[str, Any]:
    expert = find_expert(expert_id)
    return record(edit_expert(expert, profile, api_actor(), expected_version=seen["version"]))


@operations.post("/<string(length=32):expert_id>/end")
@require_token(Role.MANAGER)
@operations.arguments(EndSchema)
@operations.response(200, RecordOut)
def end(answer: dict[str, Any], expert_id: str) -> dict[str, Any]:
    return record(end_expert(find_expert(expert_id), answer["reason"], api_actor()))


@operations.post("/<string(length=32):expert_id>/return")
@require_token(Role.MANAGER)
@operations.response(200, RecordOut)
def return_to_pool(expert_id: str) -> dict[str, Any]:
    return record(return_expert(find_expert(expert_id), api_actor()))


@operations.get("/export")
@require_token(Role.STAFF)
@operations.response(200, content_type="text/csv")
def download() -> ResponseReturnValue:
    experts = Expert.objects.exclude(*catalogue.NOT_LISTED_FIELDS)
    content = export(catalogue.arranged(experts, "name"))
    return Response(content, content_type="text/csv; charset=utf-8")


@operations.post("/import")
@takes_csv
@operations.doc(requestBody={"content": {"text/csv": {"schema": {"type": "string"}}}})
@require_token(Role.MANAGER)
@operations.arguments(ImportIn, location="query")
@operations.response(200, PlanOut)
def upload(options: dict[str, Any]) -> ImportPlan:
    """The file itself is the body. `preview=true` only tells what the import would do."""
    _text, plan = plan_file(request.get_data())
    if not options["preview"]:
        import_experts(plan, api_actor(), skip_faulty=options["skip_faulty"])
    return plan
