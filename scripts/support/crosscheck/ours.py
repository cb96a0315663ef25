"""What `plumbline decode --json` says of a frame, as lists of values under tshark's names."""
import json
import re
import subprocess

from fields import CUS, FIELDS

HEX = re.compile(r"0x[0-9a-f]+$")
METHODS = {"none": 0, "bfp": 1, "block_scaling": 2, "mu_law": 3, "modulation": 4, "bfp_selective": 5,
           "modulation_selective": 6, "bfp_selective_masks": 7}


def frames_of(binary, path, setup, limit):
    """{frame number: [its messages]}."""
    command = [binary, "decode", "--json", path] + setup.decode_options(path + ".yaml" if setup.ud_comp_len else "")
    frames = {}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    enough = False
    for line in process.stdout:
        message = json.loads(line)
        enough = message["number"] > limit
        if enough:
            break
        frames.setdefault(message["number"], []).append(message)
    process.stdout.close()
    if process.wait() != 0 and not enough:
        raise RuntimeError("plumbline decode failed on %s" % path)
    return frames


def kind_of(message):
    """What a message is called in the tables."""
    if "protocol" in message:
        return "PTP type %s" % message.get("messageType", "?") if message["protocol"] == "PTP" else message["protocol"]
    if "sectionType" in message:
        return "C-plane ST%d" % message["sectionType"]
    if message.get("ecpriMessage") == 0:
        sections = message.get("sections", [])
        return "U-plane " + (sections[0].get("compression", "?") if sections else "header")
    return "eCPRI type %d" % message["ecpriMessage"] if "ecpriMessage" in message else "Ethernet"


def as_theirs(field, part, value):
    if part in ("i", "q"):
        value = value[0 if part == "i" else 1]
    if isinstance(value, str) and HEX.match(value):
        value = int(value, 16) if field.kind == "number" else value[2:]
    if part in ("high", "low"):
        value = value >> 4 if part == "high" else value & 15
    if field.change:
        value = field.change(value)
    return value & (1 << field.bits) - 1 if field.bits else value


class Teller:
    """Walks messages and lists, for each field of tshark, (value, kind) in the order of the octets."""

    def __init__(self):
        self.rules = {}
        for field in FIELDS:
            for rule in field.ours:
                rule, _, part = rule.partition(":")
                self.rules.setdefault(rule, []).append((field, part))

    def tell(self, frame):
        told = {}
        for i, message in enumerate(frame):
            kind = kind_of(message)
            if i == 0:
                self._object(message, ["frame"], kind, told, lists=("tags",))
            places = ["ecpri", "ecpri%s" % message.get("ecpriMessage")] if "ecpriMessage" in message else []
            if "protocol" in message:
                name = message["protocol"].lower()
                places = [name] + ([name + str(message["messageType"])] if "messageType" in message else [])
                message = dict(message, tlvs=[self._full(t) if name == "esmc" else t for t in message.get("tlvs", [])])
            elif message.get("ecpriMessage") in (0, 2):
                places += ["message", "st%s" % message.get("sectionType")]
            self._object(message, places, kind, told)
        return told

    @staticmethod
    def _full(tlv):
        """Reserved bits are told only when not zero, by tshark always."""
        return tlv if "value" in tlv else dict({"reserved3": 0, "reserved12": 0, "reserved15": 0}, **tlv)

    def _object(self, item, places, kind, told, lists=None):
        for key, value in self._scaled(item).items():
            if isinstance(value, dict):
                self._object({key + "." + inner: v for inner, v in value.items()}, places, kind, told)
            elif isinstance(value, list) and value and isinstance(value[0], dict):
                if lists is None and key != "tags" or lists and key in lists:
                    self._list(item, key, value, places, kind, told)
            elif lists is None or key in ("length", "captured", "destination", "source"):
                self._value(key, value, places, kind, told)
        if "compression" in item and "prbs" in item:
            self._prbs(item, kind, told)

    @staticmethod
    def _scaled(item):
        """Weights and the like as numbers: mantissas with their exponent."""
        if "prbs" in item and "regularizationFactor" in item:  # ciCompOpt 0: the first exponent is everyone's
            first = item["prbs"][0].get("exponent", 0) if item["prbs"] else 0
            return dict(item, prbs=[dict(prb, samples=[[value << prb.get("exponent", first) for value in pair]
                                                       for pair in prb["samples"]]) for prb in item["prbs"]])
        scale = item.get("exponent", 0)
        if "weights" in item:
            return dict(item, weights=[[i << scale, q << scale] for i, q in item["weights"]])
        return dict(item, sinrValues=[v << scale for v in item["sinrValues"]]) if "sinrValues" in item else item

    def _list(self, item, key, entries, places, kind, told):
        for entry in entries:
            inner, name = [place + "." + key for place in places], kind
            if key == "tags":
                inner = ["tag" + entry["tpid"][2:]]
            elif key in ("sections", "ues") and "message" in places:
                inner = ["section" if key == "sections" else "ue"]
            elif key == "commands":
                inner, name = ["cmd", "cmd%d" % entry["st4CmdType"]], "ST4 command %d" % entry["st4CmdType"]
            elif key == "extensions":
                inner, name = ["ext", "se%d" % entry["extType"]], "SE%d" % entry["extType"]
            elif key == "measurements":
                kind_number = kind[len("C-plane ST"):]
                inner = ["meas", "meas%s.%d" % (kind_number, entry["measTypeId"])]
                name = "ST%s measurement %d" % (kind_number, entry["measTypeId"])
            elif key == "tlvs" and kind == "ESMC":
                inner = ["esmctlv"] + (["esmc%d" % entry["type"]] if "value" not in entry else [])
            self._object(entry, inner, name, told)

    def _value(self, key, value, places, kind, told):
        for place in places:
            for field, part in self.rules.get(place + "." + key, ()):
                for one in value if isinstance(value, list) else [value]:
                    told.setdefault(field.name, []).append((as_theirs(field, part, one), kind))

    @staticmethod
    def _prbs(section, kind, told):
        for param, mask, data in prb_fields(section):
            for name, value in param.items():
                told.setdefault(CUS + name, []).append((value, kind))
            if mask is not None:
                told.setdefault(CUS + "sReSMask", []).append((mask, kind))
            told.setdefault(CUS + "iq_user_data", []).append((data.hex(), kind))


def prb_fields(section):
    """(udCompParam, the mask in front of the samples as tshark shows it, the octets of the samples) of each PRB field;
    nothing where PRB fields do not begin at an octet or are not all there. Source: CUS v17.01, 8.3.3.15, A.6."""
    name, width = re.match(r"([a-z_]+?)_?(\d*)$", section["compression"]).groups()
    octets = bytes.fromhex(section.get("prbFields", ""))
    if name not in METHODS or len(octets) != section["octets"]:
        return
    method, bits = METHODS[name], 2 * int(width or 16)
    masks = (int(section.get("sReSMask1", "0"), 16), int(section.get("sReSMask2", "0"), 16))
    at = 0
    for i in range(section["prbs"]):
        param, mask, count = {}, None, 12
        if method in (1, 7):
            param["exponent"] = octets[at] & 15
        elif method == 2:
            param["blockScaler"] = octets[at]
        elif method == 3:
            param.update(compBitWidth=octets[at] >> 4, compShift=octets[at] & 15)
        elif method in (5, 6):
            mask = octets[at] << 8 & 0xF000 | octets[at + 1]
            count = bin(mask).count("1")
            if method == 5:
                param["exponent"] = octets[at] & 15
        if method == 7:
            count = bin(masks[0 if section["rb"] else i % 2]).count("1")
        start = at + (2 if mask is not None else 1 if param else 0)
        at = start + (bits * count + 7) // 8
        yield param, mask, octets[start:at]
