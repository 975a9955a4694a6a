"""Model arguments: `-M key=value` on the command line becomes a mapping that a backend's factory reads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from harness.errors import DataError, UnknownNameError, UsageError

_HINT = (
    "write -M key=value, several separated by commas; quote a value that holds a comma, or write \\, in it"
)
_NOTHING: Mapping[str, str] = MappingProxyType({})


def parse_model_args(items: Sequence[str]) -> dict[str, str]:
    """All `key=value` pairs of the items, in order.

    One item may hold several pairs separated by commas. A value that begins with ' or " runs to the
    closing quote, commas included; outside quotes `\\,` is a comma, and `\\\\` is a backslash in both.
    Any other backslash stands for itself. '-' in a key is read as '_'. An empty value is allowed.

    Raises UsageError for a pair without `=`, an empty key, an open quote, text after a closing quote,
    and a key that is given two different values.
    """
    pairs: dict[str, str] = {}
    for item in items:
        position = 0
        while position < len(item):
            key, value, position = _read_pair(item, position)
            if pairs.setdefault(key, value) != value:
                raise UsageError(
                    f"model argument {key!r} is given as {pairs[key]!r} and as {value!r}: give it once"
                )
    return pairs


def model_arguments(
    model: str, items: Sequence[str], file: Path | None = None, *, known: Iterable[str] = ()
) -> tuple[str, dict[str, str]]:
    """(name of the backend, its arguments) from `--model`, `-M` items and `--model-args-file`.

    model: a backend of the `known` ones, or BACKEND/NAME for `model=NAME` as well, in which NAME may hold
    slashes. What the items and `model` say wins over the file. `pretrained` is another name of `model`.
    Raises UsageError when two of them differ, and for a `model` whose first part is no backend; and as
    parse_model_args and read_args_file do.
    """
    backend, slash, name = model.partition("/")
    given = _with_one_name(parse_model_args(items))
    if slash:
        names = sorted(known)
        if backend.partition(":")[0].replace("-", "_") not in names:
            raise UsageError(
                f"--model {model} begins with no backend: give --model BACKEND/{model}, e.g. vllm/{model}; "
                f"backends are {', '.join(names)}"
            )
        if not name:
            raise UsageError(f"--model {model} ends with a slash: give --model {backend}/NAME")
        if given.setdefault("model", name) != name:
            raise UsageError(
                f"the model is given as --model {model} and as -M model={given['model']}: give it once"
            )
    stored = {} if file is None else _with_one_name(read_args_file(file))
    return backend, {**stored, **given}


def _with_one_name(args: Mapping[str, str]) -> dict[str, str]:
    """The arguments with `model` for `pretrained`."""
    args = dict(args)
    name = args.pop("pretrained", None)
    if name is not None and args.setdefault("model", name) != name:
        raise UsageError(
            f"the model is given as model={args['model']} and as pretrained={name}: give it once"
        )
    return args


def read_args_file(path: Path) -> dict[str, str]:
    """The arguments in a JSON or YAML file: one object, whose values are texts, numbers, true or false.

    A list or an object as a value becomes its JSON text. '-' in a key is read as '_'.
    Raises UsageError when the file can't be read, DataError (file, line, field) for wrong content; no
    message repeats a value.
    """
    import yaml

    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(
            f"{path} can't be read ({error.strerror}): give another --model-args-file"
        ) from error
    except UnicodeDecodeError as error:
        raise DataError(f"byte {error.start} is not UTF-8: save the file as UTF-8", file=path) from error
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        values = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise DataError(
            f"is neither JSON nor YAML ({error.problem}): mend it", file=path, line=line
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise DataError("is neither JSON nor YAML that can be read: mend it", file=path) from error
    if not isinstance(values, dict) or not isinstance(node, yaml.MappingNode):
        raise DataError("must hold `name: value` lines or one JSON object", file=path)
    args: dict[str, str] = {}
    for key, _ in node.value:
        name, line = str(key.value).replace("-", "_"), key.start_mark.line + 1
        if name in args:
            raise DataError("is given twice: give it once", file=path, line=line, field=name)
        args[name] = _argument(values.get(key.value), name, path, line)
    return args


def _argument(value: object, name: str, path: Path, line: int) -> str:
    if isinstance(value, str):
        return value
    try:
        if value is not None:
            return json.dumps(value, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        pass
    raise DataError(
        "is no text, number, true, false, list or object: put it between quotes",
        file=path,
        line=line,
        field=name,
    )


def take_known(
    model: str,
    args: Mapping[str, str],
    *,
    required: Iterable[str] = (),
    optional: Mapping[str, str] = _NOTHING,
) -> dict[str, str]:
    """The value of each key that the factory of `model` knows; `optional` maps a key to its default.

    Raises UnknownNameError for a key of `args` that is in neither list, and UsageError for a required
    key that is missing or empty.
    """
    needed = tuple(required)
    known = {*needed, *optional}
    for key in args:
        if key not in known:
            raise UnknownNameError(f"argument of model {model!r}", key, known)
    for key in needed:
        if not args.get(key):
            raise UsageError(f"model {model!r} needs the argument {key!r}: give -M {key}=...")
    return {**optional, **args}


def _read_pair(item: str, start: int) -> tuple[str, str, int]:
    """The pair that begins at `start`: key, value, and where the next pair begins."""
    equals = item.find("=", start)
    comma = item.find(",", start)
    if equals < 0 or 0 <= comma < equals:
        raise UsageError(f"model argument {item[start:]!r} has no '=': {_HINT}")
    key = item[start:equals].strip().replace("-", "_")
    if not key:
        raise UsageError(f"model argument {item[start:]!r} has no name before '=': {_HINT}")
    first = equals + 1
    if item[first : first + 1] in ("'", '"'):
        value, end = _read_quoted(item, first)
        if item[end : end + 1] not in ("", ","):
            raise UsageError(f"model argument {key!r} has text after its closing quote: {_HINT}")
    else:
        value, end = _read_plain(item, first)
    if end == len(item) - 1:
        raise UsageError(f"model arguments {item!r} end with a comma: {_HINT}")
    return key, value, end + 1


def _read_plain(item: str, start: int) -> tuple[str, int]:
    """An unquoted value and the index of the comma, or of the end, behind it."""
    value: list[str] = []
    position = start
    while position < len(item) and item[position] != ",":
        if item[position] == "\\" and item[position + 1 : position + 2] in (",", "\\"):
            position += 1
        value.append(item[position])
        position += 1
    return "".join(value).strip(), position


def _read_quoted(item: str, start: int) -> tuple[str, int]:
    """A quoted value and the index behind its closing quote."""
    quote = item[start]
    value: list[str] = []
    position = start + 1
    while position < len(item) and item[position] != quote:
        if item[position] == "\\" and item[position + 1 : position + 2] in (quote, "\\"):
            position += 1
        value.append(item[position])
        position += 1
    if position == len(item):
        raise UsageError(f"model argument {item!r} has an open quote: {_HINT}")
    return "".join(value), position + 1
