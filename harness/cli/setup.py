"""prover-eval setup: make or finish a Lake workspace with Mathlib."""

from __future__ import annotations

from pathlib import Path

import click

from harness.cli._options import option
from harness.lean.setup import carry_out, find_profile, profiles, write_project
from harness.lean.workspace import LakeWorkspace
from harness.printable import say


@click.command("setup")
@option(
    "--workspace",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the workspace; a Lake project that is there is finished.",
)
@option("--toolchain", help="Its Lean, e.g. 4.9.0.  [default: the newest known]")
@option("--list", "listed", is_flag=True, help="The known toolchains, one on a line.")
def command(workspace: Path | None, toolchain: str | None, listed: bool) -> int:
    """Make a Lake workspace with Mathlib: toolchain, sources, compiled modules. May be given again to go on.

    Exit code: 0 it is complete, 3 something can't be got here (the message says what and how).
    """
    if listed:
        for profile in profiles().values():
            click.echo(f"{profile.name:10} {profile.toolchain}  Mathlib {profile.mathlib}")
        return 0
    if workspace is None:
        raise click.UsageError("give --workspace DIR, a folder that may take some 10 GB")
    project = (workspace / "lean-toolchain").exists()
    if not project or toolchain is not None:
        profile = find_profile(toolchain)
        if write_project(workspace, profile):
            say(f"wrote a Lake project for {profile.toolchain} into {workspace}")
    carry_out(workspace, say)
    LakeWorkspace(workspace).prepare(("Mathlib",))
    say(f"{workspace} is complete: prover-eval --bench minif2f --lean-workspace {workspace} ...")
    return 0
