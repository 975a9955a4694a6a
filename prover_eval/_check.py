"""Is this a proof of that statement?"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import aclosing

from harness.blocking import wait_for
from harness.checker import CheckerSpec, LeanNeeds, OpenChecker, Verdict, open_checker
from harness.checker.many import as_they_end
from harness.errors import UsageError
from harness.lean.needs import EMBEDDED_HEADER, LeanKind
from harness.lean.source.stated import stated_name
from harness.printable import say as say_on_stderr
from harness.problem import Problem
from harness.prompts.candidate import candidate_in_file, no_code
from harness.prompts.extract import NoCandidate
from harness.prompts.own_lines import OwnLines, mode_of

Progress = Callable[[int, Verdict], object]
Say = Callable[[str], None]
_MATHLIB = "import Mathlib\n\n"
_HOLES = ("sorry", "by", ":=")


def statement(text: str, header: str | None = None, *, name: str | None = None) -> Problem:
    """The problem that a theorem's text states.

    text: the theorem, with or without the `:= by` or `:= by sorry` behind it; definitions may stand before
    it. header: imports and `open`s; by default those of the embedded library. name: of the theorem, where it
    isn't the last one in the text. Raises UsageError for a text without a theorem.
    """
    name = name or stated_name(text)
    if name is None:
        raise UsageError("the statement has no theorem with a name: give `theorem NAME ... : ...`")
    stated = text.rstrip()
    for word in _HOLES:
        stated = stated.removesuffix(word).rstrip()
    return Problem(name, "", f"{stated} := by\n", EMBEDDED_HEADER if header is None else header)


def check(
    problem: Problem | str,
    proof: str,
    *,
    header: str | None = None,
    checker: CheckerSpec | None = None,
    say: Say = say_on_stderr,
) -> Verdict:
    """Whether `proof` is a proof of `problem`, by real Lean in a sandbox.

    problem: a bench's problem, or a theorem's text, see `statement`. proof: what stands behind `:= by`, a
    whole file that states the theorem itself, or a model's answer that holds one of them. header: for a
    problem that is a text. checker: how it is judged, by default as the environment says. say: takes lines
    for a person.

    Lines and columns of the verdict's messages, and the line in its detail, count in `proof`.
    A proof that is wrong is a verdict, never an error. Where our side failed, `verdict.decided` is False:
    then nothing is known, and a trainer must take it for missing, not for wrong. Raises UsageError, and
    InfrastructureError where nothing can be judged at all. For several texts `check_many` is much faster.
    """
    return wait_for(acheck(problem, proof, header=header, checker=checker, say=say))


async def acheck(
    problem: Problem | str,
    proof: str,
    *,
    header: str | None = None,
    checker: CheckerSpec | None = None,
    say: Say = say_on_stderr,
) -> Verdict:
    """As `check`, for code with an event loop; a call that is cancelled leaves nothing running."""
    asked = _problem(problem, header, _spec(checker))
    async with open_checker(_spec(checker), _needs([asked]), jobs=1, say=say) as opened:
        return await _judge(opened, asked, proof)


def check_many(
    pairs: Iterable[tuple[Problem | str, str]],
    *,
    header: str | None = None,
    checker: CheckerSpec | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
    say: Say = say_on_stderr,
) -> list[Verdict]:
    """The verdicts on (problem, proof) pairs, in their order; Lean and the imports are loaded once.

    jobs: checks at once, by default a core each. progress: called with (number of the pair, verdict) as each
    check ends. The rest is as for `check`. Ctrl-C ends it, and what was judged so far is in the user's cache.
    """
    listed = list(pairs)

    async def work() -> list[Verdict]:
        found: dict[int, Verdict] = {}
        checks = acheck_many(listed, header=header, checker=checker, jobs=jobs, say=say)
        async with aclosing(checks) as ended:
            async for number, verdict in ended:
                found[number] = verdict
                if progress is not None:
                    progress(number, verdict)
        return [found[number] for number in range(len(listed))]

    return wait_for(work())


async def acheck_many(
    pairs: Iterable[tuple[Problem | str, str]],
    *,
    header: str | None = None,
    needs: LeanNeeds | None = None,
    checker: CheckerSpec | None = None,
    jobs: int | None = None,
    say: Say = say_on_stderr,
) -> AsyncGenerator[tuple[int, Verdict], None]:
    """(number of the pair, from 0; verdict) as each check ends.

    pairs: may be a generator, which is read as checks end, where `needs` says which Lean they are for (such
    as `bench.needs()`); without it they are all read first. To stop early, leave the loop inside of
    `contextlib.aclosing(...)`, or cancel the task: then nothing is left running. The rest is as for
    `check_many`.
    """
    spec = _spec(checker)
    asked: Iterable[tuple[Problem, str]] = ((_problem(each, header, spec), proof) for each, proof in pairs)
    if needs is None:
        asked = list(asked)
        needs = _needs([problem for problem, _ in asked])
    async with open_checker(spec, needs, jobs=jobs, say=say) as opened:

        async def one(pair: tuple[Problem, str]) -> Verdict:
            return await _judge(opened, *pair)

        async with aclosing(as_they_end(asked, one, under_way=opened.under_way)) as ended:
            async for each in ended:
                yield each


async def _judge(opened: OpenChecker, problem: Problem, proof: str) -> Verdict:
    candidate = candidate_in_file(problem, proof)
    if isinstance(candidate, NoCandidate):
        return no_code(candidate, opened.checker.record)
    verdict = await opened.cached.check(problem, candidate)
    mode = mode_of(opened.checker.record)
    return OwnLines(problem, proof, candidate, mode).verdict(verdict)


def _spec(checker: CheckerSpec | None) -> CheckerSpec:
    return CheckerSpec.from_environment() if checker is None else checker


def _problem(problem: Problem | str, header: str | None, spec: CheckerSpec) -> Problem:
    if isinstance(problem, Problem):
        return problem
    return statement(problem, _MATHLIB if header is None and spec.workspace is not None else header)


def _needs(problems: Iterable[Problem]) -> LeanNeeds:
    """Which Lean all of them are for."""
    each = [LeanNeeds.of_header(header) for header in dict.fromkeys(problem.header for problem in problems)]
    imports = dict.fromkeys(module for needs in each for module in needs.imports)
    lean: LeanKind = "embedded" if all(needs.lean == "embedded" for needs in each) else "lake"
    return LeanNeeds("this statement", lean, tuple(imports))
