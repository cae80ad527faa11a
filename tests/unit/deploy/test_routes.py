import pytest

from deploy.checking import write_or_check
from deploy.nginx_config import FILE, nginx_config
from deploy.registry import SERVICES
from deploy.routes import PREFIXES, dispatcher, service_for


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/", "deeds"),
        ("", "deeds"),
        ("/privacy", "deeds"),
        ("/sparring", "applications"),
        ("/sparring/apply/3", "applications"),
        # a longer word is another address
        ("/sparringpartner", "deeds"),
        ("/staff", "deeds"),
        ("/staff/applications", "applications"),
        ("/staff/experts/import", "experts"),
        ("/staff/mails/12", "notifications"),
        ("/account/sign-in", "accounts"),
        ("/api/v1/openapi/applications.json", "applications"),
        ("/api/v1/openapi/experts.json", "experts"),
        ("/health/ready", "deeds"),
    ],
)
def test_the_longest_prefix_decides(path, service):
    assert service_for(path or "/") == service


def test_every_service_has_addresses():
    assert set(PREFIXES) == {service.name for service in SERVICES}


def test_no_two_services_share_an_address():
    every = [prefix for prefixes in PREFIXES.values() for prefix in prefixes]
    assert len(every) == len(set(every))


def test_the_dispatcher_hands_the_path_on_whole():
    seen = []

    def app(environ, start_response):
        seen.append((environ.get("SCRIPT_NAME", ""), environ["PATH_INFO"]))
        return [b"answer"]

    def wrong(environ, start_response):
        return [b"wrong"]

    site = dispatcher(dict.fromkeys(PREFIXES, wrong) | {"experts": app})
    assert site({"PATH_INFO": "/experts/42"}, None) == [b"answer"]
    assert seen == [("", "/experts/42")]


def test_the_nginx_configuration_is_what_the_table_says():
    assert write_or_check({FILE: nginx_config()}, write=False, remedy="") == 0


def test_nginx_sends_each_prefix_to_its_service_and_no_longer_word():
    config = nginx_config()
    assert "location = /experts { proxy_pass http://kunteko-experts; }" in config
    assert "location /experts/ { proxy_pass http://kunteko-experts; }" in config
    assert "location /experts {" not in config
