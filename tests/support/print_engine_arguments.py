"""Print what each NAME=TEXT becomes for vLLM, as a JSON list on the last line."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from harness.backends._vllm_arguments import UnknownArgument, WrongArgument, engine_arguments

# A folder that is there, for vLLM looks for any other name in its hub.
HERE = str(Path(__file__).parent)


def outcome(case: str) -> object:
    name, _, text = case.partition("=")
    try:
        return getattr(engine_arguments({"model": HERE, name: text}, None), name)
    except UnknownArgument as error:
        return f"unknown: {error.name}"
    except WrongArgument as error:
        return f"wrong: {error}"


if __name__ == "__main__":
    found = [outcome(case) for case in sys.argv[1:]]
    print(json.dumps(found))
