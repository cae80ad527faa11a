"""What the office's forms make is made once and whole, though two of them arrive in one moment."""

from threading import Barrier, BrokenBarrierError, Thread

import pytest

from services.deeds.documents import Award, CatalogueImport, Collection, ImportRow
from services.deeds.handlers import awards, collections, importing
from shared import ambient
from shared.workflow.pin import Pin
from tests.integration.deeds import juryroom

CONTENT = {"title": "Teko", "organisation": "Kemi", "contact": {}}


@pytest.fixture(autouse=True)
def stores(app):
    """The services' stores."""


def at_once(monkeypatch, module, *acts):
    """All of them have looked at what stands before one of them writes."""
    together, perform = Barrier(len(acts)), module.perform

    def when_all_are_here(*args, **kwargs):
        try:
            together.wait(2)
        except BrokenBarrierError:
            pass  # the others are through
        return perform(*args, **kwargs)

    monkeypatch.setattr(module, "perform", when_all_are_here)
    answers = []
    threads = [Thread(target=lambda act=act: answers.append(act())) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_two_clicks_on_one_form_plan_one_award_round(monkeypatch):
    pin = Pin(0, ambient.new_id())
    clicks = [lambda: awards.plan_award(juryroom.AWARD, juryroom.MANAGER, pin)] * 2
    first, second = at_once(monkeypatch, awards, *clicks)
    assert first.id == second.id
    assert Award.objects.count() == 1


def create(name, cause):
    answers = {"names": juryroom.three(name)}
    return lambda: collections.create_collection(answers, by=juryroom.MANAGER, cause=cause)


def test_two_clicks_on_one_form_make_one_collection(monkeypatch):
    first, second = at_once(monkeypatch, collections, *[create("Parhaat", "form:1")] * 2)
    assert first.id == second.id
    assert Collection.objects.count() == 1


def test_two_collections_of_one_name_get_two_addresses_though_made_at_once(monkeypatch):
    at_once(monkeypatch, collections, create("Parhaat", "form:1"), create("Parhaat", "form:2"))
    assert sorted(each.key for each in Collection.objects) == ["parhaat", "parhaat-2"]


def row(line):
    answers = {"key": f"{line}", "language": "fi", "published_at": None, "content": CONTENT}
    return importing.CheckedRow(line, f"{line}", answers)


def check(rows):
    return importing.check_import("b" * 32, "tori.csv", "Vanha tori", rows, juryroom.MANAGER)


def test_of_a_file_sent_twice_at_once_one_upload_is_the_import_and_it_is_whole():
    quicker = []

    def slow():
        yield row(2)
        quicker.append(check([row(2), row(3)]))
        yield row(3)

    assert check(slow()).id == quicker[0].id
    assert importing.progress_of(quicker[0]).waiting == 2
    assert (CatalogueImport.objects.count(), ImportRow.objects.count()) == (1, 2)


def test_an_upload_that_is_cut_off_takes_nothing_from_the_import():
    def cut_off():
        check([row(2), row(3)])
        yield row(2)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check(cut_off())
    assert importing.progress_of(importing.import_by_id("b" * 32)).waiting == 2


def test_a_winner_who_is_not_on_the_new_shortlist_is_no_winner_any_more():
    """Nor in the way of the decision, which could not be made."""
    award = juryroom.planned()
    other = juryroom.deedbook.published(title="Toinen teko")
    award = juryroom.step(
        award, awards.nominate_deed, number=other.number, category="category-0", grounds="Hyvä."
    )
    award = juryroom.step(award, awards.open_judging)
    first, second = (each["id"] for each in award.nominations)
    award = juryroom.step(award, awards.make_shortlist, nominations=[first, second])
    award = chosen(award, first)
    award = juryroom.step(award, awards.reopen_judging)
    award = juryroom.step(award, awards.drop_nomination, nomination_id=first)
    award = juryroom.step(award, awards.make_shortlist, nominations=[second])
    assert award.winners == []
    award = juryroom.step(chosen(award, second), awards.decide_award)
    assert [each["nomination"] for each in award.winners] == [second]


def chosen(award, nomination):
    return juryroom.step(
        award,
        awards.choose_winner,
        category="category-0",
        nomination=nomination,
        grounds=juryroom.three("Paras."),
    )
