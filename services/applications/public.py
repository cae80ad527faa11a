"""The public side: the front page of sparring and the application form, page by page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.applications import forms, show, words
from services.applications.documents import Application, ExpertView, Round
from services.applications.handlers import drafts
from services.applications.handlers.orders import average_feedback
from services.applications.handlers.rounds import active_themes
from services.applications.workflow import DRAFT, EXPIRED
from shared import ambient
from shared.errors import InvalidInput, LinkExpired, NotFound, TransitionNotAllowed
from shared.links import make_link, read_link
from shared.vocabulary import REGIONS, SPOKEN, names_in
from shared.web.context import current_settings, private_page
from shared.web.forms import Form, parse
from shared.web.language import language

blueprint = Blueprint("public", __name__, url_prefix="/sparring")
CHECK = "check"


@blueprint.get("")
def front() -> ResponseReturnValue:
    average, count = average_feedback()
    return render_template(
        "public/front.html",
        round=drafts.open_round(),
        coming=next_round(),
        average=average,
        count=count,
        themes=active_themes(),
    )


def next_round() -> Round | None:
    planned = Round.objects(state="planned", opens_at__gt=ambient.now()).order_by("opens_at")
    found: Round | None = planned.first()
    return found


@blueprint.get("/apply")
def apply() -> ResponseReturnValue:
    return render_template(
        "public/apply.html",
        round=drafts.open_round(),
        coming=next_round(),
        expert=ExpertView.objects(id=request.args.get("expert", "")).first(),
    )


@blueprint.post("/apply")
def start() -> ResponseReturnValue:
    try:
        draft = drafts.start_draft(language=language(), expert_id=request.form.get("expert", ""))
    except TransitionNotAllowed as error:
        flash(words.refusal(error), "warning")
        return redirect("/sparring/apply", 303)
    return redirect(address(draft, drafts.SECTIONS[0]), 303)


def address(draft: Application, page: str) -> str:
    """The page of this draft. The address is its key: whoever has it can go on filling in."""
    return f"/sparring/apply/{make_link(current_settings(), 'draft', draft.id)}/{page}"


def read_draft(token: str) -> Application:
    """Raises LinkForged, LinkExpired, DraftGone."""
    link = read_link(current_settings(), "draft", token)
    try:
        return drafts.application_by_id(link.case_id)
    except NotFound as error:
        raise DraftGone from error


class DraftGone(Exception):
    """The link is ours, but the draft has been deleted."""


@blueprint.errorhandler(DraftGone)
@blueprint.errorhandler(LinkExpired)
def draft_gone(_error: Exception) -> ResponseReturnValue:
    return private_page((render_template("public/expired.html"), 410))


def draft_page(
    template: str, token: str, draft: Application, status: int = 200, **context: Any
) -> ResponseReturnValue:
    page = render_template(
        template, token=token, draft=draft, words=words, warn=needs_both_groups(draft), **context
    )
    return private_page((page, status))


def needs_both_groups(draft: Application) -> bool:
    return "participants" in draft.filled and not draft.is_cooperative


def steps_of(draft: Application, token: str, current: str) -> list[tuple[str, str, str | None]]:
    def state(section: str) -> str:
        return "current" if section == current else "done" if section in draft.filled else "ahead"

    rows: list[tuple[str, str, str | None]] = [
        (str(words.SECTIONS[section]), state(section), f"/sparring/apply/{token}/{section}")
        for section in drafts.SECTIONS
    ]
    return [*rows, (_("Check and send"), "current" if current == CHECK else "ahead", None)]


def moved_on(draft: Application, token: str) -> ResponseReturnValue | None:
    """Where a draft's link leads when it is a draft no more."""
    if draft.state == DRAFT:
        return None
    if draft.state == EXPIRED:
        raise DraftGone
    return redirect(f"/sparring/apply/{token}/sent", 303)


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
        status = 422
    else:
        form = Form(schema, forms.section_values(draft, section))
    steps = steps_of(draft, token, section)
    return draft_page(
        "public/section.html", token, draft, status, form=form, section=section, steps=steps
    )


def after_saving(draft: Application, token: str, section: str) -> str:
    """The next page; the same one when the answer deserves a word at once; `keep` when asked."""
    here = f"/sparring/apply/{token}"
    if request.form.get("then") == "keep":
        return f"{here}/keep"
    if section == "participants" and needs_both_groups(draft):
        return f"{here}/participants"
    if request.args.get("back") == CHECK and all(name in draft.filled for name in drafts.SECTIONS):
        return f"{here}/{CHECK}"
    following = drafts.SECTIONS.index(section) + 1
    return f"{here}/{drafts.SECTIONS[following] if following < len(drafts.SECTIONS) else CHECK}"


@blueprint.route("/apply/<token>/expert", methods=["GET", "POST"])
def expert(token: str) -> ResponseReturnValue:
    draft = read_draft(token)
    if elsewhere := moved_on(draft, token):
        return elsewhere
    if "day" not in draft.filled:
        flash(
            _("Tell the date first: only experts with a contract on that day can be chosen."),
            "info",
        )
        return redirect(f"/sparring/apply/{token}/day", 303)
    available = drafts.experts_available(draft.date)
    choices = {"expert": [(one.id, one.name) for one in available]}
    form = Form(forms.ExpertForm, forms.section_values(draft, "expert"), choices=choices)
    status = 200
    if request.method == "POST":
        form = parse(forms.ExpertForm, request.form, choices=choices)
        if form.ok:
            draft = drafts.save_section(draft, "expert", form.data)
            return redirect(after_saving(draft, token, "expert"), 303)
        status = 422
    return draft_page(
        "public/expert.html",
        token,
        draft,
        status,
        form=form,
        experts=[one for one in available if fits(one)],
        total=len(available),
        themes=forms.theme_rows(),
        theme_names=dict(forms.theme_rows()),
        named=show.named,
        regions=names_in(REGIONS, language()),
        spoken=names_in(SPOKEN, language()),
        steps=steps_of(draft, token, "expert"),
    )


def fits(expert: ExpertView) -> bool:
    """Whether the expert passes the filters of the address: theme, lang_spoken, region."""
    theme, spoken = request.args.get("theme"), request.args.get("speaks")
    region = request.args.get("region")
    if theme and theme not in expert.themes:
        return False
    if spoken and spoken not in expert.languages:
        return False
    if region == "remote":
        return bool(expert.remote)
    return not region or region in expert.regions


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
