"""CUS-U: U-plane messages and sections; CUS-COMP: compression headers."""
from packets import APP, IDS, SECTION_U, UL, Raw, c_plane, ecpri, frame, ids, prbs, section, u_plane, up
from selective import M5, M7, M8, masked, prb, sec
from vectors import Rule, changed, finding

C_PLANE_MESSAGE = ("C-plane", "The rule is about U-plane messages.")
NO_LINK = "no link"
BFP9, BFP14 = 0x91, 0xE1


def c(**options):
    return frame(c_plane(1, [section()], **options))


def u(*sections, **options):
    return frame(u_plane(sections or [prbs(2)], **options))


def dynamic(count=2, header=BFP9, octets=28, **options):
    return prbs(count, comp_hdr=header, octets=octets, **options)


def octets(packet, octet, expected, observed, **more):
    return finding(packet, octet, expected=expected, observed=observed, unit="octets", **more)


def rules():
    return [header(), radio_time(), sections_fill(), prb_range(), room(), once(), configured(), copied(), mode()]


def header():
    r = Rule("CUS-U-001", "8.3.2; 7.5.2.2")
    r.passes("version 1", "A whole header.", u())
    r.passes("a later fragment", "Only the first fragment holds the header.",
             frame(ecpri(0, [ids(1, 0, last=1, sub=1), Raw("the rest of the data", bytes(20))])))
    r.fails("version 2", "Reserved.", u(payload_version=2), finding(1, APP, expected=1, observed=2))
    r.fails("three octets of four", "Follows from the length that ecpriPayload states.",
            frame(ecpri(0, [ids(1, 0), Raw("three octets", b"\x90\0\0")])),
            finding(1, APP + 3, follows="CUS-HDR-009"), others=["CUS-HDR-009"])
    r.inconclusive("cut by the capture", "The rest was on the wire.", frame(u_plane([prbs(1)]), captured=APP + 2))
    r.not_applicable("another eCPRI version", "Nothing behind the version can be trusted.",
                     frame(u_plane([prbs(1)], version=2)), others=["CUS-HDR-004"])
    r.not_applicable(*C_PLANE_MESSAGE, c())
    return r


def radio_time():
    r = Rule("CUS-U-002", "8.3.3.5; 8.3.3.6; 8.3.3.7")
    extended = changed("plain.yaml", ("scs_khz: 30", "scs_khz: 60\n    cyclic_prefix: extended"))
    r.passes("the last symbol of a frame", "Subframe 9, slot 1, symbol 13.", u(subframe=9, slot=1, symbol=13), link="plain.yaml")
    r.passes("a PRACH label", "symbolId of PRACH counts PRACH symbols.",
             up(u_plane([prbs(12)], eaxc=4, direction=UL, filter_index=3, symbol=14)), link="plain.yaml")
    r.fails("subframe 10", "A frame has ten.", u(subframe=10),
            finding(1, APP + 2, expected=0, expected_to=9, observed=10), link="plain.yaml")
    r.fails("slot 2 at 30 kHz", "A subframe has two.", u(slot=2),
            finding(1, APP + 2, expected=0, expected_to=1, observed=2), link="plain.yaml")
    r.fails("symbol 14", "A slot has 0..13.", u(symbol=14),
            finding(1, APP + 3, expected=0, expected_to=13, observed=14, unit="symbols"), link="plain.yaml")
    r.fails("symbol 12 with extended CP", "A slot has 0..11.", u(symbol=12),
            finding(1, APP + 3, expected=0, expected_to=11, observed=12, unit="symbols"), link=extended)
    counted = changed("plain.yaml", ("scs_khz: 30", "scs_khz: 30\n    slot_reference_scs_khz: 60"))
    r.passes("slots counted in 60 kHz", "Those of 30 kHz are 0 and 2 (7.2.3.3).", [u(), u(seq=1, slot=2)], passed=2,
             link=counted)
    r.fails("a slot between, counted in 60 kHz", "No slot of 30 kHz begins there.", u(slot=1),
            finding(1, APP + 2, expected=0, expected_to=2, observed=1), link=counted)
    r.not_applicable(NO_LINK, "The numerology stands in the link.", u(slot=9), lacks=["carriers"])
    r.not_applicable(*C_PLANE_MESSAGE, c(), link="plain.yaml")
    return r


def sections_fill():
    r = Rule("CUS-U-003", "8.3.2")
    r.passes("one and two sections", "They end with ecpriPayload.",
             [u(), u(prbs(1), prbs(1, start=1), seq=1, slot=1)], link="plain.yaml", passed=2)
    r.passes("padding of the frame", "It lies behind ecpriPayload.",
             frame(u_plane([prbs(1, octets=28)]), pad_to=64), link="plain.yaml")
    r.fails("two octets left", "Too few for a section header.", u(prbs(2) + [Raw("two octets", b"\0\0")]),
            octets(1, SECTION_U + 60, 0, 2), link="plain.yaml")
    r.fails("a section header without its PRB", "27 octets of the 28 of one PRB.",
            u(prbs(2), prbs(1, start=2, octets=27)), octets(1, SECTION_U + 60, 0, 31), link="plain.yaml")
    r.fails("no section", "The message ends behind its header.", u([]), octets(1, SECTION_U, 28, 0), link="plain.yaml")
    r.passes("masks in the PRBs", "2 + 27 and 2 + 3 octets, then another section.",
             u(sec(prb(0xFFF) + prb(0x800), 2), sec(prb(0), 1, start=2)), link=changed("plain.yaml", M5))
    r.passes("masks in the section header", "12 and 2 REs of 18 bits in turn.",
             u(masked(3, [28, 6, 28], masks=(0xFFF, 0x003))), link=changed("plain.yaml", M7))
    r.passes("bits to fill only at the end", "3 PRBs of 12, 6 and 12 bits.",
             u(sec([Raw("30 bits", bytes(4))], 3, masks=(0x003, 0x001))), link=changed("plain.yaml", M8))
    r.fails("every PRB filled up", "Method 8: 30 bits need 4 octets, not 2 + 1 + 2.",
            u(sec([Raw("5 octets", bytes(5))], 3, masks=(0x003, 0x001))), octets(1, SECTION_U + 12, 0, 1),
            link=changed("plain.yaml", M8))
    r.fails("part of a section header", "Method 7 needs 8 octets.", u([Raw("6 octets", bytes(6))]),
            octets(1, SECTION_U, 0, 6), link=changed("plain.yaml", M7))
    r.inconclusive("cut before a section header", "What follows was on the wire.",
                   frame(u_plane([prbs(2), prbs(2, start=2)]), captured=SECTION_U + 62), link="plain.yaml",
                   others=["CUS-U-008"])
    r.not_applicable("an unknown eAxC", "No format to read it by.", u(eaxc=9), link="plain.yaml", others=["CUS-HDR-013"])
    r.not_applicable(NO_LINK, "The format stands in the link.", u(), lacks=["carriers"])
    r.not_applicable(*C_PLANE_MESSAGE, c(), link="plain.yaml")
    return r


def prb_range():
    r = Rule("CUS-U-007", "8.3.3.11; 8.3.3.12")
    r.passes("the last PRBs", "104 and 105 of 106.", u(prbs(2, start=104)), link="plain.yaml")
    r.passes("every other PRB", "103 and 105.", u(prbs(2, start=103, rb=1)), link="plain.yaml")
    r.passes("all PRBs of a large carrier", "numPrbu 0.", u(prbs(273, octets=3, said=0)), link="large.yaml")
    r.passes("the whole PRACH block", "12 PRBs.", up(u_plane([prbs(12)], eaxc=4, direction=UL, filter_index=3)),
             link="plain.yaml")
    r.fails("one too many", "105 and 106.", u(prbs(2, start=105)),
            finding(1, SECTION_U + 1, expected=0, expected_to=106, observed=107, unit="prbs"), link="plain.yaml")
    r.fails("every other PRB beyond the end", "104 and 106.", u(prbs(2, start=104, rb=1)),
            finding(1, SECTION_U + 1, expected=0, expected_to=106, observed=107, unit="prbs"), link="plain.yaml")
    r.fails("more than the PRACH block", "13 of 12.", up(u_plane([prbs(13)], eaxc=4, direction=UL, filter_index=3)),
            finding(1, SECTION_U + 1, expected=0, expected_to=12, observed=13, unit="prbs"), link="plain.yaml")
    r.not_applicable(NO_LINK, "The bandwidth stands in the link.", u(prbs(1, start=1023)), lacks=["carriers"])
    r.not_applicable(*C_PLANE_MESSAGE, c(), link="plain.yaml")
    return r


def room():
    r = Rule("CUS-U-008", "8.3.2; 8.2.1")
    r.passes("as configured", "28 octets a PRB.", u(), link="plain.yaml")
    r.passes("cut inside the PRBs", "Their number is known from the lengths.",
             frame(u_plane([prbs(2)]), captured=SECTION_U + 20), link="plain.yaml")
    r.fails("14 bits where 9 are configured", "Two PRBs of 43 octets.", u(prbs(2, octets=43)),
            octets(1, SECTION_U + 4, 56, 86), link="plain.yaml")
    r.fails("fewer PRBs than announced", "Three announced, two there.", u(prbs(2, said=3)),
            octets(1, SECTION_U + 60, 84, 56), link="plain.yaml")
    r.fails("a width that udCompHdr does not say", "9 bits announced, 14 sent.", u(dynamic(octets=43)),
            octets(1, SECTION_U + 6, 56, 86), link="dynamic.yaml")
    r.passes("cut inside PRBs whose masks are in the header", "Their octets are known from the masks.",
             frame(u_plane([masked(3, [28, 6, 28], masks=(0xFFF, 0x003))]), captured=SECTION_U + 20),
             link=changed("plain.yaml", M7))
    r.fails("masks that ask for more", "12 REs of 18 bits, 26 octets there instead of 27.",
            u(sec(prb(0xFFF)[:1] + [Raw("26 octets", bytes(26))], 1)), octets(1, SECTION_U + 32, 29, 28),
            link=changed("plain.yaml", M5))
    r.fails("no mask of the second PRB", "Two octets of it at least.", u(sec(prb(0x001), 2)),
            octets(1, SECTION_U + 9, 7, 5), link=changed("plain.yaml", M5))
    r.fails("masks in the header that ask for more", "28 and 6 octets, one is missing.",
            u(masked(2, [28, 5], masks=(0xFFF, 0x003))), octets(1, SECTION_U + 41, 34, 33), link=changed("plain.yaml", M7))
    r.inconclusive("cut before a mask", "The second PRB begins with one.",
                   frame(u_plane([sec(prb(0xFFF) + prb(1), 2)]), captured=SECTION_U + 34), link=changed("plain.yaml", M5),
                   others=["CUS-U-003", "CUS-COMP-017"])
    r.inconclusive("cut before a section header", "What follows was on the wire.",
                   frame(u_plane([prbs(2), prbs(2, start=2)]), captured=SECTION_U + 62), link="plain.yaml",
                   others=["CUS-U-003"])
    r.inconclusive("cut, and nothing fits", "Whether udCompHdr explains it the missing octets would tell.",
                   frame(u_plane([dynamic(2), dynamic(3, start=2)]), captured=SECTION_U + 64), link="plain.yaml",
                   others=["CUS-U-003"])
    r.not_applicable(NO_LINK, "The format stands in the link.", u(), lacks=["carriers"])
    r.not_applicable(*C_PLANE_MESSAGE, c(), link="plain.yaml")
    return r


def once():
    r = Rule("CUS-U-011", "7.8.1.2; 7.8.1.3; 8.3.3.11")
    again = ("the same PRB in another message", "PRB 1 came before.")
    r.passes("neighbours", "0, 1 and 2, 3.", [u(prbs(2)), u(prbs(2, start=2), seq=1)], link="plain.yaml", passed=2)
    r.passes("the same PRBs in another symbol", "Once per symbol.", [u(), u(seq=1, symbol=1)], link="plain.yaml", passed=2)
    r.passes("even and odd PRBs", "rb 1 leaves every other PRB out.",
             [u(prbs(2, rb=1)), u(prbs(2, start=1, rb=1), seq=1)], link="plain.yaml", passed=2)
    r.passes("a duplicated packet", "The sequence rule has it; the octets are judged once.", [u(), u()],
             link="plain.yaml", others=["CUS-SEQ-001"])
    r.fails(*again, [u(prbs(2)), u(prbs(2, start=1), seq=1)], finding(2, SECTION_U, observed=1), link="plain.yaml", passed=1)
    r.fails("twice in one message", "Sections overlap.", u(prbs(2, number=1), prbs(2, number=2, start=1)),
            finding(1, SECTION_U + 60, observed=1), link="plain.yaml", passed=1)
    r.fails("every other PRB over a run", "4 of 0, 2, 4 is in 3..4.",
            [u(prbs(2, start=3)), u(prbs(3, rb=1), seq=1)], finding(2, SECTION_U, observed=4), link="plain.yaml", passed=1)
    announced = [c(), c(seq=1, slot=1), u(slot=1), u(prbs(2, number=2), slot=1, seq=1)]
    r.fails("nobody announced it", "Follows from what came without C-plane.", announced,
            finding(4, SECTION_U, observed=0, follows="CUS-CU-001"), link="plain.yaml", passed=1, others=["CUS-CU-001"])
    r.not_applicable(NO_LINK, "The format stands in the link.", [u(), u(seq=1)], lacks=["carriers"])
    r.not_applicable(*C_PLANE_MESSAGE, c(), link="plain.yaml")
    return r


def compression(packet, octet, expected, observed, **more):
    return finding(packet, octet, expected=expected, observed=observed, unit="ud_comp_hdr", **more)


def configured():
    r = Rule("CUS-COMP-002", "8.3.3.13; 10.2")
    at = SECTION_U + 4
    r.passes("as configured", "BFP, 9 bits.", u(dynamic()), link="dynamic.yaml")
    several = changed("dynamic.yaml", ("      pdsch: {eaxc: [1], compression: {method: bfp, width: 9, header: dynamic}}",
                                       "      pdsch: {eaxc: [1], compression: {method: bfp, width: 9, header: dynamic, "
                                       "also: [{method: bfp, width: 14}, {method: none, width: 9}]}}"))
    r.passes("switching between what is configured", "Dynamic: each section says its own.",
             u(dynamic(), dynamic(start=2, header=BFP14, octets=43), dynamic(start=4, header=0x90, octets=27)), passed=3,
             link=several)
    r.fails("12 bits of 9 or 14", "Neither is configured.", u(dynamic(header=0xC1, octets=37)),
            compression(1, at, BFP9, 0xC1), link=several)
    r.fails("14 bits", "9 are configured.", u(dynamic(header=BFP14, octets=43)), compression(1, at, BFP9, BFP14),
            link="dynamic.yaml")
    r.fails("another method", "9 bits without compression.", u(dynamic(header=0x90, octets=27)),
            compression(1, at, BFP9, 0x90), link="dynamic.yaml")
    r.fails("one section of two", "Each section has a header.",
            u(dynamic(), dynamic(start=2, header=BFP14, octets=43)), compression(1, at + 62, BFP9, BFP14),
            link="dynamic.yaml", passed=1)
    r.fails("a header that the octets do not follow", "Announced 14, sent 9 bits: that the PRBs do not fit follows.",
            u(dynamic(header=BFP14)), compression(1, at, BFP9, BFP14), link="dynamic.yaml", others=["CUS-U-008"])
    r.not_applicable("static format", "There is no udCompHdr.", u(), link="plain.yaml")
    r.not_applicable(NO_LINK, "The format stands in the link.", u(dynamic()), lacks=["carriers"])
    r.not_applicable(*C_PLANE_MESSAGE, c(), link="dynamic.yaml")
    return r


def copied():
    r = Rule("CUS-COMP-003", "8.3.3.13")
    at = SECTION_U + 4

    def ask(header):
        return frame(c_plane(1, [section(prbs=2, symbols=1)], direction=UL, comp_hdr=header))

    def answer(header=BFP9, size=28):
        return up(u_plane([dynamic(header=header, octets=size)], direction=UL))

    r.passes("copied", "As asked.", [ask(BFP9), answer()], link="dynamic.yaml")
    r.fails("9 bits where 14 were asked", "The O-RU sends what is configured, not what it was told.",
            [ask(BFP14), answer()], compression(2, at, BFP14, BFP9), link="dynamic.yaml")
    r.fails("14 bits where 9 were asked and configured", "Follows from the header that disagrees with the link.",
            [ask(BFP9), answer(BFP14, 43)], compression(2, at, BFP9, BFP14, follows="CUS-COMP-002"), link="dynamic.yaml",
            others=["CUS-COMP-002"])
    r.not_applicable("nothing asked", "No header to copy.", answer(), link="dynamic.yaml")
    r.not_applicable("downlink", "The sender chooses.", [frame(c_plane(1, [section()])), u(dynamic())], link="dynamic.yaml")
    r.not_applicable("static format", "udCompHdr of the request is ignored.", [ask(BFP14), up(u_plane([prbs(2)], direction=UL))],
                     link="plain.yaml")
    r.not_applicable(NO_LINK, "The format stands in the link.", [ask(BFP14), answer()], lacks=["carriers"])
    return r


def mode():
    r = Rule("CUS-COMP-004", "8.3.3.13; 8.3.3.14")
    r.passes("static without", "4 + 2 × 28 octets.", u(), link="plain.yaml")
    r.passes("dynamic with", "6 + 2 × 28 octets.", u(dynamic()), link="dynamic.yaml")
    r.fails("static with", "Read with udCompHdr the sections fill the message.", u(dynamic()),
            finding(1, SECTION_U + 4, expected=0, observed=1), link="plain.yaml")
    r.fails("dynamic without", "Read without udCompHdr the sections fill the message.", u(),
            finding(1, SECTION_U + 4, expected=1, observed=0), link="dynamic.yaml")
    r.not_applicable(NO_LINK, "The format stands in the link.", u(), lacks=["carriers"])
    r.not_applicable(*C_PLANE_MESSAGE, c(), link="plain.yaml")
    return r
