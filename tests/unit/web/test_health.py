"""Health, and what Prometheus reads."""

from shared.web import create_base_app
from shared.web.metrics import Reading, gauge_sources, register_gauge_source


def test_a_running_process_is_live_and_without_needs_ready(client):
    assert client.get("/health/live").json == {"status": "up"}
    assert client.get("/health/ready").json == {"status": "ready", "checks": {}}


def test_without_its_store_an_app_is_not_ready_but_live(web_settings):
    app = create_base_app("a service never connected", web_settings, package=__name__)
    client = app.test_client()
    ready = client.get("/health/ready")
    assert ready.status_code == 503
    assert ready.json == {"status": "not ready", "checks": {"store": False}}
    assert client.get("/health/live").status_code == 200


def test_request_times_are_counted_by_endpoint_not_by_address(client):
    client.get("/link")
    text = client.get("/metrics").get_data(as_text=True)
    assert 'endpoint="link",method="GET",service="applications",status="200"' in text


def test_methods_that_somebody_makes_up_count_as_one(client):
    for number in range(3):
        client.open("/link", method=f"MADEUP{number}")
    text = client.get("/metrics").get_data(as_text=True)
    assert "MADEUP" not in text and 'method="other"' in text


def test_one_failing_gauge_source_leaves_the_others_standing(client, monkeypatch):
    monkeypatch.setattr(gauge_sources, "sources", [])

    def broken():
        raise OSError("store away")

    def outbox():
        return [Reading("outbox_entries", "Events waiting", 3, {"service": "experts"})]

    register_gauge_source(broken)
    register_gauge_source(outbox)
    register_gauge_source(outbox)
    text = client.get("/metrics").get_data(as_text=True)
    assert text.count('kunteko_outbox_entries{service="experts"} 3.0') == 1
