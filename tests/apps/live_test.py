"""Two processes at the ends of a veth pair, in real time: one plays a unit, the other runs the catalogue against it."""
import os
import re
import shutil
import signal
import subprocess
import time
import unittest

import harness
from harness import PROGRAM, ROOT

LINK = os.path.join(ROOT, "testvectors", "profiles", "lab_veth.yaml")
# Under sanitizers hardly anything is in time: there it counts that it runs.
SANITIZED = bool(os.environ.get("PLUMBLINE_SANITIZED"))
# How long to try again where the machine was too busy.
PATIENCE_S = 10 if SANITIZED else 45
RUN_S = 100
# Later than this and the machine was too busy to play the unit under test: half the way to the edge of a window.
MOST_LATE_NS = 1_000_000
UNITS = {"ns": 1, "us": 1e3, "\u00b5s": 1e3, "ms": 1e6, "s": 1e9}


def latest_ns(told):
    """The worst lateness that an emulated unit tells of itself."""
    number, unit = re.search(r"pacing error.*max ([\d.,]+) (\S+)", told).groups()
    return float(number.replace(",", "")) * UNITS[unit]


def counter(told, name):
    """A counter of the last line that an emulated unit printed."""
    return int(re.findall(rf" {name} (\d+)", told)[-1])


@unittest.skipUnless(os.geteuid() == 0, "needs root, to make network namespaces")
@unittest.skipUnless(shutil.which("ip"), "needs `ip`")
class Live(harness.Case):
    def setUp(self):
        super().setUp()
        tag = os.path.basename(self.folder)[-8:]
        self.near, self.far = f"plumb-n-{tag}", f"plumb-f-{tag}"
        for space in (self.near, self.far):
            self.ip("netns", "add", space)
            self.addCleanup(subprocess.run, ["ip", "netns", "del", space], check=False, capture_output=True)
            # Without IPv6, or the kernel would talk on the pair by itself.
            subprocess.run(["ip", "netns", "exec", space, "sh", "-c",
                            "for i in all default; do echo 1 > /proc/sys/net/ipv6/conf/$i/disable_ipv6; done"],
                           check=False, capture_output=True)
        self.ip("-n", self.near, "link", "add", "veth0", "type", "veth", "peer", "name", "veth1", "netns", self.far)
        self.ip("-n", self.near, "link", "set", "veth0", "up")
        self.ip("-n", self.far, "link", "set", "veth1", "up")

    def ip(self, *arguments):
        done = subprocess.run(["ip", *arguments], check=False, capture_output=True)
        if done.returncode != 0:
            self.skipTest(f"this machine gives no network namespaces with a veth pair: {done.stderr!r}")

    def run_near(self, role, *more):
        try:
            return subprocess.run(["ip", "netns", "exec", self.near, PROGRAM, "run", "--port", "kernel:veth0", "--link",
                                   LINK, "--dut", role, "--attempts", "1", "--json", self.path("run.json"), *more],
                                  capture_output=True, check=False, timeout=RUN_S, text=True)
        except subprocess.TimeoutExpired:
            return self.skipTest(f"this machine was too busy to end a run within {RUN_S} s")

    def run_against(self, role, *more, unit_profile=None):
        """A run against an emulated unit: the process, its record, and what the unit printed."""
        profile = ["--profile", unit_profile] if unit_profile else []
        with subprocess.Popen(["ip", "netns", "exec", self.far, PROGRAM, "emulate", role, "--port", "kernel:veth1",
                               "--link", LINK, "--seconds", str(2 * RUN_S), *profile], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True) as unit:
            try:
                time.sleep(0.5)
                done = self.run_near(role, *more)
            finally:
                unit.send_signal(signal.SIGINT)
                told = unit.communicate(timeout=30)[0]
        self.assertIn(unit.returncode, (harness.OK, harness.INCONCLUSIVE), told)
        self.assertIn(done.returncode, (harness.OK, harness.FAILED, harness.INCONCLUSIVE), done.stdout + done.stderr)
        return done, harness.load(self.path("run.json")), told

    def passed(self, role, wanted, *more):
        """The cases that passed, in as many attempts as it takes. What the tester could not do in time makes a case
        inconclusive, never failed; what the unit could not is its own fault, so that a fail then says nothing of
        the program. Each case has to come through once without either."""
        passed, told, left = set(), "", list(wanted) if SANITIZED else ["*"]
        until = time.monotonic() + PATIENCE_S
        while left and time.monotonic() < until:
            # Fuzzing floods the cable with more than a busy machine carries.
            done, record, told = self.run_against(role, *(word for case in left for word in ("--case", case)),
                                                  "--without", "FH-SEC-004", "--without", "FH-SEC-006", *more)
            unit_was_late = latest_ns(told) > MOST_LATE_NS or " lost by us " in told
            left = []
            for case in record["result"]["cases"]:
                spoilt = {criterion["name"] for part in case["parts"] for criterion in part["criteria"]
                          if criterion["verdict"] == "inconclusive"} & {"own_loss", "lateness", "worst"}
                if case["verdict"] == "pass":
                    passed.add(case["id"])
                elif spoilt or (case["verdict"] == "fail" and unit_was_late):
                    left.append(case["id"])
                else:
                    self.assertIn(case["verdict"], ("not_applicable", "inconclusive"), done.stdout + told)
            self.assertEqual(record["provenance"]["conduct"]["lost"], 0, done.stdout)
        if left:
            self.skipTest(f"this machine was too busy for {PATIENCE_S} s: not in time were {', '.join(left)}")
        self.assertEqual(set(wanted) - passed, set())
        return told

    def test_an_o_ru_passes_what_can_be_asked_of_it_over_a_cable(self):
        self.passed("o-ru", ("FH-TRN-001", "FH-TRN-007", "FH-CPL-006", "FH-CPL-008", "FH-UPL-004", "FH-UPL-005",
                             "FH-DLM-003", "FH-DLM-008"), "--frames", "5")

    def test_an_o_du_passes_what_can_be_heard_of_it_over_a_cable(self):
        told = self.passed("o-du", ("FH-TRN-001", "FH-TRN-007", "FH-CPL-001", "FH-UPL-002", "FH-DLM-001",
                                    "FH-DLM-002"), "--frames", "5")
        self.assertGreater(counter(told, "answered"), 0)

    def test_what_passes_is_recorded_and_the_check_judges_it_alike(self):
        out = self.path("out")
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            done, record, told = self.run_against("o-ru", "--case", "FH-UPL-004", "--case", "FH-DLM-007", "--case",
                                                  "FH-DLM-012", "--out", out)
            cases = {case["id"]: case for case in record["result"]["cases"]}
            if cases["FH-UPL-004"]["verdict"] == "pass":
                break
        else:
            self.skipTest(f"this machine was too busy for {PATIENCE_S} s")
        self.assertIn("counters cannot be read", cases["FH-DLM-007"]["decided_by"])
        self.assertIn("the way to the unit", cases["FH-DLM-012"]["decided_by"])
        heard = self.record(os.path.join(out, "FH-UPL-004.pcapng"), "--link", os.path.join(out, "link.yaml"))
        self.assertEqual(harness.counts(heard), {})
        part = cases["FH-UPL-004"]["parts"][0]
        conduct = part["conduct"]
        self.assertEqual(heard["result"]["totals"]["packets"], conduct["sent"] + conduct["received"])
        rules, live = harness.rules(heard), {rule["id"]: rule for rule in part["check"]["rules"]}
        for rule in ("CUS-CU-004", "CUS-TIME-004", "CUS-SEQ-001"):
            self.assertGreater(rules[rule]["pass"], 0, rule)
            self.assertEqual(rules[rule]["pass"], live[rule]["pass"], rule)
        # What arrived here the unit counts as sent.
        self.assertGreaterEqual(counter(told, "TX_TOTAL"), record["provenance"]["conduct"]["received"], done.stdout)

    def test_a_quirk_that_a_unit_is_played_with_fails_and_is_known(self):
        quirky = self.write("ru.yaml", "plumbline_profile: 1\nunit: o_ru\nquirks:\n  - id: sequence_constant\n"
                                       "  - id: ecpri_payload_with_header\n")
        told_of_one = self.write("declared.yaml",
                                 "plumbline_profile: 1\nunit: o_ru\nquirks: [{id: sequence_constant}]\n")
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            done, record, told = self.run_against("o-ru", "--case", "FH-TRN-007", "--case", "FH-TRN-004", "--profile",
                                                  told_of_one, unit_profile=quirky)
            cases = {case["id"]: case for case in record["result"]["cases"]}
            if all(case["verdict"] == "fail" for case in cases.values()):
                break
        else:
            self.skipTest(f"this machine was too busy for {PATIENCE_S} s")
        self.assertIn("is played with: sequence_constant, ecpri_payload_with_header", told)
        self.assertEqual(done.returncode, harness.FAILED)
        known = {(one["name"], tuple(one["known_quirks"])) for case in cases.values() for part in case["parts"]
                 for one in part["criteria"] if one["verdict"] == "fail"}
        self.assertIn(("CUS-SEQ-001", (0,)), known)
        self.assertIn(("CUS-HDR-006", ()), known, "nobody told of that one")
        self.assertIn("1 named by known quirks", done.stdout)

    def test_with_nobody_at_the_other_end_nothing_passes(self):
        done = self.run_near("o-ru", "--case", "FH-TRN-00?", "--case", "FH-UPL-004")
        self.assertIn(done.returncode, (harness.FAILED, harness.INCONCLUSIVE), done.stderr)
        record = harness.load(self.path("run.json"))
        verdicts = {case["id"]: case["verdict"] for case in record["result"]["cases"]}
        self.assertNotIn("pass", verdicts.values(), done.stdout)
        self.assertEqual(verdicts["FH-TRN-001"], "inconclusive", done.stdout)
        self.assertEqual(record["provenance"]["conduct"]["received"], 0)

    def test_a_profile_of_the_other_unit_is_refused(self):
        profile = os.path.join(ROOT, "testvectors", "profiles", "example_o_ru.yaml")
        done = harness.run("emulate", "o-du", "--port", "kernel:lo", "--link", LINK, "--profile", profile)
        self.assertEqual(done.returncode, harness.USAGE, done.stderr)
        self.assertIn(b"is not the profile of an o-du", done.stderr)


if __name__ == "__main__":
    harness.main()
