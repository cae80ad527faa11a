"""The office's collections: made, filled, shown."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.deeds.documents import Collection, Deed
from services.deeds.forms.collections import CollectionForm, PickForm
from services.deeds.handlers import collections
from services.deeds.words import collections as words
from services.deeds.words.deed import ROLES
from shared.errors import Conflict, NotFound, TransitionNotAllowed
from shared.roles import Role
from shared.settings import LANGUAGES
from shared.web.acting import acted
from shared.web.context import private_page
from shared.web.forms import Form
from shared.web.language import language
from shared.web.pin import fresh_pin, read_pin
from shared.web.session import actor, require_roles

blueprint = Blueprint("staff_collections", __name__, url_prefix="/staff/collections")
HOME = "/staff/collections"
MOVES = ("show", "hide", "retire", "restore")
ARRANGING = {"drop": collections.drop_deed, "raise": collections.raise_deed}


def stored(given: dict[str, Any]) -> dict[str, Any]:
    """The form's answers as the collection has them."""
    return {
        "names": {code: given[f"name_{code}"] for code in LANGUAGES},
        "texts": {code: given.get(f"text_{code}", "") for code in LANGUAGES},
        "made_by": given.get("made_by", ""),
        "on_home": bool(given.get("on_home")),
    }


def values_of(collection: Collection) -> dict[str, Any]:
    return (
        {f"name_{code}": collection.names.get(code, "") for code in LANGUAGES}
        | {f"text_{code}": collection.texts.get(code, "") for code in LANGUAGES}
        | {"made_by": collection.made_by, "on_home": collection.on_home}
    )


def name_of(collection: Collection) -> str:
    return str(collection.names.get(language()) or collection.names["fi"])


@blueprint.get("")
@require_roles(Role.STAFF)
def collection_list() -> ResponseReturnValue:
    page = render_template(
        "staff/collections/list.html",
        collections=collections.all_collections(),
        name_of=name_of,
        words=words,
    )
    return private_page(page)


@blueprint.route("/new", methods=["GET", "POST"])
@require_roles(Role.STAFF)
def new_collection() -> ResponseReturnValue:
    pin = read_pin()
    return acted(
        HOME,
        CollectionForm,
        lambda given: collections.create_collection(stored(given), by=actor(), cause=pin.cause),
        _("The collection has been made. Pick deeds into it, then show it to readers."),
        lambda form: edit_page(form, _("Make a collection"), HOME, key=fresh_pin().key),
        words=words.REFUSALS,
    )


@blueprint.route("/<collection_id>/edit", methods=["GET", "POST"])
@require_roles(Role.STAFF)
def edit_collection(collection_id: str) -> ResponseReturnValue:
    collection = collections.collection_by_id(collection_id)
    pin, back = read_pin(), f"{HOME}/{collection_id}"
    return acted(
        back,
        CollectionForm,
        lambda given: collections.edit_collection(
            collection, stored(given), by=actor(), version=pin.version, cause=pin.cause
        ),
        _("Saved."),
        lambda form: edit_page(
            form, _("Edit the collection"), back, key=fresh_pin().key, version=collection.version
        ),
        values_of(collection),
        words=words.REFUSALS,
    )


def edit_page(form: Form, heading: str, back: str, *, key: str, version: int = 0) -> str:
    return render_template(
        "staff/collections/edit.html",
        form=form,
        heading=heading,
        back=back,
        key=key,
        version=version,
    )


@blueprint.route("/<collection_id>", methods=["GET", "POST"])
@require_roles(Role.STAFF)
def collection(collection_id: str) -> ResponseReturnValue:
    """Its deeds, and the form that picks one more."""
    shown, pin = collections.collection_by_id(collection_id), read_pin()
    return acted(
        f"{HOME}/{collection_id}",
        PickForm,
        lambda given: collections.pick_deed(
            shown, given["number"], by=actor(), version=pin.version, cause=pin.cause
        ),
        _("The deed has been picked."),
        lambda form: collection_page(collections.collection_by_id(collection_id), form),
        words=words.REFUSALS,
    )


def collection_page(shown: Collection, form: Form) -> str:
    found = {deed.id: deed for deed in Deed.objects(id__in=shown.deeds)}
    open_to = {row.action for row in shown.workflow.open_to(shown.state, [Role.STAFF])}
    return render_template(
        "staff/collections/collection.html",
        collection=shown,
        deeds=[found[deed_id] for deed_id in shown.deeds if deed_id in found],
        form=form,
        key=fresh_pin().key,
        moves=[move for move in MOVES if move in open_to],
        may_pick="pick" in open_to,
        name_of=name_of,
        words=words,
        roles=ROLES,
    )


@blueprint.post("/<collection_id>/<any(show, hide, retire, restore):action>")
@require_roles(Role.STAFF)
def move_collection(collection_id: str, action: str) -> ResponseReturnValue:
    shown, pin = collections.collection_by_id(collection_id), read_pin()
    try:
        after = collections.move_collection(
            shown, action, by=actor(), version=pin.version, cause=pin.cause
        )
        flash(f"{name_of(after)}: {words.STATES[after.state][0]}.", "success")
    except TransitionNotAllowed as error:
        flash(words.REFUSALS.refusal(error), "warning")
    except Conflict:
        flash(str(words.REASONS["changed"]), "warning")
    return redirect(f"{HOME}/{collection_id}", 303)


@blueprint.post("/<collection_id>/deeds/<deed_id>/<action>")
@require_roles(Role.STAFF)
def arrange(collection_id: str, deed_id: str, action: str) -> ResponseReturnValue:
    """Leave a deed out, or move it one place up."""
    if action not in ARRANGING:
        raise NotFound(f"no step {action}")
    shown, pin = collections.collection_by_id(collection_id), read_pin()
    try:
        ARRANGING[action](shown, deed_id, by=actor(), version=pin.version, cause=pin.cause)
    except TransitionNotAllowed as error:
        flash(words.REFUSALS.refusal(error), "warning")
    except Conflict:
        flash(str(words.REASONS["changed"]), "warning")
    return redirect(f"{HOME}/{collection_id}", 303)
