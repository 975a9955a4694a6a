"""replay_module: the kernel adds each declaration of a module once more to a header's environment."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from harness.errors import ReplayExhaustedError, ReplayRefusedError
from harness.lean.native.declarations import DeclarationBuilder, KernelConstant, read_name
from harness.lean.native.objects import NONE, Heap, field, keep, tag, text
from harness.lean.native.terms import TermBuilder
from harness.lean.olean import Constant, ConstantKind, Module, Name, Safety, name_str
from harness.lean.olean import terms as t

_NAMING = (t.CONST, t.PROJ)
_NO_HEARTBEATS = 0
_RECURSION = 1 << 20
"""As deep as the stack: a module that Lean's own check accepted must not fail here."""

# Kernel.Exception in `src/Lean/Environment.lean`, Lean 4.35, by constructor.
_REFUSALS = (
    "unknown constant",
    "already declared",
    "declaration type mismatch",
    "declaration has metavariables",
    "declaration has free variables",
    "function expected",
    "type expected",
    "let-declaration type mismatch",
    "type mismatch",
    "application type mismatch",
    "invalid projection",
    "the type of a theorem is not a proposition",
    "",
    "deterministic timeout",
    "excessive memory consumption",
    "deep recursion",
    "interrupted",
)
_NAMED, _OTHER, _MEMORY, _DEPTH = (0, 1), 12, 14, 15


@dataclass(frozen=True, slots=True)
class _Unit:
    """What the kernel takes at once: one constant with a value, or a block of inductive types.

    handles: its terms, parts before wholes. uses: the constants in them.
    """

    members: tuple[Constant, ...]
    handles: tuple[int, ...]
    uses: frozenset[Name]


def replay_module(heap: Heap, environment: int, module: Module, theorem: Name | None) -> int:
    """Have the kernel check every safe declaration of `module` on top of `environment`; how many there are.

    Unsafe and partial declarations are left out, so that nothing safe can rest on one; axioms and quotient
    primitives are refused. Constructors and recursors must be those that the kernel makes itself.
    theorem: must be among its theorems; None asks for none.

    Raises ReplayRefusedError if a declaration is refused, or `theorem` isn't a theorem of the module;
    ReplayExhaustedError when memory or stack end; OleanError for a damaged module.
    """
    run = _Replay(heap, environment, module)
    run.all()
    if theorem is None:
        return len(run.safe)
    constant = module.constants.get(theorem)
    if constant is None or constant.kind is not ConstantKind.THEOREM:
        raise ReplayRefusedError(f"{name_str(theorem)} is no theorem of the module")
    return len(run.safe)


class _Replay:
    def __init__(self, heap: Heap, environment: int, module: Module) -> None:
        self._heap, self._module = heap, module
        self._base = self._environment = environment
        self._terms = TermBuilder(heap, module)
        self._declarations = DeclarationBuilder(heap, self._terms)
        self.safe = {
            name: constant for name, constant in module.constants.items() if constant.safety is Safety.SAFE
        }

    def all(self) -> None:
        for unit in _ordered(self._units()):
            self._terms.add(unit.handles)
            if unit.members[0].kind is ConstantKind.INDUCTIVE:
                self._add_inductive(unit.members)
            else:
                self._add_value(unit.members[0])
        for constant in self.safe.values():
            if constant.kind in (ConstantKind.INDUCTIVE, ConstantKind.CONSTRUCTOR, ConstantKind.RECURSOR):
                self._compare(constant)

    def _units(self) -> list[_Unit]:
        units = []
        for constant in self.safe.values():
            if constant.kind in (ConstantKind.AXIOM, ConstantKind.QUOT):
                raise ReplayRefusedError(f"{name_str(constant.name)} is declared as {constant.kind}")
            if constant.kind is ConstantKind.INDUCTIVE and constant.all[:1] == (constant.name,):
                units.append(self._unit(*self._block(constant)))
            elif constant.value is not None:
                units.append(self._unit(constant))
        return units

    def _unit(self, *members: Constant) -> _Unit:
        handles = self._module.terms.below([h for c in members for h in c.terms], set())
        nodes = map(self._module.node, handles)
        own = {constant.name for constant in members}
        uses = {node[1] for node in nodes if node[0] in _NAMING}
        return _Unit(members, tuple(handles), frozenset(uses - own))

    def _member(self, name: Name, kind: ConstantKind) -> Constant:
        constant = self.safe.get(name)
        if constant is None or constant.kind is not kind:
            raise ReplayRefusedError(f"{name_str(name)} is no {kind} of the module")
        return constant

    def _block(self, first: Constant) -> list[Constant]:
        """The types of a block with their constructors behind each."""
        members: list[Constant] = []
        for name in first.all:
            constant = self._member(name, ConstantKind.INDUCTIVE)
            members.append(constant)
            members += [self._member(each, ConstantKind.CONSTRUCTOR) for each in constant.shape.constructors]
        return members

    def _add(self, declaration: int, name: Name) -> None:
        result = self._heap.lean.add_decl(self._environment, _NO_HEARTBEATS, _RECURSION, declaration, NONE)
        if tag(result) == 0:
            _refuse(field(result, 0), name)
        self._environment = keep(field(result, 0))

    def _add_value(self, constant: Constant) -> None:
        if constant.value is not None:
            self._add(self._declarations.with_value(constant, constant.value), constant.name)

    def _add_inductive(self, members: Sequence[Constant]) -> None:
        block: list[tuple[Constant, list[Constant]]] = []
        for constant in members:
            if constant.kind is ConstantKind.INDUCTIVE:
                block.append((constant, []))
            else:
                block[-1][1].append(constant)
        first = block[0][0]
        self._add(self._declarations.inductive(block, dict(first.shape.numbers)["params"]), first.name)
        recursors = [(*constant.name, "rec") for constant, _ in block]
        nested = dict(first.shape.numbers).get("nested", 0)
        recursors += [(*first.name, f"rec_{index}") for index in range(1, nested + 1)]
        for name in recursors:
            self._member(name, ConstantKind.RECURSOR)

    def _find(self, environment: int, name: Name) -> int | None:
        found = self._heap.lean.environment_find(environment, self._terms.names[name])
        return None if found & 1 else field(found, 0)

    def _compare(self, constant: Constant) -> None:
        """Whether the kernel made of an inductive declaration what the module says."""
        text_name = name_str(constant.name)
        info = self._find(self._environment, constant.name)
        if info is None or self._find(self._base, constant.name) is not None:
            raise ReplayRefusedError(f"{text_name} is nothing that the kernel makes of the module")
        made = KernelConstant(info)
        shape = constant.shape
        bare = replace(shape, rules=tuple(replace(rule, rhs=0) for rule in shape.rules))
        same = (
            made.kind is constant.kind
            and made.level_params == constant.level_params
            and made.shape == bare
            and made.block == constant.all
            and self._equal((made.type, *made.rules), (constant.type, *(rule.rhs for rule in shape.rules)))
        )
        if not same:
            raise ReplayRefusedError(f"{text_name} isn't what the kernel makes of its type's declaration")

    def _equal(self, made: Iterable[int], handles: Sequence[int]) -> bool:
        self._terms.add(self._module.terms.below(handles, set()))
        return all(
            self._heap.lean.expr_eqv(ours, self._terms.term(handle))
            for ours, handle in zip(made, handles, strict=True)
        )


def _ordered(units: Sequence[_Unit]) -> list[_Unit]:
    """The units, each behind those that it uses. Raises ReplayRefusedError where they go round."""
    owner = {constant.name: index for index, unit in enumerate(units) for constant in unit.members}
    # A recursor comes with its block.
    for index, unit in enumerate(units):
        for constant in unit.members:
            if constant.kind is ConstantKind.INDUCTIVE:
                owner.setdefault((*constant.name, "rec"), index)
                for number in range(1, dict(constant.shape.numbers).get("nested", 0) + 1):
                    owner.setdefault((*constant.name, f"rec_{number}"), index)
    needs = [
        {owner[name] for name in unit.uses if name in owner} - {index} for index, unit in enumerate(units)
    ]
    users: list[list[int]] = [[] for _ in units]
    for index, needed in enumerate(needs):
        for other in needed:
            users[other].append(index)
    missing = [len(needed) for needed in needs]
    ready = deque(index for index, count in enumerate(missing) if count == 0)
    found: list[_Unit] = []
    while ready:
        index = ready.popleft()
        found.append(units[index])
        for user in users[index]:
            missing[user] -= 1
            if missing[user] == 0:
                ready.append(user)
    if len(found) < len(units):
        stuck = next(unit for unit, count in zip(units, missing, strict=True) if count)
        raise ReplayRefusedError(f"{name_str(stuck.members[0].name)} is declared in terms of itself")
    return found


def _refuse(exception: int, name: Name) -> None:
    kind = tag(exception)
    if kind == _OTHER:
        reason = text(field(exception, 0))
    else:
        reason = _REFUSALS[kind] if kind < len(_REFUSALS) else f"exception {kind}"
    if kind in _NAMED:
        reason += f" {name_str(read_name(field(exception, 1)))}"
    message = f"{name_str(name)}: the kernel says: {reason}"
    if kind in (_MEMORY, _DEPTH):
        raise ReplayExhaustedError(message, memory=kind == _MEMORY)
    raise ReplayRefusedError(message)
