"""One form behind a link, one step of the case."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import render_template

from services.applications import words
from services.applications.documents import Application
from services.applications.workflow import SPARRING
from shared.roles import Role
from shared.web import acting
from shared.web.forms import Form

acted = partial(acting.acted, words=words.REFUSALS)


def actions_of(application: Application, role: Role) -> set[str]:
    return {row.action for row in SPARRING.open_to(application.state, [role])}


def act_page(**context: Any) -> Callable[[Form], str]:
    return lambda form: render_template("public/act.html", form=form, **context)
