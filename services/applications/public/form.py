"""The pages of the form: each saved on its own, checked once more, sent once."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.applications import forms, show, words
from services.applications.documents import Application
from services.applications.handlers import drafts
from services.applications.public.draft import (
    CHECK,
    after_saving,
    blueprint,
    draft_page,
    moved_on,
    read_draft,
    steps_of,
    wants_to_stop,
)
from shared.errors import InvalidInput, NotFound, TransitionNotAllowed
from shared.links import make_link
from shared.web.context import current_settings, private_page
from shared.web.forms import Form, parse


@blueprint.route(
    "/apply/<token>/<any(organisation, contact, need, participants, day):section>",
    methods=["GET", "POST"],
)
def section(token: str, section: str) -> ResponseReturnValue:
    draft = read_draft(token)
    if elsewhere := moved_on(draft, token):
        return elsewhere
    schema = forms.SECTION_FORMS[section]
    status = 200
    if request.method == "POST":
        form = parse(schema, request.form)
        if form.ok:
            draft = drafts.save_section(draft, section, form.data)
            return redirect(after_saving(draft, token, section), 303)
        if wants_to_stop():
            keep_unfinished(draft, section, form)
            return redirect(f"/sparring/apply/{token}/keep", 303)
        status = 422
    else:
        form = Form(schema, forms.section_values(draft, section))
    steps = steps_of(draft, token, section)
    return draft_page(
        "public/section.html", token, draft, status, form=form, section=section, steps=steps
    )


def keep_unfinished(draft: Application, section: str, form: Form) -> None:
    """Who stops half-way loses nothing that is right, and is told what could not be kept."""
    right = {name: value for name, value in form.values.items() if name not in form.errors}
    kept = parse(forms.SECTION_FORMS[section], right, partial=True)
    if kept.ok and kept.data:
        drafts.keep_section(draft, section, kept.data)
    wrong = [view for view in form.fields if view.errors and any(view.chosen)]
    names = ", ".join(view.label for view in wrong)
    if names:
        flash(_("Not saved, because it has to be corrected first: %(names)s.", names=names), "info")


@blueprint.route("/apply/<token>/keep", methods=["GET", "POST"])
def keep(token: str) -> ResponseReturnValue:
    draft = read_draft(token)
    if elsewhere := moved_on(draft, token):
        return elsewhere
    form = Form(forms.KeepForm, {"email": (draft.contact or {}).get("email", "")})
    if request.method == "POST":
        form = parse(forms.KeepForm, request.form)
        if form.ok:
            drafts.keep_draft(draft, email=form.data["email"])
            return draft_page("public/kept.html", token, draft, email=form.data["email"])
    return draft_page("public/keep.html", token, draft, 422 if form.errors else 200, form=form)


@blueprint.route("/apply/<token>/check", methods=["GET", "POST"])
def check(token: str) -> ResponseReturnValue:
    draft = read_draft(token)
    if elsewhere := moved_on(draft, token):
        return elsewhere
    faults = unfinished(draft)
    refused = ""
    if request.method == "POST" and not faults:
        try:
            drafts.submit_application(draft)
            return redirect(f"/sparring/apply/{token}/sent", 303)
        except InvalidInput as error:
            faults = words.problems(error)
        except TransitionNotAllowed as error:
            refused = words.refusal(error)
    return draft_page(
        "public/check.html",
        token,
        draft,
        422 if request.method == "POST" else 200,
        faults=faults,
        refused=refused,
        sections=show.sections(draft),
        steps=steps_of(draft, token, CHECK),
    )


def unfinished(draft: Application) -> dict[str, list[str]]:
    """Section → what is wrong with it as it stands today: a date may have passed meanwhile."""
    faults: dict[str, list[str]] = {}
    for name in drafts.SECTIONS:
        if name not in draft.filled:
            faults[name] = [str(words.PROBLEMS["unfinished"])]
        elif name == "expert":
            try:
                drafts.check_expert(draft.expert.get("id", ""), draft.date)
            except InvalidInput as error:
                faults |= words.problems(error)
        else:
            shown = Form(forms.SECTION_FORMS[name], forms.section_values(draft, name)).values
            checked = parse(forms.SECTION_FORMS[name], shown)
            if not checked.ok:
                faults[name] = [text for texts in checked.errors.values() for text in texts]
    return faults


@blueprint.get("/apply/<token>/sent")
def sent(token: str) -> ResponseReturnValue:
    application = read_draft(token)
    if not application.submitted_at:
        raise NotFound("not sent yet")
    settings = current_settings()
    status = make_link(settings, "status", application.id, application.contact["email"])
    return private_page(
        render_template(
            "public/sent.html", application=application, status_address=f"/sparring/status/{status}"
        )
    )
