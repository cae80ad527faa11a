"""The page of the form where the expert is compared and chosen."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.applications import forms, show
from services.applications.documents import ExpertView
from services.applications.handlers import drafts
from services.applications.public.draft import (
    after_saving,
    blueprint,
    draft_page,
    moved_on,
    read_draft,
    steps_of,
    wants_to_stop,
)
from shared.vocabulary import REGIONS, SPOKEN, names_in
from shared.web.forms import Form, parse
from shared.web.language import language


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
        if wants_to_stop():
            return redirect(f"/sparring/apply/{token}/keep", 303)
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
