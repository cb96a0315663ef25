"""CUS-HDR: transport and eCPRI header."""
from packets import (APP, C_PLANE, DL, DU, ECPRI, IDS, OTHER, RU, UL, Raw, c_plane, ecpri, frame, ids, one_way_delay,
                     prbs, ptp, section, u_plane, up)
from vectors import Rule, changed, finding

TAG = 14  # of the first tag control information

NOT_ECPRI = ("PTP is another protocol", "Frames that are not eCPRI are only classified.")


def c(**options):
    return c_plane(1, [section()], **options)


def u(**options):
    return u_plane([prbs(1)], **options)


def rules():
    return [vlan(), priority(), version(), payload_fits(), message_type(), holds_fields(), concatenation(), eaxc(),
            unfragmented(), uplane_unfragmented(), mtu(), travel(), planes()]


def vlan():
    r = Rule("CUS-HDR-002", "5.1.1; 5.4")
    untagged = changed("marked.yaml", ("vlan: 21", "vlan: none"))
    silent = changed("marked.yaml", ("vlan: 21\n", ""))
    r.passes("the configured id", "VLAN 21 is configured and used.", frame(c(), vlan=(7, 21)), link="marked.yaml")
    r.passes("priority-tagged", "VID 0 is never a fault of the sender by itself.", frame(c(), vlan=(7, 0)),
             link="marked.yaml")
    r.passes("priority-tagged where untagged is configured", "VID 0 carries a priority and names no VLAN.",
             frame(c(), vlan=(7, 0)), link=untagged)
    r.passes("untagged as configured", "The link has no VLAN.", frame(c()), link=untagged)
    r.fails("another id", "VLAN 22 is not the configured one.", frame(c(), vlan=(7, 22)),
            finding(1, TAG, expected=21, observed=22), link="marked.yaml")
    r.fails("untagged where a VLAN is configured", "4096 stands for untagged.", frame(c()),
            finding(1, TAG, expected=21, observed=4096), link="marked.yaml")
    r.fails("tagged where none is configured", "A tag with a VLAN id, on a link without VLAN.", frame(c(), vlan=(7, 5)),
            finding(1, TAG, expected=4096, observed=5), link=untagged)
    r.not_applicable(*NOT_ECPRI, ptp(), link="marked.yaml")
    r.not_applicable("a link that says nothing of VLANs", "What is not configured is not judged.",
                     frame(c(), vlan=(7, 9)), link=silent, lacks=["vlan"])
    r.not_applicable("no link", "Which VLAN is right stands in the link.", frame(c(), vlan=(7, 9)), lacks=["vlan"])
    return r


def priority():
    r = Rule("CUS-HDR-003", "5.3")
    only_c = changed("marked.yaml", (", u_plane: 6", ""))
    r.passes("both planes as configured", "PCP 7 for the C-plane, 6 for the U-plane.",
             [frame(c(), vlan=(7, 21)), frame(u(), vlan=(6, 21))], link="marked.yaml", passed=2)
    r.passes("priority-tagged", "PCP 7 in a frame with VID 0.", frame(c(), vlan=(7, 0)), link="marked.yaml")
    r.fails("C-plane with another priority", "PCP 7 is configured.", frame(c(), vlan=(5, 21)),
            finding(1, TAG, expected=7, observed=5), link="marked.yaml")
    r.fails("U-plane with the priority of the C-plane", "The planes are configured apart.", frame(u(), vlan=(7, 21)),
            finding(1, TAG, expected=6, observed=7), link="marked.yaml")
    r.not_applicable("a plane without configured priority", "Only the C-plane has one here.", frame(u(), vlan=(1, 21)),
                     link=only_c)
    r.not_applicable("delay measurement", "Message 5 has a priority of its own rule.",
                     frame(one_way_delay(), vlan=(1, 21)), link="marked.yaml")
    r.not_applicable("no link", "Which priority is right stands in the link.", frame(c(), vlan=(1, 1)), lacks=["pcp"])
    return r


def version():
    r = Rule("CUS-HDR-004", "5.1.3.2.2")
    r.passes("version 1", "eCPRI 1.0 to 2.0 say 1.", frame(c()))
    r.passes("reserved bits are not the version", "ecpriReserved lies beside it.", frame(c(reserved=7)))
    r.fails("version 2", "2 is reserved.", frame(c(version=2)), finding(1, ECPRI, expected=1, observed=2))
    r.fails("version 0", "Zeros are not eCPRI.", frame(u(version=0)), finding(1, ECPRI, expected=1, observed=0))
    r.fails("only the second message", "Each message has a header of its own.",
            frame(c(concatenation=1), c(version=3, seq=1)), finding(1, ECPRI + 24, expected=1, observed=3), passed=1)
    r.not_applicable(*NOT_ECPRI, ptp())
    return r


def payload_fits():
    r = Rule("CUS-HDR-006", "5.1.3.2.6")
    r.passes("exactly the octets present", "ecpriPayload 20, and 20 octets.", frame(c()))
    r.passes("padding behind the message", "Padding is not counted; there is more than needed.", frame(c(), pad_to=60))
    r.passes("cut by the capture", "The octets were on the wire, only not captured.", frame(c(), captured=30),
             others=["CUS-C-008"])
    r.fails("one octet too many", "ecpriPayload says 21 where 20 follow.", frame(c(payload=21)),
            finding(1, ECPRI + 2, expected=0, expected_to=20, observed=21, unit="octets"))
    r.fails("beyond the padding too", "42 octets follow the header, 43 are announced.", frame(c(payload=43), pad_to=60),
            finding(1, ECPRI + 2, expected=0, expected_to=42, observed=43, unit="octets"))
    r.fails("beyond the frame, and cut", "What was on the wire counts, not what was captured.",
            frame(c(payload=100), captured=30),
            finding(1, ECPRI + 2, expected=0, expected_to=20, observed=100, unit="octets"))
    r.not_applicable(*NOT_ECPRI, ptp())
    return r


def message_type():
    r = Rule("CUS-HDR-008", "5.1.3.2.5; 9.1")
    r.passes("0, 2 and 5", "The three types of the fronthaul.", [frame(u()), frame(c()), frame(one_way_delay())], passed=3)
    r.fails("event indication", "Type 7 is eCPRI, but not of the fronthaul.",
            frame(ecpri(7, [Raw("zeros", bytes(4))])), finding(1, ECPRI + 1, expected=0, expected_to=5, observed=7))
    r.fails("between the known ones", "Type 1, bit sequence.", frame(ecpri(1, [Raw("zeros", bytes(4))])),
            finding(1, ECPRI + 1, expected=0, expected_to=5, observed=1))
    r.fails("vendor specific", "64 to 255 are vendor specific.", frame(ecpri(64, [])),
            finding(1, ECPRI + 1, expected=0, expected_to=5, observed=64))
    r.not_applicable(*NOT_ECPRI, ptp())
    return r


def holds_fields():
    r = Rule("CUS-HDR-009", "5.1.3.2.1; 7.4; 8.3.2")
    short_c = ecpri(C_PLANE, [ids(1, 0), Raw("the beginning of a header", bytes.fromhex("9000000001 0100"))])
    short_u = ecpri(0, [ids(1, 0), Raw("the beginning of a header", bytes.fromhex("900000"))])
    r.passes("the least of each", "Message 5 has 20 octets of fields, a later fragment only its ids.",
             [frame(one_way_delay()), frame(ecpri(0, [ids(1, 0, last=1, sub=1)]))], passed=2)
    r.fails("delay measurement", "20 octets of fields, 19 announced.", frame(one_way_delay(19)),
            finding(1, ECPRI + 2, expected=20, expected_to=65535, observed=19, unit="octets"))
    r.fails("C-plane", "Ids and the shortest header need 12 octets.", frame(short_c),
            finding(1, ECPRI + 2, expected=12, expected_to=65535, observed=11, unit="octets"), others=["CUS-C-001"])
    r.fails("U-plane", "Ids and header need 8 octets.", frame(short_u),
            finding(1, ECPRI + 2, expected=8, expected_to=65535, observed=7, unit="octets"), others=["CUS-U-001"])
    r.not_applicable(*NOT_ECPRI, ptp())
    return r


def concatenation():
    r = Rule("CUS-HDR-010", "5.1.3.2.4")
    r.passes("two messages", "C is 1 on the first, 0 on the last.", frame(c(concatenation=1), c(seq=1, slot=1)), passed=2)
    odd = u_plane([prbs(1, octets=29)], concatenation=1)
    r.passes("pad octets between messages", "The next header starts at a 4-octet boundary.", frame(odd, u(seq=1)),
             passed=2)
    r.fails("the last message", "C announces another message, but the frame ends.", frame(c(concatenation=1)),
            finding(1, ECPRI, expected=0, observed=1))
    r.fails("too few octets for a header", "Two octets follow.",
            frame(c(concatenation=1), [Raw("two octets", b"\x10\x02")]), finding(1, ECPRI, expected=0, observed=1))
    r.fails("only padding follows", "Zeros up to the least frame are no message: one fault, one finding.",
            frame(c(concatenation=1), pad_to=60), finding(1, ECPRI, expected=0, observed=1))
    r.not_applicable(*NOT_ECPRI, ptp())
    return r


def eaxc():
    r = Rule("CUS-HDR-013", "5.1.3.2.7; 9.1")
    r.passes("configured", "eAxC 1.", frame(c()), link="plain.yaml")
    r.passes("configured for the other direction", "Both directions may use one id; the direction is another rule's.",
             frame(c(eaxc=4)), link="plain.yaml")
    r.fails("C-plane", "eAxC 9 is of no endpoint.", frame(c(eaxc=9)), finding(1, IDS, observed=9, unit="hex"),
            link="plain.yaml")
    r.fails("U-plane", "eAxC 0x0100: the sub-fields have other widths.", frame(u(eaxc=0x100)),
            finding(1, IDS, observed=0x100, unit="hex"), link="plain.yaml")
    r.not_applicable("delay measurement", "Message 5 has no eAxC.", frame(one_way_delay()), link="plain.yaml")
    r.not_applicable("no link", "Which ids there are stands in the link.", frame(c(eaxc=9)), lacks=["carriers"])
    return r


def unfragmented():
    r = Rule("CUS-HDR-015", "5.1.3.2.8")
    r.passes("E 1, subsequence 0", "The C-plane is not fragmented by the transport.", frame(c()))
    r.fails("E 0", "A message that announces more fragments.", frame(c(last=0)),
            finding(1, IDS + 3, expected=0x80, observed=0, unit="hex"))
    r.fails("subsequence 1", "A later fragment.", frame(c(sub=1)),
            finding(1, IDS + 3, expected=0x80, observed=0x81, unit="hex"))
    r.not_applicable("a fragment of the U-plane", "There it may be allowed.", frame(u(last=0)), others=["CUS-SEQ-005"])
    return r


def uplane_unfragmented():
    r = Rule("CUS-HDR-016", "5.1.3.2.7; 5.1.3.2.8; 5.5.3")
    off = changed("plain.yaml", ("name: plain", "name: plain\nsequence: {checked: false}"))
    r.passes("a whole message", "E is 1, the subsequence id 0.", frame(u()), link=off)
    first = frame(u(last=0))
    rest = frame(ecpri(0, [ids(1, 0, last=1, sub=1), Raw("one PRB more", bytes(28))]))
    r.fails("fragments", "Who does not check sequence ids cannot join them.",
            [frame(u_plane([prbs(2, said=3)], last=0)), rest],
            finding(1, IDS + 3, expected=0x80, observed=0, unit="hex"), link=off)
    r.fails("a fragment alone", "The first of them is judged when it comes.", first,
            finding(1, IDS + 3, expected=0x80, observed=0, unit="hex"), link=off)
    r.not_applicable("sequence checks are on", "Fragments may be joined.", first, link="plain.yaml",
                     others=["CUS-SEQ-005"])
    r.not_applicable("no link", "Whether checks are on stands in the link.", first, others=["CUS-SEQ-005"])
    r.not_applicable("the C-plane", "Another rule's.", frame(c()), link=off)
    return r


def mtu():
    r = Rule("CUS-HDR-017", "5.1.1; 5.5.1")
    r.passes("exactly the MTU", "100 octets behind the EtherType.", frame(one_way_delay(96), vlan=(6, 21)),
             link="marked.yaml")
    r.fails("one octet more", "The tag does not count, the padding would.", frame(one_way_delay(97), vlan=(6, 21)),
            finding(1, TAG + 4, expected=0, expected_to=100, observed=101, unit="octets"), link="marked.yaml")
    r.fails("cut by the capture", "What was on the wire counts.",
            frame(one_way_delay(97), vlan=(6, 21), captured=60),
            finding(1, TAG + 4, expected=0, expected_to=100, observed=101, unit="octets"), link="marked.yaml")
    r.not_applicable(*NOT_ECPRI, ptp(), link="marked.yaml")
    r.not_applicable("no link", "The MTU stands in the link.", frame(one_way_delay(1400)), lacks=["mtu"])
    return r


def travel():
    r = Rule("CUS-HDR-019", "4.3; 7.3.1; 7.5.3.14")
    link = changed("marked.yaml", ("vlan: 21\npcp: {c_plane: 7, u_plane: 6}\nmtu: 100\n", ""))
    report = ecpri(C_PLANE, [ids(1, 0), Raw("ST 8, one ACK", bytes.fromhex("1000000000080100 00010000"))])
    licensed = ecpri(C_PLANE, [ids(1, 0), Raw("ST 7, LBT_PDSCH_REQ", bytes.fromhex("1000000000070000 02beef7d0303e000"))])
    r.passes("each its own", "The O-DU sends ST 1 and DL data, the O-RU ST 8 and UL data.",
             [frame(c()), frame(u()), up(report), up(u(direction=UL))], link=link, passed=4)
    r.passes("ST 3 in downlink", "Mixed numerology: legal.", frame(c_plane(3, [section(freq_offset=0)])), link=link)
    r.fails("DL data from the O-RU", "dataDirection 1 is the O-DU's.", up(u()), finding(1, APP, observed=DL), link=link)
    r.fails("UL data from the O-DU", "dataDirection 0 is the O-RU's.", frame(u(direction=UL)),
            finding(1, APP, observed=UL), link=link)
    r.fails("ST 1 from the O-RU", "Scheduling is the O-DU's.", up(c()), finding(1, APP, observed=1), link=link)
    r.fails("ST 8 from the O-DU", "Acknowledging is the O-RU's.", frame(report), finding(1, APP, observed=8), link=link)
    r.not_applicable("a third address", "Who it is the link does not say.", frame(u(direction=UL), src=OTHER, dst=RU),
                     link=link)
    r.not_applicable("ST 7", "Both sides send it.", [frame(licensed), up(licensed)], link=link)
    r.not_applicable("no link", "Who is who stands in the link.", up(c()), lacks=["o_du.mac or o_ru.mac"])
    return r


def planes():
    r = Rule("CUS-HDR-030", "7.1.1; 8.2.1")
    r.passes("two C-plane messages", "One plane.", frame(c(concatenation=1), c(seq=1, slot=1)), passed=2)
    r.passes("C-plane beside delay measurement", "Only C- and U-plane are kept apart.",
             frame(c(concatenation=1), one_way_delay()))
    r.fails("C-plane, then U-plane", "The second message is of the other plane.", frame(c(concatenation=1), u()),
            finding(1, ECPRI + 24, expected=0, observed=1), passed=1)
    r.fails("U-plane, then C-plane", "The order does not matter.", frame(u(concatenation=1), c()),
            finding(1, ECPRI + 44, expected=0, observed=1), passed=1)
    r.not_applicable("delay measurement alone", "It belongs to no plane.", frame(one_way_delay()))
    return r
