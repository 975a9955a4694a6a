"""What doctor finds without starting Lean: the machine, the cache, benches, extras, GPUs, workspaces."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from harness.bench import find_bench, list_benches
from harness.cachefile import probe, trouble
from harness.checker.admission import admit, require, shortage
from harness.checker.spec import CheckerSpec
from harness.errors import CacheError, DataUnavailableError, InfrastructureError, ProverEvalError
from harness.machine import Headroom, available_memory, usable_cores, visible_cores
from harness.resources import cache_folder
from harness.usercache import CACHE_KINDS, cached_items, size_text

EXTRAS = {
    "openai": ("openai",),
    "hf": ("torch", "transformers", "accelerate"),
    "vllm": ("vllm",),
    "lm-eval": ("lm_eval",),
    "kimina": ("httpx",),
    "serve": ("fastapi", "uvicorn", "prometheus_client"),
    "html": ("matplotlib",),
    "export": ("pandas", "pyarrow"),
    "lean-dojo": ("lean_dojo",),
    "train": ("trl", "peft", "datasets"),
}
"""The modules that show that an extra of pyproject.toml is installed; found, never imported."""
_GPU_S = 10.0
_CACHE_BYTES = 30 << 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. needed: whether no run can do without it."""

    what: str
    ok: bool
    text: str
    needed: bool = True


def attempt(what: str, look: Callable[[], str], *, needed: bool = True) -> Finding:
    """What `look` says, or why it can't be."""
    try:
        return Finding(what, True, look(), needed)
    except ProverEvalError as error:
        return Finding(what, False, str(error), needed)
    except OSError as error:
        advice = ": set TMPDIR to a folder that can be written" if "temporary directory" in str(error) else ""
        return Finding(what, False, f"{error}{advice}", needed)


def machine_findings(spec: CheckerSpec, workspace: Path | None) -> Iterator[Finding]:
    """Everything that can be told within a second."""
    version = platform.python_version()
    yield Finding("python", sys.version_info >= (3, 11), f"{version} on {platform.platform()}")
    yield Finding("cores", True, f"{visible_cores()} visible, control groups allow {usable_cores()}")
    yield attempt("machine", lambda: _machine(spec))
    yield attempt("temporary files", _temporary)
    # What the cache already holds can be used though it can't be written.
    yield attempt("cache", _cache, needed=False)
    yield attempt("benches", _benches, needed=False)
    yield _extras()
    yield _gpu()
    yield _workspace(workspace)


def _machine(spec: CheckerSpec) -> str:
    left = Headroom.measure()
    admission = require(spec.limits, admit(spec.limits))
    parts = [
        f"{size_text(available_memory())} of memory",
        f"{left.processes if left.processes is not None else 'any number of'} processes",
        f"{left.descriptors if left.descriptors is not None else 'any number of'} descriptors",
    ]
    why = f" ({admission.why})" if admission.why else ""
    if (little := shortage(spec.limits, left)) is not None:
        why += f"; {little}: lower --memory-limit, or give this machine more"
    return f"{', '.join(parts)} are left: {admission.checkers} checks at once{why}"


def _temporary() -> str:
    folder = Path(tempfile.gettempdir())
    return f"{folder}, {size_text(shutil.disk_usage(folder).free)} free"


def _cache() -> str:
    folder = cache_folder()
    try:
        probe(folder)
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise CacheError(trouble(folder, error)) from error
    size = sum(item.size for kind in CACHE_KINDS.values() for item in cached_items(folder, kind))
    if size + free < _CACHE_BYTES:
        raise CacheError(f"{folder} has {size_text(free)} free; give it {size_text(_CACHE_BYTES)}")
    return f"{folder} can be written, holds {size_text(size)}, {size_text(free)} free"


def _benches() -> str:
    there, missing, broken = [], [], []
    for info in list_benches():
        try:
            bench = find_bench(info.name)
        except DataUnavailableError:
            missing.append(info.name)
        except ProverEvalError as error:
            broken.append(f"{info.name} ({error})")
        else:
            there.append(f"{bench.name} {len(bench.problems)}")
    text = f"there: {', '.join(there)}"
    if missing:
        text += f"; to fetch: prover-eval bench fetch {' '.join(missing)}"
    if broken:
        raise InfrastructureError(f"{text}; broken: {'; '.join(broken)}")
    return text


def _extras() -> Finding:
    there = [name for name, modules in EXTRAS.items() if all(map(_installed, modules))]
    missing = [name for name in EXTRAS if name not in there]
    text = f"installed: {', '.join(there) or 'none'}"
    if missing:
        text += f"; not: {', '.join(missing)}: pip install 'prover-eval[NAME]', or -e '.[NAME]' in a clone"
    return Finding("extras", True, text, needed=False)


def _installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def _gpu() -> Finding:
    """What nvidia-smi lists; a model on a GPU needs one, a model behind a server doesn't."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return Finding("gpu", False, "no nvidia-smi: local models would run on the CPU", needed=False)
    query = [program, "--query-gpu=name,memory.total,memory.free", "--format=csv,noheader"]
    try:
        done = subprocess.run(query, capture_output=True, text=True, timeout=_GPU_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return Finding("gpu", False, f"nvidia-smi doesn't answer: {error}", needed=False)
    found = [line.strip() for line in done.stdout.splitlines() if line.strip()]
    if done.returncode or not found:
        return Finding(
            "gpu", False, f"nvidia-smi: {(done.stderr or done.stdout).strip()[:200]}", needed=False
        )
    return Finding("gpu", True, "; ".join(found), needed=False)


def _workspace(workspace: Path | None) -> Finding:
    """Whether there is what benches for Mathlib need."""
    if workspace is not None:
        return Finding("lean workspace", True, f"{workspace}, looked at below", needed=False)
    how = "benches for Mathlib need one: prover-eval setup --workspace DIR, then --lean-workspace DIR"
    return Finding("lean workspace", False, f"none is named; {how}", needed=False)
