"""`plumbline gen` makes traffic in which `plumbline check` finds nothing, on any number of workers."""
import itertools
import os

import harness
from harness import counts

FRAMES = 10

LINK = """plumbline_link: 1
name: generated
o_du: {{mac: "02:00:00:00:0d:01"}}
o_ru: {{mac: "02:00:00:00:0e:01"}}
vlan: 7
pcp: {{c_plane: 7, u_plane: 7}}
mtu: {mtu}
time: {{epoch: utc, timestamp_accuracy_ns: 100}}
carriers:
  - scs_khz: {scs}
    prbs: 273
    tdd: {tdd}
    channels:
      pdsch: {{eaxc: 0, compression: {compression}}}
      pusch: {{eaxc: 0, compression: {compression}}}
      prach: {{eaxc: 4, compression: {compression}, format: {prach}, frequency_offset: -3276, prbs: {prach_prbs}}}
delays:
  t1a_max_cp_dl_us: 470
  t1a_min_cp_dl_us: 419
  t1a_max_cp_ul_us: 336
  t1a_min_cp_ul_us: 285
  t1a_max_up_us: 345
  t1a_min_up_us: 294
  ta4_max_us: 331
  ta4_min_us: 50
"""
TDD = "{slots: DDDSU, special_dl_symbols: 6, special_ul_symbols: 4}"


def link(mu=1, width="bfp, width: 9", header="static", mtu=9000, tdd=TDD, prach="B4, slots: [19]", prach_prbs=12):
    return LINK.format(scs=15 << mu, mtu=mtu, tdd=tdd, prach=prach, prach_prbs=prach_prbs,
                       compression=f"{{method: {width}, header: {header}}}")


class GenCheck(harness.Case):
    def generate(self, text, sections=1, frames=FRAMES):
        link_file, capture = self.write("link.yaml", text), self.path("made.pcapng")
        done = harness.run("gen", "--link", link_file, "--to", capture, "--frames", frames, "--sections", sections)
        self.assertEqual(done.returncode, harness.OK, done.stderr)
        return link_file, capture

    def assert_sound(self, text, sections=1, workers=(1,)):
        link_file, capture = self.generate(text, sections)
        results = []
        for number in workers:
            record = self.record(capture, "--link", link_file, "--workers", number, status=harness.OK)
            self.assertEqual(counts(record, "fail", "inconclusive"), {})
            self.assertEqual(record["verdict"], "pass")
            results.append(record["result"])
        for result in results[1:]:
            self.assertEqual(result, results[0])
        os.remove(capture)
        return results[0]

    def test_every_shape_of_link_has_no_finding(self):
        shapes = itertools.product((0, 1), ("bfp, width: 9", "bfp, width: 14", "none, width: 16"),
                                   ("static", "dynamic"), (1500, 9000), ("fdd", TDD), (1, 4))
        for mu, width, header, mtu, tdd, sections in shapes:
            prach = "B4, slots: [19]" if mu == 1 else "B4, slots: [9]"
            with self.subTest(mu=mu, width=width, header=header, mtu=mtu, tdd=tdd, sections=sections):
                result = self.assert_sound(link(mu, width, header, mtu, tdd, prach), sections, (1, 2, 3))
                streams = {(stream["plane"], stream["direction"], stream["eaxc"]) for stream in result["streams"]}
                self.assertEqual(streams, {("c", "downlink", 0), ("u", "downlink", 0), ("c", "uplink", 0),
                                           ("u", "uplink", 0), ("c", "uplink", 4), ("u", "uplink", 4)})
                judged = {rule["id"] for rule in result["rules"] if rule["pass"]}
                self.assertLessEqual({"CUS-CU-001", "CUS-CU-004", "CUS-TIME-004", "CUS-TIME-005", "CUS-TIME-006",
                                      "CUS-C-032", "CUS-SEQ-001", "CUS-HDR-017"}, judged)

    def test_every_payload_has_no_finding_and_octets_of_its_own(self):
        link_file = self.write("link.yaml", link())
        made = {}
        for payload in ("noise", "zero", "pn23", "qam"):
            capture = self.path("made.pcapng")
            done = harness.run("gen", "--link", link_file, "--to", capture, "--frames", 1, "--payload", payload)
            self.assertEqual(done.returncode, harness.OK, done.stderr)
            self.assertEqual(counts(self.record(capture, "--link", link_file, status=harness.OK), "fail"), {})
            with open(capture, "rb") as file:
                made[payload] = file.read()
        self.assertEqual(len(set(made.values())), 4)
        done = harness.run("gen", "--link", link_file, "--to", capture, "--payload", "music")
        self.assertEqual(done.returncode, harness.USAGE)

    def test_slots_counted_in_another_numerology_have_no_finding(self):
        own = link(0, prach="B4, slots: [9]")
        counted = own.replace("scs_khz: 15\n", "scs_khz: 15\n    slot_reference_scs_khz: 60\n")
        other = link(1).replace("scs_khz: 30\n", "scs_khz: 30\n    slot_reference_scs_khz: 120\n")
        self.assertNotEqual(own, counted)
        self.assert_sound(counted)
        self.assert_sound(other)
        _, capture = self.generate(other)
        record = self.record(capture, "--link", self.write("own.yaml", link(1)))
        self.assertGreater(counts(record)["CUS-C-004"], 0)
        self.assertGreater(counts(record)["CUS-U-002"], 0)

    def test_every_preamble_format_has_no_finding(self):
        for preamble, slots in itertools.product(("0", "1", "2", "3", "A1", "A2", "A3", "B1", "B4", "C0", "C2"),
                                                 ("[8]", "[9]", "[8, 19]")):
            if preamble == "1" and slots != "[8]":
                continue  # its first sample would lie behind the subframe: cannot be said, and gen says so
            long_one = preamble in "0123"
            with self.subTest(preamble=preamble, slots=slots):
                self.assert_sound(link(tdd="{slots: DDDDDDDDUU}", prach=f'"{preamble}", slots: {slots}',
                                       prach_prbs=70 if long_one else 12))

    def test_a_fault_in_clean_traffic_is_found(self):
        """The checks above can fail: the same traffic, judged by another link."""
        _, capture = self.generate(link(), frames=2)
        for change, causes in (({}, set()), ({"mtu": 1500}, {"CUS-HDR-017"}), ({"header": "dynamic"}, {"CUS-COMP-004"}),
                               ({"width": "bfp, width: 8"}, {"CUS-U-003", "CUS-U-008"}),
                               ({"prach": '"0", slots: [19]', "prach_prbs": 70}, {"CUS-C-032"})):
            with self.subTest(change=change):
                record = self.record(capture, "--link", self.write("other.yaml", link(**change)))
                follows = counts(record, "consequences")
                primary = {rule for rule, count in counts(record).items() if count > follows.get(rule, 0)}
                self.assertEqual(primary, causes)


if __name__ == "__main__":
    harness.main()
