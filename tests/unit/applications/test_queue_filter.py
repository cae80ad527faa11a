from services.applications.handlers.queue import TABS, Filter, matching


def test_an_address_without_a_query_is_what_waits_for_the_office_by_deadline():
    assert Filter.read({}) == Filter(tab="todo", sort="deadline", overdue=False)


def test_what_makes_no_sense_in_an_address_is_as_if_not_said():
    asked = {"tab": "drafts", "sort": "-password", "overdue": "1"}

    assert Filter.read(asked) == Filter()


def test_a_search_is_taken_literally():
    condition = matching(Filter(search="a.*(b"))

    assert condition["$or"][0] == {"organisation": {"$regex": r"a\.\*\(b", "$options": "i"}}


def test_no_tab_shows_a_draft():
    assert [tab for tab, states in TABS.items() if {"draft", "expired"} & set(states)] == []
