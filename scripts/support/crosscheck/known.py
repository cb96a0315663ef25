"""What is known of the differences, by version of tshark: what it does not read, and its faults.

Clauses without a document are those of O-RAN CUS v17.01."""
import re

from faults import (among, anything, as_many, beyond_carriers, either, few_sets, fewer, measurement_unread,
                    method_unread, more, no_ports, none, preferred_width, prbs_unknown, same_but_repeats, same_first,
                    selective, several_sets, short_section, signless, unaligned_param, uplane_methods, widths_of,
                    zeros_behind)
from fields import CUS, ECPRI, EXTENSIONS, LAA, MEASUREMENTS, PTP, SECTIONS, sync_fields

ANY = (0, 0), (99, 0)
TO_4_0, TO_4_4, FROM_4_4, FROM_4_6 = ((0, 0), (4, 1)), ((0, 0), (4, 5)), ((4, 2), (99, 0)), ((4, 6), (99, 0))
BODY = {field.name for field in SECTIONS + EXTENSIONS + MEASUREMENTS + LAA} | {
    CUS + name for name in ("udCompHdrMeth", "udCompHdrWidth")}

WALK = {CUS + "ef", CUS + "extType", CUS + "extLen"}  # of extensions of any type

# Bits that are reserved in a type are told by us under the name they have in others; the dissector calls them reserved.
RESERVED = {CUS + "filterIndex": {"C-plane ST7", "C-plane ST10", "C-plane ST11"},
            CUS + "symInc": {"C-plane ST10", "C-plane ST11"},
            CUS + "startSymbolId": {"C-plane ST7"}, CUS + "numberOfSections": {"C-plane ST7"},
            CUS + "ef": {"C-plane ST0"}}
# What a version does not read, or only by the layout of another type: of messages with it only the headers are
# compared. `from` this version on, until the next one here.
UNREAD = {
    (0, 0): (["C-plane ST%d" % n for n in (2, 4, 7, 8, 9, 10, 11)],
             ["SE%d" % n for n in (2, 3, 5, 8, *range(17, 31))]),
    (4, 2): (["C-plane ST%d" % n for n in (2, 4, 7, 8, 9, 10, 11)], ["SE3"] + ["SE%d" % n for n in range(23, 31)]),
    (4, 6): ([], []),
}
KNOWN_KINDS = re.compile(r"C-plane ST(\d+)|SE(\d+)")


def unread(version, kinds):
    """Those kinds among these that this version does not read."""
    types, extensions = UNREAD[max(since for since in UNREAD if since <= version)]
    found = set()
    for kind in kinds:
        numbers = KNOWN_KINDS.fullmatch(kind)
        if kind in types or kind in extensions or numbers and (
                int(numbers.group(1) or 0) > 11 or int(numbers.group(2) or 0) > 28 or numbers.group(2) == "0"):
            found.add(kind)
    return found


IN_ST6 = {CUS + name for name in ("udCompHdrWidth", "exponent")}


def decodes(version, kind, field):
    """Whether this version reads that field in that kind of message at all."""
    if field == CUS + "frameStructure.spacing" and kind in ("C-plane ST4", "C-plane ST8"):
        return version >= (4, 6)
    if version < (4, 2) and (kind == "SE15" and field not in WALK or kind == "C-plane ST6" and field in IN_ST6):
        return False
    return kind not in RESERVED.get(field, ())


def made_up(version, field, context):
    """Fields that the dissector shows though they are not on the wire: not compared."""
    uplane = context.first.get("ecpriMessage") == 0
    if version < (4, 6) and field == "ecpri.length":
        return True  # there it is the length of every message
    if version < (4, 2) and field == CUS + "numberOfSections" and context.has("C-plane ST4", "C-plane ST8"):
        return True
    if version < (4, 6) and field == CUS + "filterIndex" and context.has("C-plane ST4", "C-plane ST8"):
        return True  # it is scs
    if field == CUS + "numberOfSections":
        return uplane
    if field in (CUS + "udCompHdrMeth", CUS + "udCompHdrWidth"):
        return uplane and not context.setup.dynamic or context.first.get("sectionType") == 9
    return False


class Known:
    """A known difference: in these fields, of messages for which `applies(context)`, when `agrees(ours, theirs)`.
    `equal`: both say the same, only not as often."""

    def __init__(self, ident, reason, versions, fields, applies, agrees, equal=False):
        self.ident, self.reason, self.versions = ident, reason, versions
        self.fields, self.applies, self.agrees, self.equal = fields, applies, agrees, equal

    def explains(self, version, context, field, ours, theirs):
        first, last = self.versions
        return (first <= version <= last and field in self.fields and self.applies(context) and
                self.agrees(ours, theirs))


def names(*words):
    return {CUS + word for word in words}


def ossp(part):
    return {field.name for field in sync_fields() if field.name.startswith("ossp.") and part in field.name}


WEIGHTS = names("bfwI", "bfwQ", "exponent", "blockScaler", "compBitWidth", "compShift", "beamId", "contInd",
                "portReMask", "portSymbolMask", "disableTDBFWs", "tdBeamGrp")
BUNDLES = WEIGHTS | names("contInd", "beamId")
SETS = names("csf", "mcscaleremask", "mcscaleoffset")
IQ = names("bfwI", "bfwQ")
CHANNEL = names("ciISample", "ciQSample")

IN_EXTENSIONS = [
    Known("se1-fill", "7.7.1: the number of weights is not asked for; padding is read as one more weight, and "
          "the frame given up there",
          ANY, BODY, lambda c: c.has("SE1") and c.malformed, fewer),
    Known("se1-more", "7.7.1: the same where padding has room for a weight",
          ANY, IQ, lambda c: c.has("SE1"), among),
    Known("bfw-method", "7.7.1: weights of methods other than none and BFP are not read, nor what is behind "
          "them",
          ANY, WEIGHTS, method_unread, anything),
    Known("bfw-sign", "7.7.1: weights without compression are signed, they are shown unsigned",
          ANY, IQ,
          lambda c: c.has("SE1", "SE11", "SE19", "ST4 command 1"), signless),
    Known("se2-sign", "7.7.2: bfAzPt is signed, it is shown unsigned",
          ANY, names("bfAzPt"), lambda c: c.has("SE2"),
          signless),
    Known("se2-sidelobes", "7.7.2.1: bfAzSl and bfZeSl stand in an octet of their own; where the attributes "
          "leave 6 or 7 bits before it, they are read from there",
          ANY, names("bfAzSl", "bfZeSl"),
          lambda c: any(widths_of(e) % 8 in (1, 2) for e in c.extensions(2)), anything),
    Known("se2-sidelobes-4.4", "7.7.2.1: bfAzSl and bfZeSl are the lower six bits of their octet; bfZeSl is "
          "read from other bits",
          TO_4_4, names("bfAzSl", "bfZeSl"), lambda c: c.has("SE2"), anything),
    Known("se3-antenna-ports", "7.7.3: beamIdAP1 is in octets 10 and 11; it is read 2 octets before, and those "
          "behind it likewise, with 7 of 15 bits",
          ANY, names("beamIdAP1", "beamIdAP2", "beamIdAP3"),
          lambda c: c.has("SE3"), lambda a, b: all(v < 128 for v in b)),
    Known("se5-sets", "7.7.5: there are as many sets as extLen has room for; lengths of 2 to 4 words only are "
          "read, as one or two sets",
          ANY, SETS, lambda c: any(e["extLen"] not in (2, 3) for e in c.extensions(5)), few_sets),
    Known("se10-64-ports", "7.7.10: numPortc 0 is 64 ports, it is read as none",
          ANY, names("beamId", "portListIndex", "nulllayerind"), no_ports, fewer),
    Known("se10-list-4.4", "7.7.10: identifiers of beamGroupType 3 are not read",
          TO_4_4, names("beamId", "portListIndex"), lambda c: any(e.get("beamGroupType") == 3 for e in c.extensions(10)),
          fewer),
    Known("se11-offset", "7.7.11: bundleOffset is not used in counting bundles",
          ANY, BUNDLES,
          lambda c: any(e.get("bundleOffset") for e in c.extensions(11)), either),
    Known("se11-gaps", "7.7.11: with RAD 1 a bundle ends where the PRBs of extension 6, 12 or 13 have a gap; "
          "bundles are counted as if there were none",
          ANY, BUNDLES,
          lambda c: c.has("SE11") and c.has("SE6", "SE12", "SE13"), either),
    Known("se11-no-bundles", "7.7.11: numBundPrb 0 is reserved: bundles are not read, ours reads what the room "
          "holds (not a fault)",
          ANY, BUNDLES, lambda c: any(e.get("numBundPrb") == 0 for e in c.extensions(11)), fewer),
    Known("se11-prbs-unknown", "7.7.11: with rb 1 nothing says how bundles fall, nor with numPrbc 0 and a "
          "carrier not known; ours reads what the room holds (not a fault)",
          ANY, BUNDLES, prbs_unknown, either),
    Known("se14-4.4", "7.7.14: of the layers only the first is read",
          TO_4_4, names("nulllayerind"),
          lambda c: c.has("SE14"), fewer),
    Known("se17-padding", "7.7.17: padding is shown as further users (not a fault)",
          ANY, names("numUeID"),
          lambda c: c.has("SE17"), zeros_behind, equal=True),
    Known("se19-4.4", "7.7.19: with disableBFWs 1 or repetition 1 there is no bfwCompHdr; it is always read, "
          "and what follows from behind it",
          TO_4_4, BODY,
          lambda c: any(e.get("disableBFWs") or e.get("repetition") for e in c.extensions(19)), anything),
    Known("se19-64-ports", "7.7.19: numPortc 0 is 64 ports, it is read as none",
          ANY, WEIGHTS,
          lambda c: any(e.get("numPortc") == 0 for e in c.extensions(19)), fewer),
    Known("se20-mask", "7.7.20: puncReMask has 12 bits, the upper 10 are shown",
          ANY, names("puncReMask"),
          lambda c: c.has("SE20"), lambda a, b: [v >> 2 for v in a] == b),
    Known("se20-start-4.4", "7.7.20: the lower 8 bits of startPuncPrb are read one octet too early or late",
          TO_4_4, names("startPuncPrb"), lambda c: c.has("SE20"), as_many),
    Known("se23-sets", "7.7.23: a pattern has numMcScaleOffset sets, one is read; in the block mode none",
          ANY, SETS | names("symMask", "numMcScaleOffset", "prbPattern"), several_sets, same_first),
    Known("se28-nibbles", "7.7.28: numUeSinrRpt is bits 4 to 0, and the first value is in the higher half of "
          "its octet; it is read from bits 7 to 5, and the halves are swapped",
          ANY, names("numSinrPerPrb"),
          lambda c: c.has("SE28"), anything),
    Known("ext-length-4.0", "7.7.19, 7.7.20: extLen of extensions 19 and 20 has 16 bits, 8 are read",
          TO_4_0, BODY,
          lambda c: c.has("SE19", "SE20"), lambda a, b: a[:-1] == b[:len(a) - 1] or fewer(a, b)),
]
IN_SECTION_TYPES = [
    Known("st0-extension", "7.7.7: extension 7 belongs to section type 0, whose ef is not read: extensions are taken for "
          "sections",
          ANY, BODY, lambda c: c.has("C-plane ST0") and c.extended(), anything),
    Known("st4-padding", "7.4.6: each set of weights is padded to 4 octets; padding is read as a further beam "
          "or as weights",
          ANY, IQ | names("disableTDBFWs", "tdBeamGrp", "exponent"), lambda c: c.has("ST4 command 1"),
          same_first),
    Known("st4-antMask", "7.4.6: antMask follows symbolMask; it is read 2 octets later",
          ANY, names("trxControl.antMask"),
          lambda c: c.has("ST4 command 3"), lambda a, b: not b or a[0][4:] == b[0][:-4]),
    Known("st4-length", "7.5.3.39: a body longer than st4CmdLen says is read all the same",
          ANY, names("dirPattern", "guardPattern", "sleepMode", "numSlotsExt", "symbolMask"),
          lambda c: any("fault" in command for m in c.frame for command in m.get("commands", [])), anything),
    Known("st6-sections", "7.4.8: numberOfUEs counts; the greater one of it and numberOfsections is taken",
          ANY, BODY,
          lambda c: c.has("C-plane ST6") and c.first["numberOfUEs"] < c.first["numberOfsections"], more),
    Known("st6-param", "7.4.8: ciCompParam follows the samples before it at once; where these end inside an "
          "octet, it is read from the start of that octet",
          ANY, CHANNEL | names("exponent"), unaligned_param, as_many),
    Known("st6-sign", "7.4.8: samples without compression are signed, they are shown unsigned",
          ANY, CHANNEL,
          lambda c: c.first.get("ciCompMeth") == 0, signless),
    Known("st6-method", "7.4.8: ciCompParam of methods other than BFP is not read, and samples not "
          "decompressed",
          ANY, CHANNEL | names("compBitWidth", "compShift", "blockScaler"),
          lambda c: c.first.get("ciCompMeth", 0) > 1, anything),
    Known("st6-samples-4.0", "7.4.8: ciCompParam is not read, samples begin where it stands",
          TO_4_0, CHANNEL,
          lambda c: c.has("C-plane ST6"), anything),
    Known("st6-extension-4.4", "7.4.8: extensions and UEs behind samples that end inside an octet are read "
          "from the wrong octet",
          TO_4_4, BODY, lambda c: c.has("C-plane ST6") and c.extended(), anything),
    Known("st7-partial", "7.4.9: lbtPdschRes is bits 7 and 6 of its octet, initialPartialSF bit 5; it is read from bit 6",
          ANY, names("initialPartialSF"), lambda c: c.has("C-plane ST7"),
          as_many),
    Known("sinr-sign", "7.5.3.68: sinrValues without compression are signed, they are shown unsigned",
          ANY, names("sinrValue"), lambda c: c.setup.sinr.startswith("none"), signless),
    Known("sinr-block-size", "7.5.3.68: sinr-block-size of the M-plane has no preference (not a fault)",
          ANY, names("sinrValue", "exponent"), lambda c: "/" in c.setup.sinr, fewer),
    Known("measurement-beyond", "7.5.3.60: values of PRBs that no carrier has are not told (not a fault)",
          FROM_4_6, names("ipnPower"), beyond_carriers, none),
    Known("measurement-size", "7.5.3.59: measDataSize tells how long a record is; it is not used, so that "
          "records longer or shorter than what is read of them, or of a type not known, derail it",
          ANY, BODY, measurement_unread,
          same_first),
]
IN_UPLANE = [
    Known("later-fragment", "5.1.3.2.8: of a message in pieces only the first has the application header; every piece "
          "is read as if it had one",
          ANY, BODY | names("data_direction", "payloadVersion", "filterIndex", "frameId", "subframe_id", "slotId",
                            "startSymbolId"),
          lambda c: c.first.get("ecpriMessage") == 0 and c.first.get("subSequenceId", 0) > 0,
          lambda ours, theirs: not ours),
    Known("uplane-method-again", "udCompHdrMeth is shown once more with each PRB (not a fault)",
          FROM_4_4, names("udCompHdrMeth"), lambda c: c.first.get("ecpriMessage") == 0,
          same_but_repeats, equal=True),
    Known("uplane-selective", "8.3.2, A.6: the masks alternate between PRBs, and method 8 pads the section "
          "only; mask 1 is taken for all, and each PRB is padded",
          ANY, BODY, selective, same_first),
    Known("uplane-selective-4.4", "8.3.2: udCompLen and masks of the selective methods are not read where they stand",
          TO_4_4, BODY - names("udCompHdrMeth", "udCompHdrWidth"),
          lambda c: uplane_methods(c) & {5, 6, 7, 8}, anything),
    Known("uplane-param-4.0", "8.3.2: udCompParam of methods 2 and 3 is called an exponent, and one is read with method 4, "
          "which has none",
          TO_4_0, BODY, lambda c: uplane_methods(c) & {2, 3, 4}, anything),
    Known("uplane-unselectable", "modulation compression with selective REs cannot be chosen where udCompHdr "
          "is absent: BFP is assumed (not a fault)",
          ANY, BODY, lambda c: uplane_methods(c) & {6, 8} and not c.setup.dynamic,
          anything),
    Known("uplane-width-4.0", "8.3.2: where udCompHdr is there its width is shown, and PRBs are of the preferred one",
          TO_4_0, BODY, preferred_width, anything),
    Known("uplane-end", "a section of fewer octets than a PRB of the preferred width is not looked for at the "
          "end",
          ANY, BODY, short_section, lambda a, b: fewer(a, b) or a[:1] == b[:1] and len(set(b)) == 1),
    Known("truncated", "octets are missing: the dissector shows what is left, ours tells the fault (not a "
          "fault)",
          ANY, BODY, lambda c: any("fault" in message for message in c.frame), more),
]
IN_OTHERS = [
    Known("ptp-gptp", "odd values of majorSdoId are IEEE 802.1AS to the dissector, where what is sent in two steps "
          "has no time stamp (not a fault)",
          ANY, {PTP + kind + ".origintimestamp." + unit for kind in ("sdr", "pdrq", "an")
                for unit in ("seconds", "nanoseconds")},
          lambda c: c.first.get("majorSdoId", 0) % 2 == 1, none),
    Known("ptp-management", "IEEE 1588-2019, 15.4.1: of a management message without its TLV nothing is told",
          ANY, {field.name for field in sync_fields() if field.name.startswith(PTP)},
          lambda c: c.first.get("messageType") == 13 and c.malformed, none),
    Known("vendor-concatenation", "eCPRI 2.0, 3.1.4: behind a message of a reserved or vendor type that has "
          "the C bit, octets of the body are taken for the next header",
          TO_4_4, {field.name for field in ECPRI},
          lambda c: c.first.get("ecpriConcatenation") == 1 and c.first["ecpriMessage"] > 11, more),
    Known("event-type", "eCPRI 2.0, 3.2.4.8: faults are told of event types 0 and 1 only, in others their number is 0 "
          "(not a fault)",
          ANY, {field.name for field in ECPRI}, lambda c: c.first.get("EventType", 0) > 1, none),
    Known("event-data", "eCPRI 2.0, 3.2.4.8: faults of an event are told only when nothing follows them in the message",
          ANY, {field.name for field in ECPRI}, lambda c: any("data" in message for message in c.frame), none),
    Known("esmc-oui", "ESMC is told of the ITU's OUI and subtype 1 only (not a fault)",
          ANY, ossp(""),
          lambda c: (c.first.get("ituOui"), c.first.get("ituSubtype")) != ("0x0019a7", 1), none),
    Known("esmc-first", "ITU-T G.8264, 11.3.1: the first TLV is read as the quality level, whatever its type, "
          "and only an extended one may follow",
          ANY, ossp(".tlv_"),
          lambda c: [tlv["type"] for tlv in c.first.get("tlvs", [])] not in ([1], [1, 2]),
          lambda a, b: fewer(a, b) or not a),
]
KNOWN = IN_EXTENSIONS + IN_SECTION_TYPES + IN_UPLANE + IN_OTHERS
