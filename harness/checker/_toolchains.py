"""From a spec and what texts need to the Lean that is used."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from harness.errors import LeanUnavailableError
from harness.lean.embedded import EmbeddedLean
from harness.lean.needs import LeanNeeds
from harness.lean.toolchain import Toolchain
from harness.lean.workspace import LakeWorkspace, toolchain_name

if TYPE_CHECKING:
    from harness.checker.spec import CheckerSpec

_SHOWN = "4.9.0"


def toolchain_for(spec: CheckerSpec, needs: LeanNeeds, say: Callable[[str], None]) -> Toolchain:
    """The toolchain that is needed: the embedded one, built if need be, or the workspace's.

    Raises LeanUnavailableError, as WrongToolchainError where the workspace has another Lean.
    """
    if spec.workspace is not None:
        workspace = LakeWorkspace(spec.workspace)
        if not spec.any_toolchain:
            workspace.require(needs.toolchain, needs.name)
        return workspace.prepare(needs.imports)
    if needs.lean == "embedded":
        return EmbeddedLean(say=say).prepare()
    version = toolchain_name(needs.toolchain).rpartition(":")[2] if needs.toolchain else _SHOWN
    raise LeanUnavailableError(
        f"{needs.name} needs Lean with Mathlib, in a Lake workspace.\n"
        f"  make one:  prover-eval setup --workspace DIR --toolchain {version}\n"
        "  use it:    --lean-workspace DIR; without one: --lean embedded for the part that compiles without "
        "Mathlib, or --bench minif2f-core"
    )
