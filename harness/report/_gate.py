"""What a gate says: to a terminal, and to the tools of a CI system."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from harness.report._compare import alarm_texts, difference_json, run_line, same_notes
from harness.report._escape import markdown, xml_text
from harness.report._words import count_of, p_text, percent, run_json, signed, wrapped
from harness.stats import Comparison, Decision, Metric, MetricKind, metric_values, unchanged

if TYPE_CHECKING:
    from harness.stats import GateResult, Looks

_SHOWN = 50


def render_gate(result: GateResult, *, width: int = 96) -> str:
    """The decision for a terminal, without a last newline."""
    gained, lost = changed_problems(result)
    notes = _notes(result)
    lines = [
        wrapped(f"baseline   {run_line(result.pairing.base)}", width, "           "),
        wrapped(f"candidate  {run_line(result.pairing.other)}", width, "           "),
        *(wrapped(f"!!! {text}", width, "    ") for text in gate_alarms(result)),
        wrapped(f"{result.decision.upper()}: {sentence(result)}", width),
        *(wrapped(text, width) for text in (*outlook_sentences(result), *notes)),
        *(
            wrapped(f"{name}: {', '.join(names)}", width, "  ")
            for name, names in (("gained", gained), ("lost", lost))
            if names
        ),
    ]
    return "\n".join(lines)


def _notes(result: GateResult) -> list[str]:
    """What else must be known; that nothing changed is the reason already."""
    base, other = result.pairing.base, result.pairing.other
    same = [] if unchanged(base, other) else same_notes(base, other)
    return [*same, *result.notes]


def sentence(result: GateResult) -> str:
    """The figures and the reason of the decision."""
    found = result.difference
    reason = f"{result.reason[0].upper()}{result.reason[1:]}"
    if result.no_lost:
        gained, lost = changed_problems(result)
        problems = count_of(len(result.pairing.base.problems), "problem")
        return (
            f"{found.metric} {percent(found.base)} -> {percent(found.other)} on {problems}: {len(lost)} "
            f"lost, "
            f"{len(gained)} gained; none may be lost. {reason}."
        )
    interval = _interval(result)
    return (
        f"{_look(result)}{found.metric} {percent(found.base)} -> {percent(found.other)}, "
        f"difference {signed(found.difference)} ({interval}) percent points on "
        f"{count_of(len(result.pairing.base.problems), 'problem')}; "
        f"tolerated drop {100 * result.max_drop:g}. {reason}."
    )


def _look(result: GateResult) -> str:
    """Which look of a sequential gate this is; empty for another one."""
    if (looks := result.looks) is None:
        return ""
    return f"look {len(looks.samples)} at {looks.samples[-1]} of {looks.max_samples} attempts: "


def _interval(result: GateResult) -> str:
    shown = f"{signed(result.difference.low)} to {signed(result.difference.high)}"
    if result.looks is None:
        return f"{100 * result.level:g} % interval {shown}"
    return (
        f"interval {shown}, {100 * result.level:.2f} % here for {100 * result.looks.level:g} % over all looks"
    )


def outlook_sentences(result: GateResult) -> list[str]:
    """What would decide an undecided gate; empty for another one."""
    outlook = result.outlook
    if outlook is None:
        return []
    found, texts = result.difference, []
    if outlook.problems is None:
        texts.append(
            "The difference is too near to the tolerance: no number of problems is known to decide it."
        )
    else:
        texts.append(
            f"If the difference stays what it is, about {outlook.problems} problems like these would decide "
            f"it (there are {len(result.pairing.base.problems)})."
        )
    if result.looks is not None:
        return [*_next_look(result), *texts]
    drawn = min(result.pairing.base.n, result.pairing.other.n)
    if outlook.samples is not None:
        texts.append(
            f"On these problems, about {outlook.samples} attempts per problem in both runs would decide it "
            f"(there are {drawn})."
        )
    elif found.metric.kind is MetricKind.PASS and drawn > found.metric.k:
        texts.append("More attempts on these problems alone wouldn't decide it.")
    else:
        texts.append(
            f"What more attempts would bring can't be told from this: draw more than {found.metric.k} per "
            f"problem in both runs without early stop, and gate on pass@{found.metric.k}."
        )
    return texts


def _next_look(result: GateResult) -> list[str]:
    looks, outlook = result.looks, result.outlook
    if looks is None or outlook is None:
        return []
    if not looks.more:
        return ["This was the last look: it stays undecided."]
    likely = (
        f"about {outlook.samples} in all are expected to decide"
        if outlook.samples is not None and outlook.samples <= looks.max_samples
        else f"not even {looks.max_samples} are expected to decide, so it may be better to stop here"
    )
    return [f"Go on: draw up to {looks.more} more attempts per problem of the candidate; {likely}."]


def gate_alarms(result: GateResult) -> list[str]:
    """What makes the figures doubtful, as in a comparison."""
    comparison = Comparison(result.pairing, (result.difference,), ())
    texts = alarm_texts(comparison, ("baseline", "candidate"))
    if result.looks is None:
        return texts
    # A sequential gate draws its samples batch by batch.
    return [text for text in texts if not _is_of_samples_alone(text, result)]


def _is_of_samples_alone(text: str, result: GateResult) -> bool:
    return text.startswith("OTHER BUDGET") and all(
        line.startswith("samples: ") for line in result.pairing.budgets
    )


def changed_problems(result: GateResult) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of the problems (gained, lost) within the metric's k attempts; where none may be lost, with those
    that the candidate doesn't have."""
    metric = Metric(MetricKind.SOLVED, result.difference.metric.k)
    base, other = result.pairing.base, result.pairing.other
    change = metric_values(other, metric) - metric_values(base, metric)
    names = [problem.name for problem in base.problems]
    gained = tuple(name for name, step in zip(names, change, strict=True) if step > 0)
    lost = tuple(name for name, step in zip(names, change, strict=True) if step < 0)
    return gained, (*lost, *(result.pairing.missing if result.no_lost else ()))


def gate_json(result: GateResult) -> dict[str, Any]:
    """The result as one object; figures are fractions."""
    gained, lost = changed_problems(result)
    outlook = result.outlook
    return {
        "decision": str(result.decision),
        "reason": result.reason,
        "max_drop": result.max_drop,
        "level": result.level,
        "no_lost": result.no_lost,
        "problems": len(result.pairing.base.problems),
        "baseline": run_json(result.pairing.base),
        "candidate": run_json(result.pairing.other),
        "unchanged": unchanged(result.pairing.base, result.pairing.other),
        "notes": list(result.notes),
        **difference_json(result.difference),
        "alarms": gate_alarms(result),
        "gained": list(gained),
        "lost": list(lost),
        "problems_needed": outlook.problems if outlook else None,
        "samples_needed": outlook.samples if outlook else None,
        "looks": None if (looks := result.looks) is None else _looks_json(looks),
    }


def _looks_json(looks: Looks) -> dict[str, Any]:
    return {
        "samples": list(looks.samples),
        "max_samples": looks.max_samples,
        "level": looks.level,
        "more_samples": looks.more,
    }


def gate_junit(result: GateResult) -> str:
    """JUnit XML with one test case: failed is a failure, incomplete an error, undecided is skipped."""
    tag = {Decision.FAILED: "failure", Decision.INCOMPLETE: "error", Decision.UNDECIDED: "skipped"}.get(
        result.decision
    )
    counts = {name: str(int(tag == word)) for name, word in _COUNTS}
    suites = ElementTree.Element("testsuites")
    suite = ElementTree.SubElement(
        suites, "testsuite", attrib={"name": "prover-eval gate", "tests": "1", **counts}
    )
    bench = result.pairing.base.bench
    asked = "no problem is lost" if result.no_lost else f"{result.difference.metric} has not dropped"
    case = ElementTree.SubElement(suite, "testcase", classname=xml_text(f"prover-eval.{bench}"), name=asked)
    text = xml_text(sentence(result))
    if tag is not None:
        ElementTree.SubElement(case, tag, message=text).text = xml_text(render_gate(result))
    ElementTree.SubElement(case, "system-out").text = xml_text(render_gate(result))
    ElementTree.indent(suites)
    body = ElementTree.tostring(suites, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


_COUNTS = (("failures", "failure"), ("errors", "error"), ("skipped", "skipped"))


def gate_markdown(result: GateResult) -> str:
    """A summary for a pull request or a job."""
    found = result.difference
    runs = (result.pairing.base, result.pairing.other)
    rows = [
        f"| {name} | {markdown(' | '.join(filter(None, (run.label, run.model))))} | {markdown(run.scope)} | "
        f"{percent(value)} | {'yes' if run.complete else '**NO**'} |"
        for name, run, value in zip(("baseline", "candidate"), runs, (found.base, found.other), strict=True)
    ]
    parts = [
        f"## Gate {result.decision}: {found.metric} on {markdown(result.pairing.base.ground)}",
        *(f"> **{markdown(text)}**" for text in gate_alarms(result)),
        markdown(sentence(result)),
        "\n".join(
            [
                f"| run | model | problems and budget | {found.metric} | complete |",
                "|---|---|---|---:|---|",
                *rows,
            ]
        ),
        f"p = {markdown(p_text(found.p))}",
        *map(markdown, outlook_sentences(result)),
        *map(markdown, _notes(result)),
        *(
            _folded(name, names)
            for name, names in zip(("gained", "lost"), changed_problems(result), strict=True)
            if names
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _folded(name: str, names: Sequence[str]) -> str:
    shown = "\n".join(f"- {markdown(problem)}" for problem in names[:_SHOWN])
    more = f"\n- and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    title = f"{len(names)} {name} within the attempts looked at"
    return f"<details><summary>{title}</summary>\n\n{shown}{more}\n\n</details>"


def gate_annotations(result: GateResult) -> str:
    """Workflow commands for GitHub Actions, one a line: an error, a warning or a notice, then the alarms."""
    level = {Decision.PASSED: "notice", Decision.UNDECIDED: "warning"}.get(result.decision, "error")
    title = f"Gate {result.decision}: {result.difference.metric}"
    lines = [_command(level, title, " ".join([sentence(result), *outlook_sentences(result)]))]
    lines += [_command("warning", "Gate", text) for text in gate_alarms(result)]
    return "\n".join(lines)


def _command(level: str, title: str, message: str) -> str:
    """A workflow command; its special characters are percent-encoded so that no text can end or start one."""
    data = message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    head = title.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::{level} title={head.replace(':', '%3A').replace(',', '%2C')}::{data}"


def gate_benchmark(result: GateResult) -> str:
    """JSON for github-action-benchmark's tool `customBiggerIsBetter`: the candidate's figure in percent."""
    found, run = result.difference, result.pairing.other
    entry = {
        "name": f"{run.bench} {found.metric}",
        "unit": "percent",
        "value": round(100 * found.other, 4),
        "extra": f"{run.model}; {render_gate(result, width=1000)}",
    }
    return json.dumps([entry], indent=2) + "\n"
