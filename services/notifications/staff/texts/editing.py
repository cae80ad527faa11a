"""One text in one language: what it says, what it may ask for, how it will look."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.notifications.checking import Allowed, Problem
from services.notifications.documents import MailText
from services.notifications.handlers.rewording import (
    default_of,
    edit_text,
    find_text,
    is_usable,
    problems_in,
    text_in_use,
)
from services.notifications.kinds import sample_mail
from services.notifications.staff.blueprint import PATH, pages
from services.notifications.staff.texts.difference import difference
from services.notifications.staff.texts.form import (
    TextForm,
    as_text,
    as_typed,
    marks,
    placeholders,
)
from services.notifications.staff.texts.preview import previewed
from services.notifications.texts import Text
from services.notifications.words import mails as mail_words
from services.notifications.words import texts as words
from services.notifications.workflow.wording import EDITED
from shared.errors import Conflict, InvalidInput
from shared.roles import Role
from shared.settings import LANGUAGES
from shared.web.context import current_settings
from shared.web.forms import Form, parse
from shared.web.session import actor, current_person, require_roles
from shared.web.versions import posted_version


@pages.get("/texts/<template>/<code>")
@require_roles(Role.STAFF)
def show_text(template: str, code: str) -> ResponseReturnValue:
    standing = find_text(template, code)
    form = Form(TextForm, as_typed(text_in_use(standing)))
    unfit = standing.state == EDITED and not is_usable(standing, current_settings())
    if unfit:
        form.add_errors(said(problems_in(standing, text_in_use(standing), current_settings())))
    return text_page(standing, form, seen=standing.version, unfit=unfit)


@pages.post("/texts/<template>/<code>")
@require_roles(Role.STAFF)
def save_text(template: str, code: str) -> ResponseReturnValue:
    standing, form = find_text(template, code), parse(TextForm, request.form)
    if form.ok:
        try:
            saved(standing, as_text(form.data))
            return redirect(address_of(standing), 303)
        except InvalidInput as refused:
            form.add_errors(said([each for found in refused.errors.values() for each in found]))
        except Conflict as conflict:
            return show_conflict(conflict.case, form)
    return text_page(standing, form, seen=posted_version()), 422


@pages.get("/texts/<template>/<code>/preview")
@require_roles(Role.STAFF)
def show_preview(template: str, code: str) -> ResponseReturnValue:
    """The document of the frame before anything was typed."""
    standing, settings = find_text(template, code), current_settings()
    return previewed(sample_mail(template, code, settings), text_in_use(standing), settings)


@pages.post("/texts/<template>/<code>/preview")
@require_roles(Role.STAFF)
def preview_typed(template: str, code: str) -> ResponseReturnValue:
    """The same of what is typed: the button sends the form here, into the frame of its page."""
    standing, settings = find_text(template, code), current_settings()
    text = as_text(parse(TextForm, request.form).values)
    problems = problems_in(standing, text, settings)
    return previewed(sample_mail(template, code, settings), text, settings, problems)


def saved(standing: MailText, text: Text) -> MailText:
    """With a word of what became of it."""
    before = standing.version
    after = edit_text(
        standing, text, actor(), current_settings(), expected_version=posted_version()
    )
    if after.version == before:
        flash(_("Nothing changed: the text was like this already."), "info")
    elif after.state == EDITED:
        flash(_("The text was saved. Mails written from now on have these words."), "success")
    else:
        flash(_("The text is the default again."), "success")
    return after


def show_conflict(standing: MailText, form: Form) -> ResponseReturnValue:
    """What was typed stays; what somebody else saved meanwhile is shown. Saving again decides."""
    theirs = standing.history[-1]
    changes = difference(text_in_use(standing), as_text(form.data))
    return text_page(standing, form, seen=standing.version, theirs=theirs, differences=changes), 409


def text_page(standing: MailText, form: Form, *, seen: int, **shown: Any) -> str:
    template, code = standing.template, standing.language
    allowed = Allowed.by(sample_mail(template, code, current_settings()), current_settings())
    person = current_person()
    return render_template(
        "staff/texts_edit.html",
        standing=standing,
        form=form,
        seen=seen,
        name=name_of(standing),
        texts=words,
        placeholders=list(placeholders(allowed, default_of(standing))),
        marks=list(marks(allowed)),
        others={each: find_text(template, each) for each in LANGUAGES if each != code},
        typed=lambda other: as_typed(text_in_use(other)),
        address=address_of(standing),
        may_edit=person is not None and person.may(Role.STAFF),
        **shown,
    )


def said(problems: list[Problem]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for problem in problems:
        found.setdefault(problem.field, []).append(words.problem(problem))
    return found


def address_of(standing: MailText) -> str:
    return f"{PATH}/texts/{standing.template}/{standing.language}"


def name_of(standing: MailText) -> str:
    return str(mail_words.TEMPLATES.get(standing.template, standing.template))
