"""`plumbline encode` from outside: there and back, what its help shows, what it refuses, how it ends."""
import json
import os
import re
import struct
import subprocess

import harness
from harness import ENVIRONMENT, OK, PROGRAM, USAGE, run

LINK = """plumbline_link: 1
name: generated
o_du: {mac: "02:00:00:00:0d:01"}
o_ru: {mac: "02:00:00:00:0e:01"}
vlan: 7
pcp: {c_plane: 7, u_plane: 7}
mtu: 9000
time: {epoch: utc, timestamp_accuracy_ns: 100}
carriers:
  - scs_khz: 30
    prbs: 106
    tdd: {slots: DDDSU, special_dl_symbols: 6, special_ul_symbols: 4}
    channels:
      pdsch: {eaxc: 0, compression: {method: bfp, width: 9, header: HEADER}}
      pusch: {eaxc: 0, compression: {method: bfp, width: 9, header: HEADER}}
      prach: {eaxc: 4, compression: {method: bfp, width: 9, header: HEADER}, format: B4, slots: [19],
              frequency_offset: -3276, prbs: 12}
delays: {t1a_max_cp_dl_us: 470, t1a_min_cp_dl_us: 419, t1a_max_cp_ul_us: 336, t1a_min_cp_ul_us: 285,
         t1a_max_up_us: 345, t1a_min_up_us: 294, ta4_max_us: 331, ta4_min_us: 50}
"""
MACS = bytes.fromhex("020000000001020000000002")
CPLANE = MACS + bytes.fromhex("aefe10020014000700809 02a304001010000001 0006afffe0005".replace(" ", ""))


def pcap(frames, original=None):
    """A classic capture with nanoseconds; `original` is what the length on the wire is said to be."""
    out = [struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 65535, 1)]
    for i, frame in enumerate(frames):
        out.append(struct.pack("<IIII", 1_700_000_000, 1000 * i + 7, len(frame), original or len(frame)) + frame)
    return b"".join(out)


def pcapng_packets(data):
    """(stamp in ns, length on the wire, octets) of the enhanced packet blocks of a pcapng of ours."""
    packets, at = [], 0
    while at < len(data):
        kind, size = struct.unpack_from("<II", data, at)
        if kind == 6:
            _, high, low, captured, length = struct.unpack_from("<IIIII", data, at + 8)
            packets.append((high << 32 | low, length, data[at + 28:at + 28 + captured]))
        at += size
    return packets


def pcap_packets(data):
    packets, at = [], 24
    while at < len(data):
        seconds, nanoseconds, captured, length = struct.unpack_from("<IIII", data, at)
        packets.append((seconds * 10**9 + nanoseconds, length, data[at + 16:at + 16 + captured]))
        at += 16 + captured
    return packets


class Encode(harness.Case):
    def decode(self, capture, *options):
        done = run("decode", capture, "--json", *options)
        self.assertEqual(done.returncode, OK, done.stderr)
        return done.stdout

    def encode(self, text, *options):
        """The packets of the file that encode makes of JSON on its standard input."""
        made = self.path("made.pcapng")
        done = run("encode", "-", "--to", f"file:{made}", *options, stdin=text)
        self.assertEqual(done.returncode, OK, done.stderr)
        with open(made, "rb") as file:
            return pcapng_packets(file.read())

    def refused(self, text, what, *options):
        done = run("encode", "-", "--to", self.path("refused.pcapng"), *options, stdin=text)
        self.assertEqual(done.returncode, USAGE, done.stderr)
        self.assertIn(what, done.stderr.decode())
        return done.stderr.decode()

    def test_the_pipe_of_the_help_gives_the_same_octets(self):
        for header in ("static", "dynamic"):
            with self.subTest(header=header):
                link = self.write("link.yaml", LINK.replace("HEADER", header))
                trace, same = self.path("trace.pcapng"), self.path("same.pcapng")
                done = run("gen", "--link", link, "--to", trace, "--frames", 2)
                self.assertEqual(done.returncode, OK, done.stderr)
                piped = subprocess.run(
                    f"'{PROGRAM}' decode '{trace}' --link '{link}' --json | '{PROGRAM}' encode - --to 'file:{same}'",
                    shell=True, capture_output=True, check=False, timeout=100)
                self.assertEqual(piped.returncode, OK, piped.stderr)
                with open(trace, "rb") as one, open(same, "rb") as other:
                    first, second = pcapng_packets(one.read()), pcapng_packets(other.read())
                self.assertGreater(len(first), 500)
                self.assertEqual([packet[1:] for packet in first], [packet[1:] for packet in second])
                self.assertEqual([packet[0] - first[0][0] for packet in first],
                                 [packet[0] - second[0][0] for packet in second])
                self.assertEqual(piped.stderr, f"plumbline encode: {len(first)} frames to file:{same}\n".encode())

    def test_every_example_of_the_help_is_a_command_that_parses(self):
        done = run("encode", "--help")
        self.assertEqual(done.returncode, OK)
        examples = re.findall(r"^  (plumbline .*)$", done.stdout.decode(), re.M)
        self.assertGreaterEqual(len(examples), 4)
        self.write("trace.pcapng", pcap([CPLANE]))
        self.write("lab7.yaml", LINK.replace("HEADER", "static"))
        self.write("messages.json", self.decode(self.path("trace.pcapng")))
        for example in examples:
            if "kernel:" in example:
                example = example.replace("kernel:veth0", "null:")
            if "jq " in example and subprocess.run("jq --version", shell=True, capture_output=True,
                                                   check=False).returncode:
                example = example.replace("jq -c '.sections[0].numPrbc = 0'", "sed 's/\"numPrbc\":106/\"numPrbc\":0/'")
            with self.subTest(example=example):
                done = subprocess.run(example.replace("plumbline ", f"'{PROGRAM}' "), shell=True, cwd=self.folder,
                                      capture_output=True, check=False, timeout=100)
                self.assertEqual(done.returncode, OK, done.stderr)
        with open(self.path("odd.pcapng"), "rb") as file:
            self.assertEqual(pcapng_packets(file.read())[0][2], CPLANE[:33] + b"\0" + CPLANE[34:])

    def test_captures_of_others_come_back(self):
        shared = [name for name in sorted(os.listdir(harness.SHARED)) if name.endswith(".pcap")] \
            if os.path.isdir(harness.SHARED) else []
        if not shared:
            self.skipTest("../shared/captures is not there (not part of the project)")
        for name in shared:
            with self.subTest(name=name):
                path = os.path.join(harness.SHARED, name)
                link = harness.link_of(path)
                text = self.decode(path, "--count", 1500, *(("--link", link) if link else ()))
                with open(path, "rb") as file:
                    data = file.read()
                if data[:4] not in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1"):
                    continue
                made = [packet[1:] for packet in self.encode(text)]
                self.assertEqual(made, [packet[1:] for packet in pcap_packets(data)][:len(made)])
                self.assertGreater(len(made), 1)

    def test_damaged_and_cut_frames_come_back_or_are_left_out(self):
        damaged = CPLANE[:-5]
        trace = self.write("damaged.pcap", pcap([CPLANE, damaged, MACS[:7], CPLANE]))
        text = self.decode(trace)
        self.assertEqual([packet[2] for packet in self.encode(text)], [CPLANE, damaged, MACS[:7], CPLANE])
        made = self.path("whole.pcapng")
        done = run("encode", "-", "--to", made, "--skip-damaged", stdin=text)
        self.assertEqual(done.returncode, OK)
        self.assertIn(b"2 damaged frames were left out", done.stderr)
        with open(made, "rb") as file:
            self.assertEqual([packet[2] for packet in pcapng_packets(file.read())], [CPLANE, CPLANE])
        cut = self.write("cut.pcap", pcap([CPLANE[:30]], original=len(CPLANE)))
        self.assertEqual([packet[1:] for packet in self.encode(self.decode(cut))], [(len(CPLANE), CPLANE[:30])])
        said = self.refused(self.decode(trace, "--no-payload"), "standard input:2: fault: the octets")
        self.assertIn("--no-payload", said)

    def test_concatenated_messages_are_one_frame(self):
        message = CPLANE[14:]
        frame = MACS + b"\xae\xfe" + b"\x11" + message[1:] + message
        torn = MACS + b"\xae\xfe" + b"\x11" + message[1:] + b"\x10\x02"
        trace = self.write("two.pcap", pcap([frame, torn, frame]))
        text = self.decode(trace)
        self.assertEqual(text.count(b"\n"), 6)
        self.assertEqual([packet[2] for packet in self.encode(text)], [frame, torn, frame])

    def test_what_decode_was_told_is_in_the_json(self):
        sinr = MACS + bytes.fromhex("aefe10020012000000" "80902a3040010900000010000105800000")
        text = self.decode(self.write("sinr.pcap", pcap([sinr])), "--sinr", "bfp8")
        self.assertIn(b'"sinrValues"', text)
        self.assertEqual([packet[2] for packet in self.encode(text)], [sinr])
        self.refused(re.sub(rb'"sinrFormat":{[^}]*},', b"", text),
                     "sections[0].prbs cannot be written: sinrFormat is not there")
        ues = MACS + bytes.fromhex("aefe10020018000000" "80002a3040010601900001fffe0005011234560000")
        text = self.decode(self.write("ues.pcap", pcap([ues])), "--antennas", 1, "--st6-aligned")
        self.assertIn(b',"padding":"0000"', text)
        self.assertEqual([packet[2] for packet in self.encode(text)], [ues])
        untold = text.replace(b',"padding":"0000"', b"")
        self.assertEqual([packet[2] for packet in self.encode(untold, "--st6-aligned")], [ues])

    def test_what_is_wrong_is_said_with_its_line(self):
        good = self.decode(self.write("good.pcap", pcap([CPLANE])))
        message = json.loads(good)

        def changed(**keys):
            return json.dumps({**message, **keys}).encode()
        self.refused(good + b"{\n", "standard input:2: no JSON: column 2")
        self.refused(good + b"\n[]\n", "standard input:3: no JSON object")
        self.refused(changed(numPrbC=1), "standard input:1: numPrbC is no field of this")
        self.refused(changed(frameId=256), "standard input:1: frameId does not fit in 8 bits")
        self.refused(changed(time="noon"), "standard input:1: time is no number of seconds")
        self.refused(changed(time=1e300), "standard input:1: time is no number of seconds")
        self.refused(changed(sections=[{}]), "standard input:1: sections[0].sectionId is not there")
        self.refused(good + changed(number=2, sections=7), "standard input:2: sections is no array")
        self.refused(b"{\"a\":" + b"[" * 1_000_000, "more than 32 objects and lists in each other")
        self.refused(b" " * (17 << 20), "standard input:1: a line of more than 16 MiB")
        self.refused(b"\n".join([changed(messageIndex=1, pad="x" * 4_000_000)] * 6),
                     "the messages of a frame are longer than any")
        messages = self.write("messages.json", changed(frameId="x"))
        done = run("encode", messages, "--to", self.path("x.pcapng"))
        self.assertEqual(done.returncode, USAGE)
        self.assertIn(f"{messages}:1: frameId is neither".encode(), done.stderr)

    def test_exit_statuses(self):
        good = self.write("good.json", self.decode(self.write("good.pcap", pcap([CPLANE]))))
        for status, *arguments in ((OK, good, "--to", self.path("a.pcapng")), (OK, good, "--to", "null:"),
                                   (USAGE,), (USAGE, good), (USAGE, good, "--to", "null:", "--nonsense"),
                                   (ENVIRONMENT, self.path("absent.json"), "--to", self.path("a.pcapng")),
                                   (ENVIRONMENT, good, "--to", self.path("no/folder/a.pcapng")),
                                   (ENVIRONMENT, good, "--to", "kernel:no-such-interface")):
            with self.subTest(arguments=arguments):
                done = run("encode", *arguments)
                self.assertEqual(done.returncode, status, done.stderr)
                if status != OK:
                    self.assertTrue(done.stderr)
        done = run("encode", good, "--to", "-")
        self.assertEqual(done.returncode, OK, done.stderr)
        self.assertEqual([packet[2] for packet in pcapng_packets(done.stdout)], [CPLANE])


if __name__ == "__main__":
    harness.main()
