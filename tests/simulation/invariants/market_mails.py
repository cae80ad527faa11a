"""Whom each step of the marketplace mails, said once more, without the product's own builders."""

from collections import Counter

from services.deeds.documents import Award, Deed, PartnerSearch, Tip
from services.notifications.documents import Message
from tests.simulation.invariants.reading import rows


def author(told):
    return [told["deed"]["author"]["email"]]


def tipster(told):
    return [(told["tip"]["tipster"] or {}).get("email")]


def announcer(told):
    return [told["search"]["author"]["email"]]


def jury(told):
    return [juror["email"] for juror in told["jury"]]


def winners(told):
    return {(winner["author"] or {}).get("email", "").casefold() for winner in told["winners"]}


# type of event → template, and who gets it
MAILED = {
    "deed.draft_kept.v1": ("deed_draft", author),
    "deed.help_asked.v1": ("deed_help_asked", author),
    "deed.help_given.v1": ("deed_help_given", author),
    "deed.sent.v1": ("deed_confirm", author),
    "deed.submitted.v1": ("deed_received", author),
    "deed.information_requested.v1": ("deed_more_needed", author),
    "deed.information_given.v1": ("deed_answer_received", author),
    "deed.published.v1": (("deed_published", "deed_update_published"), author),
    "deed.declined.v1": ("deed_declined", author),
    "deed.change_submitted.v1": ("deed_update_received", author),
    "deed.change_declined.v1": ("deed_update_declined", author),
    "deed.take_down_asked.v1": ("deed_take_down_asked", author),
    "deed.kept_up.v1": ("deed_kept_up", author),
    "deed.taken_down.v1": ("deed_taken_down", author),
    "deed.merged.v1": ("deed_merged", author),
    "deed.link_requested.v1": (("deed_fresh_link", "deed_confirm"), author),
    "tip.received.v1": ("tip_received", tipster),
    "tip.invited.v1": ("tip_invitation", lambda told: [told["invited"]["email"]]),
    "tip.followed.v1": ("tip_followed", tipster),
    "partner_search.sent.v1": ("partner_confirm", announcer),
    "partner_search.submitted.v1": ("partner_received", announcer),
    "partner_search.published.v1": ("partner_published", announcer),
    "partner_search.declined.v1": ("partner_declined", announcer),
    "partner_search.answered.v1": ("partner_answered", announcer),
    "partner_search.ended.v1": ("partner_ended", announcer),
    "partner_search.link_requested.v1": (
        ("partner_fresh_link", "partner_confirm"),
        announcer,
    ),
    "award.judging_opened.v1": ("award_jury", jury),
    "award.juror_invited.v1": ("award_jury", lambda told: [told["juror"]["email"]]),
    "award.link_requested.v1": (
        "award_fresh_link",
        lambda told: [told["juror"]["email"]],
    ),
    "award.decided.v1": ("award_won", winners),
}
# kept back from those to whom the office has not released an earlier mail
MAY_BE_MAILED = {"deed.reminder.v1", "award.jury_reminded.v1"}
MAILS_NOBODY = {"deed.corrected.v1", "deed.imported.v1", "deed.change_dropped.v1"}


def every_step_is_mailed(simulation):
    """Each told step to each recipient once, in the mail that belongs to it."""
    written = {}
    for mail in rows(Message):
        written.setdefault(mail["event_id"], []).append(mail)
    for case_class in (Deed, Tip, PartnerSearch, Award):
        for case in rows(case_class):
            for step in case["history"]:
                problem = _problem_of(step, written.get(step["id"], []))
                if problem:
                    return f"{case_class.__name__} {case['_id']}: {step['type']} {problem}"
    return ""


def _problem_of(step, mails):
    if not step["told"] or step["type"] in MAY_BE_MAILED:
        return ""
    if step["type"] in MAILS_NOBODY:
        return f"mails nobody, and there is {mails}" if mails else ""
    templates, recipients = MAILED[step["type"]]
    wanted = Counter(filter(None, recipients(step["data"])))
    if len(mails) != len(wanted):
        got = [mail["recipient"]["email"] for mail in mails]
        return f"is to be told to {list(wanted)} and was to {got}"
    for mail in mails:
        if mail["template"] not in (templates if isinstance(templates, tuple) else (templates,)):
            return f"was told in a {mail['template']}"
        corrected = any(entry["action"] == "readdress" for entry in mail["history"])
        if mail["recipient"]["email"] not in wanted and not corrected:
            return f"was told to {mail['recipient']['email']} instead of {list(wanted)}"
    return ""
