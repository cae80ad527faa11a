"""Links of a deed, typed as people note them: one a line, with words before the address or none."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from shared.web.fields import Text, is_web_address

MOST = 8
TITLE_MAX = 120
ADDRESS_MAX = 500


class LinkLines(Text):
    """Lines such as "Our blog https://example.fi/blog", given as [{title, url}].

    Only http and https: other schemes could carry a script. "www.example.fi" is understood.
    """

    widget = "textarea"
    default_error_messages = {
        "address": _l("Line {line} of “{label}”: write the address in the form https://example.fi"),
        "long_title": _l("Line {line} of “{label}”: use at most {max} characters for the words"),
        "too_many": _l("“{label}” can have at most {max} lines"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max=MOST * (TITLE_MAX + ADDRESS_MAX + 1), **kwargs)

    @staticmethod
    def when_missing() -> Any:
        return list

    @property
    def own_hint(self) -> str:
        return str(
            _l("One a line. Words may stand before the address: Our blog https://example.fi")
        )

    def shown(self, value: Any) -> str:
        if isinstance(value, str) or value is None:
            return value or ""
        return "\n".join(f"{row['title']} {row['url']}".strip() for row in value)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, *args, **kwargs)
        lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
        if len(lines) > MOST:
            raise self.make_error("too_many", max=MOST)
        return [self._link(number, line) for number, line in lines]

    def _link(self, number: int, line: str) -> dict[str, str]:
        *words, address = line.split()
        title = " ".join(words)
        if address.startswith("www."):
            address = f"https://{address}"
        if not is_web_address(address) or len(address) > ADDRESS_MAX:
            raise self.make_error("address", line=number)
        if len(title) > TITLE_MAX:
            raise self.make_error("long_title", line=number, max=TITLE_MAX)
        return {"title": title, "url": address}
