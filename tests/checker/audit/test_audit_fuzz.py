"""Random mutations of a good file: no exception but OleanError, no hang, no false pass."""

from __future__ import annotations

import random

import pytest
from _whole_library import HeaderTable
from fuzz_olean import REFERENCE, TEXT, Fuzzer, mutate
from hypothesis import given, settings
from hypothesis import strategies as st
from lean_compiler import LeanCompiler

from harness.lean.olean import read_olean


@pytest.fixture(scope="module")
def fuzzer(lean: LeanCompiler, header: HeaderTable) -> Fuzzer:
    return Fuzzer(lean(TEXT), read_olean(lean(REFERENCE)), header)


def test_the_good_file_passes(fuzzer: Fuzzer) -> None:
    assert fuzzer.one(fuzzer.good) == "passed"


def test_mutants(fuzzer: Fuzzer) -> None:
    found, slowest = fuzzer.many(400, seed=7)
    # Both must occur, or the mutations would miss what is read, or read nothing.
    assert found["unreadable"] > 20
    assert found["passed"] > 20
    assert slowest < 2.0


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_mutants_that_hypothesis_chooses(fuzzer: Fuzzer, seed: int) -> None:
    data = mutate(fuzzer.good, random.Random(seed))
    fuzzer.one(data)
    fuzzer.read_everything(data)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_cuts_and_flips_in_what_the_audit_reads(fuzzer: Fuzzer, data: st.DataObject) -> None:
    """Aimed at the statement: flips inside the objects of the goal's type."""
    module = read_olean(fuzzer.good)
    handles = module.terms.below([module.constants[("goal",)].type], set())
    at = data.draw(st.sampled_from(handles)) + data.draw(st.integers(0, 31))
    bit = data.draw(st.integers(0, 7))
    flipped = fuzzer.good[:at] + bytes([fuzzer.good[at] ^ 1 << bit]) + fuzzer.good[at + 1 :]
    fuzzer.one(flipped)
    cut = data.draw(st.integers(0, len(fuzzer.good) - 1))
    assert fuzzer.one(fuzzer.good[:cut]) != "passed" or cut > len(fuzzer.good) - 64


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.booleans())
def test_bytes_that_were_never_a_file(fuzzer: Fuzzer, noise: bytes, with_head: bool) -> None:
    assert fuzzer.one((fuzzer.good[:0x60] if with_head else b"") + noise) == "unreadable"
