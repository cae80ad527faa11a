"""Nominations and the jury of an award round."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.deeds.documents import Award
from services.deeds.forms.awards import JurorForm, NominateForm
from services.deeds.handlers import awards
from services.deeds.show import in_own_language
from services.deeds.staff.awards.blueprint import address_of, blueprint, moved
from services.deeds.words import awards as words
from shared.roles import Role
from shared.web.acting import acted
from shared.web.forms import Form
from shared.web.pin import fresh_pin, read_pin
from shared.web.session import actor, require_roles


def step_page(award: Award, form: Form, heading: str, submit: str, mails: str = "") -> str:
    return render_template(
        "staff/awards/edit.html",
        form=form,
        heading=heading,
        submit=submit,
        mails=mails,
        back=address_of(award.id),
        version=award.version,
        key=fresh_pin().key,
    )


@blueprint.route("/<award_id>/nominate", methods=["GET", "POST"])
@require_roles(Role.STAFF)
def nominate(award_id: str) -> ResponseReturnValue:
    award, pin = awards.award_by_id(award_id), read_pin()
    rows = [(each["id"], in_own_language(each["names"])) for each in award.categories]
    return acted(
        address_of(award_id),
        NominateForm,
        lambda given: awards.nominate_deed(award, **given, by=actor(), pin=pin),
        _("The deed has been nominated."),
        lambda form: step_page(award, form, _("Nominate a deed"), _("Nominate")),
        words=words.REFUSALS,
        choices={"category": rows},
    )


@blueprint.post("/<award_id>/nominations/<nomination_id>/drop")
@require_roles(Role.STAFF)
def drop(award_id: str, nomination_id: str) -> ResponseReturnValue:
    award, pin = awards.award_by_id(award_id), read_pin()
    return moved(
        award_id,
        lambda: awards.drop_nomination(award, nomination_id, actor(), pin),
        _("The nomination has been taken away."),
    )


@blueprint.route("/<award_id>/juror", methods=["GET", "POST"])
@require_roles(Role.STAFF)
def name_juror(award_id: str) -> ResponseReturnValue:
    award, pin = awards.award_by_id(award_id), read_pin()
    mails = _("The juror is mailed a link at once.") if award.state == "judging" else ""
    return acted(
        address_of(award_id),
        JurorForm,
        lambda given: awards.name_juror(award, **given, by=actor(), pin=pin),
        _("The juror is on the jury."),
        lambda form: step_page(award, form, _("Name a juror"), _("Name the juror"), mails),
        words=words.REFUSALS,
    )


@blueprint.post("/<award_id>/jury/<juror_id>/remove")
@require_roles(Role.STAFF)
def remove(award_id: str, juror_id: str) -> ResponseReturnValue:
    award, pin = awards.award_by_id(award_id), read_pin()
    return moved(
        award_id,
        lambda: awards.remove_juror(award, juror_id, actor(), pin),
        _("The juror has been removed, and their scores count no more."),
    )
