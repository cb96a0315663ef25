"""How the program behaves as a program: exit statuses, errors, streams, pipes, signals."""
import gzip
import json
import os
import pty
import signal
import struct
import subprocess
import time

import harness
from gen_check_test import link
from harness import ENVIRONMENT, FAILED, INCONCLUSIVE, OK, PROGRAM, USAGE, run

ESCAPE = b"\x1b"


class Program(harness.Case):
    def setUp(self):
        super().setUp()
        self.link = self.write("link.yaml", link().replace("prbs: 273", "prbs: 51").replace("-3276", "-324"))

    def generate(self, name="made.pcapng", frames=2, **options):
        extra = [word for key, value in options.items() for word in ("--" + key, value)]
        done = run("gen", "--link", self.link, "--to", self.path(name), "--frames", frames, *extra)
        self.assertEqual(done.returncode, OK, done.stderr)
        return self.path(name)

    def faulty(self):
        """Traffic of which a must fails: frames longer than this link's MTU."""
        return self.generate(), self.write("other.yaml", harness.text_of(self.link).replace("mtu: 9000", "mtu: 1400"))


class ExitStatus(Program):
    def test_by_what_happened(self):
        made, other = self.faulty()
        bad = self.write("bad.yaml", "vlan: 5\n")
        for status, arguments in (
                (OK, ("check", made, "--link", self.link)), (OK, ("check", made)), (OK, ("--help",)),
                (OK, ("check", "--help")), (OK, ("--version",)), (OK, ("rules",)),
                (FAILED, ("check", made, "--link", other)), (FAILED, ("check", made, "--link", other, "--strict")),
                (INCONCLUSIVE, ("check", made, "--strict")),
                (USAGE, ()), (USAGE, ("check",)), (USAGE, ("check", made, "--nonsense")), (USAGE, ("chekc", made)),
                (USAGE, ("check", made, "--workers", "0")), (USAGE, ("check", made, "--link", bad)),
                (USAGE, ("check", made, "--link", self.path("none.yaml"))), (USAGE, ("rules", "CUS-NONE-001")),
                (USAGE, ("replay", made, "--to", "null:", "--speed", "fast")),
                (ENVIRONMENT, ("check", self.path("none.pcap"))), (ENVIRONMENT, ("decode", self.path("none.pcap"))),
                (ENVIRONMENT, ("replay", self.path("none.pcap"), "--to", "null:")),
                (ENVIRONMENT, ("check", "kernel:nonesuch0")), (ENVIRONMENT, ("check", bad)),
                (ENVIRONMENT, ("check", made, "--json", "/nonesuch/report.json")),
                (ENVIRONMENT, ("gen", "--link", self.link, "--to", "/nonesuch/made.pcapng"))):
            with self.subTest(arguments=arguments):
                done = run(*arguments)
                self.assertEqual(done.returncode, status, done.stderr)
                if status in (USAGE, ENVIRONMENT):
                    self.assertEqual(done.stdout, b"")
                    self.assertGreaterEqual(done.stderr.count(b"\n"), 2, "what is wrong, and what to do")
                else:
                    self.assertEqual(done.stderr, b"")

    def test_what_a_capture_lost_somewhere_is_laid_to_nobody(self):
        made = self.generate()
        with open(made, "rb") as file:
            data = file.read()
        # Without its 40th to 60th packet, and with the statistics that a capture program writes at its end.
        blocks, at = [], 0
        while at < len(data):
            length = struct.unpack_from("<I", data, at + 4)[0]
            blocks.append(data[at:at + length])
            at += length
        packets = [i for i, block in enumerate(blocks) if block[:4] == b"\6\0\0\0"]
        lossy = b"".join(block for i, block in enumerate(blocks) if not packets[40] <= i < packets[60])
        statistics = struct.pack("<IIIIIHHQHHI", 5, 40, 0, 0, 0, 5, 8, 20, 0, 0, 40)
        silent, told = self.write("silent.pcapng", lossy), self.write("told.pcapng", lossy + statistics)
        record = self.record(silent, "--link", self.link)
        self.assertEqual(record["verdict"], "fail")
        self.assertGreater(harness.counts(record)["CUS-SEQ-001"], 0)
        record = self.record(told, "--link", self.link, status=INCONCLUSIVE)
        self.assertEqual(harness.counts(record), {})
        self.assertGreater(harness.counts(record, "inconclusive")["CUS-SEQ-001"], 0)
        self.assertEqual(record["provenance"]["inputs"][0]["interfaces"][0]["dropped"], 20)

    def test_a_report_names_its_own_status(self):
        made, other = self.faulty()
        self.assertIn(b"exit status 1", run("check", made, "--link", other).stdout)


class Errors(Program):
    def test_a_misspelt_command_has_a_suggestion(self):
        done = run("chekc", "x.pcap")
        self.assertIn(b"`chekc` (did you mean `check`?)", done.stderr)

    def test_an_unknown_option_is_named(self):
        self.assertIn(b"--nonsense", run("check", "x.pcap", "--nonsense").stderr)

    def test_a_link_has_every_fault_told_with_line_and_suggestion(self):
        bad = self.write("bad.yaml", harness.text_of(self.link).replace("vlan:", "valn:").replace("mtu: 9000", "mtu: big")
                         .replace("t1a_max_up_us", "t1a_max_up_dl_us"))
        errors = run("check", self.generate(), "--link", bad).stderr.decode().splitlines()
        lines = harness.text_of(bad).splitlines()
        for expected in ("unknown key `valn` (did you mean `vlan`?)", "`mtu`: expected a whole number, got `big`",
                         "(did you mean `t1a_max_up_us`?)"):
            told = [error for error in errors if expected in error]
            self.assertEqual(len(told), 1, (expected, errors))
            number = int(told[0].removeprefix(bad + ":").split(":")[0])
            self.assertIn(expected.split("`")[1].replace("t1a_max_up_us", "t1a_max_up_dl_us"), lines[number - 1])

    def test_a_source_that_is_not_a_capture_says_how_it_begins(self):
        self.assertIn(b"not a capture file: it begins with 70 6c 75 6d", run("check", self.link).stderr)

    def test_the_record_names_the_machine(self):
        made = self.generate()
        machine = self.record(made)["provenance"]["machine"]
        told = os.uname()
        self.assertEqual(machine["host"], told.nodename)
        self.assertEqual(machine["kernel"], f"{told.sysname} {told.release} {told.machine}")
        self.assertEqual(machine["cores"], os.sysconf("SC_NPROCESSORS_ONLN"))
        with open("/proc/cpuinfo", encoding="utf-8") as info:
            self.assertIn(machine["cpu"], info.read())
        self.assertIn(f"on {machine['host']}: ".encode(), run("check", "-v", made).stdout)

    def test_a_cut_file_yields_what_came_before_and_a_warning_with_the_place(self):
        with open(self.generate(), "rb") as file:
            whole = file.read()
        cut = self.write("cut.pcapng", whole[:len(whole) // 2])
        done = run("check", cut)
        record = self.record(cut)
        warnings = record["provenance"]["inputs"][0]["warnings"]
        self.assertEqual(len(warnings), 1)
        place = int(warnings[0].removeprefix("octet ").split(":")[0])
        self.assertTrue(len(whole) // 2 - 9100 < place <= len(whole) // 2, place)
        self.assertGreater(record["result"]["totals"]["packets"], 0)
        self.assertIn(f"octet {place:,}:".encode(), done.stdout.replace(f"octet {place}:".encode(),
                                                                        f"octet {place:,}:".encode()))


class Streams(Program):
    def test_json_on_standard_output_is_all_there_is(self):
        for extra in ((), ("--link", self.link)):
            done = run("check", self.generate(), "--json", "-", *extra)
            self.assertEqual(json.loads(done.stdout)["plumbline_record"], 1)
            self.assertEqual(done.stderr, b"")

    def test_reports_in_files_leave_the_text_on_standard_output(self):
        made = self.generate()
        done = run("check", made, "--json", self.path("r.json"), "--junit", self.path("r.xml"))
        self.assertIn(b"PASS", done.stdout)
        self.assertIn(self.path("r.json").encode(), done.stdout)
        self.assertEqual(harness.load(self.path("r.json"))["verdict"], "pass")
        self.assertTrue(harness.text_of(self.path("r.xml")).startswith("<?xml"))

    def test_standard_input_may_be_compressed(self):
        made = self.generate()
        with open(made, "rb") as file:
            octets = file.read()
        expected = self.record(made, "--link", self.link)["result"]
        for given in (octets, gzip.compress(octets)):
            done = run("check", "-", "--link", self.link, "--json", "-", stdin=given)
            self.assertEqual(self.parse(done)["result"], expected)

    def test_several_sources_are_one_time_line(self):
        both, o_du, o_ru = self.generate(), self.generate("du.pcapng", role="o-du"), self.generate("ru.pcapng", role="o-ru")
        expected = self.record(both, "--link", self.link)
        for order in ((o_du, o_ru), (o_ru, o_du)):
            merged = self.record(*order, "--link", self.link)
            self.assertEqual(merged["result"]["totals"], expected["result"]["totals"])
            self.assertEqual(harness.counts(merged, "pass"), harness.counts(expected, "pass"))

    def test_separate_sources_have_a_report_each(self):
        o_du, o_ru = self.generate("du.pcapng", role="o-du"), self.generate("ru.pcapng", role="o-ru")
        done = run("check", o_du, o_ru, "--separate", "--json", self.path("r.json"))
        self.assertEqual(done.returncode, OK, done.stderr)
        self.assertLess(done.stdout.index(o_du.encode()), done.stdout.index(o_ru.encode()))
        for number, source in ((1, o_du), (2, o_ru)):
            record = harness.load(self.path(f"r.{number}.json"))
            self.assertEqual([one["name"] for one in record["provenance"]["inputs"]], [source])
            self.assertEqual(record["result"], self.record(source)["result"])

    def test_the_worst_of_separate_sources_decides(self):
        made, other = self.faulty()
        done = run("check", made, self.generate("ru.pcapng", role="o-ru"), "--separate", "--link", other)
        self.assertEqual(done.returncode, FAILED)


class Terminal(Program):
    def test_no_escape_codes_without_a_terminal(self):
        made, other = self.faulty()
        for arguments in (("check", made, "--link", other), ("decode", made), ("rules",), ("--help",),
                          ("replay", made, "--to", "null:", "--speed", "flood"), ("check", "none.pcap")):
            done = run(*arguments, environment={"TERM": "xterm-256color"})
            self.assertNotIn(ESCAPE, done.stdout + done.stderr)

    def on_terminal(self, environment, *arguments):
        ours, theirs = pty.openpty()
        with subprocess.Popen([PROGRAM, *arguments], stdout=theirs, stderr=subprocess.PIPE,
                              env={**os.environ, "TERM": "xterm-256color", **environment}) as child:
            os.close(theirs)
            said = b""
            while True:
                try:
                    piece = os.read(ours, 65536)
                except OSError:  # the end of a pseudo terminal
                    break
                if not piece:
                    break
                said += piece
            child.wait(60)
        os.close(ours)
        return said

    def test_colour_on_a_terminal_unless_told_otherwise(self):
        made, other = self.faulty()
        arguments = ("check", made, "--link", other)
        self.assertIn(ESCAPE, self.on_terminal({"NO_COLOR": ""}, *arguments))
        self.assertNotIn(ESCAPE, self.on_terminal({"NO_COLOR": "1"}, *arguments))
        self.assertNotIn(ESCAPE, self.on_terminal({"NO_COLOR": "", "TERM": "dumb"}, *arguments))

    def test_a_reader_that_leaves_ends_it_quietly(self):
        made = self.generate(frames=20)
        for command in (("decode", made), ("check", made), ("rules",)):
            with subprocess.Popen([PROGRAM, *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
                self.assertTrue(child.stdout.readline())
                child.stdout.close()
                self.assertEqual(child.stderr.read(), b"")
                self.assertIn(child.wait(60), (OK, -signal.SIGPIPE))


class Interrupted(Program):
    def test_check_of_a_stream_reports_what_it_read(self):
        with open(self.generate(), "rb") as file:
            octets = file.read()
        for number in (signal.SIGINT, signal.SIGTERM):
            with subprocess.Popen([PROGRAM, "check", "-", "--json", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE) as child:
                child.stdin.write(octets)
                child.stdin.flush()
                time.sleep(1)  # the rest never comes
                child.send_signal(number)
                said, complaint = self.outcome(child)
            self.assertEqual(child.returncode, OK, complaint)
            record = json.loads(said)
            self.assertTrue(record["provenance"]["interrupted"])
            self.assertIn("interrupted", record["provenance"]["inputs"][0]["warnings"][0])
            self.assertGreater(record["result"]["totals"]["packets"], 0)

    def outcome(self, child):
        """What a signalled child said, without the end of its input."""
        deadline = time.monotonic() + 20
        while child.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        ended = child.poll() is not None
        if not ended:
            child.kill()
        said, complaint = child.stdout.read(), child.stderr.read()
        self.assertTrue(ended, "it went on after the signal")
        return said, complaint

    def test_replay_tells_how_far_it_came(self):
        made = self.generate()
        with subprocess.Popen([PROGRAM, "replay", made, "--to", "null:", "--speed", "x0.001"], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE) as child:
            time.sleep(1)
            child.send_signal(signal.SIGINT)
            said, complaint = self.outcome(child)
        self.assertEqual(child.returncode, INCONCLUSIVE, complaint)
        self.assertRegex(said, rb"sent [\d,]+ packets")
        self.assertRegex(complaint, rb"stopped after \d+ packets")

    def test_gen_tells_how_far_it_came_and_leaves_a_whole_file(self):
        made = self.path("long.pcapng")
        with subprocess.Popen([PROGRAM, "gen", "--link", self.link, "--to", made, "--frames", "1000000", "--snaplen", "64"],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
            time.sleep(1)
            child.send_signal(signal.SIGINT)
            _, complaint = self.outcome(child)
        self.assertEqual(child.returncode, INCONCLUSIVE, complaint)
        record = self.record(made)
        self.assertEqual(record["provenance"]["inputs"][0]["warnings"], [])
        self.assertGreater(record["result"]["totals"]["packets"], 0)

    def test_encode_tells_how_far_it_came_and_leaves_a_whole_file(self):
        objects = subprocess.run([PROGRAM, "decode", self.generate(), "--link", self.link, "--json", "--count", "20"],
                                 capture_output=True, check=True).stdout
        made = self.path("cut.pcapng")
        with subprocess.Popen([PROGRAM, "encode", "-", "--to", made], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE) as child:
            child.stdin.write(objects)
            child.stdin.flush()
            time.sleep(1)  # the rest never comes
            child.send_signal(signal.SIGINT)
            _, complaint = self.outcome(child)
        self.assertEqual(child.returncode, INCONCLUSIVE, complaint)
        self.assertRegex(complaint, rb"\d+ frames to .*\n.*stopped; what is listed above is all there is")
        record = self.record(made)
        self.assertEqual(record["provenance"]["inputs"][0]["warnings"], [])
        self.assertGreater(record["result"]["totals"]["packets"], 0)


if __name__ == "__main__":
    harness.main()
