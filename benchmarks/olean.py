"""What reading and auditing compiled modules costs: `python benchmarks/olean.py`.

Prints, for the embedded library, milliseconds for reading a module whole, for the index of a header, and for
one audit of a small candidate whose facts are known; medians, CPU time of one core.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from harness.checker.audit import facts_of_file
from harness.checker.audit.decide import AuditOutcome, decide
from harness.checker.audit.library import HeaderFacts, HeaderStore
from harness.checker.audit.library._index import build_index
from harness.lean.embedded import EmbeddedLean, run_lean
from harness.lean.olean import Module, Name, read_olean
from harness.lean.search import ModuleFinder
from harness.lean.toolchain import Toolchain

IMPORTS: list[Name] = [("Embedded", "Arith")]
HEADER = "prelude\nimport Embedded.Arith\n"
STATEMENT = "theorem goal (a b c : Nat) : a + b + c = c + b + a := "
PROOFS = {
    "omega": STATEMENT + "by omega\n",
    "helpers": "def dbl (n : Nat) : Nat := n + n\n"
    "theorem dbl_eq (n : Nat) : dbl n = 2 * n := by unfold dbl; omega\n"
    + STATEMENT
    + "by\n  have h := dbl_eq a\n  induction a with\n  | zero => omega\n  | succ n ih => omega\n",
}


def median_ms(work: Callable[[], object], repeats: int = 15) -> float:
    """The median CPU time of `work`, in milliseconds."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times) * 1e3


def read_whole(data: bytes) -> int:
    """Decode every term of a module; the number of nodes."""
    module = read_olean(data)
    return len(module.terms.below([term for c in module.constants.values() for term in c.terms], set()))


def audit_bytes(data: bytes, reference: Module, table: HeaderFacts) -> AuditOutcome:
    """Read and audit one candidate."""
    facts, _ = facts_of_file(data, reference, ("goal",))
    return decide(facts, table)


def compile_text(toolchain: Toolchain, folder: Path, text: str) -> bytes:
    """The .olean of HEADER and `text`."""
    if toolchain.library is None:
        raise SystemExit("the embedded toolchain has no library")
    source, target = folder / "Candidate.lean", folder / "Candidate.olean"
    source.write_text(HEADER + text, "utf-8")
    arguments = ["-R", str(folder), "-o", str(target), str(source)]
    done = run_lean(toolchain.library, arguments, search_path=toolchain.search_path)
    if done.returncode:
        raise SystemExit(done.stdout)
    return target.read_bytes()


def main() -> None:
    """Measure and print."""
    toolchain = EmbeddedLean().prepare()
    (library,) = toolchain.search_path
    for path in sorted(library.rglob("*.olean"), key=lambda path: path.stat().st_size)[-3:]:
        data = path.read_bytes()
        cost = median_ms(partial(read_whole, data), 5)
        print(f"read {path.stem}: {len(data) / 2**20:.2f} MiB, {read_whole(data)} terms, {cost:.0f} ms")

    find = ModuleFinder(toolchain.search_path, toolchain.name).find
    with tempfile.TemporaryDirectory() as folder:
        made = median_ms(lambda: build_index(IMPORTS, find), 3)
        store = HeaderStore(Path(folder) / "kept", find)
        table = store.open(IMPORTS)
        print(f"header: indexed in {made:.0f} ms")
        reference = read_olean(compile_text(toolchain, Path(folder), STATEMENT + "sorry\n"))
        for name, text in PROOFS.items():
            data = compile_text(toolchain, Path(folder), text)
            outcome = audit_bytes(data, reference, table)
            cost = median_ms(partial(audit_bytes, data, reference, table))
            found = outcome.reason or "passed"
            print(
                f"audit {name}: {len(data) >> 10} kiB, {outcome.constants} constants, {cost:.2f} ms ({found})"
            )


if __name__ == "__main__":
    main()
