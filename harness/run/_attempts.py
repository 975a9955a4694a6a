"""One attempt as it is stored: its state, its row, and how both are written and read."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from harness.backends.base import Generation
from harness.checker.codec import axioms_in, axioms_text, messages_in, messages_text, record_in, record_text
from harness.checker.record import CheckRecord
from harness.checker.verdict import Message, Reason, Status, Verdict
from harness.errors import StoreError
from harness.run._sums import checksum

if TYPE_CHECKING:
    from harness.run._texts import Texts
    from harness.run.prices import TokenPrices

_DETAIL_LIMIT = 1000

_NOTHING = CheckRecord()

GENERATED_COLUMNS = (
    "problem, idx, seed, prompt, text, proof, prompt_tokens, completion_tokens, finish_reason, latency_s, "
    "exhausted, reasoning, cost, made_sum"
)
VERDICT_COLUMNS = "status, reason, detail, axioms, cpu_s, wall_s, messages, record, judged_sum"


#: The finish reason of an exhausted attempt whose prompt the model couldn't take.
TOO_LONG = "too_long"


class State(IntEnum):
    """How far an attempt is."""

    MISSING = 0  # to be generated, perhaps again after the backend failed
    GENERATED = 1  # its text is there, to be checked, perhaps again after our side failed
    EXHAUSTED = 2  # the backend has no such sample: nothing to be done
    FAILED = 3  # judged, not proved, and of a kind that a repair round may follow
    REFUSED = 4  # judged, not proved, and of a kind that ends its sample
    PROVED = 5

    @property
    def settled(self) -> bool:
        """Nothing is left to be done."""
        return self >= State.EXHAUSTED


# What a model can hear of and may mend; the other failures end a sample.
_REPAIRED = frozenset(
    {Reason.LEAN_ERROR, Reason.INCOMPLETE, Reason.NO_CODE, Reason.CPU, Reason.HEARTBEATS, Reason.WALL}
)

# A row's state, in SQL; `text` and not `proof` decides, because a text without code has no proof.
STATE_SQL = f"""CASE
    WHEN exhausted THEN {State.EXHAUSTED}
    WHEN status = 'proved' THEN {State.PROVED}
    WHEN reason IN ({", ".join(f"'{reason.value}'" for reason in sorted(_REPAIRED))}) THEN {State.FAILED}
    WHEN status IS NOT NULL AND status != 'infrastructure' THEN {State.REFUSED}
    WHEN text IS NOT NULL THEN {State.GENERATED}
    ELSE {State.MISSING} END"""


def state_of(verdict: Verdict) -> State:
    """The state of an attempt that has a text and this verdict."""
    if verdict.proved:
        return State.PROVED
    if not verdict.decided:
        return State.GENERATED
    return State.FAILED if verdict.reason in _REPAIRED else State.REFUSED


def next_slot(states: Sequence[int], sample: int, width: int) -> int | None:
    """The index of the attempt that sample `sample` needs made or checked next; None when it has ended.

    states: of one problem, `width` attempts for each sample: its first one and its repair rounds.
    """
    for index in range(sample * width, (sample + 1) * width):
        state = states[index]
        if state < State.EXHAUSTED:
            return index
        if state != State.FAILED:
            return None
    return None


@dataclass(frozen=True, slots=True)
class ProblemStates:
    """The states of one problem's attempts: `states[index]` is a State, one byte for each index.

    Sample i with its rounds has the indices from i * (rounds + 1) on.
    """

    states: bytearray

    @property
    def judged(self) -> list[int]:
        """Indices that are settled: with a verdict that counts, or exhausted."""
        return [index for index, state in enumerate(self.states) if state >= State.EXHAUSTED]

    @property
    def generated(self) -> list[int]:
        """Indices whose text is there and waits to be checked (again)."""
        return [index for index, state in enumerate(self.states) if state == State.GENERATED]


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """A stored attempt; its texts are read from the store when they are asked for, which must be open.

    index: the attempt's place among its problem's, sample by sample; sample and round: what it stands for.
    status: None until judged. latency_s, cpu_s, wall_s: seconds. `exhausted`: the backend had no such sample.
    cost: money for its tokens, None where no prices were given or no tokens were counted.
    """

    problem: str
    index: int
    sample: int
    round: int
    seed: int
    prompt_tokens: int | None
    completion_tokens: int | None
    finish_reason: str
    latency_s: float
    exhausted: bool
    status: Status | None
    reason: Reason | None
    detail: str
    cpu_s: float
    wall_s: float
    cost: float | None
    _ids: Mapping[str, int | None] = field(repr=False)
    _texts: Texts = field(repr=False, compare=False)

    def _load(self, name: str) -> str | None:
        number = self._ids[name]
        return None if number is None else self._texts.get(number)

    def prompt(self) -> str | None:
        """The prompt; None where the backend read the problem itself."""
        return self._load("prompt")

    def prompt_hash(self) -> str | None:
        """sha256 of the prompt, as 64 hex digits."""
        number = self._ids["prompt"]
        return None if number is None else self._texts.hash(number)

    def text(self) -> str | None:
        """The model's text, whole; None when the backend failed or had no such sample."""
        return self._load("text")

    def reasoning(self) -> str | None:
        """What the model thought, where a server keeps that apart from the text."""
        return self._load("reasoning")

    def proof(self) -> str | None:
        """The candidate that was checked or is to be checked; None where the text has none."""
        return self._load("proof")

    def axioms(self) -> tuple[str, ...] | None:
        """As in Verdict."""
        text = self._load("axioms")
        return None if text is None else axioms_in(text)

    def messages(self) -> tuple[Message, ...]:
        """Lean's messages, as in Verdict."""
        text = self._load("messages")
        return () if text is None else messages_in(text)

    def record(self) -> CheckRecord:
        """What the verdict depends on, as in Verdict."""
        return record_in(self._load("record") or "{}")

    def verdict(self) -> Verdict | None:
        """The whole verdict; None until judged."""
        if self.status is None:
            return None
        return Verdict(
            self.status,
            self.reason,
            self.detail,
            self.axioms(),
            self.messages(),
            self.cpu_s,
            self.wall_s,
            self.record(),
        )

    def generation(self) -> Generation:
        """What the backend gave, as far as it is stored; its index is the sample's."""
        return Generation(
            self.sample,
            self.seed,
            self.text() or "",
            self.prompt_tokens,
            self.completion_tokens,
            self.finish_reason,
            self.latency_s,
            exhausted=self.exhausted,
            proof=self.proof(),
            reasoning=self.reasoning(),
        )


_TEXT_COLUMNS = ("prompt", "text", "proof", "axioms", "messages", "record", "reasoning")
ROW_COLUMNS = (
    "idx, seed, prompt_tokens, completion_tokens, finish_reason, latency_s, exhausted, status, reason, "
    "detail, cpu_s, wall_s, cost, " + ", ".join(_TEXT_COLUMNS)
)


def read_row(problem: str, row: tuple[Any, ...], texts: Texts, width: int) -> AttemptRow:
    """An AttemptRow from the columns ROW_COLUMNS; width: attempts for each sample, its rounds included.

    Raises StoreError for words that no verdict has.
    """
    numbers, ids = row[:13], row[13:]
    (index, seed, tokens_in, tokens_out, finish, latency, exhausted, status, reason) = numbers[:9]
    (detail, cpu, wall, cost) = numbers[9:]
    try:
        known_status = None if status is None else Status(status)
        known_reason = None if reason is None else Reason(reason)
    except ValueError as error:
        raise StoreError(
            f"attempt {index} of {problem} can't be read ({error}): the run is damaged"
        ) from error
    return AttemptRow(
        problem,
        index,
        index // width,
        index % width,
        seed,
        tokens_in,
        tokens_out,
        finish,
        latency or 0.0,
        bool(exhausted),
        known_status,
        known_reason,
        detail or "",
        cpu or 0.0,
        wall or 0.0,
        cost,
        dict(zip(_TEXT_COLUMNS, ids, strict=True)),
        texts,
    )


class RowWriter:
    """Makes the columns of rows from generations and verdicts; stores their texts on the way."""

    def __init__(self, texts: Texts, prices: TokenPrices | None = None) -> None:
        self._texts, self._prices = texts, prices
        self._last_records: dict[bool, tuple[CheckRecord, int]] = {}

    def generated(
        self, problem: int, index: int, generation: Generation, candidate: str | None, prompt: str | None
    ) -> tuple[Any, ...]:
        """The columns GENERATED_COLUMNS. A failed or exhausted generation has no text."""
        put = self._texts.put
        empty = generation.error is not None or generation.exhausted
        row = (
            problem,
            index,
            generation.seed,
            None if prompt is None else put(prompt),
            None if empty else put(generation.text),
            None if empty or candidate is None else put(candidate),
            _whole(generation.prompt_tokens),
            _whole(generation.completion_tokens),
            _storable(generation.finish_reason),
            _real(generation.latency_s),
            int(generation.exhausted),
            None if empty or generation.reasoning is None else put(generation.reasoning),
            None if self._prices is None else _real(self._prices.cost(generation)),
        )
        return (*row, checksum(row))

    def verdict(self, problem: int, index: int, verdict: Verdict) -> tuple[Any, ...]:
        """The columns VERDICT_COLUMNS."""
        put = self._texts.put
        row = (
            verdict.status.value,
            None if verdict.reason is None else verdict.reason.value,
            _storable(verdict.detail),
            None if verdict.axioms is None else put(axioms_text(verdict.axioms)),
            _real(verdict.cpu_s),
            _real(verdict.wall_s),
            put(messages_text(verdict.messages)) if verdict.messages else None,
            self._record(replace(verdict.record, cached=True) if verdict.cached else verdict.record),
        )
        return (*row, checksum((problem, index, *row)))

    def _record(self, record: CheckRecord) -> int | None:
        if record == _NOTHING:
            return None
        # Nearly all verdicts of a run have one of two records, and comparing is cheaper than packing again.
        kind = record.cached is True
        last = self._last_records.get(kind)
        if last is None or last[0] != record:
            stored = self._texts.put(record_text(record))
            last = self._last_records[kind] = (copy.deepcopy(record), stored)
        return last[1]


def _whole(number: int | None) -> int | None:
    return None if number is None else int(number)


def _real(number: float | None) -> float | None:
    """A number as SQLite gives it back, which has neither NaN nor a negative zero."""
    return None if number is None or number != number else float(number) + 0.0


def _storable(text: str) -> str:
    """SQLite's text is UTF-8, which has no lone surrogates."""
    return text[:_DETAIL_LIMIT].encode("utf-8", "backslashreplace").decode()
