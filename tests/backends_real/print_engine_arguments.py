"""Print what each NAME=TEXT becomes for vLLM, as a JSON list on the last line."""

from __future__ import annotations

import json
import sys

from harness.backends._vllm_arguments import UnknownArgument, WrongArgument, engine_arguments


def outcome(case: str) -> object:
    name, _, text = case.partition("=")
    try:
        return getattr(engine_arguments({"model": "some", name: text}, None), name)
    except UnknownArgument as error:
        return f"unknown: {error.name}"
    except WrongArgument as error:
        return f"wrong: {error}"


if __name__ == "__main__":
    found = [outcome(case) for case in sys.argv[1:]]
    print(json.dumps(found))
