"""Every error has its status and its words, and never a trace."""

import pytest

STATUSES = {
    "not-found": 404,
    "forged": 404,
    "not-permitted": 403,
    "not-allowed": 409,
    "conflict": 409,
    "expired": 410,
    "invalid": 422,
    "store": 503,
    "bug": 500,
}


@pytest.mark.parametrize(("name", "status"), STATUSES.items())
def test_an_error_is_a_page_in_the_readers_language_without_a_trace(client, name, status):
    answer = client.get(f"/boom/{name}?lang=sv")
    text = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert '<html lang="sv">' in text
    assert "Gå till startsidan" in text
    assert "Traceback" not in text and "hunter2" not in text


@pytest.mark.parametrize(("name", "status"), STATUSES.items())
def test_under_the_api_the_same_error_is_json(client, name, status):
    answer = client.get(f"/api/v1/boom/{name}?lang=en")
    assert answer.status_code == status
    assert answer.json["code"] == status
    assert answer.json["message"]
    assert "hunter2" not in answer.get_data(as_text=True)


def test_invalid_input_lists_what_is_wrong_escaped(client):
    assert "At most &lt;2&gt; days" in client.get("/boom/invalid").get_data(as_text=True)
    assert client.get("/api/v1/boom/invalid").json["errors"] == {"days": ["At most <2> days"]}


def test_when_the_store_is_away_the_reader_is_told_when_to_try_again(client):
    answer = client.get("/boom/store?lang=en")
    assert answer.headers["Retry-After"] == "10"
    assert "Nothing you sent has been saved" in answer.get_data(as_text=True)


def test_an_address_that_leads_nowhere_is_a_page_of_ours(client):
    answer = client.get("/nowhere%00%ff?lang=en")
    assert answer.status_code == 404
    assert "Page not found" in answer.get_data(as_text=True)


def test_a_wrong_method_names_those_that_work(client):
    answer = client.delete("/link")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("path", ["/form", "/api/v1/things"])
def test_a_body_that_is_too_large_is_413(client, path):
    answer = client.post(path, data={"organisation": "x" * (6 * 1024 * 1024)})
    assert answer.status_code == 413


def test_the_error_page_carries_the_reference_that_the_log_has(client):
    answer = client.get("/boom/bug")
    assert answer.headers["X-Correlation-ID"] in answer.get_data(as_text=True)
