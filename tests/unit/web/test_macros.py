"""The parts of a page: what people wrote never becomes markup, and a table stays a table."""

import pytest
from flask import render_template_string

from shared.ambient import now
from shared.web.paging import Page

BAIT = "<img src=x onerror=alert(1)>\"'"
PARTS = [
    "tag(bait, 'danger', 'clock')",
    "tabs([(bait, '?tab=a', 3, true)])",
    "summary_list([(bait, bait, '/change'), (bait, none)])",
    "steps([(bait, 'done', '/a'), (bait, 'current', none), (bait, 'ahead', none)])",
    "th(bait)",
    "th_sort(bait, 'due', '-due')",
    "td(bait, bait)",
    "breadcrumbs([(bait, '/'), (bait, none)])",
    "back_link('/', bait)",
    "empty(bait, bait)",
    "card(bait, '/a', bait)",
    "timeline([{'at': at, 'title': bait, 'by': bait, 'text': bait, 'mails': [bait]}])",
    "chips([(bait, '/a')])",
    "mails_to([bait])",
    "prose(bait)",
    "figures([(bait, bait)])",
]


def drawn(app, markup, address="/", **context):
    with app.test_request_context(address):
        return render_template_string(
            '{% import "macros/ui.html" as ui %}' + markup, bait=BAIT, at=now(), **context
        )


@pytest.mark.parametrize("part", PARTS)
def test_hostile_words_stay_words_in_every_part_of_a_page(app, part):
    text = drawn(app, "{{ ui." + part + " }}")
    assert "&lt;img src=x onerror=alert(1)&gt;" in text
    assert "<img" not in text


def test_a_notice_escapes_its_title_and_keeps_the_callers_markup(app):
    text = drawn(app, "{% call ui.notice('danger', bait) %}<p>{{ bait }}</p>{% endcall %}")
    assert "<img" not in text
    assert "<p>&lt;img" in text


def test_a_stacked_table_still_tells_that_it_is_a_table(app):
    text = drawn(
        app,
        "{% call ui.table('Queue', ui.th('State')) %}"
        '<tr role="row">{{ ui.td("State", "New") }}</tr>{% endcall %}',
    )
    roles = ["table", "rowgroup", "row", "columnheader", "rowgroup", "row", "cell"]
    assert [part.split('"')[0] for part in text.split('role="')[1:]] == roles


@pytest.mark.parametrize(
    ("sorted_by", "state", "leads_to"),
    [
        ("due", "ascending", "/?tab=mine&amp;sort=-due"),
        ("-due", "descending", "/?tab=mine&amp;sort=due"),
        ("name", "none", "/?tab=mine&amp;sort=due"),
    ],
)
def test_a_sorted_column_says_so_and_turns_round(app, sorted_by, state, leads_to):
    markup = "{{ ui.th_sort('Due', 'due', sorted_by) }}"
    text = drawn(app, markup, "/?tab=mine&page=4&sort=x", sorted_by=sorted_by)
    assert f'aria-sort="{state}"' in text
    assert f'href="{leads_to}"' in text


def test_pages_keep_the_filters_of_the_address(app):
    text = drawn(app, "{{ ui.pagination(page) }}", "/?q=a&page=2", page=Page([], 60, 2))
    assert 'href="/?q=a&amp;page=2" aria-current="page"' in text
    assert 'href="/?q=a&amp;page=3" rel="next"' in text


def test_a_list_of_one_page_has_no_pagination(app):
    assert drawn(app, "{{ ui.pagination(page) }}", page=Page([], 25)).strip() == ""
