"""A question for programs only."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from shared.web.fields.text import Text


class LeftEmpty(Text):
    """A field that people do not see: a program that fills in every field gives itself away.

    Drawn with the macro `left_empty`.
    """

    default_error_messages = {
        "filled": _l("Leave “{label}” empty: only programs that send advertisements fill it in"),
    }

    def __init__(self) -> None:
        super().__init__(max=500, metadata={"label": _l("Leave this empty"), "optional": True})

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        if super()._deserialize(value, *args, **kwargs):
            raise self.make_error("filled")
        return ""
