"""The form on one page: whatever is done on it, what has been typed is kept first."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.deeds.documents import Deed
from services.deeds.handlers.pictures import with_one_more
from services.deeds.handlers.telling import save_deed, waits_for_help
from services.deeds.public.telling import answers
from services.deeds.public.telling.draft import blueprint, tell_page, with_draft
from services.deeds.words.deed import SECTIONS
from services.deeds.words.telling import REFUSALS
from shared.errors import Conflict, InvalidInput
from shared.web.forms import Form
from shared.web.security import takes_files
from shared.web.versions import posted_version

PAGES = {"keep": "/keep", "help": "/help", "test": "/test", "check": "/check"}
PLACES = {"picture": "#pictures", "remove": "#pictures"}
# what is folded away until there is something in it
FOLDED = {"more": ("surprises", "advice"), "extras": ("links", "picture")}


@blueprint.route("/draft/<token>", methods=["GET", "POST"])
@takes_files
@with_draft
def form(draft: Deed, token: str) -> ResponseReturnValue:
    if request.method == "POST":
        return written(draft, token)
    to_check = request.args.get("then") == "check"
    shown = answers.stored_and_checked(draft) if to_check else answers.stored(draft)
    return form_page(draft, token, shown)


def written(draft: Deed, token: str) -> ResponseReturnValue:
    then, _colon, picture_id = request.form.get("then", "").partition(":")
    given = answers.typed(draft)
    content, language = answers.kept(draft, given, without=picture_id)
    if upload := answers.typed_picture():
        try:
            content["pictures"] = with_one_more(content["pictures"], upload, draft.id)
        except InvalidInput as error:
            given.add_errors(REFUSALS.problems_of(error))
    try:
        saved = save_deed(draft, content, language=language, expected_version=posted_version())
    except Conflict as error:
        over = answers.stored(error.case, given)
        return form_page(error.case, token, over, 409, conflict=True)
    if not given.ok:
        if then == "check":
            missing = answers.typed(draft, whole=True).errors
            given.add_errors({name: missing[name] for name in missing.keys() - given.errors})
        return form_page(saved, token, answers.stored(saved, given), 422)
    if then not in PAGES and then not in PLACES:
        flash(_("The draft is saved. It is kept for 90 days."), "success")
    return redirect(f"/deeds/draft/{token}{PAGES.get(then) or PLACES.get(then, '')}", 303)


def form_page(
    draft: Deed, token: str, form: Form, status: int = 200, **context: Any
) -> ResponseReturnValue:
    pictures = draft.content.get("pictures", ())
    return tell_page(
        "form",
        token,
        draft,
        status,
        form=form,
        sections=SECTIONS,
        pictures=pictures,
        unfolded=unfolded(form) | ({"extras"} if pictures else set()),
        waits_for_help=waits_for_help(draft),
        help_given=help_given(draft),
        **context,
    )


def unfolded(form: Form) -> set[str]:
    return {
        part
        for part, names in FOLDED.items()
        if any(form.values.get(name) or name in form.errors for name in names)
    }


def help_given(draft: Deed) -> str:
    """What the office said when it wrote into the draft, until the author has written on."""
    last = draft.history[-1]
    return str(last["data"]["message"]) if last["action"] == "help" else ""
