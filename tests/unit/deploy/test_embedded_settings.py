import stat

import pytest

from deploy.embedded import Embedded
from deploy.embedded_settings import environment, run_from, secret_key
from shared.settings import SettingsError, load


def settings_for(tmp_path, **environ):
    environ = {"KUNTEKO_VAR": str(tmp_path / "var"), **environ}
    return load(
        {
            name: value
            for name, value in environment(run_from(environ), environ).items()
            if name.startswith("KUNTEKO_")
        }
    )


def test_nothing_needs_to_be_set(tmp_path):
    settings = settings_for(tmp_path)
    assert (settings.base_url, settings.bus, settings.mailbox) == (
        "http://127.0.0.1:8000",
        "inprocess",
        True,
    )
    assert settings.smtp_port == settings.mailbox_port == 8025
    # the mailbox hands what is sent there to the reader of bounces
    assert settings.bounce_address == "palautukset@kunteko.example"


def test_the_staff_of_the_demo_have_each_role(tmp_path):
    roles = {role.value for member in settings_for(tmp_path).staff for role in member.roles}
    assert roles == {"manager", "staff", "auditor"}


def test_what_the_person_sets_goes_first(tmp_path):
    settings = settings_for(tmp_path, KUNTEKO_PORT="8123", KUNTEKO_OFFICE_NAME="Toimisto")
    assert (settings.base_url, settings.office_name) == ("http://127.0.0.1:8123", "Toimisto")


def test_the_key_is_made_once_and_kept_from_others(tmp_path):
    first = secret_key(tmp_path / "secret")
    assert secret_key(tmp_path / "secret") == first
    assert len(first) >= 48
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KUNTEKO_PORT", "http"),
        ("KUNTEKO_PORT", "0"),
        ("KUNTEKO_STORE_PORT", "70000"),
        ("KUNTEKO_DEMO", "maybe"),
        ("KUNTEKO_PROT", "8000"),
        ("KUNTEKO_STAFF", "nobody"),
    ],
)
def test_a_wrong_variable_is_named(tmp_path, name, value):
    with pytest.raises(SettingsError, match=name):
        settings_for(tmp_path, **{name: value})


def test_half_a_demo_is_cleared_and_a_whole_one_kept(tmp_path, capsys):
    environ = {"KUNTEKO_VAR": str(tmp_path)}
    embedded = Embedded(run_from(environ), environ, settings_for(tmp_path))
    (tmp_path / "store").mkdir()
    embedded.forget_half_a_demo()
    assert (tmp_path / "store").exists()
    (tmp_path / "demo-loading").touch()
    embedded.forget_half_a_demo()
    assert [path.name for path in tmp_path.iterdir() if path.name != "var"] == []
    assert "beginning anew" in capsys.readouterr().out
