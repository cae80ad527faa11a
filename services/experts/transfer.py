"""The pool in and out as CSV: choose a file, see what it would do, confirm; or download."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.experts import words
from services.experts.catalogue import NOT_LISTED_FIELDS, arranged
from services.experts.columns import ALL_COLUMNS, BY_FIELD, REQUIRED
from services.experts.documents import Expert, Upload
from services.experts.exporting import export, template
from services.experts.importing import ImportPlan, import_experts, plan_file, plan_import
from shared import ambient
from shared.errors import InvalidInput, NotFound
from shared.roles import Role
from shared.web.fields import Tick
from shared.web.fields import Upload as ChosenFile
from shared.web.forms import Form, FormSchema, parse
from shared.web.language import language
from shared.web.session import actor, require_roles

pages = Blueprint("transfer", __name__)
PATH = "/staff/experts"


class FileSchema(FormSchema):
    file = ChosenFile(
        metadata={
            "label": _l("CSV file"),
            "hint": _l("At most 1 MB. Comma or semicolon between cells; UTF-8 or Windows letters."),
        }
    )


class ConfirmSchema(FormSchema):
    skip = Tick(
        metadata={"label": _l("Skip the faulty rows and import the rest"), "optional": True}
    )


@pages.get("/import")
@require_roles(Role.MANAGER)
def show_import() -> ResponseReturnValue:
    return import_page(Form(FileSchema))


@pages.post("/import")
@require_roles(Role.MANAGER)
def upload() -> ResponseReturnValue:
    """Nothing is imported yet: the file is kept until it is confirmed."""
    form = parse(FileSchema, request.form, request.files)
    if form.ok:
        chosen = form.data["file"]
        try:
            text, _plan = plan_file(chosen.read())
        except InvalidInput as refused:
            form.add_errors(refused.errors)
        else:
            kept = Upload(by=actor().email, filename=(chosen.filename or "")[:200], text=text)
            kept.save(force_insert=True)
            return redirect(f"{PATH}/import/{kept.id}", 303)
    return import_page(form), 422


@pages.get("/import/<upload_id>")
@require_roles(Role.MANAGER)
def preview(upload_id: str) -> ResponseReturnValue:
    kept = find_upload(upload_id)
    return preview_page(kept, plan_import(kept.text), Form(ConfirmSchema))


@pages.post("/import/<upload_id>")
@require_roles(Role.MANAGER)
def confirm(upload_id: str) -> ResponseReturnValue:
    """Planned anew: the pool may have changed since the preview. A repeat changes nothing."""
    kept = find_upload(upload_id)
    form = parse(ConfirmSchema, request.form)
    plan = plan_import(kept.text)
    try:
        import_experts(plan, actor(), skip_faulty=form.data.get("skip", False))
    except InvalidInput as refused:
        return preview_page(kept, plan, form.add_errors(refused.errors)), 422
    flash(told(plan), "success")
    return redirect(PATH, 303)


@pages.get("/import/template.csv")
@require_roles(Role.STAFF)
def download_template() -> ResponseReturnValue:
    return as_file(template(), _("expert-template.csv"))


@pages.get("/export.csv")
@require_roles(Role.STAFF)
def download() -> ResponseReturnValue:
    experts = arranged(Expert.objects.exclude(*NOT_LISTED_FIELDS), "name")
    return as_file(export(experts), f"experts-{ambient.today().isoformat()}.csv")


def find_upload(upload_id: str) -> Upload:
    """Only the one who chose the file sees it. Raises NotFound."""
    found: Upload | None = Upload.objects(id=upload_id, by=actor().email).first()
    if found is None:
        raise NotFound(f"no upload {upload_id}")
    return found


def import_page(form: Form) -> str:
    columns = [
        (column.title(language()), column.field in REQUIRED, EXAMPLES[column.field])
        for column in ALL_COLUMNS
        if column.field in EXAMPLES
    ]
    return render_template("staff/import.html", form=form, columns=columns)


def preview_page(kept: Upload, plan: ImportPlan, form: Form) -> str:
    return render_template(
        "staff/import_preview.html",
        upload=kept,
        plan=plan,
        form=form,
        words=words,
        email_title=BY_FIELD["email"].title(language()),
    )


def told(plan: ImportPlan) -> str:
    words = _("Added %(add)s, changed %(change)s, unchanged %(same)s, skipped %(faulty)s.")
    return words % plan.counts


def as_file(content: bytes, name: str) -> Response:
    return Response(
        content,
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


EXAMPLES = {
    "name": "Marja Esimerkki",
    "company": "Esimerkki Oy",
    "email": "marja@esimerkki.example",
    "phone": "040 123 4567",
    "language": "fi",
    "description.fi": "Työyhteisövalmentaja, 15 vuotta kuntien kanssa.",
    "description.sv": "Coach för arbetsgemenskaper i kommuner.",
    "description.en": "Coaches work communities of municipalities.",
    "themes": "processes | wellbeing",
    "languages": "fi | sv",
    "regions": "uusimaa | pirkanmaa",
    "remote": "kyllä",
    "contracts.0.number": "KT-2025-01",
    "contracts.0.start": "1.1.2025",
    "contracts.0.end": "31.12.2028",
    "contracts.0.day_rate": "850,00",
}
