"""Words for those who tell about a deed: the quick test, its verdict, why sending was refused."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from services.deeds.words.deed import PROBLEMS, REASONS
from shared.web.acting import Refusals

QUESTIONS: dict[str, Any] = {
    "1": _l(
        "Is it a municipality, a joint authority, a wellbeing services county or a company "
        "they own that is being developed, or a part of one?"
    ),
    "2": _l("Does it start from your organisation's own needs?"),
    "3": _l("Do productivity, effectiveness and the quality of working life advance together?"),
    "4": _l(
        "Is it done together: do management, supervisors and personnel take part, and users of "
        "the service where needed?"
    ),
    "5": _l(
        "Is it a small everyday improvement, a larger project or a new kind of solution across "
        "sectors?"
    ),
    "6": _l("Do you both use the good practices of others and share your own experience?"),
    "7": _l("Is it clear that the aim is not to lay off or dismiss people?"),
    "8": _l(
        "Does it take your organisation forward on its own path: from a good basic level to a "
        "developer, and on to a forerunner?"
    ),
}

# what would be worth a thought when the answer is no
ADVICE: dict[str, Any] = {
    "1": _l(
        "Tekojen tori is for the workplaces of municipalities and wellbeing services counties. "
        "If one of them is your partner, the deed may well be told by them. Ask us."
    ),
    "2": _l("Tell which need of your own work it answers, even if the push came from elsewhere."),
    "3": _l(
        "Think which of these is still missing. Often one of them has improved without anybody "
        "measuring it."
    ),
    "4": _l("Who has not been heard yet? You can invite them along now, and tell about that, too."),
    "5": _l("Every size will do. Tell what changes in the everyday work, however small it is."),
    "6": _l("By telling about it here you share your experience. That alone is half of it."),
    "7": _l(
        "Deeds here are about developing work together. Talk with the programme office before "
        "you send it: we are glad to think it over with you."
    ),
    "8": _l("Tell what the next step might be. A deed may be the first one on the path."),
}

# verdict → (kind of notice, title, words)
VERDICTS: dict[str, tuple[str, Any, Any]] = {
    "fits": (
        "success",
        _l("This is just the kind of deed that we look for"),
        _l("Tell about it. Others are waiting to hear of it."),
    ),
    "nearly": (
        "success",
        _l("The deed fits Tekojen tori well"),
        _l("Tell about it as it is. These thoughts may help you:"),
    ),
    "grows": (
        "info",
        _l("There is the seed of a good deed here"),
        _l(
            "You can tell about it already: an unfinished deed is of use to others, too. These "
            "thoughts may help you on:"
        ),
    ),
    "talk": (
        "info",
        _l("Let us talk it over"),
        _l("You can still tell about the deed. It would be good to think about this first:"),
    ),
}

REFUSALS = Refusals(
    {
        **REASONS,
        "twin": _l("You have sent this deed already."),
        "too_many": _l(
            "Many mails have been asked for within an hour. Nothing has been lost: try again a "
            "little later."
        ),
    },
    PROBLEMS,
)
