"""`plumbline check --print-link` drafts a link file from packets; the file is one that `check --link` takes."""
import re
import shutil

import harness
from harness import counts

LINK = """plumbline_link: 1
o_du: {mac: "02:00:00:00:0d:01"}
o_ru: {mac: "02:00:00:00:0e:01"}
vlan: 7
mtu: 9000
time: {epoch: utc}
carriers:
  - scs_khz: 30
    prbs: 51
    tdd: {slots: DDDSU, special_dl_symbols: 6, special_ul_symbols: 4}
    channels:
      pdsch: {eaxc: [0, 1], compression: {method: bfp, width: 9, header: static}}
      pusch: {eaxc: 0, compression: {method: bfp, width: 14, header: dynamic}}
      prach: {eaxc: 4, compression: {method: none, header: static}, format: B4, slots: [19], frequency_offset: -612, prbs: 12}
"""


class PrintLink(harness.Case):
    def made(self):
        capture = self.path("made.pcapng")
        done = harness.run("gen", "--link", self.write("link.yaml", LINK), "--to", capture, "--frames", 4)
        self.assertEqual(done.returncode, harness.OK, done.stderr)
        return capture

    def test_the_draft_fits_the_traffic_and_tells_its_evidence(self):
        capture, draft = self.made(), self.path("draft.yaml")
        done = harness.run("check", capture, "--print-link", draft)
        self.assertEqual(done.returncode, harness.OK, done.stderr)
        self.assertIn(b"made.pcapng", done.stdout)
        with open(draft, encoding="utf-8") as file:
            text = re.sub(r"\n *# ", " ", file.read())  # comments are wrapped
        for words in ("end exactly with bfp 9 static", "end exactly with bfp 14 dynamic", "end exactly with none 16 static",
                      "block_scaling 9 and mu_law 9 have the same lengths", "fit in spacing, symbols, time and frequency",
                      "slots: DDDSU", "epoch: utc", "mtu is not known", "delays are not known", "DL U-plane"):
            self.assertIn(words, text)
        record = self.record(capture, "--link", draft, status=harness.OK)
        self.assertEqual(counts(record, "fail"), {})

    def test_standard_output_holds_the_draft_alone(self):
        done = harness.run("check", self.made(), "--print-link", "-")
        self.assertEqual(done.returncode, harness.OK)
        self.assertTrue(done.stdout.startswith(b"# Inferred from "))
        self.assertEqual(harness.run("check", self.path("made.pcapng"), "--link", self.write("out.yaml", done.stdout)).returncode,
                         harness.OK)
        both = harness.run("check", self.path("made.pcapng"), "--print-link", "-", "--json", "-")
        self.assertEqual(both.returncode, harness.USAGE)

    def test_a_name_of_the_input_cannot_break_the_file(self):
        strange = self.path("a\nmtu: 9000 \x1b[1m.pcapng")
        shutil.copy(self.made(), strange)
        done = harness.run("check", strange, "--print-link", "-")
        self.assertNotIn(b"\x1b", done.stdout)
        self.assertNotIn(b"\nmtu:", done.stdout)

    def test_what_cannot_be_written_is_said(self):
        done = harness.run("check", self.made(), "--print-link", self.path("no/such/folder.yaml"))
        self.assertEqual(done.returncode, harness.ENVIRONMENT)
        self.assertIn(b"cannot be written", done.stderr)


if __name__ == "__main__":
    harness.main()
