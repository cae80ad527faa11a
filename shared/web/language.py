"""Finnish first, Swedish and English beside it: ?lang= → cookie → browser → Finnish."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import Flask, Response, request
from flask_babel import Babel, get_locale

from shared.settings import LANGUAGES
from shared.web.addresses import url_with

COOKIE = "lang"
ONE_YEAR = 365 * 24 * 3600
NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}


@dataclass(frozen=True)
class LanguageLink:
    code: str
    name: str
    href: str
    current: bool


def choose_language() -> str:
    asked = request.args.get("lang", "")
    if asked in LANGUAGES:
        return asked
    kept = request.cookies.get(COOKIE, "")
    if kept in LANGUAGES:
        return kept
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def language() -> str:
    """The reader's language: fi, sv or en. Finnish outside a request."""
    return cast("str", locale.language) if (locale := get_locale()) else LANGUAGES[0]


def language_links() -> list[LanguageLink]:
    """This very page in each language."""
    return [
        LanguageLink(code, NAMES[code], url_with(lang=code), code == language())
        for code in LANGUAGES
    ]


def remember_language(response: Response) -> Response:
    asked = request.args.get("lang", "")
    if asked in LANGUAGES and request.cookies.get(COOKIE) != asked:
        response.set_cookie(
            COOKIE, asked, max_age=ONE_YEAR, httponly=True, samesite="Lax", secure=request.is_secure
        )
    return response


def register_languages(app: Flask, translations: list[str]) -> None:
    """`translations`: absolute folders; the last one wins."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(translations)
    app.config["BABEL_DEFAULT_LOCALE"] = LANGUAGES[0]
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Helsinki"
    Babel(app, locale_selector=choose_language)
    app.after_request(remember_language)
    app.jinja_env.globals.update(language=language, language_links=language_links)
