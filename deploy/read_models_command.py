"""`kunteko read-models`: the operator's side of read models."""

from __future__ import annotations

import sys
from collections.abc import Callable

from deploy.operator import settings_here
from deploy.read_models import ReadModels, lines_of
from deploy.read_models_watch import watch
from shared.read_models.checking import Drift
from shared.read_models.looking import Progress
from shared.read_models.model import ReadModel

SHOWN = 20  # rows of a read model that are named one by one
STEP = 1000  # cases between two words on how far it is


def work_on_read_models(action: str, name: str) -> int:
    read_models = ReadModels(settings_here())
    try:
        chosen = read_models.named(name)
    except KeyError:
        names = ", ".join(model.name for model in read_models.all)
        print(f"kunteko: no read model {name}: there are {names}", file=sys.stderr)
        return 2
    if action == "list":
        print("\n".join(lines_of(chosen)))
        return 0
    if action == "watch":
        return watch(read_models)
    act: Callable[[ReadModels, ReadModel], bool] = {"check": _check, "rebuild": _rebuild}[action]
    wrong = [model.name for model in chosen if not act(read_models, model)]
    return 1 if wrong else 0


def _check(read_models: ReadModels, model: ReadModel) -> bool:
    found = read_models.check(model, _progress(model))
    counts = _counts(found.drift)
    if found.on_the_way:
        counts.append(f"{found.on_the_way} on the way")
    print(f"{model.name:26} {', '.join(counts) or 'as it was told'}")
    for drift in found.drift[:SHOWN]:
        print(f"  {drift}")
    if len(found.drift) > SHOWN:
        print(f"  and {len(found.drift) - SHOWN} more")
    return not found.drift


def _counts(drift: tuple[Drift, ...]) -> list[str]:
    kinds = [each.kind for each in drift]
    return [f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds)]


def _rebuild(read_models: ReadModels, model: ReadModel) -> bool:
    done = read_models.rebuild(model, _progress(model))
    print(f"{model.name:26} {done.written} mended" if done.written else f"{model.name:26} as told")
    if done.left:
        print(f"  {done.left} changed all the while: run it again", file=sys.stderr)
    return not done.left


def _progress(model: ReadModel) -> Progress:
    """A word now and then: ten thousand cases take a minute or more."""

    def progress(done: int, of: int) -> None:
        if done // STEP > (done - 100) // STEP and done < of:
            print(f"{model.name}: {done} of {of} cases", file=sys.stderr)

    return progress
