"""What a service tells the office each morning of a business day."""

from __future__ import annotations

from marshmallow import fields

from shared.contracts.base import EventContract
from shared.contracts.parts import Part, Texts


class OpenTask(Part):
    """`task` is the table's name, `path` the case's page; `title` whose or what it is."""

    kind = fields.String(required=True)
    task = fields.String(required=True)
    reference = fields.String(load_default="")
    title = fields.String(load_default="")
    path = fields.String(required=True)
    opened_at = fields.AwareDateTime(required=True)
    due_at = fields.AwareDateTime(required=True)


class ClosingRound(Part):
    """`undecided`: applications of the round that still wait for a decision."""

    title = fields.Nested(Texts, required=True)
    closes_at = fields.AwareDateTime(required=True)
    undecided = fields.Integer(required=True)
    path = fields.String(required=True)


class TaskCounts(Part):
    """All that are open, and of these: opened since the last morning, due that day, overdue."""

    open = fields.Integer(required=True)
    new = fields.Integer(required=True)
    due = fields.Integer(required=True)
    overdue = fields.Integer(required=True)


class WorkSummedUp(EventContract):
    """`day` is the morning's, `service` whose tasks they are.

    `tasks`: those that are new, due or overdue, the most urgent first; not all where there are
    very many, while `counts` counts all. `rounds`: those that close within a week.
    """

    type = "office.work_summed_up.v1"

    service = fields.String(required=True)
    day = fields.Date(required=True)
    counts = fields.Nested(TaskCounts, required=True)
    tasks = fields.List(fields.Nested(OpenTask), required=True)
    rounds = fields.List(fields.Nested(ClosingRound), load_default=list)
