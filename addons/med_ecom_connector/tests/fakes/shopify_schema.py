"""Runs GraphQL documents against Shopify's schema, cut down to what our documents use."""

from functools import lru_cache
from pathlib import Path

import graphql

SCHEMA = Path(__file__).parents[4] / "tests/payloads/shopify/schema.graphql"
MAX_COST = 1000


@lru_cache
def schema():
    return graphql.build_schema(SCHEMA.read_text(encoding="utf-8"))


@lru_cache
def checked(text):
    """The document, and what is wrong with it."""
    document = graphql.parse(text)
    return document, graphql.validate(schema(), document)


def run(text, variables, root):
    """Validate and execute.

    :return: plain JSON of data and errors
    """
    document, errors = checked(text)
    if errors:
        return {"errors": [{"message": error.message} for error in errors]}
    result = graphql.execute_sync(schema(), document, root, variable_values=variables)
    body = {"data": result.data}
    if result.errors:
        body["errors"] = [
            {"message": error.message, "path": error.path, "extensions": error.extensions or {}}
            for error in result.errors
        ]
    return body


def cost(text, variables):
    """Points as Shopify reckons: 1 an object, connections by their size, 10 a mutation, fields nothing."""
    document, errors = checked(text)
    if errors:
        return 0
    operation = document.definitions[0]
    base = 10 if operation.operation is graphql.OperationType.MUTATION else 0
    root = schema().mutation_type if base else schema().query_type
    return base + _cost(operation.selection_set, root, variables)


def _cost(selection, parent, variables):
    total, branches = 0, [0]
    for node in selection.selections if selection else ():
        if isinstance(node, graphql.InlineFragmentNode):
            kind = schema().type_map[node.type_condition.name.value]
            branches.append(_cost(node.selection_set, kind, variables))
        elif node.name.value != "__typename":
            total += _field_cost(node, parent, variables)
    return total + max(branches)


def _field_cost(node, parent, variables):
    kind = graphql.get_named_type(parent.fields[node.name.value].type)
    if graphql.is_leaf_type(kind):
        return 0
    inner = _cost(node.selection_set, kind, variables)
    if kind.name.endswith(("Connection", "Edge")) or kind.name == "PageInfo":
        return inner * _size(node, variables)
    return (1 + inner) * _size(node, variables)


def _size(node, variables):
    for argument in node.arguments or ():
        if argument.name.value in ("first", "ids"):
            value = graphql.value_from_ast_untyped(argument.value, variables)
            return len(value) if isinstance(value, list) else int(value)
    return 1


def page(rows, first, after=None, key=lambda row: row["id"], view=lambda row: row):
    """A connection over rows that are sorted by ``key``-independent order; the cursor names a row."""
    keys = [str(key(row)) for row in rows]
    start = next((index + 1 for index, own in enumerate(keys) if own == after), 0) if after else 0
    part, cursors = rows[start : start + first], keys[start : start + first]
    nodes = [view(row) for row in part]
    return {
        "nodes": nodes,
        "edges": [{"cursor": cursor, "node": node} for cursor, node in zip(cursors, nodes, strict=True)],
        "pageInfo": {
            "hasNextPage": start + first < len(rows),
            "startCursor": cursors[0] if cursors else None,
            "endCursor": cursors[-1] if cursors else None,
        },
    }


def connection(rows, view=lambda row: row):
    """A resolver for a connection field over a list of records."""
    return lambda _info, first=50, after=None, **_args: page(rows, first, after, view=view)


def listing(rows):
    """A resolver for a list field that takes ``first``."""
    return lambda _info, first=50, **_args: rows[:first]


def idempotency_key(info):
    """The key of the ``@idempotent`` directive on the field, or None."""
    for directive in info.field_nodes[0].directives or ():
        if directive.name.value == "idempotent":
            return graphql.get_argument_values(
                info.schema.get_directive("idempotent"), directive, info.variable_values
            )["key"]
    return None
