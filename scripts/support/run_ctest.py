#!/usr/bin/env python3
"""Runs ctest so that nothing skipped goes unseen: run_ctest.py <preset> <binary dir> [note].

Passes ctest's lines through (without the "Start" ones), then lists what was skipped, by reason and counted, then
the note, then ctest's own summary, which stays last. Exit status: ctest's.
"""
import collections
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree


def reason_of(output):
    """Why a test skipped itself: GoogleTest's message, or the last thing that another kind of test said."""
    skipped = re.search(r": Skipped\n(.*?)\n*\[  SKIPPED \]", output, re.DOTALL)
    if skipped:
        text = skipped.group(1)
    else:
        lines = [line for line in output.splitlines() if line.strip()]
        text = lines[-1] if lines else ""
    return " ".join(text.split()) or "no reason given"


def skipped_tests(junit_path):
    """{reason: [test, ...]} of a JUnit file of ctest's. A Python program is one test to ctest; what it skipped of its own
    is listed test by test."""
    reasons = collections.defaultdict(list)
    for case in ElementTree.parse(junit_path).getroot().iter("testcase"):
        output = case.findtext("system-out") or ""
        parts = re.findall(r"^(\w+) \(.*\) \.\.\. skipped (['\"])(.*)\2$", output, re.MULTILINE)
        for name, _, reason in parts:
            reasons[reason].append(f"{case.get('name')}.{name}")
        if parts:
            continue
        if case.get("status") == "disabled":
            reasons["disabled"].append(case.get("name"))
        elif case.find("skipped") is not None:
            reasons[reason_of(output)].append(case.get("name"))
    return reasons


def print_skipped(reasons):
    count = sum(len(tests) for tests in reasons.values())
    if count == 0:
        print("\nNo test was skipped.")
        return
    print(f"\n{count} {'test was' if count == 1 else 'tests were'} skipped:")
    for reason, tests in sorted(reasons.items(), key=lambda item: (-len(item[1]), item[0])):
        print(f"  {len(tests):4}  {reason}")
        shown = tests if len(tests) <= 4 else tests[:3]
        for test in shown:
            print(f"          {test}")
        if len(shown) < len(tests):
            print(f"          and {len(tests) - len(shown)} more")


def main():
    preset, binary_dir = sys.argv[1:3]
    note = sys.argv[3:]
    junit = os.path.abspath(os.path.join(binary_dir, "ctest.xml"))
    if os.path.exists(junit):
        os.remove(junit)
    command = ["ctest", "--preset", preset, "-j", str(os.cpu_count() or 1), "--output-junit", junit]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               text=True, errors="replace")
    summary = []
    for line in process.stdout:
        if summary or re.match(r"\d+% tests passed", line):
            summary.append(line)
        elif not re.match(r"\s*Start\s+\d+: ", line):
            print(line, end="", flush=True)
    status = process.wait()
    if os.path.exists(junit):
        print_skipped(skipped_tests(junit))
    for line in note:
        print(line)
    print()
    sys.stdout.write("".join(summary))
    sys.stdout.flush()
    return status


if __name__ == "__main__":
    sys.exit(main())
