import pytest
from flask import Flask, g

from shared import vocabulary
from shared.read_models.themes import Theme
from shared.web.language import register_languages


@pytest.fixture
def words():
    """A request without a service behind it: forms can speak, and themes are as the list began."""
    app = Flask(__name__)
    register_languages(app, [])
    with app.test_request_context("/?lang=en"):
        g.themes = {
            key: Theme(key, names, True, place)
            for place, (key, names) in enumerate(vocabulary.THEMES.items())
        }
        yield app
