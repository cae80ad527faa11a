"""What a contract says of whom it tells is what notifications mails: staff read it on buttons."""

import pytest

from services.notifications.handlers.events import HANDLERS
from services.notifications.handlers.queueing import mails_of
from services.notifications.mails import to_applicant, to_expert
from shared.contracts.base import all_contracts, contract_for
from shared.roles import Role
from tests.support.events import event
from tests.support.settings import make_settings

TELLING = [contract for contract in all_contracts() if contract.tells]
# one mail, to whoever the state or the purpose says
ONE_OF = {"application.reminder.v1", "application.link_requested.v1"}


def roles_told(happened):
    handlers = HANDLERS[contract_for(happened.type)]
    return {mail.to.role for mail in mails_of(happened, make_settings(), handlers)}


@pytest.mark.parametrize("contract", TELLING, ids=lambda contract: contract.type)
def test_each_contract_that_tells_somebody_is_listened_to(contract):
    assert contract in HANDLERS


@pytest.mark.parametrize(
    "contract", [c for c in TELLING if c.type not in ONE_OF], ids=lambda contract: contract.type
)
def test_exactly_the_named_parties_are_mailed(contract):
    assert roles_told(event(contract.type)) == set(contract.tells)


@pytest.mark.parametrize(
    ("state", "role"),
    [
        ("ordered", Role.EXPERT),
        ("agreed", Role.EXPERT),
        ("returned", Role.APPLICANT),
        ("choosing", Role.APPLICANT),
    ],
)
def test_a_reminder_goes_to_whom_the_case_waits_for(state, role):
    assert roles_told(event("application.reminder.v1", application={"state": state})) == {role}


@pytest.mark.parametrize("state", ["submitted", "held", "withdrawn", "rejected"])
def test_nobody_is_reminded_of_a_case_that_waits_for_nobody(state):
    assert roles_told(event("application.reminder.v1", application={"state": state})) == set()


@pytest.mark.parametrize("state", ["draft", "submitted", "published", "taken_down"])
def test_nobody_is_reminded_of_a_deed_that_waits_for_nobody(state):
    assert roles_told(event("deed.reminder.v1", deed={"state": state})) == set()


@pytest.mark.parametrize(
    ("purpose", "role"),
    [("status", Role.APPLICANT), ("feedback", Role.APPLICANT), ("order", Role.EXPERT)],
)
def test_a_fresh_link_goes_to_the_party_it_is_for(purpose, role):
    holder = "petri.sparraaja@tyontaito.example"
    asked = event("application.link_requested.v1", purpose=purpose, recipient=holder)
    assert roles_told(asked) == {role}


def test_an_expert_who_no_longer_holds_the_order_gets_no_fresh_link():
    asked = event("application.link_requested.v1", purpose="order", recipient="former@x.example")
    assert roles_told(asked) == set()


def test_an_expert_without_an_order_is_not_told_of_a_withdrawal():
    withdrawn = event(
        "application.withdrawn.v1", had_order=False, was_agreed=False, application={"expert": None}
    )
    assert roles_told(withdrawn) == {Role.APPLICANT}


@pytest.mark.parametrize("kind", ["tip.received.v1", "tip.followed.v1"])
def test_one_who_tipped_without_leaving_an_address_is_told_nothing(kind):
    assert roles_told(event(kind, tip={"tipster": None})) == set()


def test_an_author_whose_address_nobody_knows_is_told_nothing():
    assert roles_told(event("deed.taken_down.v1", deed={"author": {"email": ""}})) == set()


def test_a_jury_that_has_scored_everything_is_not_reminded():
    assert roles_told(event("award.jury_reminded.v1", jury=[])) == set()


def test_events_that_tell_nobody_have_no_builders():
    cases = ("application", "deed", "tip", "partner_search", "award")
    silent = {c for c in all_contracts() if c.type.split(".")[0] in cases and not c.tells}
    building = {c for c in silent if any(hasattr(h, "mails") for h in HANDLERS.get(c, ()))}
    assert building == set()


def test_every_builder_is_of_one_of_the_two_parties():
    assert (
        to_applicant.decision(event("application.granted.v1"), make_settings()).to.role
        == "applicant"
    )
    assert to_expert.order(event("application.granted.v1"), make_settings()).to.role == "expert"
