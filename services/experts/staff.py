"""The office's side of the pool: the list, an expert with contracts and work, add, edit, end."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from marshmallow import ValidationError

from services.experts import queue, words
from services.experts.contracts import contracted_until
from services.experts.documents import Expert
from services.experts.forms import (
    ContractSchema,
    EndSchema,
    NewExpertSchema,
    ProfileSchema,
    refuse_overlap,
)
from services.experts.handlers import (
    add_expert,
    edit_expert,
    end_expert,
    find_expert,
    return_expert,
)
from services.experts.workflow import POOL
from services.experts.workload import work_of, workloads
from shared import ambient
from shared.errors import Conflict, InvalidInput, NotFound
from shared.roles import Role
from shared.web.context import private_page
from shared.web.forms import Form, parse
from shared.web.paging import SIZE, Page, page_number, skipped
from shared.web.session import actor, current_person, require_roles
from shared.web.versions import posted_version

pages = Blueprint("staff", __name__)
PATH = "/staff/experts"


@pages.context_processor
def staff_words() -> dict[str, Any]:
    return {
        "words": words,
        "until": lambda expert: contracted_until(expert.contracts, ambient.today()),
    }


def allowed_actions(expert: Expert) -> set[str]:
    """The actions of the table that the signed-in person may take now: the page's buttons."""
    person = current_person()
    return {row.action for row in POOL.open_to(expert.state, person.roles if person else ())}


@pages.get("")
@require_roles(Role.STAFF)
def list_experts() -> ResponseReturnValue:
    asked = queue.read_asked(request.args)
    rows = queue.all_rows()
    found = queue.chosen(rows, asked)
    number = min(page_number(), Page([], len(found)).pages)
    person = current_person()
    return render_template(
        "staff/experts.html",
        asked=asked,
        page=Page(found[skipped(number) : number * SIZE], len(found), number),
        counts=queue.tab_counts(rows),
        tabs_named=queue.tab_names(),
        may_add=person and person.may(Role.STAFF),
        may_import=person and person.may(Role.MANAGER),
    )


@pages.get("/new")
@require_roles(Role.STAFF)
def show_add() -> ResponseReturnValue:
    return render_template("staff/add.html", form=Form(NewExpertSchema))


@pages.post("/new")
@require_roles(Role.STAFF)
def add() -> ResponseReturnValue:
    form = parse(NewExpertSchema, request.form)
    if form.ok:
        contract = form.data.pop("contract")
        try:
            expert = add_expert(form.data | {"contracts": [contract] if contract else []}, actor())
        except InvalidInput as refused:
            form.add_errors(refused.errors)
        else:
            flash(_("%(name)s was added to the pool.", name=expert.name), "success")
            return redirect(f"{PATH}/{expert.id}", 303)
    return render_template("staff/add.html", form=form), 422


@pages.get("/<expert_id>")
@require_roles(Role.STAFF)
def show(expert_id: str) -> ResponseReturnValue:
    expert = find_expert(expert_id)
    return private_page(
        render_template(
            "staff/expert.html",
            expert=expert,
            actions=allowed_actions(expert),
            work=work_of(expert.id),
            load=workloads(expert.id)[expert.id],
            timeline=words.timeline(expert),
            today=ambient.today(),
        )
    )


@pages.get("/<expert_id>/edit")
@require_roles(Role.STAFF)
def show_edit(expert_id: str) -> ResponseReturnValue:
    expert = find_expert(expert_id)
    form = Form(ProfileSchema, values=expert.profile())
    return render_template("staff/edit.html", expert=expert, form=form)


@pages.post("/<expert_id>/edit")
@require_roles(Role.STAFF)
def edit(expert_id: str) -> ResponseReturnValue:
    expert = find_expert(expert_id)
    form = parse(ProfileSchema, request.form)
    if not form.ok:
        return render_template(
            "staff/edit.html", expert=expert, form=form, seen=posted_version()
        ), 422
    try:
        edit_expert(expert, form.data, actor(), expected_version=posted_version())
    except InvalidInput as refused:
        form.add_errors(refused.errors)
        return render_template(
            "staff/edit.html", expert=expert, form=form, seen=posted_version()
        ), 422
    except Conflict as conflict:
        typed = {**expert.profile(), **form.data}
        return show_conflict(conflict, "staff/edit.html", form, typed)
    return saved(expert)


@pages.get("/<expert_id>/contracts/<start>")
@require_roles(Role.STAFF)
def show_contract(expert_id: str, start: str) -> ResponseReturnValue:
    """`start`: the first day of the contract, which no other has; or "new"."""
    expert = find_expert(expert_id)
    found = contract_from(expert, start)
    if found is None and start != "new":
        raise NotFound(f"no contract from {start} of {expert.id}")
    form = Form(ContractSchema, values=as_typed(found))
    return render_template("staff/contract.html", expert=expert, form=form, start=start)


@pages.post("/<expert_id>/contracts/<start>")
@require_roles(Role.STAFF)
def change_contract(expert_id: str, start: str) -> ResponseReturnValue:
    expert = find_expert(expert_id)
    form = parse(ContractSchema, request.form)
    seen = posted_version()
    if seen != expert.version:
        still = start if contract_from(expert, start) else "new"
        conflict = Conflict(expert, seen)
        return show_conflict(conflict, "staff/contract.html", form, start=still)
    removing = "remove" in request.form
    kept = [dict(contract) for contract in expert.contracts if contract["start"] != start]
    if form.ok and not removing:
        kept.append(form.data)
        try:
            refuse_overlap(kept, "start")
        except ValidationError as error:
            form.add_errors(error.messages_dict)
    if not (form.ok or removing):
        page = render_template(
            "staff/contract.html", expert=expert, form=form, start=start, seen=seen
        )
        return page, 422
    edit_expert(expert, {"contracts": kept}, actor(), expected_version=seen)
    return saved(expert)


@pages.get("/<expert_id>/end")
@require_roles(Role.MANAGER)
def show_end(expert_id: str) -> ResponseReturnValue:
    expert = find_expert(expert_id)
    load = workloads(expert.id)[expert.id]
    return render_template("staff/end.html", expert=expert, form=Form(EndSchema), load=load)


@pages.post("/<expert_id>/end")
@require_roles(Role.MANAGER)
def end(expert_id: str) -> ResponseReturnValue:
    expert = find_expert(expert_id)
    form = parse(EndSchema, request.form)
    load = workloads(expert.id)[expert.id]
    if not form.ok:
        return render_template("staff/end.html", expert=expert, form=form, load=load), 422
    try:
        end_expert(expert, form.data["reason"], actor(), expected_version=posted_version())
    except Conflict as conflict:
        return show_conflict(conflict, "staff/end.html", form, load=load)
    flash(_("%(name)s has left the pool.", name=expert.name), "success")
    return redirect(f"{PATH}/{expert.id}", 303)


@pages.post("/<expert_id>/return")
@require_roles(Role.MANAGER)
def return_to_pool(expert_id: str) -> ResponseReturnValue:
    expert = return_expert(find_expert(expert_id), actor())
    flash(_("%(name)s is in the pool again.", name=expert.name), "success")
    return redirect(f"{PATH}/{expert.id}", 303)


def saved(expert: Expert) -> ResponseReturnValue:
    flash(_("The changes were saved."), "success")
    return redirect(f"{PATH}/{expert.id}", 303)


def as_typed(contract: dict[str, Any] | None) -> dict[str, Any]:
    """The stored contract with real dates, which the form shows as Finns write them."""
    days = (
        {name: date.fromisoformat(contract[name]) for name in ("start", "end")} if contract else {}
    )
    return {**(contract or {}), **days}


def contract_from(expert: Expert, start: str) -> dict[str, Any] | None:
    found = (contract for contract in expert.contracts if contract["start"] == start)
    return next(found, None)


def show_conflict(
    conflict: Conflict, template: str, form: Form, typed: Any = None, **shown: Any
) -> ResponseReturnValue:
    """The same page with what others changed and all that was typed; saving again is a decision."""
    expert: Expert = conflict.case
    page = render_template(
        template,
        expert=expert,
        form=form,
        conflict=words.timeline(expert, since=conflict.since),
        differences=words.difference(expert.profile(), typed) if typed else [],
        **shown,
    )
    return page, 409
