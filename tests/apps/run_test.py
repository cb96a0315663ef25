"""`plumbline run` from outside: lists, dry runs, exit statuses, JSON, JUnit, recordings that `check` accepts."""
import glob
import json
import os
import shlex
import signal
import subprocess
import time
import xml.etree.ElementTree as ElementTree

import harness
from harness import ENVIRONMENT, FAILED, INCONCLUSIVE, OK, USAGE

EXAMPLE = os.path.join(harness.ROOT, "testvectors", "profiles", "example_link.yaml")
SMALL = os.path.join(harness.ROOT, "testvectors", "suite", "fdd15_5mhz.yaml")
NO_FIT = os.path.join(harness.ROOT, "testvectors", "suite", "no_fit.yaml")
PLAN = os.path.join(harness.ROOT, "testvectors", "plans", "example_plan.yaml")
CABLE = os.path.join(harness.ROOT, "testvectors", "cables", "example_cable.yaml")
PROFILE = os.path.join(harness.ROOT, "testvectors", "profiles", "example_o_ru.yaml")
QUIRKY = os.path.join(harness.ROOT, "testvectors", "profiles", "quirky_o_ru.yaml")


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
        again = [line.strip() for line in out.splitlines() if "again: " in line]
        self.assertEqual(again, [f"again: plumbline run --virtual --link {NO_FIT} --dut o-ru --seed 1 --case FH-DLM-004 -v"])

    def test_the_command_that_repeats_a_case_does(self):
        folder = self.path("with a 'blank'")
        os.mkdir(folder)
        link = os.path.join(folder, "link.yaml")
        with open(SMALL, encoding="utf-8") as source, open(link, "w", encoding="utf-8") as copy:
            copy.write(source.read())
        out = self.virtual("--link", link, "--case", "FH-TRN-007", "--frames", "1", "--seed", "5")
        again = [line for line in out.splitlines() if "again: " in line][0].split("again: ")[1]
        words = shlex.split(again)
        self.assertEqual(words[:2], ["plumbline", "run"])
        self.assertIn("INCONCLUSIVE", self.virtual(*words[2:]))

    def test_a_wrong_kind_of_file_is_told_in_a_line(self):
        for arguments, told in ((("--link", PROFILE), "this is a profile, not a link (give it with --profile)"),
                                (("--link", SMALL, "--profile", SMALL), "this is a link, not a profile")):
            code, _, err = run("--virtual", *arguments)
            self.assertEqual(code, USAGE)
            self.assertIn(told, err)
            self.assertLess(len(err.splitlines()), 4)

    def test_a_file_that_cannot_be_written_takes_nothing_from_the_report(self):
        out = self.virtual("--link", SMALL, "--case", "FH-TRN-001", "--json", self.path("none/x.json"), "--junit",
                           self.path("run.xml"), status=ENVIRONMENT)
        self.assertIn("PASS", out)
        self.assertIn("exit status 3", out)
        self.assertTrue(os.path.exists(self.path("run.xml")))

    def test_what_is_stopped_says_so_and_is_no_success(self):
        junit = self.path("run.xml")
        with subprocess.Popen([harness.PROGRAM, "run", "--virtual", "--link", SMALL, "--repeat", "100000", "--junit",
                               junit], stdout=subprocess.PIPE, text=True) as process:
            time.sleep(2)
            process.send_signal(signal.SIGINT)
            out = process.communicate(timeout=60)[0]
        self.assertEqual(process.returncode, INCONCLUSIVE, out)
        self.assertIn("interrupted: this covers what was run until then", out)
        properties = {node.get("name"): node.get("value") for node in ElementTree.parse(junit).iter("property")}
        self.assertEqual(properties["interrupted"], "true")

    def test_a_long_case_can_be_stopped(self):
        with subprocess.Popen([harness.PROGRAM, "run", "--virtual", "--link", EXAMPLE, "--case", "FH-TRN-001",
                               "--frames", "1000000"], stdout=subprocess.PIPE, text=True) as process:
            time.sleep(1)
            process.send_signal(signal.SIGINT)
            out = process.communicate(timeout=60)[0]
        self.assertEqual(process.returncode, INCONCLUSIVE, out)

    def test_repeats_are_told_apart(self):
        junit = self.path("run.xml")
        out = self.virtual("--link", SMALL, "--case", "FH-TRN-00?", "--repeat", "3", "--junit", junit)
        names = [node.get("name") for node in ElementTree.parse(junit).iter("testcase")]
        self.assertEqual(len(names), len(set(names)))
        self.assertEqual(out.count("FH-TRN-002"), 1, "what does not apply is told once")
        out = self.virtual("--link", SMALL, "--case", "FH-TRN-001", "--repeat", "2", "-v")
        self.assertIn("FH-TRN-001 seed 2", out)

    def test_inconclusive_counts_when_strict(self):
        arguments = ("--link", SMALL, "--case", "FH-TRN-007", "--frames", "1")
        self.virtual(*arguments)
        junit = self.path("run.xml")
        self.virtual(*arguments, "--strict", "--junit", junit, status=INCONCLUSIVE)
        self.assertEqual(ElementTree.parse(junit).getroot().find("testsuite").get("failures"), "1")

    def test_usage_and_environment(self):
        wrong = [
            ("--virtual",),
            ("--link", SMALL),
            ("--virtual", "--link", self.path("none.yaml")),
            ("--virtual", "--link", SMALL, "--case", "FH-ABC-*"),
            ("--virtual", "--link", SMALL, "--case", "FH-UPL-004", "--dut", "o-du"),
            ("--virtual", "--link", SMALL, "--profile", PROFILE, "--dut", "o-du"),
            ("--virtual", "--link", SMALL, "--profile", PROFILE, PROFILE),
            ("--virtual", "--link", SMALL, "--cable", self.path("none.yaml")),
            ("--virtual", "--link", SMALL, "--cable", self.write("bad.yaml", "plumbline_cable: 1\nlost_ppm: 3\n")),
            ("--virtual", "--link", SMALL, "--cable",
             self.write("long.yaml", "plumbline_cable: 1\ndelay_us: 9000\n")),
            ("--port", "null:", "--link", SMALL, "--cable", CABLE),
            ("--virtual", "--plan", self.write("plan.yaml", "plumbline_plan: 7\n")),
            ("--virtual", "--link", SMALL, "--dut", "both"),
            ("--virtual", "--link", SMALL, "--without", "FH-ABC-*"),
            ("--virtual", "--link", SMALL, "--frames", "0"),
            ("--virtual", "--link", SMALL, "--frames", "1000001"),
            ("--virtual", "--link", SMALL, "--repeat", "0"),
            ("--virtual", "--link", SMALL, "--seed", "-1"),
            ("--virtual", "--link", SMALL, "--seed", "010"),
            ("--virtual", "--link", SMALL, "--seed", "99999999999999999999999"),
            ("--port", "garbage", "--link", SMALL),
        ]
        for arguments in wrong:
            code, out, err = run(*arguments)
            self.assertEqual(code, USAGE, f"{arguments}: {out}{err}")
            self.assertTrue(err.strip(), arguments)
        code, _, err = run("--virtual", "--link", SMALL, "--case", "FH-TRN-001", "--out", "/proc/none")
        self.assertEqual(code, ENVIRONMENT, err)

    def test_two_profiles_of_one_side_are_named_both(self):
        other = self.write("other.yaml", "plumbline_profile: 1\nunit: o_ru\n")
        code, _, err = run("--virtual", "--link", SMALL, "--profile", PROFILE, "--profile", other)
        self.assertEqual(code, USAGE)
        self.assertIn(PROFILE, err)
        self.assertIn(other, err)

    def test_the_profile_of_the_tester_narrows_what_is_tried_and_its_rest_is_told(self):
        tester = self.write("du.yaml", "plumbline_profile: 1\nunit: o_du\nextensions: [12, 13]\n"
                                       "features: [sym_inc, counters]\n")
        arguments = ("--link", EXAMPLE, "--profile", PROFILE, "--profile", tester)
        code, out, err = run("--virtual", *arguments, "--dry-run")
        self.assertEqual(code, OK, err)
        lines = {line.split()[0]: line for line in out.splitlines()}
        self.assertIn("not applicable: tester: profile extensions: 6", lines["FH-CPL-013"])
        self.assertTrue(lines["FH-CPL-014"].endswith("runs"), lines["FH-CPL-014"])
        self.assertIn("without effect here: features counters", err)
        self.assertNotIn("sym_inc", err)
        record = json.loads(self.virtual(*arguments, "--case", "FH-CPL-01?", "--json", "-"))
        decided = {case["id"]: case.get("decided_by") for case in record["result"]["cases"]}
        self.assertEqual(decided["FH-CPL-013"], "tester: profile extensions: 6")
        profiles = record["provenance"]["run"]["profiles"]
        self.assertEqual([profile["file"] for profile in profiles], [PROFILE, tester])
        self.assertIn("tester: " + tester, " ".join(self.virtual(*arguments, "--case", "FH-CPL-014").split()))
        code, out, _ = run("--list", "--profile", tester)
        self.assertIn("cases for an O-DU", out)

    def test_known_quirks_stand_beside_what_fails_and_soften_nothing(self):
        record, junit = self.path("run.json"), self.path("run.xml")
        out = self.virtual("--link", EXAMPLE, "--profile", QUIRKY, "--case", "FH-TRN-007", "--case", "FH-CPL-011",
                           "--json", record, "--junit", junit, status=FAILED)
        self.assertIn("2 fail (2 named by known quirks)", out)
        told = " ".join(out.split())
        self.assertIn("known quirk sequence_shared_over_eaxc: sequenceId of U-plane counts over all eAxC ids together "
                      "(https://", told)
        self.assertIn("not looked at 3: answers loopback messages", told)
        with open(record, encoding="utf-8") as file:
            result = json.load(file)["result"]
        self.assertEqual([quirk.get("id", "") for quirk in result["quirks"]],
                         ["sequence_shared_over_eaxc", "prach_unanswered", ""])
        for case, quirk in zip(result["cases"], (0, 1)):
            self.assertEqual(case["verdict"], "fail")
            for part in case["parts"]:
                for one in part["criteria"]:
                    expected = [quirk] if one["verdict"] == "fail" else []
                    self.assertEqual(one["known_quirks"], expected, one)
        failures = ElementTree.parse(junit).getroot().findall(".//failure")
        self.assertEqual(len(failures), 2)
        for failure in failures:
            self.assertIn("named by known quirks", failure.get("message"))

    def test_a_quirk_that_is_not_there_is_a_usage_error_with_its_place(self):
        head = "plumbline_profile: 1\nunit: o_ru\nquirks:\n"
        for entry, told in (("  - id: sequence_constnt\n", "did you mean `sequence_constant`?"),
                            ("  - {text: slow, rules: [CUS-HDR-066]}\n", "`CUS-HDR-066` is no rule"),
                            ("  - {text: slow, cases: [FH-TRN-099]}\n", "`FH-TRN-099` is no case")):
            path = self.write("bad.yaml", head + entry)
            for command in (("run", "--virtual"), ("emulate", "o-ru", "--port", "kernel:lo")):
                done = harness.run(*command, "--link", SMALL, "--profile", path)
                self.assertEqual(done.returncode, USAGE)
                self.assertIn(path + ":4: ", done.stderr.decode())
                self.assertIn(told, done.stderr.decode())

    def test_quirks_of_the_tester_are_without_effect(self):
        tester = self.write("du.yaml", "plumbline_profile: 1\nunit: o_du\nquirks: [{id: pcp_0}]\n")
        code, out, err = run("--virtual", "--link", EXAMPLE, "--dut", "o-ru", "--profile", PROFILE, "--profile", tester,
                             "--case", "FH-TRN-002")
        self.assertEqual(code, OK, out)
        self.assertIn("without effect here: quirks", err)
        self.assertNotIn("known quirk", out)

    def test_a_tester_that_we_cannot_be_is_a_usage_error(self):
        tester = self.write("ru.yaml", "plumbline_profile: 1\nunit: o_ru\nextensions: [7]\n")
        unit = self.write("du.yaml", "plumbline_profile: 1\nunit: o_du\n")
        code, _, err = run("--virtual", "--link", SMALL, "--dut", "o-du", "--profile", unit, "--profile", tester)
        self.assertEqual(code, USAGE)
        self.assertIn("ru.yaml: extensions", err)

    def test_a_cable_is_in_the_record_and_in_the_command_that_repeats_a_case(self):
        cable = self.write("lossy.yaml", "plumbline_cable: 1\nup: {lost_ppm: 5000}\n")
        arguments = ("--link", EXAMPLE, "--case", "FH-UPL-004", "--cable", cable)
        out = self.virtual(*arguments, status=INCONCLUSIVE)
        self.assertIn(f"--cable {cable} ", " ".join(out.split()))
        self.assertIn("own_loss", out)
        record = json.loads(self.virtual(*arguments, "--json", "-", status=INCONCLUSIVE))
        self.assertEqual(record["provenance"]["run"]["cable"]["file"], cable)
        self.assertEqual(len(record["provenance"]["run"]["cable"]["sha256"]), 64)
        self.virtual("--link", SMALL, "--cable", CABLE, "--strict")

    def test_recordings_over_a_bad_cable_are_judged_to_the_same_result(self):
        folder = self.path("lossy")
        cable = self.write("lossy.yaml", "plumbline_cable: 1\ndown: {lost_ppm: 3000, doubled_ppm: 1000}\n"
                                         "up: {lost_ppm: 3000, jitter_us: 2}\n")
        self.virtual("--link", EXAMPLE, "--case", "FH-UPL-00?", "--cable", cable, "--out", folder,
                     status=INCONCLUSIVE)
        with open(os.path.join(folder, "run.json"), encoding="utf-8") as file:
            cases = json.load(file)["result"]["cases"]
        part = next(case for case in cases if case["id"] == "FH-UPL-004")["parts"][0]
        record = json.loads(harness.run("check", os.path.join(folder, "FH-UPL-004.pcapng"), "--link",
                                        os.path.join(folder, "link.yaml"), "--json", "-").stdout)
        self.assertEqual(record["result"], part["check"])

    def test_an_emulated_o_ru_has_no_payload_to_choose(self):
        done = harness.run("emulate", "o-ru", "--port", "null:", "--link", SMALL, "--payload", "pn23")
        self.assertEqual(done.returncode, USAGE)
        self.assertIn("--payload", done.stderr.decode())

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
        settings = record["provenance"]["run"]
        self.assertEqual(settings["plan"], "nightly: RU-1")
        self.assertEqual(os.path.realpath(settings["profiles"][0]["file"]), os.path.realpath(PROFILE))
        self.assertEqual(len(settings["profiles"][0]["sha256"]), 64)
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

    def test_the_link_beside_a_recording_is_its_own(self):
        folder = self.path("night")
        os.mkdir(folder)
        stale = self.write("night/FH-TRN-001.yaml", "of another run")
        self.virtual("--link", EXAMPLE, "--case", "FH-TRN-001", "--case", "FH-DLM-012", "--out", folder)
        self.assertFalse(os.path.exists(stale))
        self.assertTrue(os.path.exists(os.path.join(folder, "FH-DLM-012.yaml")))


if __name__ == "__main__":
    harness.main()
