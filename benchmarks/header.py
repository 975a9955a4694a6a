"""What a large header costs the audit: python benchmarks/header.py [--quick] [--json]

For each library a process of its own asks for the facts that a candidate needs: with everything held whole,
on demand with an empty cache, and on demand with what the one before kept. Figures are ratios to the first.
What they mean is in docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from _whole_library import HeaderTable, open_module
from checker import big_library

from harness.checker.audit.library import ConstantFact, HeaderFacts, HeaderStore
from harness.checker.audit.library._index import NameIndex, encode, file_stamps, name_digest
from harness.lean.embedded import EmbeddedLean, run_lean
from harness.lean.olean import Name, part_files
from harness.lean.search import ModuleFinder
from harness.lean.toolchain import Toolchain

DEEP_MODULES, DEEP_EACH, DEEP_USES = 25, 2_000, 12
_ASK_FOR = 200
CACHE = Path(tempfile.gettempdir()) / f"prover-eval-benchmark-{os.getuid()}"


@dataclass(frozen=True, slots=True)
class Case:
    """A library: its folders of modules, what a header imports, and the constants that a candidate uses."""

    folders: tuple[Path, ...]
    imports: tuple[str, ...]
    asked: tuple[str, ...]


def deep_library(toolchain: Toolchain, cache: Path, modules: int) -> Path:
    """A folder with modules `Deep.M<i>`: each theorem uses the one before it and some of the last 300."""
    folder = cache / f"deep-{toolchain.revision[:16]}"
    (folder / "Deep").mkdir(parents=True, exist_ok=True)
    assert toolchain.library is not None
    for number in range(modules):
        target = folder / "Deep" / f"M{number}.olean"
        if target.exists():
            continue
        lines = ["prelude", f"import Deep.M{number - 1}" if number else "import Embedded.Base"]
        for i in range(number * DEEP_EACH, (number + 1) * DEEP_EACH):
            used = [max(0, i - 1 - 25 * step) for step in range(DEEP_USES)]
            proof = "".join(f"@Eq.trans Nat n n n (deep_{j} n) (" for j in used if i) + "rfl"
            lines.append(f"theorem deep_{i} (n : Nat) : n = n := {proof}{')' * (DEEP_USES if i else 0)}")
        source = target.with_suffix(".lean")
        source.write_text("\n".join(lines) + "\n", "utf-8")
        arguments = ["-R", str(folder), "-o", str(target), str(source)]
        done = run_lean(
            toolchain.library, arguments, search_path=(*toolchain.search_path, folder), timeout_s=900
        )
        if done.returncode != 0:
            target.unlink(missing_ok=True)
            raise RuntimeError(done.stdout[-2000:])
    return folder


def cases(quick: bool) -> dict[str, Case]:
    """The libraries by name."""
    toolchain = EmbeddedLean().prepare()
    big = big_library(toolchain, CACHE)
    modules = 3 if quick else DEEP_MODULES
    deep = deep_library(toolchain, CACHE, modules)
    last = modules * DEEP_EACH - 1
    return {
        "core": Case(toolchain.search_path, ("Embedded.Arith",), ("Nat.add_comm", "Nat.gcd_comm", "propext")),
        "flat": Case(
            big.search_path, ("Big.All",), tuple(f"big_M{i % 10}_{37 * i}" for i in range(_ASK_FOR))
        ),
        "deep": Case(
            (*toolchain.search_path, deep),
            (f"Deep.M{modules - 1}",),
            tuple(f"deep_{last - 3 * i}" for i in range(_ASK_FOR)),
        ),
    }


def measured(case: Case, cache: Path | None) -> dict[str, float]:
    """CPU seconds and MiB for the facts that `case` asks for, in this process; cache None: all in memory."""
    names: list[Name] = [tuple(text.split(".")) for text in case.asked]
    imports: list[Name] = [tuple(text.split(".")) for text in case.imports]
    finder = ModuleFinder(case.folders, "benchmark")
    before = _resident("VmRSS")
    # From here on the kernel's record of the peak counts anew.
    Path("/proc/self/clear_refs").write_text("5", "ascii")
    started = time.process_time()
    store = None
    header: HeaderFacts
    if cache is None:
        header = HeaderTable.from_imports(imports, lambda name: open_module(finder.find(name)))
    else:
        store = HeaderStore(cache, finder.find)
        header = store.open(imports)
    opened = time.process_time() - started
    found: list[ConstantFact | None] = [header.fact(name) for name in names]
    spent = time.process_time() - started
    if None in found:
        raise RuntimeError(f"{names[found.index(None)]} isn't there")
    if store is not None:
        store.close()
    return {"open_s": opened, "facts_s": spent, "memory_mib": _resident("VmHWM") - before}


def _resident(what: str) -> float:
    """A figure of this process's memory out of /proc/self/status, in MiB."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith(f"{what}:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"no {what} in /proc/self/status")


def million(modules: int = 8_000, names: int = 1_000_000) -> dict[str, float]:
    """CPU milliseconds and MiB to open the index of a million names in 8,000 modules of three files each, and
    microseconds for a name that wasn't looked up before."""
    with tempfile.TemporaryDirectory() as folder:
        entries = sorted(name_digest(("n", str(i))) + i.to_bytes(4, "big") for i in range(names))
        listed = []
        for i in range(modules):
            path = f"{folder}/M{i}.olean"
            for file in part_files(path, is_module=True):
                Path(file).write_bytes(b"x")
            imports = list(range(max(0, i - 6), i))
            listed.append(
                (("M", str(i)), path, i * names // modules, imports, file_stamps(path, is_module=True))
            )
        saved = Path(folder) / "index"
        saved.write_bytes(encode(listed, entries))
        size = saved.stat().st_size / 2**20
        del entries, listed
        before, started = _resident("VmRSS"), time.process_time()
        index = NameIndex.open(saved)
        opened = time.process_time() - started
        asked = [("n", str(7919 * i % names)) for i in range(2_000)]
        started = time.process_time()
        if not all(map(index.find, asked)):
            raise RuntimeError("a name isn't found")
        found = time.process_time() - started
        grown = _resident("VmRSS") - before
    return {"open_ms": 1e3 * opened, "name_us": 1e6 * found / len(asked), "mib": grown, "file_mib": size}


def apart(name: str, quick: bool, cache: Path | None) -> dict[str, float]:
    """`measured` in a process of its own."""
    command = [sys.executable, __file__, "--one", name, *(["--quick"] if quick else [])]
    command += ["--cache", str(cache)] if cache else []
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def measure(quick: bool) -> dict[str, dict[str, float]]:
    """Every figure of every library."""
    figures: dict[str, dict[str, float]] = {"million": million()}
    for name in cases(quick):
        with tempfile.TemporaryDirectory() as folder:
            first = apart(name, quick, Path(folder))
            later = apart(name, quick, Path(folder))
            kept = sum(path.stat().st_size for path in Path(folder).iterdir())
        whole = apart(name, quick, None)
        figures[name] = {
            "whole_s": whole["facts_s"],
            "whole_mib": whole["memory_mib"],
            "index_s": first["open_s"],
            "first_s": first["facts_s"],
            "later_ms": 1e3 * later["facts_s"],
            "cache_mib": kept / 2**20,
            "first_over_whole": first["facts_s"] / whole["facts_s"],
            "later_over_whole": later["facts_s"] / whole["facts_s"],
            "memory_over_whole": first["memory_mib"] / whole["memory_mib"],
            "later_mib": later["memory_mib"],
            "first_mib": first["memory_mib"],
        }
    return figures


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a shorter chain of theorems")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--cache", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    CACHE.mkdir(mode=0o700, exist_ok=True)
    if options.one:
        print(json.dumps(measured(cases(options.quick)[options.one], options.cache)))
        return
    figures = measure(options.quick)
    for name, values in figures.items():
        shown = "  ".join(f"{key} {value:.4g}" for key, value in values.items())
        print(f"{name:6} {shown}", file=sys.stderr if options.json else sys.stdout)
    if options.json:
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
