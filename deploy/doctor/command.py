"""`kunteko doctor` on the settings of this machine."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager

import structlog

from deploy.doctor.check import Check, Result, examine
from deploy.doctor.checks import CHECKS
from deploy.doctor.finding import fault
from deploy.doctor.patient import Patient, patient_here
from deploy.doctor.report import in_json, is_well, last_line, line, secrets_of
from shared.settings import SettingsError


def examine_here(
    environ: Mapping[str, str],
    *,
    as_json: bool = False,
    thorough: bool = False,
    checks: Sequence[Check] = CHECKS,
) -> int:
    """0 when all is well; lines appear as the findings come, JSON when all are there."""
    results: list[Result] = []
    secrets: list[str] = []
    with _nothing_logged():
        try:
            patient = patient_here(environ, thorough=thorough)
        except SettingsError as error:
            found = _of_settings(error)
        else:
            secrets = secrets_of(patient.settings)
            found = _examined(patient, checks)
        for result in found:
            results.append(result)
            if not as_json:
                print(line(result, secrets), flush=True)
    print(in_json(results, secrets) if as_json else last_line(results))
    return 0 if is_well(results) else 1


def _examined(patient: Patient, checks: Sequence[Check]) -> Iterator[Result]:
    with closing(patient):
        yield from examine(patient, checks)


def _of_settings(error: SettingsError) -> Iterator[Result]:
    """One line for each that is wrong; without settings there is nothing more to look at."""
    for each in str(error).splitlines():
        yield Result("settings", fault(each, "`kunteko settings` lists them all"))


@contextmanager
def _nothing_logged() -> Iterator[None]:
    """What is logged of a fault is said by its finding, and would stand in the way of JSON."""
    before = structlog.get_config()
    logging.disable()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        yield
    finally:
        structlog.configure(**before)
        logging.disable(logging.NOTSET)
