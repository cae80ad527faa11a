"""What a deed is, why to tell about it, and where the telling begins."""

from __future__ import annotations

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from services.deeds.handlers.telling import start_deed
from services.deeds.public.telling.draft import blueprint, draft_address
from shared.web.language import language
from shared.web.pin import fresh_pin, read_pin


@blueprint.get("/tell")
def front() -> ResponseReturnValue:
    return render_template("public/tell/front.html", pin=fresh_pin())


@blueprint.post("/tell")
def begin() -> ResponseReturnValue:
    draft = start_deed(language=language(), key=read_pin().key)
    page = "/test" if request.form.get("then") == "test" else ""
    return redirect(draft_address(draft, page), 303)
