"""Captures of others through `plumbline check`: what is in them, what fails and why, nothing invented.

The reasons behind the counts stand in testvectors/captures/README.md.
"""
import os
import shutil
import subprocess

import harness
from harness import counts, link_of, moved, planes, rules, text_of

# Packets of (C-plane, U-plane, PTP, other), as the index of the captures counts them.
PLANES = {
    "cplane_dl_st1_ext1_64x.pcapng": (5, 0, 0, 0),
    "cplane_ul_st1.pcapng": (5, 0, 0, 0),
    # One of its two U-plane or C-plane packets is a concatenated frame; the others are eCPRI types 1 and 3 to 7.
    "ecpri_all_message_types.pcap": (1, 1, 0, 16),
    "esmc_2frames.pcap": (0, 0, 0, 2),
    "malformed_ecpri_5.pcap": (0, 0, 0, 5),
    "ptp_g82751_announce_attack_15min.pcap": (0, 0, 46998, 1214),
    "ptp_g82751_sync_attack.pcap": (0, 0, 8440, 200),
    "real_du_dl_bfp9_1eaxc.pcap": (32, 416, 0, 0),
    "real_ul_bfp9_4eaxc.pcap": (0, 15, 0, 0),
    "real_viavi_dl_none16_2eaxc.pcap": (58, 799, 0, 0),
    "srsran_20MHz_tdd_4x2_bfp9_prach0.pcap": (305, 4195, 0, 0),
    "srsran_gnb_testmode_20MHz_tdd_2x1_bfp9_prachB4.pcap": (318, 4182, 0, 0),
    "srsran_ofh_20mhz_bfp9_dynhdr.pcap": (114, 1512, 0, 0),
    "srsran_ofh_20mhz_none16_static_mtu1500.pcap": (41, 1064, 0, 0),
    "untagged_cplane_bfp13_and_ptp.pcap": (10, 0, 6, 0),
    "uplane_dl_none16.pcapng": (0, 5, 0, 0),
    "xran_catA_20MHz_tdd_bfp14_multisection_prachA.pcap": (372, 3628, 0, 0),
    "xran_catB_10MHz_bfp9_ext11_prachA.pcap": (506, 5994, 0, 0),
}

# What fails without a link: nothing is configured, so this is what no configuration can make right.
FAILS_ALONE = {
    # Five copies of one frame: the sequence id repeats.
    "cplane_dl_st1_ext1_64x.pcapng": {"CUS-SEQ-001": 4},
    "cplane_ul_st1.pcapng": {"CUS-SEQ-001": 4},
    "uplane_dl_none16.pcapng": {"CUS-SEQ-001": 4},
    # A tour of eCPRI that is not O-RAN: types 1, 3, 4, 6, 7 are not used on this interface, and the payload of type 2
    # is arbitrary octets (E bit and subSequenceId of a fragment, payloadVersion 0). Type 0 looks like a fragment.
    "ecpri_all_message_types.pcap": {"CUS-HDR-008": 16, "CUS-HDR-015": 1, "CUS-C-002": 1},
    "malformed_ecpri_5.pcap": {"CUS-HDR-006": 5, "CUS-HDR-008": 5},
    # Packets of the DL streams overtook each other: reordering is seen without a link, too.
    "srsran_gnb_testmode_20MHz_tdd_2x1_bfp9_prachB4.pcap": {"CUS-SEQ-001": 28},
}

# What fails with the link of testvectors/captures: rule -> count, all of it faults of the senders.
FAILS_LINKED = {
    "real_du_dl_bfp9_1eaxc.pcap": {},
    # Advice: the largest sample of a PRB is just below a power of two, and its exponent one larger.
    "real_ul_bfp9_4eaxc.pcap": {"CUS-COMP-008": 1},
    # 8.1.3.1: its constellations fill 16 bits in I and in Q, so that their corners are 3 dB above full scale.
    "real_viavi_dl_none16_2eaxc.pcap": {"CUS-COMP-023": 70120},
    "srsran_20MHz_tdd_4x2_bfp9_prach0.pcap": {
        # 7.5.2.6: below 15 kHz slotId is 0; the O-DU counts the slots of the 30 kHz carrier (9.1 instead of 9.0).
        "CUS-C-004": 10,
        # Its timeOffset counts from that slot, not from the subframe (7.5.2.12): follows from CUS-C-004.
        "CUS-C-032": 10,
        # The O-RU emulator sends random octets: udCompParam is 0 to 31, 1 in the nibble that is 0.
        "CUS-COMP-005": 25713,
        "CUS-COMP-006": 14105,
        "CUS-COMP-023": 1682,
        # 8.2.1: the O-RU emulator answers C-plane at once, before the symbol was on air.
        "CUS-TIME-004": 487,
        # No real-time priority: C-plane and DL U-plane leave after T1a_min. 10 are the C-plane of CUS-C-004.
        "CUS-TIME-005": 2597,
        # The PRACH of the same emulator, sent before the preamble was on air.
        "CUS-TIME-006": 8,
    },
    "srsran_gnb_testmode_20MHz_tdd_2x1_bfp9_prachB4.pcap": {
        # Seven times on each of four streams a later packet overtakes earlier ones (threads of the O-DU).
        "CUS-SEQ-001": 28,
        # U-plane of a slot whose C-plane was overtaken or never came: follows from CUS-SEQ-001.
        "CUS-CU-001": 22,
        # As above: random octets of the O-RU emulator.
        "CUS-COMP-005": 25067,
        "CUS-COMP-006": 13746,
        "CUS-COMP-023": 1726,
        # As above: every UL packet leaves before its symbol was on air, PRACH too; late DL.
        "CUS-TIME-004": 508,
        "CUS-TIME-005": 309,
        "CUS-TIME-006": 108,
    },
    # The O-RU of the sender's integration test never answers section type 3: no PRACH U-plane in the file.
    "srsran_ofh_20mhz_bfp9_dynhdr.pcap": {"CUS-CU-004": 6},
    "srsran_ofh_20mhz_none16_static_mtu1500.pcap": {
        "CUS-CU-004": 1,
        # Samples of the test fill 16 bits in I and in Q.
        "CUS-COMP-023": 21443,
        # The same test's UL packets are not split: 2,464 octets where the MTU is 1,500.
        "CUS-HDR-017": 56,
    },
    "xran_catA_20MHz_tdd_bfp14_multisection_prachA.pcap": {
        # Slot 81.5.0: the six U-plane packets of symbol 0 leave 0.1 ms before their C-plane.
        "CUS-CU-001": 6,
        # 8.3.3.7: symbolId of PRACH goes on from startSymbolId. The second occasion of slot 81.9.1 starts at symbol
        # 8, its U-plane is labelled 6 to 9: the O-RU counts on from the first occasion.
        "CUS-CU-002": 4,
        # Where a slot has several sections, the headers of the next message (addresses, EtherType, eCPRI and U-plane
        # header) are written over samples: over the 11th PRB of the section from PRB 10 on, packet 413 first.
        "CUS-COMP-005": 346,
        "CUS-COMP-006": 230,
        "CUS-COMP-007": 1,
        # Its PRACH, 16 bits without compression, fills them in I and in Q.
        "CUS-COMP-023": 167,
    },
    "xran_catB_10MHz_bfp9_ext11_prachA.pcap": {
        # Packet 335 leaves before the C-plane of its slot; 24 packets carry DL symbols in slots 99.2.0 and 100.7.0,
        # which are UL slots and have no DL C-plane.
        "CUS-CU-001": 25,
        # The PRACH labels, as with category A.
        "CUS-CU-002": 4,
        # The occasion at symbol 8 of slot 97.9.0 is asked for in time on both eAxC and gets no answer. The other ones
        # that lack answers were asked for outside T1a, which the O-RU may ignore (8.4.2.2).
        "CUS-CU-004": 2,
        # PRACH as with category A.
        "CUS-COMP-023": 160,
        # Its O-DU runs late: C-plane 74 to 429 us before air (T1a 419 to 669), DL U-plane down to 104 us (294).
        "CUS-TIME-005": 5297,
    },
}

# Findings that follow from another one, of those above.
CONSEQUENCES = {
    "srsran_20MHz_tdd_4x2_bfp9_prach0.pcap": {"CUS-C-032": 10, "CUS-TIME-005": 10, "CUS-COMP-006": 14105,
                                               "CUS-COMP-023": 1682},
    "srsran_gnb_testmode_20MHz_tdd_2x1_bfp9_prachB4.pcap": {"CUS-CU-001": 22, "CUS-TIME-005": 26, "CUS-COMP-006": 13746,
                                                            "CUS-COMP-023": 1726},
    "xran_catA_20MHz_tdd_bfp14_multisection_prachA.pcap": {"CUS-COMP-006": 229, "CUS-COMP-007": 1, "CUS-COMP-023": 7},
    "xran_catB_10MHz_bfp9_ext11_prachA.pcap": {"CUS-CU-001": 5, "CUS-TIME-005": 16},
}


class Captures(harness.Case):
    def test_packets_of_every_plane_are_counted_as_the_index_does(self):
        for name, expected in PLANES.items():
            with self.subTest(name):
                self.assertEqual(planes(self.record(self.capture(name))), expected)

    def test_every_capture_is_known_here(self):
        self.capture("README.md")
        there = {name for name in os.listdir(harness.SHARED) if name.endswith((".pcap", ".pcapng"))}
        self.assertEqual(there, set(PLANES))

    def test_what_fails_without_a_link(self):
        for name in PLANES:
            with self.subTest(name):
                self.assertEqual(counts(self.record(self.capture(name))), FAILS_ALONE.get(name, {}))

    def test_what_fails_with_the_link_and_what_follows_from_it(self):
        for name, expected in FAILS_LINKED.items():
            with self.subTest(name):
                record = self.record(self.capture(name), "--link", link_of(name), "--iq", "all")
                self.assertEqual(counts(record), expected)
                self.assertEqual(counts(record, "consequences"), CONSEQUENCES.get(name, {}))

    def test_every_link_file_is_used(self):
        links = {os.path.splitext(name)[0] for name in os.listdir(harness.LINKS) if name.endswith(".yaml")}
        self.assertEqual(links, {os.path.splitext(name)[0] for name in FAILS_LINKED})

    def test_cut_packets_fail_no_rule_that_whole_ones_pass(self):
        for name in PLANES:
            with self.subTest(name):
                whole, cut = self.capture(name), self.path(name)
                if name.endswith(".pcap"):
                    harness.cut(whole, cut, 64)
                elif shutil.which("editcap"):
                    subprocess.run(["editcap", "-s", "64", whole, cut], check=True)
                else:
                    continue
                link = ["--link", link_of(name), "--iq", "all"] if link_of(name) else []
                expected, record = self.record(whole, *link), self.record(cut, *link)
                self.assertEqual(planes(record), planes(expected))
                if PLANES[name][1] > 0:
                    self.assertGreater(record["result"]["totals"]["cut_packets"], 0)
                more = {rule: count for rule, count in counts(record).items()
                        if count > counts(expected).get(rule, 0)}
                self.assertEqual(more, {})


class RealDownlink(harness.Case):
    """A real O-DU, stamps tied to GPS: C-plane 397 to 417 us, U-plane 312 to 342 us before air."""
    NAME = "real_du_dl_bfp9_1eaxc.pcap"

    def judge(self, change=lambda link: link):
        link = self.write("link.yaml", change(text_of(link_of(self.NAME))))
        return self.record(self.capture(self.NAME), "--link", link)

    def outcomes(self, record):
        rule = rules(record)["CUS-TIME-005"]
        return rule["pass"], rule["inconclusive"], rule["fail"]

    def test_every_packet_leaves_inside_its_window(self):
        record = self.judge()
        self.assertEqual(planes(record), (32, 416, 0, 0))
        self.assertEqual(counts(record, "fail", "inconclusive"), {})
        self.assertEqual(self.outcomes(record), (448, 0, 0))

    def test_windows_50_us_off_fail_either_way(self):
        for step in (50_000, -50_000):
            with self.subTest(step):
                record = self.judge(lambda link, step=step: moved(link, t1a=step))
                self.assertEqual(counts(record), {"CUS-TIME-005": 448})

    def test_inside_the_error_of_the_stamps_nothing_is_said_against_the_device(self):
        record = self.judge(lambda link: link.replace("timestamp_accuracy_ns: 1000", "timestamp_accuracy_ns: 10000"))
        passed, inconclusive, failed = self.outcomes(record)
        self.assertEqual(failed, 0)
        self.assertGreater(inconclusive, 0)
        self.assertEqual(passed + inconclusive, 448)
        edges = [finding["observed"] for finding in rules(record)["CUS-TIME-005"]["first"]]
        for observed in edges:
            self.assertLess(min(abs(observed + edge) for edge in (420_000, 390_000, 350_000, 300_000)), 10_000)


class Beginnings(harness.Case):
    def test_uplane_before_the_first_cplane_is_inconclusive(self):
        name = "real_viavi_dl_none16_2eaxc.pcap"
        record = self.record(self.capture(name), "--link", link_of(name))
        self.assertEqual(counts(record, "inconclusive"), {"CUS-CU-001": 10})
        self.assertEqual(set(counts(record)), {"CUS-COMP-023"})


class Samples(harness.Case):
    def test_what_is_looked_into_is_told(self):
        name = "real_du_dl_bfp9_1eaxc.pcap"
        for scope, least, most in (("off", 0, 0), ("sampled", 6784, 10000), ("all", 44096, 44096)):
            with self.subTest(scope):
                record = self.record(self.capture(name), "--link", link_of(name), "--iq", scope)
                iq = record["result"]["iq"]
                self.assertEqual((iq["scope"], iq["prbs"], iq["prbs_cut"]), (scope, 44096, 0))
                self.assertTrue(least <= iq["prbs_judged"] <= most, iq)
                self.assertEqual(rules(record)["CUS-COMP-005"]["pass"], iq["prbs_judged"])
                self.assertEqual("a look into PRBs (--iq)" in rules(record)["CUS-COMP-005"]["lacks"], scope == "off")


class Malformed(harness.Case):
    def test_all_are_reported_with_their_octet_and_none_is_taken_for_o_ran(self):
        record = self.record(self.capture("malformed_ecpri_5.pcap"))
        self.assertEqual(planes(record)[:2], (0, 0))
        self.assertEqual(record["result"]["streams"], [])
        for rule, octet in (("CUS-HDR-006", 16), ("CUS-HDR-008", 15)):
            first = rules(record)[rule]["first"]
            self.assertEqual([(finding["packet"], finding["octet"]) for finding in first],
                             [(packet, octet) for packet in range(1, 6)])


if __name__ == "__main__":
    harness.main()
