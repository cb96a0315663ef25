"""What a replay hears is judged as the capture it played: over DPDK rings, shared memory and kernel interfaces."""
import os
import shutil
import socket
import subprocess
import time
import unittest

import harness
from gen_check_test import link
from harness import PROGRAM, link_of, run

FRAMES = 4
ATTEMPTS = 3


# How many requests had to be answered depends on which of them came in time: a replay on a busy machine is late.
TIMED = ("CUS-TIME-", "CUS-CU-004")


def told(record, octets):
    """What a result says apart from time: arrivals, stamps and the rules about them are left out. `octets`: also how
    long frames are, which a port changes that pads short ones."""
    left_out = ("stamp", "losses_of_ours") + (() if octets else ("octets",))

    def kept(message):
        return {key: value for key, value in message.items() if not any(word in key for word in left_out)}

    result = record["result"]
    rules = [{**rule, "first": [(finding["packet"], finding["verdict"], finding["observed"], finding["follows"])
                                for finding in rule["first"]]}
             for rule in result["rules"] if not rule["id"].startswith(TIMED)]
    return {"totals": kept(result["totals"]), "rules": rules, "streams": [kept(stream) for stream in result["streams"]]}


class Player(harness.Case):
    maxDiff = 4000

    def setUp(self):
        super().setUp()
        self.prefix = os.path.basename(self.folder)

    def generate(self, **shape):
        link_file, capture = self.write("link.yaml", link(**shape).replace("prbs: 273", "prbs: 51")
                                        .replace("-3276", "-324")), self.path("made.pcapng")
        done = run("gen", "--link", link_file, "--to", capture, "--frames", FRAMES)
        self.assertEqual(done.returncode, harness.OK, done.stderr)
        return link_file, capture

    def skip_without_dpdk(self, done):
        if done.returncode == harness.ENVIRONMENT and b"this build has no DPDK" in done.stderr:
            self.skipTest("this build has no DPDK")

    def assert_same(self, capture, link_file, play, octets=True):
        """`play()` replays and returns (finished process, record file). Loss on our side, which a loaded machine
        may cause, is counted and tried again; it is never taken for agreement."""
        expected = self.record(capture, "--link", link_file)
        for _ in range(ATTEMPTS):
            done, heard = play()
            self.skip_without_dpdk(done)
            self.assertIn(done.returncode, (harness.OK, harness.FAILED, harness.INCONCLUSIVE), done.stderr)
            record = harness.load(heard)
            conduct = record["provenance"]["conduct"]
            if record["result"]["totals"]["losses_of_ours"] == 0 and (conduct is None or conduct["lost"] == 0):
                break
        else:
            self.skipTest(f"this machine lost packets in each of {ATTEMPTS} attempts")
        self.assertEqual(told(record, octets), told(expected, octets))
        self.assertEqual(harness.rules(record)["CUS-CU-004"]["fail"], harness.rules(expected)["CUS-CU-004"]["fail"])
        self.assertGreater(record["result"]["totals"]["packets"], 0)
        return record

    def replay(self, capture, link_file, *ports, before=()):
        heard = self.path("heard.json")
        command = [*before, PROGRAM, "replay", capture, *ports, "--check", "--link", link_file, "--json", heard,
                   "--drain-ms", "1000", "--file-prefix", self.prefix]
        return subprocess.run(command, capture_output=True, check=False, timeout=100), heard


class Replay(Player):
    def test_through_a_ring(self):
        link_file, capture = self.generate()
        record = self.assert_same(capture, link_file,
                                  lambda: self.replay(capture, link_file, "--to", "dpdk:net_ring0"))
        conduct = record["provenance"]["conduct"]
        self.assertEqual((conduct["sent"], conduct["received"], conduct["too_long"]),
                         (record["result"]["totals"]["packets"],) * 2 + (0,))
        self.assertEqual(harness.counts(record), {})

    def test_faults_pass_through_a_ring_unchanged(self):
        capture = self.capture("xran_catA_20MHz_tdd_bfp14_multisection_prachA.pcap")
        record = self.assert_same(capture, link_of(capture),
                                  lambda: self.replay(capture, link_of(capture), "--to", "dpdk:net_ring0"),
                                  octets=False)  # its shortest frames have 38 octets, and are sent with 60
        # Of what is inside PRBs a sample is judged.
        counts = {rule: count for rule, count in harness.counts(record).items() if not rule.startswith("CUS-COMP-0")}
        self.assertEqual(counts, {"CUS-CU-001": 6, "CUS-CU-002": 4})

    def test_frames_that_the_capture_cut_are_not_sent_nor_held_against_anyone(self):
        link_file, _ = self.generate()
        cut = self.path("cut.pcapng")
        done = run("gen", "--link", link_file, "--to", cut, "--frames", FRAMES, "--snaplen", "200")
        self.assertEqual(done.returncode, harness.OK, done.stderr)
        done, heard = self.replay(cut, link_file, "--to", "dpdk:net_ring0")
        self.skip_without_dpdk(done)
        self.assertEqual(done.returncode, harness.INCONCLUSIVE, done.stderr)
        self.assertIn(b"frames are in the capture in part only and were not sent", done.stderr)
        record = harness.load(heard)
        conduct = record["provenance"]["conduct"]
        self.assertGreater(conduct["cut"], 0)
        self.assertGreater(conduct["sent"], 0)
        self.assertEqual(harness.counts(record), {})

    def test_between_two_processes_through_shared_memory(self):
        link_file, capture = self.generate()
        with open(link_file, encoding="utf-8") as file:
            text = file.read()
        # What the second process hears is stamped now, months after its frame numbers: stamps only order packets.
        link_file = self.write("untimed.yaml", text.replace("epoch: utc", "epoch: none"))
        packets = self.record(capture)["result"]["totals"]["packets"]

        def play():
            heard, path = self.path("heard.json"), self.path("memif.sock")
            device = f"dpdk:net_memif0,socket={path},socket-abstract=no,role="
            with subprocess.Popen([PROGRAM, "check", device + "server", "--link", link_file, "--json", heard, "--count",
                                   str(packets), "--idle-ms", "20000", "--file-prefix", self.prefix + "-server"],
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE) as server:
                self.wait_for(path, server)
                # The sender stays for a while: with it goes the memory in which the other side finds the packets.
                client = device + "client"
                sender = run("replay", capture, "--to", client, "--from", client, "--drain-ms", "3000",
                             "--file-prefix", self.prefix + "-client")
                _, complaint = server.communicate(timeout=60)
            self.skip_without_dpdk(sender)
            self.assertEqual(sender.returncode, harness.OK, sender.stderr)
            return subprocess.CompletedProcess([], server.returncode, b"", complaint), heard

        self.assert_same(capture, link_file, play)

    @staticmethod
    def wait_for(path, server):
        """The server of a pair is started first: its socket is there a moment before it serves."""
        for _ in range(600):
            time.sleep(0.1)
            if os.path.exists(path) or server.poll() is not None:
                break
        time.sleep(1)

    def test_a_peer_that_is_not_there_is_an_error_with_a_remedy(self):
        _, capture = self.generate()
        device = f"dpdk:net_memif0,role=client,socket={self.path('peer')},socket-abstract=no"
        done = run("replay", capture, "--to", device, "--file-prefix", self.prefix)
        self.skip_without_dpdk(done)
        self.assertEqual(done.returncode, harness.ENVIRONMENT, done.stdout)
        self.assertIn(b"the server is started first", done.stderr)

    def test_a_port_that_takes_nothing_is_an_error_with_a_remedy(self):
        _, capture = self.generate()
        device = f"dpdk:net_memif0,role=client,socket={self.path('peer')},socket-abstract=no"
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as silent:
            silent.bind(self.path("peer"))
            silent.listen()
            done = run("replay", capture, "--to", device, "--file-prefix", self.prefix)
        self.skip_without_dpdk(done)
        self.assertEqual(done.returncode, harness.ENVIRONMENT, done.stdout)
        self.assertIn(b"gave up after 0 packets", done.stderr)
        self.assertIn(b"is the other side there", done.stderr)

    def test_an_idle_live_source_ends_the_check_when_told_so(self):
        heard = self.path("heard.json")
        done = run("check", "dpdk:net_ring0", "--idle-ms", "200", "--json", heard, "--file-prefix", self.prefix)
        self.skip_without_dpdk(done)
        self.assertEqual(done.returncode, harness.OK, done.stderr)
        self.assertEqual(harness.load(heard)["result"]["totals"]["packets"], 0)


@unittest.skipUnless(os.geteuid() == 0, "needs root, to make a network namespace")
@unittest.skipUnless(shutil.which("ip") and shutil.which("unshare"), "needs `ip` and `unshare`")
class Veth(Player):
    """A veth pair in a network namespace of its own, which goes away with the process."""

    def veth(self, mtu):
        ends = (f"ip link add pl0 mtu {mtu} type veth peer name pl1 mtu {mtu} && ip link set pl0 up && "
                "ip link set pl1 up")
        # Without IPv6, or the kernel would talk on the pair by itself.
        quiet = "echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6; echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6"
        before = ["unshare", "-n", "sh", "-c", f"{{ {quiet}; }} 2>/dev/null; {ends} || exit 99; exec \"$@\"", "sh"]
        if subprocess.run([*before, "true"], capture_output=True, check=False).returncode != 0:
            self.skipTest("this machine gives no network namespace with a veth pair")
        return before

    def through(self, driver, mtu):
        link_file, capture = self.generate(mtu=mtu)
        before = self.veth(mtu)
        ports = ("--to", f"dpdk:{driver}0,iface=pl0", "--from", f"dpdk:{driver}1,iface=pl1", "--speed", "x0.25")
        self.assert_same(capture, link_file, lambda: self.replay(capture, link_file, *ports, before=before))

    def test_packet_sockets(self):
        self.through("net_af_packet", 1500)

    def test_what_we_lose_is_laid_to_nobody(self):
        link_file, capture = self.generate(mtu=1500)
        before = self.veth(1500)
        # A ring of 16 frames cannot hold what comes in a burst of 64.
        ports = ("--to", "dpdk:net_af_packet0,iface=pl0",
                 "--from", "dpdk:net_af_packet1,iface=pl1,blocksz=4096,framesz=2048,framecnt=16", "--speed", "flood")
        done, heard = self.replay(capture, link_file, *ports, before=before)
        self.skip_without_dpdk(done)
        self.assertEqual(done.returncode, harness.INCONCLUSIVE, done.stderr)
        record = harness.load(heard)
        self.assertGreater(record["provenance"]["conduct"]["lost"], 100)
        self.assertGreater(record["result"]["totals"]["losses_of_ours"], 0)
        self.assertGreater(harness.counts(record, "inconclusive").get("CUS-SEQ-001", 0), 10)
        self.assertEqual(harness.counts(record), {})

    def test_frames_the_interface_cannot_carry_are_told(self):
        _, capture = self.generate(mtu=9000, width="none, width: 16")
        before = self.veth(1500)
        done = subprocess.run([*before, PROGRAM, "replay", capture, "--to", "dpdk:net_af_packet0,iface=pl0",
                               "--file-prefix", self.prefix], capture_output=True, check=False, timeout=100)
        self.skip_without_dpdk(done)
        self.assertEqual(done.returncode, harness.INCONCLUSIVE, done.stderr)
        self.assertRegex(done.stderr, rb"\d+ frames are longer than the port carries and were not sent")

    def test_jumbo_frames_through_libpcap(self):
        self.through("net_pcap", 9000)


if __name__ == "__main__":
    harness.main()
