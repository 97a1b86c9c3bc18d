"""Checks fields of a JSON report: expect-report.py REPORT.json FIELD=VALUE...

A field is a path such as after.mismatches; its value is compared as text. Two more are derived:
found=LH,WB lists the types of all findings that are not latent, sorted, and nodes-LH=a,b the target's
nodes that findings of one type name, sorted.
"""
import json
import sys


def derived(report, field):
    findings = [finding for finding in report["findings"] if not finding["latent"]]
    if field == "found":
        return ",".join(sorted({finding["type"] for finding in findings}))
    kind = field.removeprefix("nodes-")
    return ",".join(sorted(node for finding in findings if finding["type"] == kind for node in finding["target"]["nodes"]))


def value(report, field):
    if field == "found" or field.startswith("nodes-"):
        return derived(report, field)
    for key in field.split("."):
        report = report[key]
    return str(report)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        report = json.load(file)
    wrong = 0
    for expectation in sys.argv[2:]:
        field, expected = expectation.split("=", 1)
        got = value(report, field)
        if got != expected:
            print(f"{sys.argv[1]}: {field} is '{got}', expected '{expected}'", file=sys.stderr)
            wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
