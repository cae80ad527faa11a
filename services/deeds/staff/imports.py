"""The import of an older catalogue: choose a file, see its faults, begin, follow, stop, go on."""

from __future__ import annotations

from itertools import islice

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.deeds.forms.import_columns import COLUMNS, EXAMPLES, NEEDED
from services.deeds.forms.import_rows import FileForm, check_file
from services.deeds.handlers import importing
from services.deeds.staff.import_files import as_file, report, template, title_of
from services.deeds.words import importing as words
from services.deeds.workflow.importing import CHECKED, RUNNING
from shared.errors import Conflict, InvalidInput, NotFound, TransitionNotAllowed
from shared.roles import Role
from shared.web.forms import Form, parse
from shared.web.language import language
from shared.web.pin import fresh_pin, read_pin
from shared.web.security import takes_files
from shared.web.session import actor, current_person, require_roles

blueprint = Blueprint("staff_imports", __name__, url_prefix="/staff/imports")
HOME = "/staff/imports"
FAULTS_SHOWN = 50  # rows; the file has them all
LOOK_AGAIN = 3  # seconds


@blueprint.get("")
@require_roles(Role.STAFF)
def import_list() -> ResponseReturnValue:
    return render_template(
        "staff/imports/list.html",
        imports=importing.all_imports(),
        may_import=may_import(),
        words=words,
    )


def may_import() -> bool:
    person = current_person()
    return person is not None and person.may(Role.MANAGER)


@blueprint.get("/new")
@require_roles(Role.MANAGER)
def choose_file() -> ResponseReturnValue:
    return file_page(Form(FileForm))


@blueprint.post("/new")
@takes_files
@require_roles(Role.MANAGER)
def check_file_of_rows() -> ResponseReturnValue:
    """Read and checked whole; nothing is made yet."""
    form = parse(FileForm, request.form, request.files)
    if form.ok:
        chosen = form.data["file"]
        try:
            made = importing.check_import(
                read_pin().key,
                (chosen.filename or "")[:200],
                form.data["source"],
                check_file(chosen.read()),
                actor(),
            )
            return redirect(f"{HOME}/{made.id}", 303)
        except InvalidInput as refused:
            form.add_errors(refused.errors)
    return file_page(form), 422


def file_page(form: Form) -> str:
    columns = [
        (column.title(language()), column.field, words.COLUMNS[column.field]) for column in COLUMNS
    ]
    return render_template(
        "staff/imports/new.html",
        form=form,
        columns=columns,
        needed=NEEDED,
        examples=EXAMPLES,
        pin=fresh_pin(),
    )


@blueprint.get("/template.csv")
@require_roles(Role.STAFF)
def download_template() -> ResponseReturnValue:
    return as_file(Response(template()), _("deeds-template.csv"))


@blueprint.get("/<import_id>")
@require_roles(Role.STAFF)
def import_page(import_id: str) -> ResponseReturnValue:
    """While it runs the page looks again by itself, unless it is asked to stand still."""
    case = importing.import_by_id(import_id)
    person = current_person()
    progress = importing.progress_of(case)
    open_rows = case.workflow.open_to(case.state, person.roles if person else ())
    # before it has begun there is nothing to stop, and without a good row nothing to begin
    useless = {"stop", *(() if progress.waiting else ("begin",))} if case.state == CHECKED else ()
    actions = [row.action for row in open_rows if row.action in {*words.MOVES} - {*useless}]
    running = case.state == RUNNING
    follows = running and request.args.get("follow") != "no"
    answer = make_response(
        render_template(
            "staff/imports/one.html",
            case=case,
            progress=progress,
            faulty=list(islice(importing.faulty_rows(case), FAULTS_SHOWN)),
            title_of=title_of,
            moves=[(action, *words.MOVES[action]) for action in actions],
            running=running,
            follows=follows,
            words=words,
            pin=fresh_pin(case.version),
        )
    )
    if follows:
        answer.headers["Refresh"] = str(LOOK_AGAIN)
    return answer


@blueprint.get("/<import_id>/faulty.csv")
@require_roles(Role.STAFF)
def download_faulty(import_id: str) -> ResponseReturnValue:
    case = importing.import_by_id(import_id)
    return as_file(Response(report(importing.faulty_rows(case))), _("faulty-rows.csv"))


@blueprint.post("/<import_id>/<action>")
@require_roles(Role.MANAGER)
def move(import_id: str, action: str) -> ResponseReturnValue:
    if action not in words.MOVES:
        raise NotFound(f"no step {action}")
    try:
        importing.move_import(importing.import_by_id(import_id), action, actor(), read_pin())
        flash(str(words.MOVES[action][2]), "success")
    except (Conflict, TransitionNotAllowed):
        flash(_("The import had moved on meanwhile. See how it stands now."), "warning")
    return redirect(f"{HOME}/{import_id}", 303)
