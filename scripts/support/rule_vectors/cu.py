"""CUS-CU: coupling of C- and U-plane."""
from clock import TS, air, ns, slot_start, uplink
from packets import APP, SECTION_1, SECTION_U, UL, c_plane, extension, frame, one_way_delay, prbs, section, u_plane, up
from vectors import Rule, finding

C_PLANE_MESSAGE = ("C-plane", "The rule is about U-plane messages.")
NO_LINK = "no link"
SE_6 = extension(6, bytes.fromhex("100000010001"))  # RBGs of one PRB: the first one, symbol 0
PLAIN = {"link": "plain.yaml"}


def c(*sections, **options):
    how = {key: options.pop(key) for key in ("loss", "captured") if key in options}
    return frame(c_plane(1, sections or [section()], **options), **how)


def u(*sections, **options):
    how = {key: options.pop(key) for key in ("loss", "captured") if key in options}
    return frame(u_plane(sections or [prbs(2)], **options), **how)


def before(*sections):
    """C-plane of slot 0: from there on it is known what was announced."""
    return c(*sections, seq=0)


def rules():
    return [described(), symbol(), prb(), complete(), consistent()]


def described():
    r = Rule("CUS-CU-001", "7.8.1.2; 7.8.1.3; 8.2.1")
    r.passes("announced before", "Same eAxC, direction, slot and section id.", [c(), u()], **PLAIN)
    r.passes("in uplink", "The answer to a request.",
             [c(section(prbs=2, symbols=1), direction=UL), up(u_plane([prbs(2)], direction=UL))], **PLAIN)
    r.fails("another section id", "Section 2 was not announced.", [before(), c(seq=1, slot=1), u(prbs(2, number=2), slot=1)],
            finding(3, SECTION_U, observed=2), **PLAIN)
    r.fails("another slot", "Nothing was announced for subframe 1.", [before(), u(subframe=1)],
            finding(2, SECTION_U, observed=1), **PLAIN)
    r.fails("only afterwards", "U-plane is preceded by its C-plane.", [before(), u(slot=1), c(seq=1, slot=1)],
            finding(2, SECTION_U, observed=1), **PLAIN)
    r.fails("of the other direction", "Announced in uplink, sent in downlink.",
            [before(), c(slot=1, direction=UL), u(slot=1)], finding(3, SECTION_U, observed=1), **PLAIN)
    r.fails("its C-plane was lost", "Follows from the gap that the next C-plane message shows.",
            [c(), c(seq=1, slot=1), u(subframe=1), c(seq=3, subframe=1, slot=1)],
            finding(3, SECTION_U, observed=1, follows="CUS-SEQ-001"), others=["CUS-SEQ-001"], **PLAIN)
    r.fails("its C-plane was damaged", "Follows from the message that could not be read.",
            [c(), c(seq=1, slot=1, count=3), u(slot=1)], finding(3, SECTION_U, observed=1, follows="CUS-C-008"),
            others=["CUS-C-008"], **PLAIN)
    r.inconclusive("the first slot of the capture", "Its other C-plane may have come before.",
                   [c(), u(prbs(2, number=2))], **PLAIN)
    r.inconclusive("before the first C-plane", "The capture begins in mid-stream.", [u(), c(seq=1, slot=1)], **PLAIN)
    r.inconclusive("our own loss", "The capture may have lost the C-plane.",
                   [before(), c(seq=1, slot=1), u(prbs(2, number=2), slot=1, loss=True)], **PLAIN)
    r.inconclusive("a C-plane message that was cut", "Its sections are unknown, not absent.",
                   [before(), c(seq=1, slot=1, captured=SECTION_1 + 4), u(slot=1)], others=["CUS-C-008"], **PLAIN)
    r.not_applicable("no C-plane at all", "Nothing to compare with.", [u(), u(seq=1, symbol=1)],
                     lacks=["C-plane in the capture"], **PLAIN)
    r.not_applicable(NO_LINK, "The format stands in the link.", [c(), u(prbs(2, number=2))], lacks=["carriers"])
    r.not_applicable(*C_PLANE_MESSAGE, c(), **PLAIN)
    return r


def symbol():
    r = Rule("CUS-CU-002", "7.8.1.2")
    seven = section(symbols=7)
    r.passes("the last described symbol", "0..6.", [c(seven), u(symbol=6)], **PLAIN)
    r.passes("described by symInc", "Symbols 7..13.",
             [c(section(1, symbols=7), section(2, symbols=7, sym_inc=1)), u(prbs(2, number=2), symbol=7)], **PLAIN)
    r.fails("the symbol behind", "7 of 0..6.", [before(), c(seven, seq=1, slot=1), u(slot=1, symbol=7)],
            finding(3, APP + 3, observed=7), **PLAIN)
    r.fails("before startSymbolId", "6 of 7..13.", [before(), c(seven, seq=1, slot=1, symbol=7), u(slot=1, symbol=6)],
            finding(3, APP + 3, observed=6), **PLAIN)
    r.not_applicable("not described at all", "That is the finding.", [before(), u(slot=1)], others=["CUS-CU-001"], **PLAIN)
    r.not_applicable("no C-plane at all", "Nothing to compare with.", u(), lacks=["C-plane in the capture"], **PLAIN)
    r.not_applicable(NO_LINK, "The format stands in the link.", [c(seven), u(symbol=7)], lacks=["carriers"])
    r.not_applicable(*C_PLANE_MESSAGE, c(), **PLAIN)
    return r


def prb():
    r = Rule("CUS-CU-003", "8.3.3.11; 8.3.3.12; 7.8.1.3")
    ten = section(prbs=10)
    r.passes("a part of them", "8 and 9 of 0..9.", [c(ten), u(prbs(2, start=8))], **PLAIN)
    r.passes("in two pieces", "One data section may be sent in several.",
             [c(section(prbs=4)), u(prbs(2)), u(prbs(2, start=2), seq=1)], passed=2, **PLAIN)
    r.passes("every other PRB", "1, 3, 5 of 1, 3, 5.", [c(section(start=1, prbs=3, rb=1)), u(prbs(3, start=1, rb=1))], **PLAIN)
    r.fails("beyond the end", "10 and 11 of 0..9: described up to 10.", [before(), c(ten, seq=1, slot=1), u(prbs(2, start=10), slot=1)],
            finding(3, SECTION_U + 1, expected=0, expected_to=10, observed=12, unit="prbs"), **PLAIN)
    r.fails("before the start", "0 and 1 of 1..10.",
            [before(), c(section(start=1, prbs=10), seq=1, slot=1), u(slot=1)],
            finding(3, SECTION_U + 1, expected=1, expected_to=11, observed=0, unit="prbs"), **PLAIN)
    halves = [section(prbs=2, re_mask=0xFC0), section(prbs=2, re_mask=0x03F)]
    r.fails("two descriptions of the same PRBs", "Each has PRBs 0 and 1; 2 and 3 are of none.",
            [before(), c(*halves, seq=1, slot=1), u(prbs(4), slot=1)],
            finding(3, SECTION_U + 1, expected=0, expected_to=2, observed=4, unit="prbs"), **PLAIN)
    r.not_applicable("not described at all", "That is the finding.", [before(), u(slot=1)], others=["CUS-CU-001"], **PLAIN)
    r.not_applicable("no C-plane at all", "Nothing to compare with.", u(), lacks=["C-plane in the capture"], **PLAIN)
    r.not_applicable(NO_LINK, "The format stands in the link.", [c(ten), u(prbs(2, start=10))], lacks=["carriers"])
    r.not_applicable(*C_PLANE_MESSAGE, c(), **PLAIN)
    return r


FRAME = 5


def complete():
    r = Rule("CUS-CU-004", "8.2.1; 8.4.2.2")
    timed = {"link": "timed_du.yaml"}
    t0 = uplink(air(FRAME))

    def at(offset_us):
        return ns(t0, offset_us * 1000)

    def ask(*sections, offset_us=-300, **options):
        return frame(c_plane(1, sections or [section(prbs=4, symbols=1)], direction=UL, frame=FRAME, **options),
                     stamp=at(offset_us))

    def answer(*sections, offset_us=100, loss=False, **options):
        return up(u_plane(sections or [prbs(4)], direction=UL, frame=FRAME, **options), stamp=at(offset_us), loss=loss)

    def later(loss=False):
        return frame(one_way_delay(), stamp=at(4000), loss=loss)

    def elsewhere():
        """Uplink of another eAxC, in its time: it shows that uplink is captured, and that the deadline has passed."""
        return up(u_plane([prbs(12)], eaxc=4, direction=UL, filter_index=3, frame=FRAME, subframe=9, slot=1),
                  stamp=ns(uplink(slot_start(FRAME, 9, 1)) + 484 * TS, 100_000))

    def missing(asked, seen, packet=1, **more):
        return finding(packet, expected=asked, observed=seen, unit="prb_symbols", **more)

    r.passes("all that was asked", "4 PRBs of one symbol.", [ask(), answer(), later()], **timed)
    r.passes("all, just before the end of the capture", "Nothing is missing whatever follows.", [ask(), answer()], **timed)
    r.passes("in pieces", "2 and 2 PRBs.", [ask(), answer(prbs(2)), answer(prbs(2, start=2), seq=1), later()], **timed)
    r.passes("a late answer", "Late is another rule's; it is not missing.", [ask(), answer(offset_us=900), later()],
             others=["CUS-TIME-004"], **timed)
    r.passes("beside a request with extension 6", "Its mask takes PRBs away; only the plain request is judged.",
             [ask(section(1, 0, 4, 1), section(2, 4, 4, 1, extensions=[SE_6])), answer(), answer(prbs(1, 2, 4), seq=1), later()],
             **timed)
    two = section(prbs=4, symbols=2)
    r.fails("a symbol", "The second symbol does not come.", [ask(two), answer(), later()], missing(8, 4), **timed)
    r.fails("two PRBs", "0 and 1 of 0..3.", [ask(), answer(prbs(2)), later()], missing(4, 2), **timed)
    r.fails("two PRBs, the others twice", "What comes twice is there once, in place of the others.",
            [ask(), answer(prbs(2)), answer(prbs(2), seq=1), later()], missing(4, 2, follows="CUS-U-011"),
            others=["CUS-U-011"], **timed)
    r.fails("one of two requests", "Section 2 is not answered.",
            [ask(section(1, 0, 4, 1), section(2, 4, 4, 1)), answer(), later()], missing(4, 0), passed=1, **timed)
    r.fails("lost on its way", "Follows from the gap in the uplink.",
            [ask(two), ask(seq=1, slot=1, offset_us=200), answer(seq=0), answer(seq=2, offset_us=600, slot=1), later()],
            missing(8, 4, follows="CUS-SEQ-001"), passed=1, others=["CUS-SEQ-001"], **timed)
    r.inconclusive("the capture ends", "The answer may still come.", [ask(two), answer()], **timed)
    r.inconclusive("our own loss", "The answer may have come to the capture.", [ask(two), answer(loss=True), later()], **timed)
    r.not_applicable("no uplink at all", "An O-RU that is not captured does not answer.", [ask(), later()],
                     lacks=["uplink traffic in the capture"], **timed)
    r.not_applicable("a request that came too late", "The O-RU need not answer it.", [ask(offset_us=-100), elsewhere()],
                     others=["CUS-TIME-005"], **timed)
    r.not_applicable("a request that is not valid", "It asks for PRBs that the carrier does not have.",
                     [ask(section(start=105, prbs=4, symbols=1)), elsewhere()], others=["CUS-C-016"], **timed)
    r.not_applicable("reMask 0", "Beam weights without data.", [ask(section(prbs=4, symbols=1, re_mask=0)), elsewhere()],
                     **timed)
    r.not_applicable("downlink", "Nothing is answered.", [frame(c_plane(1, [section()], frame=FRAME), stamp=ns(air(FRAME), -450_000)), later()],
                     **timed)
    r.not_applicable("a link without time", "When the answer is due is not known.", [ask(two), answer(), later()],
                     link="plain.yaml", lacks=["delays.ta4_*", "time.epoch"])
    return r


def consistent():
    r = Rule("CUS-CU-010", "7.8.1.2; 7.5.3.1; 7.7.6.1")

    def second(octet, expected, observed, unit, packet=1, **more):
        return finding(packet, octet, expected=expected, observed=observed, unit=unit, **more)

    one = section(prbs=10)
    at = SECTION_1 + 8
    r.passes("different ids", "Each its own PRBs.", c(section(1, 0, 10), section(2, 10, 10)), passed=2, **PLAIN)
    r.passes("disjoint reMasks", "One id, one set of PRBs, two beams.",
             c(section(prbs=10, re_mask=0xFC0, beam=1), section(prbs=10, re_mask=0x03F, beam=2)), passed=2, **PLAIN)
    r.passes("the same id in another slot", "Ids are used again in the next slot.",
             [c(one), c(section(start=50, prbs=5), seq=1, slot=1)], passed=2, **PLAIN)
    r.passes("the same id in the other direction", "Directions have ids of their own.",
             [c(one), c(section(start=50, prbs=5), direction=UL)], passed=2, **PLAIN)
    r.passes("the same id for other symbols", "7 and 7 symbols of the same PRBs.",
             [c(section(symbols=7)), c(section(symbols=7), seq=1, symbol=7)], passed=2, **PLAIN)
    r.fails("another number of PRBs", "10, then 12.", c(one, section(prbs=12)), second(at, 10, 12, "prbs"), passed=1, **PLAIN)
    r.fails("another start", "0, then 5.", c(one, section(start=5, prbs=10)), second(at, 0, 5, "prbs"), passed=1, **PLAIN)
    r.fails("another rb", "Every PRB, then every other one.", c(one, section(prbs=10, rb=1)), second(at, 0, 1, "none"),
            passed=1, **PLAIN)
    r.fails("another number of symbols", "14, then 7, in another message.", [c(one), c(section(prbs=10, symbols=7), seq=1)],
            second(SECTION_1, 14, 7, "symbols", packet=2), passed=1, **PLAIN)
    r.fails("another udCompHdr", "One data section has one format.",
            [c(one, direction=UL, comp_hdr=0x91), c(one, direction=UL, comp_hdr=0xE1, seq=1)],
            second(SECTION_1, 0x91, 0xE1, "ud_comp_hdr", packet=2), passed=1, **PLAIN)
    r.fails("reMasks that overlap", "RE 5 is described twice.",
            c(section(prbs=10, re_mask=0xFC0), section(prbs=10, re_mask=0x07F)), second(at, 0, 0x040, "hex"), passed=1, **PLAIN)
    r.fails("the same again", "Each RE is described twice.", [c(one), c(one, seq=1)],
            second(SECTION_1, 0, 0xFFF, "hex", packet=2), passed=1, **PLAIN)
    acknowledged = section(prbs=10, extensions=[extension(22, b"\x12\x34")])
    r.inconclusive("the same again after one that could be refused", "Right if the O-RU dropped the first (7.2.8).",
                   [c(acknowledged), c(acknowledged, seq=1)], passed=1, **PLAIN)
    r.fails("the same again in one message", "Nobody can have refused the first yet.", c(acknowledged, acknowledged),
            second(SECTION_1 + 12, 0, 0xFFF, "hex"), passed=1, **PLAIN)
    r.fails("another number of PRBs after one that could be refused", "Not the same again.",
            [c(acknowledged), c(section(prbs=12), seq=1)], second(SECTION_1, 10, 12, "prbs", packet=2), passed=1, **PLAIN)
    r.not_applicable("an unknown eAxC", "Coupling is configured for endpoints.", c(one, section(prbs=12), eaxc=9),
                     others=["CUS-HDR-013"], **PLAIN)
    r.not_applicable("U-plane", "It describes nothing.", u(), **PLAIN)
    r.not_applicable(NO_LINK, "The coupling stands in the link.", c(one, section(prbs=12)), lacks=["carriers"])
    return r
