"""Checks a JSON document against a JSON schema.

usage: validate-report.py SCHEMA DOCUMENT

Knows the part of JSON Schema (draft 7) that docs/report.schema.json uses, and refuses a schema that
uses more: a keyword that is not checked would look like a check.
"""

import json
import re
import sys

TYPES = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "boolean": lambda v: isinstance(v, bool),
    "null": lambda v: v is None,
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "number": lambda v: isinstance(v, (int, float)) and not isinstance(v, bool),
}
ANNOTATIONS = {"$schema", "title", "definitions"}


class Validator:
    def __init__(self, schema):
        self.root = schema
        self.problems = []

    def resolve(self, reference):
        node = self.root
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]
        return node

    def complain(self, path, text):
        self.problems.append(f"{path or '/'}: {text}")

    def check(self, schema, value, path=""):
        for keyword, wanted in schema.items():
            if keyword in ANNOTATIONS:
                continue
            method = getattr(self, "on_" + keyword.replace("$", ""), None)
            if method is None:
                raise SystemExit(f"the schema uses '{keyword}', which is not checked here")
            method(wanted, value, path)

    def on_ref(self, wanted, value, path):
        self.check(self.resolve(wanted), value, path)

    def on_type(self, wanted, value, path):
        names = wanted if isinstance(wanted, list) else [wanted]
        if not any(TYPES[name](value) for name in names):
            self.complain(path, f"is {json.dumps(value)[:60]}, not of type {' or '.join(names)}")

    def on_const(self, wanted, value, path):
        if value != wanted:
            self.complain(path, f"is not {wanted!r}")

    def on_enum(self, wanted, value, path):
        if value not in wanted:
            self.complain(path, f"is {value!r}, none of {wanted}")

    def on_anyOf(self, wanted, value, path):
        for schema in wanted:
            attempt = Validator(self.root)
            attempt.check(schema, value, path)
            if not attempt.problems:
                return
        self.complain(path, "fits none of the alternatives")

    def on_required(self, wanted, value, path):
        for name in wanted:
            if isinstance(value, dict) and name not in value:
                self.complain(path, f"lacks '{name}'")

    def on_properties(self, wanted, value, path):
        for name, schema in wanted.items():
            if isinstance(value, dict) and name in value:
                self.check(schema, value[name], f"{path}/{name}")

    def on_items(self, wanted, value, path):
        for i, item in enumerate(value if isinstance(value, list) else []):
            self.check(wanted, item, f"{path}/{i}")

    def on_pattern(self, wanted, value, path):
        if isinstance(value, str) and not re.search(wanted, value):
            self.complain(path, f"{value!r} does not match {wanted}")

    def on_minimum(self, wanted, value, path):
        if isinstance(value, (int, float)) and value < wanted:
            self.complain(path, f"{value} is below {wanted}")


def refuse_constant(name):
    raise SystemExit(f"the document holds {name}, which is no JSON")


def main(schema_path, document_path):
    with open(schema_path, encoding="utf-8") as file:
        validator = Validator(json.load(file))
    with open(document_path, encoding="utf-8") as file:
        document = json.load(file, parse_constant=refuse_constant)
    validator.check(validator.root, document)
    print("\n".join(validator.problems))
    return 1 if validator.problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
