"""Every handler keeps a read model, which can be rebuilt, or it acts: none is forgotten."""

import inspect
from importlib import import_module

import pytest

from deploy.read_models import ReadModels
from deploy.registry import SERVICES
from shared.contracts.base import all_contracts
from tests.support.settings import make_settings

# handlers that take steps of cases: what they did stands in a history of its own
ACTING = {
    "when_tip_invited_start_draft",
    "when_deed_submitted_follow_tip",
    "when_round_opened_mail_watchers",
}
INDEXES = {
    "applications": "services.applications.handlers.views",
    "experts": "services.experts.handlers",
    "deeds": "services.deeds.handlers.events",
    "notifications": "services.notifications.handlers.events",
}
# what alone may write where a read model's rows are
VERBS = ("update_one", "insert_one", "replace_one", "$push", "save(")

MODELS = ReadModels(make_settings()).all


def handlers(service):
    index = import_module(INDEXES[service]).HANDLERS
    return {handler for listed in index.values() for handler in listed}


def kept(service):
    return {
        handler.__name__
        for model in MODELS
        if model.service == service
        for listed in model.handlers.values()
        for handler in listed
    }


def test_every_service_that_listens_is_looked_at():
    listening = {each.name for each in SERVICES if each.module("read_models")}
    assert listening == set(INDEXES)


@pytest.mark.parametrize("service", INDEXES)
def test_every_handler_keeps_a_read_model_or_mails_or_takes_steps(service):
    mailing = {each.__name__ for each in handlers(service) if hasattr(each, "mails")}
    named = {each.__name__ for each in handlers(service)}
    assert named - mailing - ACTING == kept(service)
    assert not kept(service) & ACTING


@pytest.mark.parametrize("service", INDEXES)
def test_a_handler_of_a_read_model_writes_with_the_verbs_alone(service):
    """Anything else would be written for real while a rebuild only asks what should be there."""
    for handler in handlers(service):
        if handler.__name__ in kept(service):
            source = inspect.getsource(handler)
            assert [verb for verb in VERBS if verb in source] == [], handler.__name__


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_a_read_model_has_handlers_and_rows_of_its_own_service(model):
    assert set(model.handlers) <= set(all_contracts())
    assert model.handlers
    for view in model.views:
        assert view.document._meta["db_alias"] == model.service
        if view.items:
            assert view.items in view.document._fields
            assert view.same


def test_no_two_keep_the_same_rows():
    names = [f"{model.service}.{view.name}" for model in MODELS for view in model.views]
    assert len(names) == len(set(names))
