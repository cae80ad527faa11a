"""Read models of a whole system, and the rows in which they lie."""

NAMES = [
    "applications.experts",
    "applications.mails",
    "experts.workload",
    "experts.themes",
    "notifications.cases",
    "notifications.mornings",
    "notifications.letters",
    "deeds.rounds",
    "deeds.feedback",
    "deeds.organisations",
    "deeds.themes",
    "deeds.badges",
    "deeds.mails",
    "deeds.catalogue",
]


def rows_of(model):
    """view → its rows by key: of a list on cases the list alone."""
    return {
        view.name: {
            row["_id"]: row[view.items] if view.on_cases else row
            for row in view.document._get_collection().find(dict(view.only))
            if not view.on_cases or row.get(view.items)
        }
        for view in model.views
    }


def found(read_models, model):
    return {(drift.kind, drift.fields) for drift in read_models.check(model).drift}


def one(read_models, name):
    (model,) = read_models.named(name)
    return model, model.views[0], model.views[0].document._get_collection()
