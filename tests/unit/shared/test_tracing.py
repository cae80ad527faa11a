"""The ids that join a journey: from a posted form to its events and mails."""

from shared import tracing


def test_without_a_journey_each_question_gets_a_new_id():
    assert tracing.correlation_id() != tracing.correlation_id()
    assert tracing.causation_id() is None


def test_within_a_journey_its_ids_stand_and_afterwards_they_are_gone():
    with tracing.bound("journey", "event-1") as journey:
        assert journey == tracing.correlation_id() == "journey"
        assert tracing.causation_id() == "event-1"
        with tracing.bound("another"):
            assert (tracing.correlation_id(), tracing.causation_id()) == ("another", None)
        assert (tracing.correlation_id(), tracing.causation_id()) == ("journey", "event-1")
    assert tracing.correlation_id() != "journey"


def test_a_journey_without_a_name_gets_one():
    with tracing.bound() as journey:
        assert tracing.correlation_id() == journey != ""
