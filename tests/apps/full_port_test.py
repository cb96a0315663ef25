"""A port that takes nothing any more ends what sends to it, after ten seconds and with what was sent."""
import subprocess
import time

import harness
from encode_test import CPLANE, LINK, pcap
from harness import ENVIRONMENT, OK, PROGRAM, run

RING = 1023  # frames fit into a ring, which nobody reads here


class FullPort(harness.Case):
    def test_gen_and_encode_tell_how_far_they_came(self):
        link = self.write("link.yaml", LINK.replace("HEADER", "static"))
        messages = run("decode", self.write("many.pcap", pcap([CPLANE] * (RING + 2))), "--json")
        self.assertEqual(messages.returncode, OK, messages.stderr)
        text = self.write("messages.json", messages.stdout)
        started = time.monotonic()
        both = [subprocess.Popen([PROGRAM, *arguments, "--to", "dpdk:net_ring0"], stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE)
                for arguments in (("gen", "--link", link, "--frames", "4"), ("encode", text))]
        (made, gen_said), (_, encode_said) = (process.communicate(timeout=100) for process in both)
        if b"this build has no DPDK" in gen_said:
            self.skipTest("this build has no DPDK")
        self.assertGreaterEqual(time.monotonic() - started, 10)
        self.assertEqual([process.returncode for process in both], [ENVIRONMENT] * 2, gen_said + encode_said)
        self.assertRegex(made.decode(), r"\n  all +1,023 packets ")
        self.assertIn(f"{RING} frames to dpdk:net_ring0\n", encode_said.decode())
        for command, said in (("gen", gen_said), ("encode", encode_said)):
            self.assertIn(f"plumbline {command}: the port took no frame for 10 s; what is listed above is all there is\n",
                          said.decode())


if __name__ == "__main__":
    harness.main()
