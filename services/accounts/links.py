"""The page behind the mailed link. Looking at it changes nothing; its button signs in."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, session
from flask.typing import ResponseReturnValue

from services.accounts.handlers import TooManyRequests, find_sign_in, request_sign_in, use_sign_in
from services.accounts.workflow import REQUESTED
from shared import ambient
from shared.errors import LinkExpired, LinkForged, TransitionNotAllowed
from shared.links import Link, read_link
from shared.web.context import current_settings, private_page
from shared.web.language import language
from shared.web.session import current_person, sign_in

pages = Blueprint("links", __name__)
BROWSER = "sign_in_browser"  # session key: tells a second click from somebody else's


@pages.get("/sign-in/<token>")
def show_link(token: str) -> ResponseReturnValue:
    try:
        link = read_link(current_settings(), "sign-in", token)
    except LinkExpired as error:
        return spent_page(token, error.link, "expired")
    found = find_sign_in(link)
    person = current_person()
    if person and person.email.casefold() == found.email:
        page = render_template("public/signed_in.html", person=person, goes_to=found.next)
        return private_page(page)
    if found.state != REQUESTED:
        return spent_page(token, link, found.state)
    session.setdefault(BROWSER, ambient.random_token())
    return private_page(render_template("public/link.html", token=token, sign_in=found))


@pages.post("/sign-in/<token>")
def use_link(token: str) -> ResponseReturnValue:
    browser = session.get(BROWSER) or ambient.random_token()
    try:
        link = read_link(current_settings(), "sign-in", token)
        used, member = use_sign_in(current_settings(), link, browser)
    except LinkExpired as error:
        return spent_page(token, error.link, "expired")
    except TransitionNotAllowed as error:
        return spent_page(token, link, error.state)
    sign_in(member.email)
    session[BROWSER] = browser
    return redirect(used.next, 303)


@pages.post("/sign-in/<token>/again")
def ask_again(token: str) -> ResponseReturnValue:
    """A fresh link, to the address that the old one was for."""
    try:
        link = read_link(current_settings(), "sign-in", token)
    except LinkExpired as error:
        link = error.link
    try:
        request_sign_in(current_settings(), link.recipient, page_after(link), language())
    except TooManyRequests:
        return private_page((render_template("public/too_many.html"), 429))
    return private_page(render_template("public/link_sent.html", email=link.recipient))


def page_after(link: Link) -> str:
    """Where the old sign-in was to lead; "" once it has been deleted."""
    try:
        return str(find_sign_in(link).next)
    except LinkForged:
        return ""


def spent_page(token: str, link: Link, state: str) -> ResponseReturnValue:
    page = render_template("public/link_spent.html", token=token, email=link.recipient, state=state)
    return private_page((page, 410))
