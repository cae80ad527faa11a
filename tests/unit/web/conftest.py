"""An app with one page of every kind that the shell must serve."""

from dataclasses import replace

import pytest
from flask import flash, render_template_string, request
from flask_smorest import Blueprint
from pymongo.errors import ServerSelectionTimeoutError

from shared.errors import (
    Conflict,
    InvalidInput,
    LinkExpired,
    LinkForged,
    NotFound,
    NotPermitted,
    TransitionNotAllowed,
)
from shared.roles import Role
from shared.settings import ApiToken
from shared.web import create_base_app
from shared.web.api import api_actor, create_api, require_token
from shared.web.context import private_page
from shared.web.forms import Form, parse
from shared.web.session import actor, require_roles, sign_in, sign_out
from tests.support.settings import make_settings
from tests.unit.web.questions import Application

STAFF_TOKEN, AUDITOR_TOKEN = "s" * 40, "a" * 40
FORM_PAGE = """{% extends "layouts/page.html" %}
{% from "macros/forms.html" import render_form, csrf %}
{% block heading %}Apply{% endblock %}
{% block content %}<form method="post">{{ csrf() }}{{ render_form(form) }}</form>{% endblock %}"""
STAFF_PAGE = """{% extends "layouts/staff.html" %}{% set nav = 'rounds' %}
{% block heading %}Queue{% endblock %}"""


class OldCase:
    id, version = "c1", 7


ERRORS = {
    "not-found": NotFound("c1"),
    "forged": LinkForged("x"),
    "not-permitted": NotPermitted("no"),
    "not-allowed": TransitionNotAllowed("grant", "draft"),
    "conflict": Conflict(OldCase(), 3),
    "expired": LinkExpired("link"),
    "invalid": InvalidInput({"days": ["At most <2> days"]}),
    "store": ServerSelectionTimeoutError("mongodb://user:hunter2@store:27017 timed out"),
    "bug": ZeroDivisionError("hunter2"),
}


@pytest.fixture(scope="session")
def web_settings():
    tokens = (
        ApiToken(STAFF_TOKEN, "integration", (Role.STAFF,)),
        ApiToken(AUDITOR_TOKEN, "evaluation", (Role.AUDITOR,)),
    )
    staff = ";".join(
        f"{roles}@kunteko.test, Anna <b>Lindqvist</b>, {roles}"
        for roles in ("staff", "manager", "auditor", "expert", "staff+manager")
    )
    return replace(make_settings(base_url="http://kunteko.test", staff=staff), api_tokens=tokens)


@pytest.fixture(scope="session")
def app(web_settings):
    app = create_base_app("applications", web_settings, package=__name__, store=False)
    add_pages(app)
    add_api(app)
    return app


@pytest.fixture
def client(app):
    return app.test_client()


def add_pages(app):
    @app.route("/form", methods=["GET", "POST"])
    def form():
        filled = parse(Application, request.form) if request.method == "POST" else Form(Application)
        return render_template_string(FORM_PAGE, form=filled), 200 if filled.ok else 422

    @app.route("/boom/<name>")
    @app.route("/api/v1/boom/<name>")
    def boom(name):
        raise ERRORS[name]

    @app.route("/link")
    def link():
        return private_page("secret")

    @app.route("/act-as/<roles>", methods=["GET"])
    def act_as(roles):
        sign_in(f"{roles}@kunteko.test")
        flash("Welcome", "success")
        return "in"

    @app.route("/leave")
    def leave():
        sign_out()
        return "out"

    @app.route("/staff/queue", methods=["GET", "POST"])
    @require_roles(Role.STAFF)
    def queue():
        return render_template_string(STAFF_PAGE)

    @app.route("/staff/themes")
    @require_roles(Role.MANAGER)
    def themes():
        return f"{actor().role} {actor().email}"


def add_api(app):
    blueprint = Blueprint("things", __name__, url_prefix="/api/v1/things")

    @blueprint.route("", methods=["POST"])
    @require_token(Role.STAFF)
    @blueprint.arguments(Application)
    @blueprint.response(200)
    def add(answers):
        return {"by": api_actor().name, "organisation": answers["organisation"]}

    @blueprint.route("", methods=["GET"])
    @require_token(Role.STAFF)
    @blueprint.response(200)
    def show():
        return {"things": []}

    api = create_api(app, title="Things", path="/api/v1/openapi/things.json")
    api.register_blueprint(blueprint)
