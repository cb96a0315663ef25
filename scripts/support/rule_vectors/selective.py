"""CUS-U-009, CUS-COMP-016, CUS-COMP-017: what sections of the selective methods have in their headers."""
from packets import SECTION_U, Part, Raw, c_plane, frame, prbs, section, u_plane
from vectors import Rule, changed, finding

C_PLANE_MESSAGE = ("C-plane", "The rule is about U-plane messages.")
NO_LINK = "no link"
LENGTH = ("header: static", "header: static, ud_comp_len: true")
DYNAMIC_LENGTH = ("header: dynamic", "header: dynamic, ud_comp_len: true")
M5, M7 = ("method: bfp,", "method: bfp_selective,"), ("method: bfp,", "method: bfp_selective_masks,")
M8 = ("pdsch: {eaxc: [1], compression: {method: bfp, width: 9", "pdsch: {eaxc: [1], compression: {method: modulation_selective_masks, width: 3")
BFP9, BFP9_SELECTIVE, BFP9_MASKS = 0x91, 0x95, 0x97


def c():
    return frame(c_plane(1, [section()]))


def u(*sections, **options):
    return frame(u_plane(sections, **options))


def prb(mask, exponent=0, width=9):
    """One PRB of method 5 (8.3.3.15) with zero samples: udCompParam, then 2 x width bits an RE up to the next octet."""
    size = (2 * width * bin(mask).count("1") + 7) // 8
    head = Part("udCompParam", [("sReSMask 11:8", 4, mask >> 8), ("exponent", 4, exponent), ("sReSMask 7:0", 8, mask & 255)])
    return [head] + ([Raw("mantissas", bytes(size))] if size else [])


def sec(body, count, comp_hdr=None, reserved=0, length=None, masks=None, rb=0, start=0, number=1, rsvd=(0, 0)):
    """A section with all that its header may have (8.3.2) and `body` behind it."""
    fields = [("sectionId", 12, number), ("rb", 1, rb), ("symInc", 1, 0), ("startPrbu", 10, start), ("numPrbu", 8, count)]
    if comp_hdr is not None:
        fields += [("udCompHdr", 8, comp_hdr), ("rsvd", 8, reserved)]
    if length is not None:
        fields += [("udCompLen", 16, length)]
    if masks is not None:
        fields += [("rsvd", 4, rsvd[0]), ("sReSMask1", 12, masks[0]), ("rsvd", 4, rsvd[1]), ("sReSMask2", 12, masks[1])]
    return [Part("section", fields)] + body


def masked(count, sizes, comp_hdr=None, **options):
    """A section of method 7: `sizes` octets a PRB, udCompParam included."""
    return sec([Raw(f"PRBs of {sizes} octets", bytes(sum(sizes)))], count, comp_hdr, **options)


def rules():
    return [reserved(), second_mask(), length()]


def reserved():
    r = Rule("CUS-U-009", "8.3.3.14; 8.3.3.20")
    dynamic, seven = changed("dynamic.yaml", M7), changed("plain.yaml", M7)
    two = [1 + 9, 1 + 5]  # 4 REs and 2 REs of 18 bits
    r.passes("an octet of zeros", "Behind udCompHdr.", u(prbs(2, comp_hdr=BFP9)), link="dynamic.yaml")
    r.passes("zeros above the masks", "Static: no reserved octet, but masks.", u(masked(2, two, masks=(0x00F, 0x003))), link=seven)
    r.passes("zeros in both", "Dynamic, method 7.", u(masked(2, two, BFP9_MASKS, masks=(0x00F, 0x003))), link=dynamic)
    r.fails("bits in the octet", "Behind udCompHdr.", u(sec([Raw("2 PRBs", bytes(56))], 2, BFP9, reserved=0x80)),
            finding(1, SECTION_U + 5, expected=0, observed=0x80, unit="hex"), link="dynamic.yaml")
    r.fails("bits above sReSMask1", "Four bits are reserved.", u(masked(2, two, masks=(0x00F, 0x003), rsvd=(8, 0))),
            finding(1, SECTION_U + 4, expected=0, observed=8, unit="hex"), link=seven)
    r.fails("bits above sReSMask2", "Four bits are reserved, behind udCompHdr.",
            u(masked(2, two, BFP9_MASKS, masks=(0x00F, 0x003), rsvd=(0, 1))),
            finding(1, SECTION_U + 8, expected=0, observed=1, unit="hex"), link=dynamic)
    r.not_applicable("static format without masks", "Nothing in the section is reserved.", u(prbs(2)), link="plain.yaml")
    r.not_applicable("static format with masks in the PRBs", "sReSMask stands in udCompParam.", u(sec(prb(1), 1)),
                     link=changed("plain.yaml", M5))
    r.not_applicable(NO_LINK, "The format stands in the link.", u(prbs(1)), lacks=["carriers"])
    r.not_applicable(*C_PLANE_MESSAGE, c(), link="dynamic.yaml")
    return r


def second_mask():
    r = Rule("CUS-COMP-016", "8.3.3.21; 7.5.3.2")
    seven, eight = changed("plain.yaml", M7), changed("plain.yaml", M8)
    r.passes("rb with sReSMask2 0", "sReSMask1 is for all PRBs.", u(masked(3, [10, 10, 10], rb=1, masks=(0x00F, 0))), link=seven)
    r.passes("sReSMask2 without rb", "It is for the second PRB.", u(masked(2, [10, 6], masks=(0x00F, 0x003))), link=seven)
    r.passes("all PRBs of the carrier", "numPrbu 0: rb counts as 0 (7.5.3.2), sReSMask2 is for every second of 106 PRBs.",
             u(masked(0, [10, 6] * 53, rb=1, masks=(0x00F, 0x003))), link=seven)
    r.passes("dynamic, another method", "No masks in the header.", u(prbs(2, comp_hdr=BFP9, rb=1)), link="dynamic.yaml")
    r.fails("rb with sReSMask2", "It is ignored: the second PRB is packed by sReSMask1.",
            u(masked(2, [10, 10], rb=1, masks=(0x00F, 0x003))),
            finding(1, SECTION_U + 6, expected=0, observed=3, unit="hex"), link=seven)
    r.fails("method 8", "Two PRBs of 4 REs of 6 bits: 48 bits without bits between them.",
            u(sec([Raw("48 bits", bytes(6))], 2, rb=1, masks=(0x00F, 0xFFF))),
            finding(1, SECTION_U + 6, expected=0, observed=0xFFF, unit="hex"), link=eight)
    r.not_applicable("a method without masks in the header", "BFP.", u(prbs(2, rb=1)), link="plain.yaml")
    r.not_applicable(NO_LINK, "The format stands in the link.", u(masked(2, [10, 10], rb=1, masks=(0x00F, 3))), lacks=["carriers"])
    r.not_applicable(*C_PLANE_MESSAGE, c(), link=seven)
    return r


def length():
    r = Rule("CUS-COMP-017", "8.3.3.19")
    five, with_length = changed("plain.yaml", M5), changed("plain.yaml", M5, LENGTH)
    dynamic, dynamic_length = changed("dynamic.yaml", M5), changed("dynamic.yaml", M5, DYNAMIC_LENGTH)
    seven, eight = changed("plain.yaml", M7, LENGTH), changed("plain.yaml", M8, LENGTH)
    body = prb(0xFFF) + prb(0x001)  # 2 + 27 and 2 + 3 octets
    at = SECTION_U + 4
    r.passes("absent as declared", "No udCompLen in the section.", u(sec(body, 2)), link=five)
    r.passes("the octets of the section", "4 + 2 + 34.", u(sec(body, 2, length=40)), link=with_length)
    r.passes("the octets behind it", "The other reading of the clause.", u(sec(body, 2, length=34)), link=with_length)
    r.passes("behind udCompHdr", "6 + 2 + 34.", u(sec(body, 2, BFP9_SELECTIVE, length=42)), link=dynamic_length)
    r.passes("two sections", "Each has its own; one finding a message.",
             u(sec(body, 2, length=40), sec(prb(3), 1, length=13, start=2)), link=with_length)
    r.passes("method 7", "4 + 2 + 4 + 10 + 6, and counted behind udCompLen.",
             u(masked(2, [10, 6], length=26, masks=(0x00F, 0x003)), masked(1, [10], length=14, masks=(0x00F, 0), start=2)), link=seven)
    r.passes("method 8", "5 PRBs of 1 RE of 6 bits: 30 bits in 4 octets.",
             u(sec([Raw("30 bits", bytes(4))], 5, length=14, masks=(0x001, 0x800))), link=eight)
    r.passes("BFP where it is declared", "Another method has no udCompLen.", u(prbs(2, comp_hdr=BFP9)),
             link=changed("dynamic.yaml", DYNAMIC_LENGTH))
    r.fails("another number", "One octet too many.", u(sec(body, 2, length=41)),
            finding(1, at, expected=40, observed=41, unit="octets"), link=with_length)
    r.fails("zero", "0 is reserved.", u(sec(body, 2, length=0)), finding(1, at, expected=40, observed=0, unit="octets"),
            link=with_length)
    r.fails("one", "1 is reserved.", u(sec(body, 2, length=1)), finding(1, at, expected=40, observed=1, unit="octets"),
            link=with_length)
    r.fails("the second section", "The first is right.", u(sec(body, 2, length=40), sec(prb(3), 1, length=53, start=2)),
            finding(1, at + 40, expected=13, observed=53, unit="octets"), link=with_length)
    r.fails("there where none is declared", "Read with udCompLen the sections fill the message.", u(sec(body, 2, length=40)),
            finding(1, at, expected=0, observed=1), link=five)
    r.fails("missing where it is declared", "Read without udCompLen the sections fill the message.", u(sec(body, 2)),
            finding(1, at, expected=1, observed=0), link=with_length)
    r.fails("there where none is declared, dynamic", "Behind udCompHdr and its reserved octet.",
            u(sec(body, 2, BFP9_SELECTIVE, length=42)), finding(1, at + 2, expected=0, observed=1), link=dynamic)
    r.fails("missing where it is declared, dynamic", "Behind udCompHdr and its reserved octet.",
            u(sec(body, 2, BFP9_SELECTIVE)), finding(1, at + 2, expected=1, observed=0), link=dynamic_length)
    r.not_applicable("PRBs that do not fit", "Where the section ends is not known.", u(sec(body, 3, length=40)),
                     link=with_length, others=["CUS-U-008"])
    r.not_applicable("a method without it", "BFP.", u(prbs(2)), link="plain.yaml")
    r.not_applicable("declared, but a method without it", "Static BFP.", u(prbs(2)), link=changed("plain.yaml", LENGTH))
    r.inconclusive("cut in the PRBs", "Where the section ends the masks that are missing would tell.",
                   frame(u_plane([sec(body, 2, length=99)]), captured=SECTION_U + 20), link=with_length,
                   others=["CUS-U-003", "CUS-U-008"])
    r.not_applicable(NO_LINK, "The format stands in the link.", u(sec(body, 2, length=99)), lacks=["carriers"])
    r.not_applicable(*C_PLANE_MESSAGE, c(), link=with_length)
    return r
