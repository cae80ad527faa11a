"""Signing up for the newsletter; also from other sites."""

from __future__ import annotations

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from services.notifications.forms.subscriptions import LostLinkForm, NewsletterForm
from services.notifications.handlers.subscriptions import ask_for_link, sign_up
from services.notifications.public.blueprint import pages
from services.notifications.public.through import PATH
from shared.settings import LANGUAGES
from shared.web.context import current_settings
from shared.web.forms import Form, parse
from shared.web.language import NAMES, language
from shared.web.security import open_to_other_sites


@pages.get("/newsletter")
def show_newsletter() -> ResponseReturnValue:
    return newsletter_page(Form(NewsletterForm, {"language": language()}))


@pages.post("/newsletter")
@open_to_other_sites
def order_newsletter() -> ResponseReturnValue:
    """The same answer whether or not the address is known. Harmless from anywhere: nothing is sent
    to the address but one link an hour, and nothing happens before it is used."""
    form = parse(NewsletterForm, {"language": language(), **request.form.to_dict()})
    if not form.ok:
        return newsletter_page(form), 422
    sign_up(form.data["email"], form.data["language"])
    # in the language of the form, which another site may have chosen
    return redirect(f"{PATH}/newsletter/done?lang={language()}", 303)


@pages.get("/newsletter/done")
def show_ordered() -> ResponseReturnValue:
    return render_template("public/newsletter_done.html")


@pages.get("/newsletter/embed")
def show_form_for_sites() -> ResponseReturnValue:
    """The form for the webmasters of other sites: to be copied, in each language."""
    forms = [(code, NAMES[code], form_for_sites(code)) for code in LANGUAGES]
    return render_template("public/newsletter_embed.html", forms=forms)


def form_for_sites(code: str) -> str:
    with force_locale(code):
        base_url = current_settings().base_url
        return render_template("public/_form_for_sites.html", base_url=base_url).strip()


@pages.route("/link", methods=["GET", "POST"])
def lost_link() -> ResponseReturnValue:
    """A fresh link for one who cannot find theirs. The answer is the same for every address."""
    if request.method != "POST":
        return render_template("public/lost.html", form=Form(LostLinkForm))
    form = parse(LostLinkForm, request.form)
    if not form.ok:
        return render_template("public/lost.html", form=form), 422
    ask_for_link(form.data["email"])
    return render_template("public/lost_done.html")


def newsletter_page(form: Form) -> str:
    return render_template("public/newsletter.html", form=form)
