"""prover-eval check RUN: judge a run's stored attempts again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from harness.bench import find_bench
from harness.checker.cache import decisive
from harness.checker.open import open_checker
from harness.checker.spec import LIMIT_SETTINGS, CheckerSpec, default_wall_limit
from harness.checker.unreplayed import NONE
from harness.checker.verdict import Reason, Status
from harness.cli._stopping import Stopping
from harness.errors import UsageError
from harness.printable import say
from harness.run.asking import Asking
from harness.run.carry_out import carry_out_in
from harness.run.endpoints import read_endpoints, write_endpoints
from harness.run.plan import RunPlan, default_run_dir
from harness.run.progress import make_progress
from harness.run.rejudge import Change, StoredAnswers, changes, rejudging_plan
from harness.run.settings import RunSettings
from harness.run.store import RunStore
from harness.run.summary import RunSummary
from harness.sandbox import Limits

REQUESTS = 4
_NAMES_SHOWN = 3


async def rejudge(folder: Path, options: Mapping[str, Any]) -> int:
    """Judge the attempts of the run in `folder` again, in a folder of its own; show what changed.

    What no option says is as it was in that run. Raises UsageError when its problems aren't there any more.
    """
    context = click.get_current_context()
    if options["checking"].lean is not None:
        raise UsageError("a run is judged on the Lean that it had: leave out --lean")
    with RunStore.open_readonly(folder) as source:
        bench = find_bench(
            options["bench"] or source.settings.bench,
            options["include_path"],
            workspace=options["checking"].workspace,
        )
        problems = [bench.problem(name) for name in source.done()]
        only = (options["problem"],) if options["problem"] else ()
        first_error = not _all_errors(options, source.settings, context)
        checking = replace(
            _as_there(options["checking"], source.settings, context), first_error=first_error, recheck=True
        )
        how = {"engine": checking.engine} if checking.server is None else {"checker": "server"}
        async with open_checker(checking, bench.needs(), jobs=options["max_checkers"]) as opened:
            settings = {"check": decisive(opened.checker.record), "all_errors": not first_error}
            plan = rejudging_plan(source, problems, settings, how, only=only)
            target = _target(folder, plan, options["output_dir"])
            servers = read_endpoints(folder)
            stored, stop = StoredAnswers(source), asyncio.Event()
            summary = await carry_out_in(
                target,
                plan,
                Asking(stored, stored.extract, stored.prompt, stored.repair),
                opened,
                max_connections=REQUESTS,
                any_endpoint=True,
                say=say,
                progress=make_progress(quiet=options["quiet"]),
                stop=stop,
                stopping=Stopping(stop),
            )
            if servers:
                # The samples are the other run's, and so is where they came from.
                write_endpoints(target, servers)
        with RunStore.open_readonly(target) as judged:
            same, changed = changes(source, judged)
    return _finish(folder, summary, same, changed, as_json=options["as_json"])


def _target(folder: Path, plan: RunPlan, asked: Path | None) -> Path:
    target = asked or default_run_dir(folder.resolve().parent, plan)
    if target.resolve() == folder.resolve():
        raise UsageError(f"{folder} is what is judged: give another --output-dir for the result")
    return target


def _given(context: click.Context, name: str) -> bool:
    return context.get_parameter_source(name) is not ParameterSource.DEFAULT


def _all_errors(options: Mapping[str, Any], settings: RunSettings, context: click.Context) -> bool:
    """A run with repair rounds always had them."""
    if _given(context, "all_errors"):
        return bool(options["all_errors"])
    return settings.all_errors


def _as_there(asked: CheckerSpec, settings: RunSettings, context: click.Context) -> CheckerSpec:
    """The options, those that weren't given as the run of these settings had them."""
    there = settings.check
    recorded = there.get("limits", {})
    kept = {
        field: recorded[field]
        for name, field in LIMIT_SETTINGS.items()
        if field in recorded and not _given(context, name)
    }
    limits = replace(asked.limits, **kept)
    if not _given(context, "wall_limit"):
        limits = replace(limits, wall_s=default_wall_limit(limits.cpu_s))
    changed: dict[str, Any] = {"limits": _same_rest(limits, recorded)}
    if not _given(context, "policy") and "policy" in there:
        changed["policy"] = there["policy"]
    other_policy = changed.get("policy", asked.policy) != there.get("policy")
    if not _given(context, "replay") and there.get("replay") == NONE and not other_policy:
        changed["replay"] = "never"
    return replace(asked, **changed)


def _same_rest(limits: Limits, recorded: Mapping[str, Any]) -> Limits:
    """The limits that no option sets, as recorded."""
    return replace(limits, **{key: recorded[key] for key in ("scratch", "processes") if key in recorded})


def _finish(folder: Path, summary: RunSummary, same: int, changed: Sequence[Change], *, as_json: bool) -> int:
    from harness.cli.run import finish

    if not as_json:
        click.echo("\n".join(_lines(folder, same, changed)) + "\n")
    code = finish(summary, tuple(sorted({1, summary.n})), to_stderr=as_json)
    if as_json:
        click.echo(json.dumps(_as_object(folder, summary, same, changed)))
    return code


def _as_object(folder: Path, summary: RunSummary, same: int, changed: Sequence[Change]) -> dict[str, Any]:
    """run_dir, source: folders. same: attempts with the verdict that they had. changes: the others."""
    return {
        "run_dir": str(summary.run_dir),
        "source": str(folder),
        "complete": summary.complete,
        "verdicts": dict(summary.verdicts),
        "solved": summary.solved,
        "problems": len(summary.problems),
        "same": same,
        "changes": [
            {
                "before": _verdict_object(change.before),
                "after": _verdict_object(change.after),
                "count": len(change.attempts),
                "attempts": [
                    {"problem": name, "sample": sample, "round": round_}
                    for name, sample, round_ in change.attempts
                ],
            }
            for change in changed
        ],
    }


def _verdict_object(verdict: tuple[Status, Reason | None]) -> dict[str, str | None]:
    status, reason = verdict
    return {"status": status.value, "reason": reason.value if reason else None}


def _lines(folder: Path, same: int, changed: Sequence[Change]) -> list[str]:
    total = sum(len(change.attempts) for change in changed)
    lines = [f"judged again: {folder}", f"{same} attempts have the verdict that they had, {total} another"]
    if not changed:
        return lines
    rows = [(_word(change.before), _word(change.after), change.attempts) for change in changed]
    first, second = (max(len("before"), *(len(row[i]) for row in rows)) for i in (0, 1))
    head = f"  {'before':{first}}     {'after':{second}}  attempts"
    lines += ["", head, "  " + "-" * (len(head) - 2)]
    for before, after, attempts in rows:
        names = ", ".join(dict.fromkeys(name for name, _, _ in attempts[:_NAMES_SHOWN]))
        more = ", ..." if len(attempts) > _NAMES_SHOWN else ""
        lines.append(f"  {before:{first}}  -> {after:{second}}  {len(attempts):>8}  {names}{more}")
    return lines


def _word(verdict: tuple[Status, Reason | None]) -> str:
    status, reason = verdict
    return status.value + (f" ({reason.value})" if reason else "")
