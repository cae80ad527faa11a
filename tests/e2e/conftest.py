"""A browser for the whole run; a window of its own for each person."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.e2e.person import Person

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    """A journey is long. The demonstration, which the first one waits for, has its own deadline."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.timeout(900, func_only=True))


@pytest.fixture(scope="session")
def browser():
    executable = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert executable, "Chromium is missing: deploy/setup/system_packages.sh installs it"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=QUIET)
        yield started
        started.close()


@pytest.fixture
def people(browser):
    """people(base_url, scripts=True, width=1280): a new person with a window of their own."""
    contexts = []

    def person(base_url, *, scripts=True, width=1280, height=900, axe=True, language="fi"):
        context = browser.new_context(
            java_script_enabled=scripts,
            viewport={"width": width, "height": height},
            locale=language,
        )
        contexts.append(context)
        return Person(context, base_url, axe=axe and scripts)

    yield person
    for context in contexts:
        context.close()
