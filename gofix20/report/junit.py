"""JUnit's XML, for whatever shows tests: a finding is a test that failed, a file is a suite of them.

Places are as in the text: columns count bytes.
"""

from __future__ import annotations

from itertools import groupby
from xml.etree import ElementTree

from gofix20.model import Outcome, Problem
from gofix20.report.report import Report
from gofix20.report.text import message, shown_path


def document(report: Report) -> str:
    """The document, with its final newline."""
    root = ElementTree.Element("testsuites", name="gofix20")
    for path, outcomes in groupby(report.findings, key=lambda outcome: outcome.finding.path):
        _suite(root, shown_path(path, report.directory), [_finding(report, outcome) for outcome in outcomes])
    if report.plan.problems:
        _suite(root, "gofix20", [_problem(report, problem) for problem in report.plan.problems])
    if not len(root):
        # Else it would look as if nothing had been run.
        _suite(root, "gofix20", [ElementTree.Element("testcase", name="no findings", classname="gofix20", time="0")])
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.attrib[count]) for suite in root)))
    ElementTree.indent(root)
    return "<?xml version='1.0' encoding='utf-8'?>\n" + ElementTree.tostring(root, encoding="unicode") + "\n"


def _suite(root: ElementTree.Element, name: str, cases: list[ElementTree.Element]) -> None:
    suite = ElementTree.SubElement(root, "testsuite", name=name, tests=str(len(cases)))
    for kind in ("failure", "error"):
        suite.set(f"{kind}s", str(sum(case.find(kind) is not None for case in cases)))
    suite.set("skipped", "0")
    suite.set("time", "0")
    suite.extend(cases)


def _finding(report: Report, outcome: Outcome) -> ElementTree.Element:
    finding = outcome.finding
    path = shown_path(finding.path, report.directory)
    place = f"{path}:{finding.line}:{finding.column}"
    told = message(finding.message)
    case = ElementTree.Element(
        "testcase",
        name=f"{finding.rule} {report.name(finding.rule)} at {finding.line}:{finding.column}",
        classname=path,
        file=path,
        line=str(finding.line),
        time="0",
    )
    failure = ElementTree.SubElement(case, "failure", message=told, type=finding.rule)
    failure.text = f"{place}: {finding.rule} {told}"
    return case


def _problem(report: Report, problem: Problem) -> ElementTree.Element:
    path = shown_path(problem.path, report.directory)
    told = message(problem.message)
    case = ElementTree.Element("testcase", name=path or problem.stage, classname=f"gofix20.{problem.stage}", time="0")
    numbers = "".join(f":{n}" for n in (problem.line, problem.column) if n)
    error = ElementTree.SubElement(case, "error", message=told, type=problem.stage)
    error.text = f"{path}{numbers}: {told}" if path else told
    return case
