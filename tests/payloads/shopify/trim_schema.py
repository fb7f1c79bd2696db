"""Cut Shopify's Admin schema down to what our documents use.

Usage: python trim_schema.py admin_2026-10.json.gz; see README.md beside this file.
"""

import gzip
import json
import sys
from pathlib import Path

import graphql

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[2] / "addons/med_ecom_connector"))

from channels.shopify.queries import DOCUMENTS


class Used(graphql.Visitor):
    """Collects names: fields and their arguments per type, and all types that appear."""

    def __init__(self, schema, info):
        super().__init__()
        self.schema, self.info = schema, info
        self.fields, self.types = {}, set()

    def enter_field(self, node, *_rest):
        parent, field = self.info.get_parent_type(), self.info.get_field_def()
        if node.name.value == "__typename":
            return
        arguments = self.fields.setdefault(parent.name, {}).setdefault(node.name.value, set())
        arguments |= {argument.name.value for argument in node.arguments or ()}
        arguments |= {name for name, arg in field.args.items() if graphql.is_required_argument(arg)}
        self.add(field.type)
        for name in arguments:
            self.add(field.args[name].type)

    def enter_inline_fragment(self, *_rest):
        self.add(self.info.get_type())

    def enter_variable_definition(self, *_rest):
        self.add(self.info.get_input_type())

    def add(self, kind):
        named = graphql.get_named_type(kind)
        if named is None or named.name in self.types:
            return
        self.types.add(named.name)
        if graphql.is_input_object_type(named):
            for field in named.fields.values():
                self.add(field.type)


def used_parts(schema):
    info = graphql.TypeInfo(schema)
    used = Used(schema, info)
    for name, text in DOCUMENTS.items():
        document = graphql.parse(text)
        errors = graphql.validate(schema, document)
        assert not errors, (name, errors)
        graphql.visit(document, graphql.TypeInfoVisitor(info, used))
    return used


def trim(schema):
    used = used_parts(schema)
    out = ["directive @idempotent(key: String!) on FIELD", ""]
    roots = {"query": schema.query_type.name, "mutation": schema.mutation_type.name}
    out += ["schema {", *(f"  {kind}: {name}" for kind, name in roots.items()), "}", ""]
    for name in sorted(used.types | set(used.fields)):
        kind = schema.type_map[name]
        if graphql.is_specified_scalar_type(kind):
            continue
        out += [_definition(schema, kind, used), ""]
    return "\n".join(out)


def _definition(schema, kind, used):
    if graphql.is_scalar_type(kind):
        return f"scalar {kind.name}"
    if graphql.is_enum_type(kind):
        return f"enum {kind.name} {{\n  " + "\n  ".join(kind.values) + "\n}"
    if graphql.is_union_type(kind):
        members = [member.name for member in kind.types if member.name in used.types]
        return f"union {kind.name} = " + " | ".join(members)
    if graphql.is_input_object_type(kind):
        rows = [f"  {name}: {field.type}{_default(field)}" for name, field in kind.fields.items()]
        return f"input {kind.name} {{\n" + "\n".join(rows) + "\n}"
    return _object(kind, used)


def _object(kind, used):
    word = "interface" if graphql.is_interface_type(kind) else "type"
    fields = dict(used.fields.get(kind.name, {}))
    interfaces = [face for face in kind.interfaces if face.name in used.types]
    for face in interfaces:
        for name, arguments in (used.fields.get(face.name) or {"id": set()}).items():
            fields.setdefault(name, set()).update(arguments)
    fields = fields or {"id": set()}
    head = f" implements {' & '.join(face.name for face in interfaces)}" if interfaces else ""
    rows = [
        f"  {name}{_arguments(kind.fields[name], fields[name])}: {kind.fields[name].type}"
        + ("" if kind.fields[name].deprecation_reason is None else " @deprecated")
        for name in sorted(fields)
    ]
    return f"{word} {kind.name}{head} {{\n" + "\n".join(rows) + "\n}"


def _arguments(field, names):
    rows = [f"{name}: {field.args[name].type}{_default(field.args[name])}" for name in sorted(names)]
    return f"({', '.join(rows)})" if rows else ""


def _default(part):
    if part.default_value is graphql.Undefined:
        return ""
    return f" = {graphql.print_ast(graphql.ast_from_value(part.default_value, part.type))}"


if __name__ == "__main__":
    with gzip.open(sys.argv[1]) as file:
        full = graphql.build_client_schema(json.load(file)["data"], assume_valid=True)
    text = trim(full)
    graphql.build_schema(text)
    (HERE / "schema.graphql").write_text(text, encoding="utf-8")
    print(f"{len(text)} characters")
