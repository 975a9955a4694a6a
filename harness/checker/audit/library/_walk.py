"""Which marks each node of a graph reaches, found by a walk that looks at a node once and keeps no more than
what isn't finished."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence


def walk(
    root: int,
    look_into: Callable[[int], tuple[int, Iterable[int]]],
    known: Callable[[int], int | None],
    finish: Callable[[Sequence[int], int], None],
) -> None:
    """Finish `root` and every node that it reaches and that isn't known.

    Sets of marks are the bits of an int. look_into: a node's own marks, and the nodes that it refers to;
    called once for each. known: the marks that a finished node reaches, None for others. finish: called for
    each strongly connected component after those that it reaches, with its nodes and marks; `known` must then
    say them. Tarjan's algorithm (SIAM J. Comput. 1, 1972) with a stack of its own. An exception out of a
    callback leaves what was finished.
    """
    count = 0
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    marks: dict[int, int] = {}
    open_nodes: list[int] = []
    frames: list[tuple[int, Iterator[int]]] = []
    following: int | None = root
    while True:
        if following is not None:
            node = following
            marks[node], used = look_into(node)
            order[node] = low[node] = count
            count += 1
            open_nodes.append(node)
            frames.append((node, iter(used)))
        node, remaining = frames[-1]
        following = None
        for other in remaining:
            reached = known(other)
            if reached is not None:
                marks[node] |= reached
            elif other in order:
                low[node] = min(low[node], order[other])
            else:
                following = other
                break
        if following is not None:
            continue
        frames.pop()
        if frames:
            above = frames[-1][0]
            low[above] = min(low[above], low[node])
            marks[above] |= marks[node]
        if low[node] == order[node]:
            component = [open_nodes.pop()]
            while component[-1] != node:
                component.append(open_nodes.pop())
            finish(component, marks[node])
            for each in component:
                del order[each], low[each], marks[each]
        if not frames:
            return
