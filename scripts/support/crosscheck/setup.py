"""What octets do not say of themselves, as options of `plumbline decode` and as preferences of tshark."""
import dataclasses

# The names of methods among the values of tshark's preferences: each version knows some of them.
METHODS = {
    0: ["No Compression"], 1: ["Block Floating Point Compression"], 2: ["Block Scaling Compression"],
    3: ["u-Law Compression"], 4: ["Modulation Compression"],
    5: ["Block Floating Point + selective RE sending", "BFP + selective RE sending"],
    6: ["mod-compr + selective RE sending"],
    7: ["Block Floating Point + selective RE sending with masks in section header",
        "BFP + selective RE sending with masks in section header"],
    8: ["mod-compr + selective RE sending with masks in section header"]}
WORDS = ("none", "bfp", "block_scaling", "mu_law", "modulation", "bfp_selective", "modulation_selective",
         "bfp_selective_masks", "modulation_selective_masks")


@dataclasses.dataclass(frozen=True)
class Setup:
    method: int = 1
    width: int = 9
    dynamic: bool = False
    ud_comp_len: bool = False
    prbs: int = 273
    bits: str = "4,4,4,4"
    weights: int = 0
    antennas: int = 0
    st6_aligned: bool = False
    sinr: str = ""

    def decode_options(self, link):
        """`link`: path of a file that may be written."""
        if self.ud_comp_len:
            options = ["--link", link]
            with open(link, "w", encoding="utf-8") as file:
                file.write(self._link())
        else:
            options = ["--eaxc-bits", self.bits, "--compression", WORDS[self.method] + str(self.width)]
            options += ["--dynamic"] * self.dynamic
            if self.prbs:
                options += ["--carrier-prbs", str(self.prbs)]
        if self.weights:
            options += ["--weights", str(self.weights)]
        if self.antennas:
            options += ["--antennas", str(self.antennas)]
        if self.st6_aligned:
            options += ["--st6-aligned"]
        if self.sinr:
            options += ["--sinr", self.sinr]
        return options

    def _link(self):
        """udCompLen is what only a link file tells. The vectors that have it use eAxC id 1."""
        channel = ("{eaxc: 1, compression: {method: %s, width: %d, header: %s, ud_comp_len: true}}" %
                   (WORDS[self.method], self.width, "dynamic" if self.dynamic else "static"))
        return ("plumbline_link: 1\nname: messages with udCompLen\ncarriers:\n  - scs_khz: 30\n    prbs: %d\n"
                "    channels:\n      pdsch: %s\n      pusch: %s\n" % (self.prbs or 273, channel, channel))

    def preferences(self, known):
        """`name:value` for each preference among `known` ({name: the text that tells its values})."""
        du, band, cc, ru = self.bits.split(",")
        wanted = {
            "du_port_id_bits": du, "bandsector_id_bits": band, "cc_id_bits": cc, "ru_port_id_bits": ru,
            "num_weights_per_bundle": str(self.weights or 32),
            "num_bf_antennas": str(self.antennas or self.weights or 32),
            "rbs_in_uplane_section": str(self.prbs or 273), "show_iq_samples": "FALSE", "unscaled_iq": "TRUE",
            "st6_4byte_alignment_required": "TRUE" if self.st6_aligned else "FALSE",
            "support_udcomplen": "SUPPORTED" if self.ud_comp_len else "NOT_SUPPORTED"}
        for way in ("up", "down"):
            wanted["iq_bitwidth_" + way] = str(self.width)
            if "HEURISTIC" in known.get("ud_comp_hdr_" + way, ""):
                wanted["ud_comp_hdr_" + way] = "PRESENT" if self.dynamic else "NOT_PRESENT"
            else:
                wanted["ud_comp_hdr_" + way] = "TRUE" if self.dynamic else "FALSE"
            values = known.get("ud_comp_" + way, "").lower()
            wanted["ud_comp_" + way] = next((name for name in METHODS[self.method] if name.lower() in values), "")
        if self.sinr:
            form = self.sinr.split("/")[0]
            wanted["ud_comp_sinr"] = METHODS[0 if form.startswith("none") else 1][0]
            wanted["iq_bitwidth_sinr"] = form.lstrip("nonebfp")
        return ["%s:%s" % (name, value) for name, value in sorted(wanted.items()) if name in known and value]
