"""A step of the office rehearsed, then taken: what each of the two leaves behind and tells."""

from copy import deepcopy

from shared import ambient
from shared.web.forms import parse
from shared.web.pin import fresh_pin
from shared.workflow.rehearsal import rehearse
from shared.workflow.table import Actor


def everything(store):
    """All that is stored in this corner, by database and collection; empty ones are left out."""
    found = {}
    with store.client() as client:
        for name in client.list_database_names():
            if name.startswith(store.prefix):
                database = client[name]
                for collection in database.list_collection_names():
                    found[name, collection] = list(database[collection].find().sort("_id"))
    return {key: documents for key, documents in found.items() if documents}


def rehearsed_and_taken(app, store, step, case, role, fields, **request):
    """(the entry of the history as rehearsed, as taken), without their ids.

    Asserts that the rehearsal leaves every collection as it is.
    """
    with app.test_request_context(**request), ambient.use(ambient.FixedSource(ambient.now())):
        form = parse(step.form_of(case), fields, choices=step.choices(case))
        assert form.ok, form.errors
        by, pin = Actor(role, "Ville Virkailija", "ville@kunteko.example"), fresh_pin(case.version)

        def act():
            return step.act(type(case).objects.get(id=case.id), deepcopy(form.data), by, pin)

        before = everything(store)
        shown = rehearse(act)
        assert everything(store) == before
        taken = act()
        assert everything(store) != before
    return without_id(shown), without_id(taken)


def without_id(case):
    return {k: v for k, v in case.history[-1].items() if k not in ("id", "correlation_id")}
