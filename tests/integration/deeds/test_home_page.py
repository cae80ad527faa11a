"""The home page says whether one can apply now, and what has come of the programme so far."""

import re
from datetime import UTC, datetime

import pytest

from services.deeds.handlers import collections
from services.deeds.handlers.home import feedback_figures, organisations_reached, rounds_now
from shared import ambient
from shared.contracts import rounds
from tests.integration.deeds import deedbook
from tests.integration.deeds.conftest import feedback_event, granted_event, round_event, texts
from tests.integration.deeds.findable import published


def page(client, language="fi"):
    answer = client.get(f"/?lang={language}")
    assert answer.status_code == 200
    return answer.text.split("<main", 1)[1].split("</main>")[0]


def test_without_a_round_it_says_so_and_takes_an_address(client):
    text = page(client)
    assert "Haku ei ole nyt auki" in text
    assert "Seuraavan hakukierroksen ajankohtaa ei ole vielä päätetty." in text
    assert 'href="/subscriptions/round-opening"' in text


def test_an_open_round_is_shown_with_its_end_and_the_days_left(client, deliver):
    deliver(round_event())
    text = page(client)
    assert "Sparrausta voi hakea nyt" in text
    assert "Kevään haku" in text
    assert "Hakukierros päättyy 25.3.2027 klo 16.00." in text
    assert "Aikaa on 10 päivää." in text
    assert "Huomaa pääsiäinen." in text
    assert 'href="/sparring"' in text
    assert "/subscriptions/round-opening" not in text


@pytest.mark.parametrize(
    ("day", "words"), [(24, "Aikaa on 1 päivä."), (25, "Tänään on viimeinen päivä.")]
)
def test_the_last_days_are_said_in_words(client, deliver, day, words):
    deliver(round_event())
    with ambient.use(ambient.FixedSource(datetime(2027, 3, day, 12, 0, tzinfo=UTC))):
        assert words in page(client)


@pytest.mark.parametrize(
    ("language", "title", "words"),
    [
        ("sv", "Kevään haku (sv)", "Ansökningsomgången stänger 25.3.2027 kl. 16.00."),
        ("en", "Kevään haku (en)", "The round closes on 25 March 2027 at 16:00."),
    ],
)
def test_the_round_is_told_in_the_language_of_the_reader(client, deliver, language, title, words):
    deliver(round_event())
    assert title in page(client, language)
    assert words in page(client, language)


def test_a_coming_round_is_shown_with_its_beginning(client, deliver):
    opens_at = datetime(2027, 8, 16, 5, 0, tzinfo=UTC)
    closes_at = datetime(2027, 9, 30, 13, 0, tzinfo=UTC)
    deliver(
        round_event(rounds.RoundPlanned, state="planned", opens_at=opens_at, closes_at=closes_at)
    )
    text = page(client)
    assert "Haku ei ole nyt auki" in text
    assert "Seuraava hakukierros avautuu 16.8.2027 klo 8.00." in text


def test_of_two_coming_rounds_the_nearer_is_shown(client, deliver):
    for month in (9, 5):
        deliver(
            round_event(
                rounds.RoundPlanned,
                id=f"round-{month}",
                state="planned",
                title=texts(f"Haku {month}"),
                opens_at=datetime(2027, month, 1, tzinfo=UTC),
                closes_at=datetime(2027, month, 20, tzinfo=UTC),
            )
        )
    assert rounds_now().next.id == "round-5"


def test_a_closed_or_cancelled_round_is_no_longer_shown(client, deliver):
    deliver(round_event(sequence=2))
    deliver(round_event(rounds.RoundClosed, sequence=3, state="closed"))
    assert "Haku ei ole nyt auki" in page(client)


def test_an_open_round_past_its_end_is_not_open_though_its_event_is_late(client, deliver):
    deliver(round_event())
    with ambient.use(ambient.FixedSource(datetime(2027, 3, 25, 14, 0, 1, tzinfo=UTC))):
        assert "Haku ei ole nyt auki" in page(client)


def test_an_older_event_that_comes_late_changes_nothing(client, deliver):
    closed = round_event(rounds.RoundClosed, sequence=3, state="closed")
    for event in (closed, round_event(sequence=2), closed):
        deliver(event)
    assert rounds_now().open is None


def test_a_hostile_title_is_shown_as_text(client, deliver):
    deliver(round_event(title=texts("<script>alert(1)</script>")))
    assert "<script>alert" not in page(client)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page(client)


def test_without_feedback_or_grants_no_zero_is_shown(client):
    assert 'class="figures"' not in page(client)
    assert "150 sparrauspäivää" in page(client)


def test_feedback_is_averaged_and_each_answer_counts_once(client, deliver):
    answers = [feedback_event(rating, id=f"answer-{n}") for n, rating in enumerate((5, 5, 4))]
    for event in (*answers, *answers):
        deliver(event)
    assert feedback_figures().answers == 3
    text = page(client)
    assert "4,7 / 5" in text
    assert "vastausta palautekyselyyn" in text


def test_an_organisation_counts_once_however_often_it_is_granted(client, deliver):
    for business_id in ("0210427-6", "0210427-6", "0154583-4"):
        deliver(granted_event(business_id))
    assert organisations_reached() == 2
    assert "organisaatiota on saanut sparrausta" in page(client)


def test_the_newest_deeds_are_shown_with_how_many_there_are(client):
    for day in range(7):
        published(day, title=f"Teko {day}", organisation=f"Kunta {day % 3}")
    text = page(client)
    shown = [day for day in range(7) if f">Teko {day}</a>" in text]
    assert shown == [1, 2, 3, 4, 5, 6]
    assert text.index("Teko 6") < text.index("Teko 5")
    figures = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", text.split('class="figures"')[1]))
    assert "kehittämistekoa 7" in figures
    assert "organisaatiota on kertonut teoistaan 3" in figures
    assert "toimiala 1" in figures


def test_deeds_that_the_office_has_picked_are_shown(client):
    deed = deedbook.published(title="Poimittu <b>teko</b>")
    made = collections.create_collection(
        {"names": {"fi": "Parhaat"}, "on_home": True}, by=deedbook.STAFF, cause="1"
    )
    made = collections.pick_deed(
        made, deed.number, by=deedbook.STAFF, version=made.version, cause="2"
    )
    assert "Poimittu" not in page(client)
    collections.move_collection(made, "show", by=deedbook.STAFF, version=made.version, cause="3")
    text = page(client)
    assert "Poimittuja tekoja" in text
    assert "Poimittu &lt;b&gt;teko&lt;/b&gt;" in text


def test_one_can_search_and_tell_from_the_home_page(client):
    text = page(client)
    assert 'action="/deeds" role="search"' in text
    assert 'href="/deeds/tell"' in text
