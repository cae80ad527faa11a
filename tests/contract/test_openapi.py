"""Each service does what its OpenAPI document says, whatever it is asked.

`OPENAPI_EXAMPLES=200 pytest tests/contract/test_openapi.py` asks more.
"""

import pytest

from services.applications.app import create_app as applications
from services.applications.documents import Application, Round, Theme
from services.deeds.app import create_app as deeds
from services.experts.app import create_app as experts
from services.experts.documents import Expert
from services.experts.handlers import add_expert
from services.notifications.app import create_app as notifications
from services.notifications.documents import Bulletin, Message, Subscriber
from shared.settings import LANGUAGES
from shared.vocabulary import THEMES
from tests.integration.applications import casebook
from tests.integration.deeds import deedbook
from tests.integration.notifications.lists import draft, sending, subscribed
from tests.support.apps import app_on
from tests.support.events import event
from tests.support.office import handle
from tests.support.openapi import EVERYBODY, EXAMPLES, NO_TOKEN, SETTINGS, failures
from tests.unit.experts.samples import profile

SERVICES = {
    "applications": applications,
    "deeds": deeds,
    "experts": experts,
    "notifications": notifications,
}
BUSINESS_IDS = (*casebook.BUSINESS_IDS, "0210427-6", "2617416-4", "0116354-9", "0201256-6")
MAILED = ("application.submitted.v1", "application.granted.v1", "application.rejected.v1")

pytestmark = pytest.mark.timeout(480 + 60 * EXAMPLES)


def fill_applications(_settings):
    casebook.add_themes("processes", "wellbeing")
    casebook.add_expert()
    casebook.open_round(budget=100)
    for business_id, make in zip(BUSINESS_IDS, casebook.IN_STATE.values(), strict=True):
        make(business_id=business_id)
    Application.objects(state__ne="draft").update(owner=EVERYBODY)
    casebook.draft().modify(owner=EVERYBODY)
    return {
        "path.application_id": ids_of(Application),
        "path.round_id": ids_of(Round),
        "path.theme_id": ids_of(Theme),
        "body.expert": ["liisa"],
        "body.expert.expert": ["liisa"],
        "body.date": [casebook.workday(count).isoformat() for count in (20, 30)],
    }


def fill_deeds(_settings):
    numbers = [deedbook.published(title=f"Teko {number}").number for number in range(3)]
    return {"path.number": [*numbers, deedbook.submitted().number]}


def fill_experts(_settings):
    for name in ("Liisa Luotsi", "Olli Opas"):
        add_expert(profile(name=name), casebook.STAFF)
    return {"path.expert_id": ids_of(Expert), "body.themes[*]": list(THEMES)}


def fill_notifications(settings):
    for number, type_ in enumerate(MAILED):
        handle(event(type_, id=f"event-{number}"), settings)
    subscribed("anna@kunta.example", "ben@kunta.example")
    draft(), sending()
    return {
        "path.key": ids_of(Message),
        "path.template": ["decision", "order"],
        "path.code": list(LANGUAGES),
        "path.bulletin_id": ids_of(Bulletin),
        "path.subscriber_id": ids_of(Subscriber),
    }


FILL = {
    "applications": fill_applications,
    "deeds": fill_deeds,
    "experts": fill_experts,
    "notifications": fill_notifications,
}


def ids_of(document):
    return [case.id for case in document.objects]


@pytest.fixture
def asked(store, settings):
    """asked("deeds", token=…) → failures of that service, which has something to tell."""

    def asked(service, **kwargs):
        app = app_on(store, service, SERVICES[service], **SETTINGS)
        return failures(app, service, known=FILL[service](settings), **kwargs)

    return asked


@pytest.mark.parametrize("service", SERVICES)
def test_whoever_may_ask_everything_is_answered_as_the_document_says(asked, service):
    assert not (found := asked(service)), "\n\n".join(found)


@pytest.mark.parametrize("token", ["robot", "liisa", NO_TOKEN])
@pytest.mark.parametrize("service", SERVICES)
def test_whoever_may_ask_little_is_refused_as_the_document_says(asked, service, token):
    assert not (found := asked(service, token=token, phases=("fuzzing",))), "\n\n".join(found)
