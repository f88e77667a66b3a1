"""The documentation of the models, read from their source when it is asked for.

A field's documentation is the string that stands under it. Reading it costs a parse of the module,
which a check without faults does not pay. The translations of all of it stand in a catalogue of
their own (:func:`bcp.i18n.explainer`).
"""

import ast
import inspect
import sys
from functools import cache

from bcp.diagnostics import Message, Translate, untranslated
from bcp.model.base import Part


def field_doc(model: type[Part], key: str) -> str:
    """What a field means, in a sentence or two; KeyError for a field that is not there."""
    name = model.declared[key].name
    for cls in model.__mro__:
        if name in inspect.get_annotations(cls):
            return _docs(cls.__module__)[cls.__name__][name]
    raise KeyError(key)


def said(words: str, say: Translate) -> str:
    """Words that hold braces of their own, ``{like-this}``, in a language."""
    return Message.literally(words).text(say)


def meaning(model: type[Part], say: Translate = untranslated) -> str:
    """What a model is, on one line."""
    return said(" ".join((model.__doc__ or "").split()), say)


def field_meaning(model: type[Part], key: str, say: Translate = untranslated) -> str:
    """What a field means, on one line; KeyError for a field that is not there."""
    return said(" ".join(field_doc(model, key).split()), say)


def called(model: type[Part], say: Translate = untranslated) -> str:
    """What a model is called: ``RemoteReady`` → ``remote ready``."""
    words = "".join(f" {char.lower()}" if char.isupper() else char for char in model.__name__)
    return said(words.strip(), say)


@cache
def _docs(module: str) -> dict[str, dict[str, str]]:
    """Class name → attribute → the string under it, for one module."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {node.name: _docs_in(node) for node in tree.body if isinstance(node, ast.ClassDef)}


def _docs_in(node: ast.ClassDef) -> dict[str, str]:
    docs = {}
    for statement, following in zip(node.body, node.body[1:], strict=False):
        if (
            isinstance(statement, ast.AnnAssign)
            and isinstance(statement.target, ast.Name)
            and isinstance(following, ast.Expr)
            and isinstance(following.value, ast.Constant)
        ):
            docs[statement.target.id] = inspect.cleandoc(str(following.value.value))
    return docs
