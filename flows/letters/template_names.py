"""Which names a template uses that nobody gives it."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import Environment, TemplateError, TemplateSyntaxError, meta, nodes

_JINJAS_OWN = frozenset({"loop", "self", "super", "caller", "varargs", "kwargs"})


def unknown_name(environment: Environment, name: str, known: frozenset[str]) -> tuple[str, int, str] | None:
    """File, line and word of the first name that is neither ``known`` nor made in the template or those it builds on.

    Raises TemplateSyntaxError.
    """
    family = dict(_family(environment, name))
    known = known | _JINJAS_OWN | {made for tree in family.values() for made in _made(tree)}
    for file, tree in family.items():
        try:
            unknown = meta.find_undeclared_variables(tree) - known
        except TemplateSyntaxError as wrong:
            wrong.filename = file
            raise
        for used in tree.find_all(nodes.Name):
            if used.name in unknown:
                return file, used.lineno, used.name
    return None


def _family(environment: Environment, name: str) -> Iterator[tuple[str, nodes.Template]]:
    """The template, what it extends, includes and imports, by file."""
    loader = environment.loader
    waiting, seen = [name], set[str]()
    while waiting and loader is not None:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            source, file, _ = loader.get_source(environment, name)
        except TemplateError:
            continue  # one that is not there is told when it is needed
        tree = environment.parse(source, name, file)
        waiting += [other for other in meta.find_referenced_templates(tree) if other]
        yield file or name, tree


def _made(tree: nodes.Template) -> Iterator[str]:
    yield from (name.name for name in tree.find_all(nodes.Name) if name.ctx != "load")
    yield from (macro.name for macro in tree.find_all(nodes.Macro))
    yield from (brought.target for brought in tree.find_all(nodes.Import))
    for brought in tree.find_all(nodes.FromImport):
        yield from (name if isinstance(name, str) else name[1] for name in brought.names)
