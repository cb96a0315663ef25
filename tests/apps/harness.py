"""What the tests of the program share: running it, its JSON, captures of others, capture files made here."""
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
SHARED = os.path.join(ROOT, "..", "shared", "captures")
LINKS = os.path.join(ROOT, "testvectors", "captures")
PROGRAM = os.environ.get("PLUMBLINE_BINARY", os.path.join(ROOT, "build", "plumbline"))

# The exit statuses that the program promises.
OK, FAILED, USAGE, ENVIRONMENT, INCONCLUSIVE = 0, 1, 2, 3, 4


def run(*arguments, stdin=None, environment=None, timeout=100):
    """Runs the program to its end; stdout and stderr as octets."""
    return subprocess.run([PROGRAM, *map(str, arguments)], input=stdin, capture_output=True, check=False,
                          timeout=timeout, env={**os.environ, **(environment or {})})


class Case(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="plumbline-apps-")
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, content):
        mode = "wb" if isinstance(content, bytes) else "w"
        with open(self.path(name), mode) as file:
            file.write(content)
        return self.path(name)

    def capture(self, name):
        """The path of a capture that is not part of the project; skips the test where it is absent."""
        path = os.path.join(SHARED, name)
        if not os.path.exists(path):
            self.skipTest(f"../shared/captures/{name} is not there (not part of the project)")
        return path

    def record(self, *arguments, status=None):
        """The record of `check ARGUMENTS`; its exit status must be what its verdict says, or `status`."""
        done = run("check", *arguments, "--json", "-")
        return self.parse(done, status)

    def parse(self, done, status=None):
        self.assertGreaterEqual(done.returncode, 0, f"ended by signal: {done.stderr!r}")
        self.assertTrue(done.stdout, f"status {done.returncode}, nothing on standard output: {done.stderr!r}")
        record = json.loads(done.stdout)
        if status is None:
            status = FAILED if record["verdict"] == "fail" else OK
        self.assertEqual(done.returncode, status, done.stderr)
        return record


def link_of(capture):
    """The link file of a capture, or None."""
    path = os.path.join(LINKS, os.path.splitext(os.path.basename(capture))[0] + ".yaml")
    return path if os.path.exists(path) else None


def text_of(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def load(path):
    return json.loads(text_of(path))


def rules(record):
    """Rule id -> its result."""
    return {rule["id"]: rule for rule in record["result"]["rules"]}


def counts(record, *kinds):
    """Rule id -> number of fails (or of `kinds` together), where it is not 0."""
    sums = {rule["id"]: sum(rule[kind] for kind in kinds or ("fail",)) for rule in record["result"]["rules"]}
    return {rule: count for rule, count in sums.items() if count}


def planes(record):
    """(C, U, PTP, other): packets by what they carry; other eCPRI counts as other."""
    totals = record["result"]["totals"]
    return (totals["c_plane"], totals["u_plane"], totals["ptp"],
            totals["packets"] - totals["c_plane"] - totals["u_plane"] - totals["ptp"])


def moved(link, **by_ns):
    """Link text with durations changed: moved(text, t1a=50_000) adds 50 us to every t1a_..._us key."""
    for prefix, step in by_ns.items():
        link = re.sub(rf"\b({prefix}_\w+)_us: (\d+)",
                      lambda found, step=step: f"{found[1]}_ns: {int(found[2]) * 1000 + step}", link)
    return link


def cut(source, target, length):
    """Writes a classic pcap file again with at most `length` octets of each packet."""
    with open(source, "rb") as file:
        data = file.read()
    order = "<" if data[:4] in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
    out, at = [data[:24]], 24
    while at + 16 <= len(data):
        seconds, fraction, captured, original = struct.unpack_from(order + "IIII", data, at)
        kept = min(captured, length)
        out.append(struct.pack(order + "IIII", seconds, fraction, kept, original))
        out.append(data[at + 16:at + 16 + kept])
        at += 16 + captured
    with open(target, "wb") as file:
        file.write(b"".join(out))


def main():
    """Runs the tests of the calling file; 77, which ctest shows as skipped, when there was none to run."""
    result = unittest.main(exit=False, verbosity=2).result
    if not result.wasSuccessful():
        sys.exit(1)
    sys.exit(77 if result.testsRun and len(result.skipped) == result.testsRun else 0)
