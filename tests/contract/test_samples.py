"""Every contract has one stored sample, and both sides read it the same."""

import importlib
import pkgutil

import pytest
from marshmallow import fields

import shared.contracts
from shared.contracts.base import all_contracts, contract_for
from tests.support.events import SAMPLES, sample

for module in pkgutil.iter_modules(shared.contracts.__path__):
    importlib.import_module(f"shared.contracts.{module.name}")

TYPES = [contract.type for contract in all_contracts() if contract.__module__.startswith("shared.")]


def stored():
    return sorted(path.stem for path in SAMPLES.glob("*.json"))


def test_there_are_contracts_to_check():
    assert len(TYPES) > 25


def test_every_contract_has_one_sample_and_no_sample_is_without_contract():
    assert stored() == TYPES


@pytest.mark.parametrize("event_type", TYPES)
def test_a_sample_loads_and_dumps_back_equal(event_type):
    contract = contract_for(event_type)
    data = sample(event_type)
    assert contract().dump(contract.read(data)) == data


@pytest.mark.parametrize("event_type", TYPES)
def test_a_reader_bears_what_a_newer_producer_adds(event_type):
    contract = contract_for(event_type)
    data = sample(event_type)
    assert contract.read({**data, "not_thought_of_yet": 1}) == contract.read(data)


def names_in(schema, data, path=""):
    """Every field of the contract that the sample holds, by dotted name; lists by their first."""
    for name, field in schema.fields.items():
        yield path + name
        inner = field.inner if isinstance(field, fields.List) else field
        value = data.get(name)
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(inner, fields.Nested) and isinstance(value, dict):
            yield from names_in(inner.schema, value, f"{path}{name}.")
        if isinstance(inner, fields.Dict) and isinstance(value, dict):
            yield from (f"{path}{name}.{key}" for key in value)


def keys_of(data, path=""):
    for name, value in data.items():
        yield path + name
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, dict):
            yield from keys_of(value, f"{path}{name}.")


@pytest.mark.parametrize("event_type", TYPES)
def test_contracts_only_grow_what_a_sample_says_is_still_in_the_contract(event_type):
    data = sample(event_type)
    assert set(keys_of(data)) == set(names_in(contract_for(event_type)(), data))


@pytest.mark.parametrize("event_type", TYPES)
def test_a_sample_without_a_needed_part_is_refused(event_type):
    contract = contract_for(event_type)
    needed = [name for name, field in contract().fields.items() if field.required]
    data = sample(event_type)
    for name in needed:
        with pytest.raises(shared.contracts.base.ContractViolation, match=name):
            contract.read({key: value for key, value in data.items() if key != name})
