"""The themes that the programme starts with."""

import pytest

from services.applications.documents import SERVICE, Theme
from services.applications.handlers import rounds
from shared import store as stores
from shared.vocabulary import THEMES


@pytest.fixture
def themes(settings):
    stores.connect(settings, SERVICE)
    return Theme.objects


def test_all_are_there_and_a_repeat_adds_none(themes):
    rounds.add_default_themes()
    rounds.add_default_themes()
    assert sorted(themes.scalar("id")) == sorted(THEMES)
    assert {theme.version for theme in themes} == {1}


def test_killed_half_way_the_next_time_adds_the_rest(themes, monkeypatch):
    add, added = rounds.add_theme, []

    def add_two(theme_id, *args, **kwargs):
        if len(added) == 2:
            raise KeyboardInterrupt
        added.append(theme_id)
        return add(theme_id, *args, **kwargs)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(rounds, "add_theme", add_two)
        rounds.add_default_themes()
    assert sorted(themes.scalar("id")) == sorted(added)
    rounds.add_default_themes()
    assert sorted(themes.scalar("id")) == sorted(THEMES)
