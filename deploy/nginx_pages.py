"""What nginx itself says where no service can: in three languages at once, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from http import HTTPStatus

RETRY_SECONDS = 10
AGAIN = (
    "Odota hetki ja lataa tämä sivu uudelleen. Jos lähetit lomakkeen, selain kysyy, lähetetäänkö "
    "se uudelleen: vastaa kyllä. Kirjoittamasi on tallessa selaimessa, eikä mikään tallennu "
    "meille kahdesti.",
    "Vänta en stund och ladda om sidan. Om du skickade ett formulär frågar webbläsaren om det ska "
    "skickas igen: svara ja. Det du skrev finns kvar i webbläsaren, och inget sparas två gånger "
    "hos oss.",
    "Wait a moment and load this page again. If you sent a form, the browser asks whether to send "
    "it again: answer yes. The browser has kept what you typed, and nothing is saved twice here.",
)
SMALLER = (
    "Lähetys on yli 60 megatavua. Palaa takaisin ja valitse pienempi tiedosto.",
    "Det som skickades är större än 60 megabyte. Gå tillbaka och välj en mindre fil.",
    "What was sent is larger than 60 megabytes. Go back and choose a smaller file.",
)


@dataclass(frozen=True)
class Page:
    """One answer, in Finnish, Swedish and English. `of`: the statuses of nginx's that it is for."""

    name: str
    status: HTTPStatus
    of: tuple[int, ...]
    titles: tuple[str, str, str]
    texts: tuple[str, str, str]
    retry: bool = True

    def location(self, *, api: bool) -> str:
        kind, body = ("application/json", self.as_json()) if api else ("text/html", self.as_html())
        lines = [f"location @kunteko_{self.name}{'_api' if api else ''} {{"]
        lines += ["    types { }", f"    default_type {kind};", "    charset utf-8;"]
        lines += ["    add_header Cache-Control no-store always;"]
        lines += ["    add_header X-Content-Type-Options nosniff always;"]
        if self.retry:
            lines += [f"    add_header Retry-After {RETRY_SECONDS} always;"]
        lines += [f"    return {self.status.value} '{body}';", "}"]
        return "".join(f"    {line}\n" for line in lines)

    def as_html(self) -> str:
        parts = zip(("fi", "sv", "en"), self.titles, self.texts, strict=True)
        return (
            '<!doctype html><html lang="fi"><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{escape(self.titles[0])}</title><main>"
            + "".join(
                f'<section lang="{code}"><h1>{escape(title)}</h1><p>{escape(text)}</p></section>'
                for code, title, text in parts
            )
            + "</main></html>"
        )

    def as_json(self) -> str:
        told = {"code": self.status.value, "status": self.status.phrase, "message": self.titles[2]}
        return json.dumps(told)


PAGES = (
    Page(
        "busy",
        HTTPStatus.SERVICE_UNAVAILABLE,
        (502, 503, 504),
        (
            "Palvelu on juuri nyt ruuhkautunut",
            "Tjänsten är överbelastad just nu",
            "The service is too busy right now",
        ),
        AGAIN,
    ),
    Page(
        "too_many",
        HTTPStatus.TOO_MANY_REQUESTS,
        (429,),
        (
            "Verkostasi tuli kerralla liian paljon pyyntöjä",
            "För många förfrågningar på en gång från ditt nätverk",
            "Too many requests at once from your network",
        ),
        AGAIN,
    ),
    Page(
        "too_large",
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        (413,),
        ("Lähetys on liian suuri", "Det som skickades är för stort", "This is too large"),
        SMALLER,
        retry=False,
    ),
)


def locations() -> Iterator[str]:
    for page in PAGES:
        yield page.location(api=False)
        yield page.location(api=True)


def error_pages(*, api: bool) -> str:
    """The directives that lead to them, all on one line."""
    return " ".join(
        f"error_page {' '.join(map(str, page.of))} = @kunteko_{page.name}{'_api' if api else ''};"
        for page in PAGES
    )
