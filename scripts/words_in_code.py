"""Find every template of a sentence in the code: what diagnostics, faults and errors are made of.

A template may stand right in the call that takes it, ``Finding(place, "…", hint="…")``, or come to
it by way of a condition, a table, a variable, a parameter or the answer of a function of the same
module. All of these are followed. What cannot be followed is an error here, never passed over: it
would be a sentence that nobody translates. Then either write it so that it can be followed, or
``mark("…")`` the words where they stand and name the expression in :data:`MARKED`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

Slot: TypeAlias = int | str
"""Where a call takes a template: by position or by keyword."""

TAKERS: dict[str, frozenset[Slot]] = {
    "Finding": frozenset({1, "template", "hint", "related"}),
    "Message.of": frozenset({0, "template"}),
    "Wanted": frozenset({1, 2, "without", "fix"}),
    "BcpError": frozenset({0, 1, "message", "fix"}),
    "refuse": frozenset({0, 1, "template", "hint"}),
    "text_of": frozenset({1, 2, "wanted", "hint"}),
    "mark": frozenset({0}),
    "counted": frozenset({1, 2}),
    "said_here": frozenset({0}),
    "NotARecord": frozenset({0}),
    "_Column": frozenset({0}),
    "_matrix": frozenset({0}),
}
"""Calls that take templates, of whichever module."""

MARKED = {
    ("rules/rule.py", "template"),
    ("rules/rule.py", "hint"),
    ("rules/rule.py", "words"),
    ("rules/common.py", "one.without"),
    ("rules/common.py", "one.fix"),
    (
        "rules/contact_centre/agents.py",
        "said.several if count > 1 else said.one if count else said.none",
    ),
    ("rules/contact_centre/agents.py", "said.fix"),
    ("loader/files.py", "error.template"),
    ("loader/files.py", "error.fix_template"),
    ("model/scalars/times.py", "hint"),
    ("drill/script/build.py", "what"),
    ("drill/journal/trouble.py", "fix.template"),
    ("drill/journal/trouble.py", "advice.template"),
    ("cli/drill/playing.py", "error.template"),
    ("graph/drawing/tree_wording.py", "SINGLE"),
}
"""Expressions whose words are marked where they stand: (module, expression)."""


class UnclearError(Exception):
    """A template that cannot be found out from the code."""


Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
_Scope: TypeAlias = Function | ast.Module


@dataclass
class _Module:
    """One module, and what is known of it."""

    name: str
    tree: ast.Module
    takers: dict[str, frozenset[Slot]] = field(default_factory=lambda: dict(TAKERS))
    functions: dict[str, Function] = field(default_factory=dict)
    inside: dict[ast.AST, tuple[_Scope, ...]] = field(default_factory=dict)
    """Each call, and the functions around it, innermost first; the module is the last."""

    def __post_init__(self) -> None:
        self._enter(self.tree, (self.tree,))

    def _enter(self, node: ast.AST, scopes: tuple[_Scope, ...]) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                self.functions[child.name] = child
                self._enter(child, (child, *scopes))
            else:
                if isinstance(child, ast.Call):
                    self.inside[child] = scopes
                self._enter(child, scopes)


def templates(path: Path, name: str) -> list[str]:
    """The templates in one module, each once, in the order of the text.

    :raises UnclearError: with everything that cannot be followed.
    """
    module = _Module(name, ast.parse(path.read_text(encoding="utf-8")))
    while True:
        known = dict(module.takers)
        found, unclear, _ = _pass(module)
        if module.takers == known:
            break
    if unclear:
        raise UnclearError("\n".join(f"{name}:{one}" for one in unclear))
    return list(dict.fromkeys(found))


def only_english(path: Path, name: str) -> list[str]:
    """The errors in one module that are put together before they are raised, with their lines, and
    so cannot be said in another language."""
    return _pass(_Module(name, ast.parse(path.read_text(encoding="utf-8"))))[2]


def _pass(module: _Module) -> tuple[list[str], list[str], list[str]]:
    """Every template as far as it is known which calls take some; these become known here. Then
    what cannot be followed, and apart from it the errors among that."""
    found: list[str] = []
    unclear: list[str] = []
    errors: list[str] = []
    for call, scopes in module.inside.items():
        assert isinstance(call, ast.Call)
        for expression in _taken(call, module):
            try:
                found += _Followed(module, scopes).strings(expression)
            except UnclearError:
                words = ast.unparse(expression)
                where = errors if _called(call) == "BcpError" else unclear
                if (module.name, words) not in MARKED:
                    where.append(f"{expression.lineno}: {words}")
    return found, unclear, errors


def _called(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Subscript):
        function = function.value
    if isinstance(function, ast.Name):
        return function.id
    if isinstance(function, ast.Attribute):
        owner = function.value.id if isinstance(function.value, ast.Name) else ""
        return f"{owner}.{function.attr}" if function.attr == "of" else function.attr
    return ""


def _taken(call: ast.Call, module: _Module) -> Iterator[ast.expr]:
    slots = module.takers.get(_called(call), frozenset())
    for number, argument in enumerate(call.args):
        if number in slots:
            yield argument
    for keyword in call.keywords:
        if keyword.arg == "related" and _called(call) == "Finding":
            yield from _related(keyword.value)
        elif keyword.arg in slots:
            yield keyword.value


def _related(expression: ast.expr) -> Iterator[ast.expr]:
    """The words in ``[(place, "words"), *((place, "words") for …)]``; a variable is left to where
    it is put together, which is looked for as a pair with words in it."""
    if isinstance(expression, ast.List | ast.Tuple):
        if (
            isinstance(expression, ast.Tuple)
            and len(expression.elts) == 2
            and not any(isinstance(one, ast.Starred | ast.Tuple) for one in expression.elts)
        ):
            yield expression.elts[1]
            return
        for one in expression.elts:
            yield from _related(one.value if isinstance(one, ast.Starred) else one)
    elif isinstance(expression, ast.GeneratorExp | ast.ListComp):
        yield from _related(expression.elt)
    elif isinstance(expression, ast.BinOp):
        yield from _related(expression.left)
        yield from _related(expression.right)
    elif isinstance(expression, ast.IfExp):
        yield from _related(expression.body)
        yield from _related(expression.orelse)
    else:
        yield ast.copy_location(_Pairs(expression), expression)


class _Pairs(ast.Call):
    """An expression that gives pairs of a place and words."""

    def __init__(self, expression: ast.expr) -> None:
        super().__init__(func=ast.Name("_pairs"), args=[expression], keywords=[])


@dataclass
class _Followed:
    """Following one expression to the strings that it may be."""

    module: _Module
    scopes: tuple[_Scope, ...]
    seen: set[str] = field(default_factory=set)

    def strings(self, one: ast.expr) -> list[str]:
        """What ``one`` may be; empty strings and None are no words."""
        if isinstance(one, ast.Constant):
            if one.value is None or one.value == "":
                return []
            if isinstance(one.value, str):
                return [one.value]
        elif isinstance(one, _Pairs):
            return self._pairs(one.args[0])
        elif isinstance(one, ast.IfExp):
            return self.strings(one.body) + self.strings(one.orelse)
        elif isinstance(one, ast.BoolOp):
            return [text for value in one.values for text in self.strings(value)]
        elif isinstance(one, ast.Subscript):
            return self._values(one.value)
        elif isinstance(one, ast.Call):
            return self._answer(one)
        elif isinstance(one, ast.Name):
            return self._named(one)
        raise UnclearError(ast.unparse(one))

    def _answer(self, call: ast.Call) -> list[str]:
        """What a call gives: that of a table, of a function here, or of what takes templates."""
        name = _called(call)
        if name == "say":
            return []  # words that are translated already
        if isinstance(call.func, ast.Attribute) and name == "format":
            return self.strings(call.func.value)
        if isinstance(call.func, ast.Attribute) and name == "get":
            rest = self.strings(call.args[1]) if len(call.args) > 1 else []
            return self._values(call.func.value) + rest
        if name in self.module.takers and name not in self.module.functions:
            return []  # looked at by itself
        function = self.module.functions.get(name)
        if function is None or name in self.seen:
            raise UnclearError(name)
        scopes = (function, self.module.tree)
        follow = _Followed(self.module, scopes, self.seen | {name})
        returned = [
            node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Return) and node.value is not None
        ]
        return [text for value in returned for text in follow.strings(value)]

    def _named(self, name: ast.Name) -> list[str]:
        for scope in self.scopes:
            bound = list(_bound(scope, name.id))
            if bound:
                found: list[str] = []
                for value in bound:
                    found += self.strings(value)
                return found
            if not isinstance(scope, ast.Module) and self._is_parameter(scope, name.id):
                return []
        raise UnclearError(name.id)

    def _is_parameter(self, function: Function, name: str) -> bool:
        """Whether a name is a parameter: then whatever calls the function gives a template."""
        arguments = function.args
        positional = [one.arg for one in (*arguments.posonlyargs, *arguments.args)]
        slots: set[Slot] = {one.arg for one in arguments.kwonlyargs if one.arg == name}
        if name in positional:
            method = positional[:1] == ["self"]
            slots |= {positional.index(name) - method, name}
        if not slots:
            return False
        defaults = dict(zip(reversed(positional), reversed(arguments.defaults), strict=False))
        if name in defaults:
            self.strings(defaults[name])
        known = self.module.takers.get(function.name, frozenset())
        self.module.takers[function.name] = known | slots
        return True

    def _values(self, table: ast.expr) -> list[str]:
        """Every value of a table."""
        if isinstance(table, ast.Dict):
            return [text for value in table.values for text in self._leaf(value)]
        if isinstance(table, ast.Tuple | ast.List):
            return [text for value in table.elts for text in self._leaf(value)]
        if isinstance(table, ast.Name):
            for scope in self.scopes:
                for value in _bound(scope, table.id):
                    return self._values(value)
        raise UnclearError(ast.unparse(table))

    def _leaf(self, value: ast.expr) -> list[str]:
        if isinstance(value, ast.Tuple):
            return [text for inner in value.elts for text in self._leaf(inner)]
        return self.strings(value)

    def _pairs(self, one: ast.expr) -> list[str]:
        """The words of pairs that were put together before: in a variable, or by a function."""
        values: list[ast.expr] = []
        if isinstance(one, ast.Name):
            for scope in self.scopes:
                values += _bound(scope, one.id)
                if values:
                    break
        elif isinstance(one, ast.Call) and _called(one) in self.module.functions:
            function = self.module.functions[_called(one)]
            values = [
                node.value
                for node in ast.walk(function)
                if isinstance(node, ast.Return | ast.Yield) and node.value is not None
            ]
        if not values:
            raise UnclearError(ast.unparse(one))
        return [
            text for value in values for words in _related(value) for text in self.strings(words)
        ]


def _bound(scope: _Scope, name: str) -> Iterator[ast.expr]:
    """What is assigned to a name in a function or, at the top, in a module."""
    for node in _statements(scope):
        if isinstance(node, ast.AnnAssign | ast.AugAssign):
            if isinstance(node.target, ast.Name) and node.target.id == name and node.value:
                yield node.value
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                yield from _assigned(target, node.value, name)
        elif isinstance(node, ast.For | ast.comprehension):
            yield from _looped(node, name)


def _looped(loop: ast.For | ast.comprehension, name: str) -> Iterator[ast.expr]:
    """``for key, words in TABLE.items()``: any value of the table."""
    target, over = loop.target, loop.iter
    if (
        isinstance(target, ast.Tuple)
        and isinstance(target.elts[-1], ast.Name)
        and target.elts[-1].id == name
        and isinstance(over, ast.Call)
        and isinstance(over.func, ast.Attribute)
        and over.func.attr == "items"
    ):
        yield ast.Subscript(over.func.value, ast.Constant(0))


def _assigned(target: ast.expr, value: ast.expr, name: str) -> Iterator[ast.expr]:
    if isinstance(target, ast.Name) and target.id == name:
        yield value
    elif isinstance(target, ast.Tuple):
        if isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts):
            for one, its in zip(target.elts, value.elts, strict=True):
                yield from _assigned(one, its, name)
        elif any(isinstance(one, ast.Name) and one.id == name for one in target.elts):
            yield value  # a pair of a table


def _statements(scope: _Scope) -> Iterable[ast.AST]:
    """Everything in a scope; of a module, what stands outside of its functions."""
    if not isinstance(scope, ast.Module):
        return ast.walk(scope)
    return (
        inner
        for one in scope.body
        if not isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        for inner in ast.walk(one)
    )
