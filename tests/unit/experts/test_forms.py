from datetime import date

import pytest
from marshmallow import ValidationError

from services.experts.forms import ContractSchema, ExpertSchema, NewExpertSchema, ProfileSchema
from shared.web.forms import Form, parse
from tests.unit.experts.samples import typed

pytestmark = pytest.mark.usefixtures("words")

CONTRACT = {"number": "KT-1", "start": "1.1.2025", "end": "31.12.2028", "day_rate": "850"}


def body(**changes):
    return {
        "name": "Aino",
        "company": "Oy",
        "email": "aino@pool.example",
        "language": "fi",
        "description": {"fi": "Hyvä."},
        "themes": ["processes"],
        "languages": ["fi"],
        "remote": True,
        "contracts": [CONTRACT],
    } | changes


def errors(schema, answers):
    with pytest.raises(ValidationError) as caught:
        schema().load(answers)
    return caught.value.messages_dict


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("850", 85000),
        ("850,5", 85050),
        ("1 200,50 €", 120050),
        ("850.00", 85000),
        (850, 85000),
        (850.5, 85050),
    ],
)
def test_a_day_rate_is_read_as_people_write_it(text, cents):
    assert ContractSchema().load(CONTRACT | {"day_rate": text})["day_rate"] == cents


@pytest.mark.parametrize(
    "text", ["a lot", "-5", "0", "10001", "1,234", "٣", "1e3", True, "NaN", []]
)
def test_what_is_no_sensible_rate_is_refused(text):
    assert list(errors(ContractSchema, CONTRACT | {"day_rate": text})) == ["day_rate"]


def test_a_contract_cannot_end_before_it_begins():
    found = errors(ContractSchema, CONTRACT | {"end": "31.12.2024"})
    assert found == {"end": ["The last day of the contract cannot be before its first day"]}


def test_a_contract_may_last_one_day():
    loaded = ContractSchema().load(CONTRACT | {"end": "1.1.2025"})
    assert loaded["end"] == date(2025, 1, 1)


def test_overlapping_contracts_are_refused_and_named():
    second = CONTRACT | {"number": "KT-2", "start": "31.12.2028", "end": "31.12.2029"}
    found = errors(ExpertSchema, body(contracts=[second, CONTRACT]))
    assert found == {
        "contracts": [
            "Contract periods may not overlap: "
            "KT-1 (1.1.2025–31.12.2028) · KT-2 (31.12.2028–31.12.2029)"
        ]
    }


def test_an_expert_must_be_met_somewhere():
    found = errors(ExpertSchema, body(remote=False))
    assert found == {
        "regions": ["Choose at least one region, or tick that the expert works remotely"]
    }


def test_the_finnish_description_is_the_one_that_is_needed():
    assert errors(ExpertSchema, body(description={"sv": "Bra."})) == {
        "description": {"fi": ["Fill in “Description in Finnish”"]}
    }


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "A" * 121}, "name"),
        ({"email": "no address"}, "email"),
        ({"phone": "<script>"}, "phone"),
        ({"language": "ru"}, "language"),
        ({"themes": ["nothing"]}, "themes"),
        ({"themes": []}, "themes"),
        ({"languages": ["klingon"]}, "languages"),
        ({"regions": "uusimaa"}, "regions"),
        ({"hourly_rate": 3}, "hourly_rate"),
        ({"contracts": [CONTRACT] * 10}, "contracts"),
    ],
)
def test_wrong_input_is_told_at_its_field(changes, field):
    assert list(errors(ExpertSchema, body(**changes))) == [field]


def test_the_first_contract_may_be_left_blank():
    form = parse(NewExpertSchema, typed(**{"contract.number": " ", "contract.start": ""}))
    assert form.ok
    assert form.data["contract"] is None


def test_a_contract_that_was_begun_must_be_whole():
    form = parse(NewExpertSchema, typed(**{"contract.number": "KT-1"}))
    assert set(form.errors) == {"contract.start", "contract.end", "contract.day_rate"}
    assert form.values["contract.number"] == "KT-1"


def test_what_was_typed_wrong_is_shown_again():
    form = parse(ProfileSchema, typed(email="aino@", name="<b>Aino</b> 🙂"))
    assert form.values["email"] == "aino@"
    assert form.values["name"] == "<b>Aino</b> 🙂"
    assert list(form.errors) == ["email"]


def test_a_stored_rate_is_shown_as_it_would_be_typed():
    form = Form(ContractSchema, values={"number": "1", "day_rate": 112050, "start": "2025-01-01"})
    assert form.values["day_rate"] == "1120,50"
