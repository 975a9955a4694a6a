"""The walk over a graph: against plain reachability, and on graphs that are deep or broken off."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.checker.audit.library._walk import walk


class Graph:
    """uses: the nodes that each one refers to. marks: a node's own."""

    def __init__(self, uses: Sequence[Sequence[int]], marks: Sequence[int]) -> None:
        self.uses, self.marks = uses, marks
        self.done: dict[int, int] = {}
        self.asked: list[int] = []
        self.left = 1 << 60

    def look_into(self, node: int) -> tuple[int, Sequence[int]]:
        if not self.left:
            raise ConnectionError
        self.left -= 1
        self.asked.append(node)
        return self.marks[node], self.uses[node]

    def finish(self, nodes: Sequence[int], marks: int) -> None:
        self.done.update(dict.fromkeys(nodes, marks))

    def walk(self, root: int) -> None:
        if root not in self.done:
            walk(root, self.look_into, self.done.get, self.finish)

    def plainly(self, root: int) -> int:
        """What `root` reaches, by following every edge."""
        seen, waiting, marks = {root}, [root], 0
        while waiting:
            node = waiting.pop()
            marks |= self.marks[node]
            new = set(self.uses[node]) - seen
            seen |= new
            waiting.extend(new)
        return marks


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    size = draw(st.integers(1, 25))
    node = st.integers(0, size - 1)
    uses = draw(st.lists(st.lists(node, max_size=4), min_size=size, max_size=size))
    marks = draw(st.lists(st.integers(0, 7), min_size=size, max_size=size))
    return Graph(uses, marks)


@given(graphs(), st.randoms())
def test_as_plain_reachability(graph: Graph, order: object) -> None:
    roots = list(range(len(graph.uses)))
    order.shuffle(roots)  # type: ignore[attr-defined]
    for root in roots:
        graph.walk(root)
        assert graph.done[root] == graph.plainly(root)
    assert graph.done == {node: graph.plainly(node) for node in roots}
    assert sorted(graph.asked) == sorted(set(graph.asked))


@given(graphs(), st.integers(0, 20))
def test_broken_off_and_begun_again(graph: Graph, after: int) -> None:
    """What was finished before is right and stays; the next walk finishes the rest."""
    graph.left = after
    try:
        graph.walk(0)
    except ConnectionError:
        assert 0 not in graph.done
    assert graph.done == {node: graph.plainly(node) for node in graph.done}
    graph.left = 1 << 60
    graph.walk(0)
    assert graph.done == {node: graph.plainly(node) for node in graph.done}


@pytest.mark.parametrize("closed", [False, True])
def test_a_deep_chain(closed: bool) -> None:
    """As a chain and as one circle of 100,000."""
    size = 100_000
    uses = [[i + 1] for i in range(size - 1)] + [[0] if closed else []]
    graph = Graph(uses, [0] * (size - 1) + [4])
    graph.walk(0)
    assert graph.done == dict.fromkeys(range(size), 4)
