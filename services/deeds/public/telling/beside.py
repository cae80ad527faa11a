"""Beside the form: a link to go on later, help with writing, the quick test."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from services.deeds import quick_test
from services.deeds.documents import Deed
from services.deeds.forms.telling import (
    HelpForm,
    KeepForm,
    QuickTestForm,
    quick_test_answers,
    quick_test_values,
)
from services.deeds.handlers.telling import ask_help, keep_deed, take_quick_test, waits_for_help
from services.deeds.public.telling.draft import blueprint, tell_page, with_draft
from services.deeds.words import telling as words
from shared.errors import TransitionNotAllowed
from shared.web.forms import Form, parse
from shared.web.language import language


@blueprint.route("/draft/<token>/keep", methods=["GET", "POST"])
@with_draft
def keep(draft: Deed, token: str) -> ResponseReturnValue:
    form = Form(KeepForm, person_of(draft))
    if request.method == "POST":
        form = parse(KeepForm, request.form)
        if form.ok:
            try:
                keep_deed(draft, email=form.data["email"], language=language())
                return tell_page("kept", token, draft, email=form.data["email"])
            except TransitionNotAllowed as error:
                form.add_errors({"_schema": [words.REFUSALS.refusal(error)]})
    return tell_page("keep", token, draft, 422 if form.errors else 200, form=form)


@blueprint.route("/draft/<token>/help", methods=["GET", "POST"])
@with_draft
def help(draft: Deed, token: str) -> ResponseReturnValue:
    form = Form(HelpForm, person_of(draft))
    if request.method == "POST":
        form = parse(HelpForm, request.form)
        if form.ok:
            try:
                ask_help(draft, **form.data, language=language())
                return tell_page("help_asked", token, draft, email=form.data["email"])
            except TransitionNotAllowed as error:
                form.add_errors({"_schema": [words.REFUSALS.refusal(error)]})
    status = 422 if form.errors else 200
    return tell_page("help", token, draft, status, form=form, waits=waits_for_help(draft))


def person_of(draft: Deed) -> dict[str, str]:
    return dict(draft.content.get("contact") or draft.author)


@blueprint.route("/draft/<token>/test", methods=["GET", "POST"])
@with_draft
def test(draft: Deed, token: str) -> ResponseReturnValue:
    form = Form(QuickTestForm, quick_test_values(draft.quick_test))
    if request.method == "POST":
        form = parse(QuickTestForm, request.form)
        if form.ok:
            draft = take_quick_test(draft, quick_test_answers(form.data))
    return tell_page(
        "test",
        token,
        draft,
        422 if form.errors else 200,
        form=form,
        verdict=words.VERDICTS.get(quick_test.verdict(draft.quick_test)),
        advice=[words.ADVICE[number] for number in quick_test.doubts(draft.quick_test)],
        left=len(quick_test.QUESTIONS) - len(draft.quick_test),
    )
