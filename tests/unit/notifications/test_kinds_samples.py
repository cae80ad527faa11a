"""Every kind of mail can be shown on sample data, and says what its text may ask for."""

import pytest

from services.notifications.checking import FLAGS, Allowed, problems_of
from services.notifications.kinds import sample_mail, samples
from services.notifications.rendering import drawn, frame_of, worded
from services.notifications.texts import templates, text_of
from services.notifications.words import mails, texts
from shared.errors import NotFound
from shared.settings import LANGUAGES
from tests.support.settings import make_settings

SETTINGS = make_settings()


def allowed(template):
    return Allowed.by(sample_mail(template, "fi", SETTINGS), SETTINGS)


def test_every_text_has_a_sample_and_every_sample_a_text():
    assert sorted(samples(SETTINGS)) == templates()


def test_the_reminders_are_marked_as_such():
    marked = {name for name in samples(SETTINGS) if sample_mail(name, "fi", SETTINGS).reminds}
    assert marked == {
        *("reminder_answer", "reminder_choose", "reminder_order", "reminder_report"),
        *("deed_reminder_answer", "deed_reminder_confirm", "award_reminder"),
    }


def test_a_kind_that_there_is_not_has_no_sample():
    with pytest.raises(NotFound, match="no mail is written by nothing"):
        sample_mail("nothing", "fi", SETTINGS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", templates())
def test_each_sample_is_written_in_the_language_asked_for(template, language):
    mail = sample_mail(template, language, SETTINGS)
    assert (mail.template, mail.to.language) == (template, language)
    words = worded(mail, text_of(template, language), SETTINGS)
    rendered = drawn(words, frame_of(mail), SETTINGS)
    assert f'lang="{language}"' in rendered.html
    assert words.heading.upper() in rendered.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", templates())
def test_our_own_texts_pass_the_check_that_the_office_meets(template, language):
    text = text_of(template, language)
    assert problems_of(text, allowed(template), text) == []


@pytest.mark.parametrize("template", templates())
def test_whatever_a_text_may_ask_for_is_described(template):
    may = allowed(template)
    assert set(may.values) <= set(texts.PLACEHOLDERS)
    assert set(may.lists) <= set(texts.LISTS)
    assert set(may.links) <= set(texts.LINKS)
    assert template in mails.TEMPLATES


def test_only_yes_or_nothing_stands_in_a_condition_without_words():
    for template in templates():
        for name, value in allowed(template).values.items():
            assert (name in FLAGS) == (value == "yes") or (name in FLAGS and not value)
