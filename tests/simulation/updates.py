"""What mongomock lacks of the updates that we use."""

from datetime import UTC, datetime

from mongomock.filtering import filter_applies


def plain(value):
    """A document as it is stored: dicts, lists and values that nobody changes, moments aware."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)  # as a store takes it
    return value


def value_of(expression, document):
    """What an expression of an update's pipeline comes to; of the operators that we use."""
    if isinstance(expression, str) and expression.startswith("$"):
        return document.get(expression[1:])
    if not isinstance(expression, dict):
        return expression
    ((operator, given),) = expression.items()
    if operator == "$literal":
        return plain(given)
    parts = [value_of(part, document) for part in given]
    match operator:
        case "$arrayElemAt":
            return parts[0][parts[1]]
        case "$indexOfArray":
            return parts[0].index(parts[1])
        case "$concatArrays":
            return [item for part in parts for item in part]
        case "$ifNull":
            return next(part for part in parts if part is not None)
    raise NotImplementedError(operator)


def placed(update, document, array_filters):
    """`outbox.$[entry].x` → `outbox.3.x`, for each place that the filter means."""
    wanted = {}
    for condition in array_filters:
        name = next(iter(condition)).split(".")[0]
        wanted[name] = {key.partition(".")[2]: value for key, value in condition.items()}
    return {
        operator: {
            place: value
            for path, value in fields.items()
            for place in _places(path.split("."), document, wanted)
        }
        for operator, fields in update.items()
    }


def _places(parts, at, wanted):
    """The paths that one with a `$[name]` stands for; none where no item fits."""
    if not parts:
        return [""]
    first, rest = parts[0], parts[1:]
    if first.startswith("$["):
        fits = wanted[first[2:-1]]
        names = [str(i) for i, item in enumerate(at) if filter_applies(fits, item)]
    else:
        names = [first]
    return [
        f"{name}.{below}".rstrip(".")
        for name in names
        for below in _places(rest, _part(at, name), wanted)
    ]


def _part(at, name):
    if isinstance(at, list):
        return at[int(name)]
    return at.get(name, {}) if isinstance(at, dict) else {}
