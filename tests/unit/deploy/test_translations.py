import pytest
from babel.messages.catalog import Catalog

from deploy import translations
from deploy.translations import Texts

CODE = 'title = _l("Apply")\nline = _("%(count)s days", count=3)\n'


@pytest.fixture
def texts(tmp_path, monkeypatch):
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "pages.py").write_text(CODE)
    found = Texts(tmp_path / "code", tmp_path / "code" / "translations")
    monkeypatch.setattr(translations, "SHARED", found)
    monkeypatch.setattr(translations, "OWN", ())
    return found


def translate(texts, language, **by_message):
    catalog = Catalog(locale=language, charset="utf-8")
    catalog.update(texts.collected(), no_fuzzy_matching=True)
    for message in catalog:
        if message.id in by_message.get("messages", {}):
            message.string = by_message["messages"][message.id]
    translations._write(texts.file(language), catalog)


def test_what_is_not_translated_is_named(texts, capsys):
    translations.update()
    assert translations.check() == 1
    assert "code/translations/fi/LC_MESSAGES/messages.po: not translated: 'Apply'" in (
        capsys.readouterr().err
    )


def test_all_translated_is_well(texts):
    for language in translations.LANGUAGES:
        translate(texts, language, messages={"Apply": "Hae", "%(count)s days": "%(count)s päivää"})
    assert translations.check() == 0


def test_a_translation_must_keep_the_names_of_the_original(texts, capsys):
    for language in translations.LANGUAGES:
        translate(texts, language, messages={"Apply": "Hae", "%(count)s days": "%(määrä)s päivää"})
    assert translations.check() == 1
    assert "'%(count)s days'" in capsys.readouterr().err


def test_collecting_twice_changes_no_file(texts):
    translations.update()
    before = texts.file("fi").read_bytes()
    translations.update()
    assert texts.file("fi").read_bytes() == before
