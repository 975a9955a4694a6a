"""A thread that generates: it collects rows over a short moment into batches of like length."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from harness.backends._hf_load import Loaded
from harness.backends._hf_sample import RowEnds, SeededDraw, Tail, cut, warpers_of
from harness.backends.base import Sampling
from harness.errors import BackendError

CLOSED = "the model is closed: open the backend again"

# A batch is put together when so many times its size are waiting, or after so many seconds.
_CHOICE = 4
_GATHER_S = 0.02
# So many of the prompt's last tokens are decoded together with a text, which keeps its leading space.
_CONTEXT = 6
_MEMORY_WORDS = ("out of memory", "can't allocate memory", "cannot allocate memory", "not enough memory")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HfOutcome:
    """What became of a row: a text, or an error that is this row's alone, or the end of the whole model."""

    text: str = ""
    tokens: int = 0
    reason: str = ""
    error: str | None = None
    gone: BackendError | None = None


@dataclass(eq=False, slots=True)
class HfRow:
    """One sample to generate.

    ids: the prompt's tokens. limit: new tokens that it may have. tell: called once, in the engine's thread.
    dropped: nobody waits for it any more.
    """

    ids: list[int]
    seed: int
    sampling: Sampling
    limit: int
    tell: Callable[[HfOutcome], None]
    dropped: bool = False
    told: bool = field(default=False)

    def settle(self, outcome: HfOutcome) -> None:
        """Tell the outcome, once."""
        if not self.told:
            self.told = True
            self.tell(outcome)


class HfEngine:
    """Generates rows with one model, `batch_size` at a time; less after the memory was too small for that."""

    def __init__(self, loaded: Loaded, batch_size: int) -> None:
        self._loaded: Loaded | None = loaded
        self.batch_size = batch_size
        self._waiting: list[HfRow] = []
        self._running: list[HfRow] = []
        self._changed = threading.Condition()
        self._closed = self._proven = False
        self._thread = threading.Thread(target=self._work, name="hf-generate", daemon=True)
        self._thread.start()

    def submit(self, rows: Sequence[HfRow]) -> None:
        """Queue rows. Raises BackendError when the engine is closed."""
        with self._changed:
            if self._closed:
                raise BackendError(CLOSED)
            self._waiting += rows
            self._changed.notify()

    def close(self) -> None:
        """End at the next token, and free the model; blocks until that is done."""
        with self._changed:
            self._closed = True
            for row in (*self._waiting, *self._running):
                row.dropped = True
            self._changed.notify()
        self._thread.join()

    def _work(self) -> None:
        try:
            while batch := self._next_batch():
                self._run(batch)
        finally:
            with self._changed:
                self._closed = True
                left = [*self._running, *self._waiting]
            for row in left:
                row.settle(HfOutcome(gone=BackendError(CLOSED)))
            self._loaded = None
            _free_memory()

    def _next_batch(self) -> list[HfRow]:
        """The oldest row and those nearest to it in length; empty when the engine is closed."""
        with self._changed:
            while not self._closed:
                self._waiting = [row for row in self._waiting if not row.dropped]
                if self._waiting:
                    self._changed.wait_for(self._plenty, _GATHER_S)
                    break
                self._changed.wait()
            if self._closed:
                return []
            oldest = self._waiting[0]
            like = [row for row in self._waiting if row.sampling == oldest.sampling]
            like.sort(key=lambda row: abs(len(row.ids) - len(oldest.ids)))
            batch = like[: self.batch_size]
            taken = set(map(id, batch))
            self._waiting = [row for row in self._waiting if id(row) not in taken]
            self._running = batch
            return batch

    def _plenty(self) -> bool:
        """Whether there is enough to choose from, or nothing to wait for."""
        return self._closed or len(self._waiting) >= _CHOICE * self.batch_size

    def _run(self, batch: list[HfRow]) -> None:
        """Generate a batch; whatever goes wrong is reported to its rows."""
        trouble: str | None = None
        memory = False
        try:
            self._generate(batch)
        except Exception as error:  # noqa: BLE001  a plain word of it goes to the rows; the thread lives on
            # Only words are kept: the error itself holds on to the memory of the batch.
            trouble, memory = f"{type(error).__name__}: {str(error)[:300]}", _is_memory(error)
        left = [row for row in batch if not row.told and not row.dropped]
        if trouble is None:
            self._proven = True
            trouble = "generate returned before the text ended"
        if memory:
            _free_memory()
            self._shrink(batch, left)
            return
        gone = None if self._proven else BackendError(f"the model can't generate ({trouble})")
        for row in left:
            row.settle(HfOutcome(error=f"the model failed: {trouble}", gone=gone))

    def _shrink(self, batch: Sequence[HfRow], left: list[HfRow]) -> None:
        """Halve the batch after it didn't fit into memory; one row alone that doesn't fit is given up."""
        if len(batch) == 1:
            for row in left:
                row.settle(
                    HfOutcome(error=f"out of memory with one sample of {len(row.ids)} + {row.limit} tokens")
                )
            return
        self.batch_size = max(1, len(batch) // 2)
        _log.warning(
            "out of memory with %d samples at once; going on with %d (-M batch_size=)",
            len(batch),
            self.batch_size,
        )
        with self._changed:
            self._waiting = left + self._waiting

    def _generate(self, batch: list[HfRow]) -> None:
        import torch

        loaded = self._loaded
        if loaded is None:
            return
        tokenizer = loaded.tokenizer
        longest = max(len(row.ids) for row in batch)
        ids = [[loaded.pad] * (longest - len(row.ids)) + row.ids for row in batch]
        mask = [[0] * (longest - len(row.ids)) + [1] * len(row.ids) for row in batch]
        sampling = batch[0].sampling
        warpers = warpers_of(sampling, dict(loaded.defaults))

        def decode(tokens: list[int]) -> str:
            return _decode(tokenizer, tokens)

        def ended(number: int, tokens: list[int], reason: str) -> None:
            row = batch[number]
            text = _text(tokenizer, row.ids, tokens, reason == "stop" and tokens[-1] in eos)
            text, stopped = cut(text, row.sampling.stop)
            row.settle(HfOutcome(text, len(tokens), "stop" if stopped else reason))

        eos = loaded.eos | _stop_tokens(tokenizer, sampling.stop)
        tails = [Tail(eos, row.sampling.stop, row.limit, decode) for row in batch]
        ends = RowEnds(tails, ended, lambda number: batch[number].dropped)
        draw = [] if warpers is None else [SeededDraw([row.seed for row in batch], warpers)]
        with torch.inference_mode():
            loaded.model.generate(
                input_ids=torch.tensor(ids, device=loaded.device),
                attention_mask=torch.tensor(mask, device=loaded.device),
                logits_processor=draw,
                stopping_criteria=[ends],
                max_new_tokens=max(row.limit for row in batch),
                pad_token_id=loaded.pad,
            )


def _decode(tokenizer: Any, tokens: list[int]) -> str:
    return str(tokenizer.decode(tokens, skip_special_tokens=True, clean_up_tokenization_spaces=False))


def _text(tokenizer: Any, prompt: list[int], tokens: list[int], ends_in_eos: bool) -> str:
    """The text of the new tokens as it follows the prompt: some tokenizers drop a leading space."""
    tokens = tokens[:-1] if ends_in_eos else tokens
    tail = prompt[-_CONTEXT:]
    before, whole = _decode(tokenizer, tail), _decode(tokenizer, tail + tokens)
    return whole[len(before) :] if whole.startswith(before) else _decode(tokenizer, tokens)


def _stop_tokens(tokenizer: Any, stop: Sequence[str]) -> frozenset[int]:
    """Stop strings that are special tokens of the model, which never show in its text."""
    special = dict(zip(tokenizer.all_special_tokens, tokenizer.all_special_ids, strict=True))
    return frozenset(special[word] for word in stop if word in special)


def _is_memory(error: BaseException) -> bool:
    import torch

    if isinstance(error, (MemoryError, torch.OutOfMemoryError)):
        return True
    # On the CPU and on MPS, torch has only RuntimeError for this.
    return isinstance(error, RuntimeError) and any(word in str(error).lower() for word in _MEMORY_WORDS)


def _free_memory() -> None:
    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    elif torch.backends.mps.is_available():
        torch.mps.empty_cache()
