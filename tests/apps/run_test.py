"""`plumbline run` from outside: lists, dry runs, exit statuses, JSON, JUnit, recordings that `check` accepts."""
import glob
import json
import os
import xml.etree.ElementTree as ElementTree

import harness
from harness import ENVIRONMENT, FAILED, INCONCLUSIVE, OK, USAGE

EXAMPLE = os.path.join(harness.ROOT, "testvectors", "profiles", "example_link.yaml")
SMALL = os.path.join(harness.ROOT, "testvectors", "suite", "fdd15_5mhz.yaml")
NO_FIT = os.path.join(harness.ROOT, "testvectors", "suite", "no_fit.yaml")
PLAN = os.path.join(harness.ROOT, "testvectors", "plans", "example_plan.yaml")
PROFILE = os.path.join(harness.ROOT, "testvectors", "profiles", "example_o_ru.yaml")


def run(*arguments):
    done = harness.run("run", *arguments)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


class Run(harness.Case):
    def virtual(self, *arguments, status=OK):
        code, out, err = run("--virtual", *arguments)
        self.assertEqual(code, status, err + out)
        return out

    def test_list_shows_each_case_once(self):
        code, out, _ = run("--list")
        self.assertEqual(code, OK)
        ids = [line.split()[0] for line in out.splitlines() if line.startswith("FH-")]
        self.assertEqual(len(ids), len(set(ids)))
        self.assertIn("FH-UPL-004", ids)
        self.assertIn(f"{len(ids)} cases for an O-RU", out)
        code, out, _ = run("--list", "--dut", "o-du")
        self.assertIn("FH-UPL-002", out)
        self.assertNotIn("FH-UPL-004", out)

    def test_dry_run_says_why_a_case_does_not_run(self):
        out = self.virtual("--link", SMALL, "--dry-run")
        lines = {line.split()[0]: line for line in out.splitlines()}
        self.assertTrue(lines["FH-UPL-004"].endswith("runs"))
        self.assertIn("not applicable: link vlan: none", lines["FH-TRN-002"])

    def test_healthy_units_pass(self):
        for dut in ("o-ru", "o-du"):
            out = self.virtual("--link", SMALL, "--dut", dut, "--strict")
            self.assertIn("PASS", out)
            self.assertIn("exit status 0", out)

    def test_a_case_that_fails_is_status_1_and_names_itself(self):
        out = self.virtual("--link", NO_FIT, "--case", "FH-DLM-004", status=FAILED)
        self.assertIn("FAIL", out)
        self.assertIn("again: plumbline run --virtual", out)
        self.assertIn("--case FH-DLM-004", out)

    def test_inconclusive_counts_when_strict(self):
        arguments = ("--link", SMALL, "--case", "FH-TRN-007", "--frames", "1")
        self.virtual(*arguments)
        self.virtual(*arguments, "--strict", status=INCONCLUSIVE)

    def test_usage_and_environment(self):
        wrong = [
            ("--virtual",),
            ("--link", SMALL),
            ("--virtual", "--link", self.path("none.yaml")),
            ("--virtual", "--link", SMALL, "--case", "FH-ABC-*"),
            ("--virtual", "--link", SMALL, "--case", "FH-UPL-004", "--dut", "o-du"),
            ("--virtual", "--link", SMALL, "--profile", PROFILE, "--dut", "o-du"),
            ("--virtual", "--plan", self.write("plan.yaml", "plumbline_plan: 7\n")),
            ("--virtual", "--link", SMALL, "--dut", "both"),
        ]
        for arguments in wrong:
            code, out, err = run(*arguments)
            self.assertEqual(code, USAGE, f"{arguments}: {out}{err}")
            self.assertTrue(err.strip(), arguments)
        code, _, err = run("--virtual", "--link", SMALL, "--case", "FH-TRN-001", "--out", "/proc/none")
        self.assertEqual(code, ENVIRONMENT, err)

    def test_json_says_what_was_judged(self):
        record = json.loads(self.virtual("--link", SMALL, "--case", "FH-TRN-00?", "--seed", 4, "--repeat", 2,
                                         "--json", "-"))
        cases = record["result"]["cases"]
        self.assertEqual([case["id"] for case in cases[:2]], ["FH-TRN-001", "FH-TRN-002"])
        self.assertEqual({str(case["seed"]) for case in cases}, {"4", "5"})
        self.assertEqual(cases[0]["verdict"], "pass")
        self.assertEqual(cases[1]["decided_by"], "link vlan: none")
        names = [criterion["name"] for criterion in cases[0]["parts"][0]["criteria"]]
        self.assertEqual(names[0], "own_loss")
        self.assertIn("pair", names)

    def test_the_same_seed_gives_the_same_result(self):
        results = [json.loads(self.virtual("--link", SMALL, "--case", "FH-UPL-*", "--json", "-"))["result"]
                   for _ in range(2)]
        self.assertEqual(results[0], results[1])

    def test_plan_runs_what_it_names(self):
        record = json.loads(self.virtual("--plan", PLAN, "--repeat", 1, "--json", "-"))
        ids = {case["id"] for case in record["result"]["cases"]}
        self.assertIn("FH-CPL-014", ids)
        self.assertNotIn("FH-CPL-015", ids)

    def test_junit_counts_add_up(self):
        path = self.path("run.xml")
        self.virtual("--link", NO_FIT, "--case", "FH-DLM-00?", "--junit", path, status=FAILED)
        suite = ElementTree.parse(path).getroot().find("testsuite")
        nodes = suite.findall("testcase")
        self.assertEqual(int(suite.get("tests")), len(nodes))
        self.assertEqual(int(suite.get("failures")), len([n for n in nodes if n.find("failure") is not None]))
        self.assertEqual(int(suite.get("skipped")), len([n for n in nodes if n.find("skipped") is not None]))
        self.assertGreater(int(suite.get("failures")), 0)

    def test_recordings_are_judged_to_the_same_result(self):
        folder = self.path("night")
        self.virtual("--link", EXAMPLE, "--case", "FH-TRN-00?", "--case", "FH-UPL-005", "--out", folder)
        with open(os.path.join(folder, "run.json"), encoding="utf-8") as file:
            cases = json.load(file)["result"]["cases"]
        captures = glob.glob(os.path.join(folder, "*.pcapng"))
        parts = {(f"{case['id']}.{part['name']}" if part.get("name") else case["id"]).replace(" ", "-"): part
                 for case in cases for part in case["parts"]}
        self.assertEqual({os.path.basename(path)[:-len(".pcapng")] for path in captures}, set(parts))
        for path in captures:
            expected = parts[os.path.basename(path)[:-len(".pcapng")]]["check"]
            record = json.loads(harness.run("check", path, "--link", os.path.join(folder, "link.yaml"), "--json",
                                            "-").stdout)
            self.assertEqual(record["result"], expected, path)
        self.assertTrue(os.path.exists(os.path.join(folder, "run.xml")))


if __name__ == "__main__":
    harness.main()
