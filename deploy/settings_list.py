"""`kunteko settings`: every environment variable, what it means, its default; and what is wrong."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from deploy.embedded_settings import RUN_VARIABLES
from shared.settings import FIELDS, PREFIX, SettingsError, load


def show(environ: Mapping[str, str]) -> int:
    for field in FIELDS:
        default = "must be set" if field.default is None else f"default: {field.default or 'empty'}"
        print(f"{field.variable}\n    {field.meaning} ({default})")
    print("\nOnly for `kunteko run`, which chooses all of the above itself where they are not set:")
    for name, (meaning, default) in RUN_VARIABLES.items():
        print(f"{name}\n    {meaning} (default: {default})")
    if not any(name.startswith(PREFIX) and name not in RUN_VARIABLES for name in environ):
        print("\nNone is set here: right for `kunteko run`.")
        return 0
    try:
        load({n: value for n, value in environ.items() if n not in RUN_VARIABLES})
    except SettingsError as error:
        print(f"\nWrong as set here:\n{error}", file=sys.stderr)
        return 1
    print("\nAll right as set here.")
    return 0
