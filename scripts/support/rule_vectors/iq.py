"""CUS-COMP-005 to 015, 018, 022 to 024: what is inside PRBs."""
from packets import SECTION_U, UL, Part, Raw, c_plane, extension, frame, section, u_plane, up
from vectors import Rule, changed, finding

C_PLANE_MESSAGE = ("C-plane", "The rule is about U-plane messages.")
NO_LINK = ("no link", "The format stands in the link.")
NOT_WHOLE = "PRBs that the capture holds whole"
NO_SCALER = "SE 4 of the C-plane in the capture"
AT = SECTION_U + 4  # the first PRB of a static section
BFP9 = "plain.yaml"


def link(method, width=9, more="", name="plain.yaml"):
    """`name` with another packing in downlink."""
    return changed(name, ("pdsch: {eaxc: [1], compression: {method: bfp, width: 9",
                          f"pdsch: {{eaxc: [1], compression: {{method: {method}, width: {width}{more}"))


def pack(numbers, width):
    """Annex D: most significant bit first, without gaps, zeros up to the next octet."""
    bits = "".join(format(number & (1 << width) - 1, f"0{width}b") for number in numbers)
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big") if bits else b""


def block(parameter, numbers, width=9, rest=0):
    """A PRB of methods 0 to 4: its first numbers, the others are `rest`. No parameter: None."""
    numbers = list(numbers) + [rest] * (24 - len(numbers))
    head = b"" if parameter is None else bytes([parameter])
    said = "" if parameter is None else f"udCompParam {parameter}, "
    return Raw(f"{said}numbers of {width} bits: {numbers[0]}, {numbers[1]}, {numbers[2]} ...", head + pack(numbers, width))


def selected(numbers, width, mask, high=0, pad=0, own_mask=True):
    """A PRB of which only the REs of the mask are sent: methods 5 and 6, or 7 with the exponent alone in front."""
    head = bytes([mask >> 8 << 4 | high, mask & 255]) if own_mask else bytes([high])
    packed = bytearray(pack(numbers, width))
    if packed:
        packed[-1] |= pad
    return Raw(f"REs {mask:#05x} of {width} bits, pad bits {pad}", head + bytes(packed))


def sec(blocks, count=None, comp_hdr=None, masks=None, number=1, start=0, rb=0):
    fields = [("sectionId", 12, number), ("rb", 1, rb), ("symInc", 1, 0), ("startPrbu", 10, start),
              ("numPrbu", 8, len(blocks) if count is None else count)]
    if comp_hdr is not None:
        fields += [("udCompHdr", 8, comp_hdr), ("rsvd", 8, 0)]
    if masks is not None:
        fields += [("rsvd", 4, 0), ("sReSMask1", 12, masks[0]), ("rsvd", 4, 0), ("sReSMask2", 12, masks[1])]
    return [Part("section", fields), *blocks]


def u(*blocks, captured=None, **options):
    return frame(u_plane([sec(list(blocks), **options)]), captured=captured)


def c(**options):
    return frame(c_plane(1, [section()], **options))


def scaled(csf, scaler, prbs=1, re_mask=0xFFF, more=(), **options):
    """C-plane whose SE 4 tells csf and modCompScaler of section 1."""
    word = (csf << 15 | scaler).to_bytes(2, "big")
    return frame(c_plane(1, [section(1, 0, prbs, re_mask=re_mask, extensions=[extension(4, word), *more], **options)]))


def value(octet, expected, observed, to=None, unit="none", packet=1, **more):
    return finding(packet, octet, expected=expected, expected_to=to, observed=observed, unit=unit, **more)


def rules():
    return [reserved(), wide(), larger(), habit(), zeros(), width(), large_scaler(), zero_scaler(), component(), zero_re(),
            padding(), sixteen(), full_scale(), magnitude()]


def none_of_it(rule, packing=BFP9):
    """What holds of every rule about PRBs."""
    rule.not_applicable(*NO_LINK, u(block(0, [1])), lacks=["carriers"])
    rule.not_applicable(*C_PLANE_MESSAGE, c(), link=packing)


def reserved():
    r = Rule("CUS-COMP-005", "8.3.3.15")
    r.passes("the exponent alone", "0000 0111.", u(block(7, [255, -256])), link=BFP9)
    r.passes("the largest exponent", "The lower nibble may be anything.", u(block(15, [255, 0])), link=BFP9,
             others=["CUS-COMP-006"])
    r.passes("masks in the section header", "Method 7: the octet is the exponent.",
             u(selected([200, -200], 9, 1, high=2, own_mask=False), masks=(1, 0)), link=link("bfp_selective_masks"))
    r.passes("a PRB that the capture cut", "The first is whole, of the second nothing is known.",
             u(block(7, [255]), block(0xFF, [255]), captured=AT + 40), link=BFP9, lacks=[NOT_WHOLE])
    r.fails("a bit above it", "0001 0111.", u(block(0x17, [255, -256])), value(AT, 0, 1, unit="hex"), link=BFP9)
    r.fails("the second PRB of two", "Of section 1 from PRB 10 on: PRB 11.", u(block(7, [255]), block(0x87, [255]), start=10),
            value(AT + 28, 0, 8, unit="hex"), link=BFP9, passed=1)
    r.fails("masks in the section header, upper bits", "Method 7.",
            u(selected([200, -200], 9, 1, high=0xF2, own_mask=False), masks=(1, 0)), value(AT + 4, 0, 15, unit="hex"),
            link=link("bfp_selective_masks"))
    r.fails("another packing than configured", "udCompHdr says BFP 8, and the link BFP 9.",
            u(block(0x27, [100, -100], 8), comp_hdr=0x81), value(AT + 2, 0, 2, unit="hex", follows="CUS-COMP-002"),
            link="dynamic.yaml", others=["CUS-COMP-002"])
    r.not_applicable("a mask in the PRB", "Method 5: the upper nibble is sReSMask.", u(selected([200, -200], 9, 0x800, high=2)),
                     link=link("bfp_selective"))
    r.not_applicable("no BFP", "mu-law: the upper nibble is compBitWidth.", u(block(0x90, [1])), link=link("mu_law"))
    r.not_applicable("no PRB is whole", "The capture ends in the first.", u(block(0x17, [255]), captured=AT + 20), link=BFP9,
                     lacks=[NOT_WHOLE])
    none_of_it(r)
    return r


def wide():
    r = Rule("CUS-COMP-006", "A.1")
    r.passes("16 bits of 9", "Exponent 7.", u(block(7, [255, -256])), link=BFP9)
    r.passes("16 bits of 14", "Exponent 2.", u(block(2, [8191], 14)), link=link("bfp", 14))
    r.passes("16 bits of 16", "Exponent 0.", u(block(0, [32767], 16)), link=link("bfp", 16), others=["CUS-COMP-022"])
    r.fails("17 bits of 9", "Exponent 8.", u(block(8, [255, -256])), value(AT, 0, 8, to=7), link=BFP9)
    r.fails("17 bits of 14", "Exponent 3.", u(block(3, [8191], 14)), value(AT, 0, 3, to=2), link=link("bfp", 14))
    r.fails("REs left out", "Method 5, exponent 8.", u(selected([200, -200], 9, 1, high=8)), value(AT, 0, 8, to=7),
            link=link("bfp_selective"))
    r.not_applicable("no BFP", "Without compression.", u(block(None, [1], 16)), link=link("none", 16))
    none_of_it(r)
    return r


def larger():
    r = Rule("CUS-COMP-007", "A.1.2")
    r.passes("needed for a positive number", "128 x 2^7 has 15 bits and a sign.", u(block(7, [128])), link=BFP9)
    r.passes("needed for a negative number", "-129 needs 9 bits, -128 would not.", u(block(7, [-129])), link=BFP9)
    r.passes("exponent 0", "There is none smaller.", u(block(0, [1])), link=BFP9)
    r.passes("one more, by habit", "-128 x 2: the magnitude rule takes exponent 1.", u(block(1, [-128, 127])), link=BFP9,
             others=["CUS-COMP-008"])
    r.passes("all zero", "Nothing tells the least exponent.", u(block(3, [])), link=BFP9, others=["CUS-COMP-009"])
    r.passes("needed by the one RE that is sent", "Method 5.", u(selected([-200, 3], 9, 0x100, high=3)), link=link("bfp_selective"))
    r.fails("one more", "100 x 2^7 has 14 bits and a sign: exponent 6.", u(block(7, [100, -90])), value(AT, 6, 7), link=BFP9)
    r.fails("far more", "5 x 2^3 fits into 9 bits as it is.", u(block(3, [5, -3])), value(AT, 0, 3), link=BFP9)
    r.fails("-1 at most", "The samples lie between -2 and 1.", u(block(1, [-1])), value(AT, 0, 1), link=BFP9)
    r.fails("all negative", "The least decides.", u(block(2, [-100, -90], rest=-80)), value(AT, 1, 2), link=BFP9)
    r.fails("the last number of a PRB beyond 16 bits", "Exponent 9: numbers are read one by one.",
            u(block(9, [1] * 23 + [-70])), value(AT, 8, 9), link=BFP9, others=["CUS-COMP-006"])
    r.fails("the 17th PRB", "PRBs are read 16 at a time.", u(*[block(7, [255])] * 16, block(7, [64])), value(AT + 448, 6, 7),
            link=BFP9, passed=16)
    r.not_applicable("no BFP", "Block scaling.", u(block(3, [5])), link=link("block_scaling"))
    none_of_it(r)
    return r


def habit():
    r = Rule("CUS-COMP-008", "A.1.2")
    r.passes("the largest magnitude is negative and needs it", "-129.", u(block(1, [-129])), link=BFP9)
    r.passes("two steps below", "126: neither rule explains it.", u(block(7, [126])), link=BFP9, others=["CUS-COMP-007"])
    r.passes("two exponents too many", "63 x 2^7: exponent 5 would do.", u(block(7, [63])), link=BFP9, others=["CUS-COMP-007"])
    r.fails("the magnitude rule", "-256 has 9 bits, its magnitude needs 10 with a sign.", u(block(1, [127, -128])),
            value(AT, 0, 1), link=BFP9)
    r.fails("room for rounding", "127.5 x 2 might have become 128.", u(block(7, [127, 0])), value(AT, 6, 7), link=BFP9)
    r.fails("two bits", "-2^k with the narrowest mantissas that have a sign and a bit.", u(block(3, [-1], 2)), value(AT, 2, 3),
            link=link("bfp", 2))
    r.not_applicable("no BFP", "mu-law.", u(block(0x93, [5])), link=link("mu_law"))
    none_of_it(r)
    return r


def zeros():
    r = Rule("CUS-COMP-009", "A.1.2")
    r.passes("zeros with exponent 0", "28 octets of 0.", u(block(0, [])), link=BFP9)
    r.passes("one number left", "-1 at the end.", u(block(1, [0] * 23 + [-1])), link=BFP9, others=["CUS-COMP-007"])
    r.passes("no RE sent", "sReSMask 0, exponent 0.", u(selected([], 9, 0)), link=link("bfp_selective"))
    r.fails("zeros with an exponent", "Exponent 7.", u(block(7, [])), value(AT, 0, 7), link=BFP9)
    r.fails("no RE sent, with an exponent", "sReSMask 0, exponent 3.", u(selected([], 9, 0, high=3)), value(AT, 0, 3),
            link=link("bfp_selective"))
    r.not_applicable("no BFP", "Without compression.", u(block(None, [], 16)), link=link("none", 16))
    none_of_it(r)
    return r


def width():
    r = Rule("CUS-COMP-010", "A.3.3")
    r.passes("9 bits", "1001 0101.", u(block(0x95, [1])), link=link("mu_law"))
    r.passes("16 bits", "0000: as udIqWidth.", u(block(0x05, [1], 16)), link=link("mu_law", 16), others=["CUS-COMP-022"])
    r.passes("dynamic", "udCompHdr says 14.", u(block(0xE0, [1], 14), comp_hdr=0xE3), link=link("mu_law", 14, name="dynamic.yaml"))
    r.fails("left 0", "It says 16 bits.", u(block(0x05, [1])), value(AT, 9, 16, unit="bits"), link=link("mu_law"))
    r.fails("one off", "8 for 9.", u(block(0x95, [1]), block(0x85, [1])), value(AT + 28, 9, 8, unit="bits"), link=link("mu_law"),
            passed=1)
    r.not_applicable("no mu-law", "BFP: there is no compBitWidth.", u(block(7, [255])), link=BFP9)
    none_of_it(r)
    return r


def large_scaler():
    r = Rule("CUS-COMP-011", "A.2; A.3")
    r.passes("blockScaler 128", "1.0.", u(block(128, [255])), link=link("block_scaling"))
    r.passes("compShift 7", "The largest of A.3.1.", u(block(0x97, [1])), link=link("mu_law"))
    r.fails("blockScaler 129", "255 x 129 / 128 x 128 has 17 bits.", u(block(129, [255])), value(AT, 0, 129, to=128),
            link=link("block_scaling"))
    r.fails("compShift 8", "No block needs it.", u(block(0x98, [1])), value(AT, 0, 8, to=7), link=link("mu_law"))
    r.not_applicable("BFP", "There is neither.", u(block(7, [255])), link=BFP9)
    none_of_it(r)
    return r


def zero_scaler():
    r = Rule("CUS-COMP-012", "A.2")
    r.passes("all zero", "0 x 0.", u(block(0, [])), link=link("block_scaling"))
    r.passes("the least scaler", "1 / 128.", u(block(1, [255])), link=link("block_scaling"))
    r.fails("the last number is lost", "1 x 0.", u(block(0, [0] * 23 + [1])), value(AT, 1, 0, to=255), link=link("block_scaling"))
    r.not_applicable("mu-law", "There is no blockScaler.", u(block(0x90, [1])), link=link("mu_law"))
    none_of_it(r)
    return r


def sets(*masks):
    """C-plane of one PRB with SE 5 of two sets without csf: mcScaleReMask and mcScaleOffset of each."""
    (mask, scaler), (other, weak) = masks
    word = (mask << 16 | scaler) << 28 | other << 16 | weak
    return frame(c_plane(1, [section(1, 0, 1, extensions=[extension(5, word.to_bytes(7, "big") + bytes(3))])]))


QAM16 = [-2, -1, 0, 1, 1, 1, -1, -1, 0, -2]


def component():
    r = Rule("CUS-COMP-014", "A.5")
    two, one = link("modulation", 2), link("modulation", 1)
    outside = ["CUS-COMP-024"]
    r.passes("16QAM of unit power", "1.414 x 0.8945 x 3/4 = 0.9488.", [scaled(1, 0x728), u(block(None, QAM16, 2))], link=two,
             others=outside)
    r.passes("QPSK of unit power", "1.414 x 0.9995 x 1/2 = 0.7067.", [scaled(1, 0x7FF), u(block(None, [0, -1], 1))], link=one)
    r.passes("just inside", "1.414 x 1930/2048 x 3/4 = 0.9995.", [scaled(1, 1930), u(block(None, QAM16, 2))], link=two, others=outside)
    r.passes("a scaler with an exponent", "1.414 x 1023.5/1024 x 1/2 x 3/4.", [scaled(1, 0xFFF), u(block(None, QAM16, 2))], link=two)
    r.passes("method 8", "Codes of two PRBs bit by bit.",
             [scaled(1, 0x400, prbs=2), u(Raw("R8 of two PRBs", bytes.fromhex("935935")), count=2, masks=(0x043, 0x043))],
             link=link("modulation_selective_masks", 2), passed=2)
    r.fails("just outside", "1.414 x 1931/2048 x 3/4 = 1.00007, in thousandths rounded up.",
            [scaled(1, 1931), u(block(None, QAM16, 2))], value(AT, 0, 1001, to=1000, packet=2), link=two, others=outside)
    r.fails("a code without shift", "csf 0, code -2: -1 x 1.414 x 0.8945.", [scaled(0, 0x728), u(block(None, QAM16, 2))],
            value(AT, 0, 1266, to=1000, packet=2), link=two, others=outside)
    r.fails("64QAM of unit power", "1.414 x 0.873047 x 7/8 = 1.0804.", [scaled(1, 0x6FC), u(block(None, [3, -4], 3))],
            value(AT, 0, 1081, to=1000, packet=2), link=link("modulation", 3), others=outside)
    r.fails("method 6", "The REs that are sent.", [scaled(1, 0x7FF), u(selected([-2, 1, 0, -1], 2, 0x003))],
            value(AT, 0, 1061, to=1000, packet=2), link=link("modulation_selective", 2), others=outside)
    r.passes("SE 4 of other REs", "RE 0 is not in reMask: its code stands for nothing.",
             [scaled(0, 0x7FF, re_mask=0x7FF), u(block(None, [-2], 2))], link=two)
    r.fails("SE 4 of some REs", "RE 0 is one of them: -1 x 1.414 x 0.9995.",
            [scaled(0, 0x7FF, re_mask=0xFF0), u(block(None, [-2], 2))],
            value(AT, 0, 1414, to=1000, packet=2), link=two, others=outside)
    r.passes("SE 5, each RE by its set", "RE 0: -1 x 1.414 x 0.125; the large scaler is of the others.",
             [sets((0x800, 0x100), (0x7FF, 0x7FF)), u(block(None, [-2], 2))], link=two)
    r.fails("SE 5, a set too large", "RE 0: -1 x 1.414 x 0.9995, whatever the other set says.",
            [sets((0x7FF, 0x100), (0x800, 0x7FF)), u(block(None, [-2], 2))],
            value(AT, 0, 1414, to=1000, packet=2), link=two, others=outside)
    r.fails("uplink", "Modulation compression is of downlink.",
            up(u_plane([sec([block(None, [1], 2)], comp_hdr=0x24)], direction=UL)),
            finding(1, SECTION_U + 4, observed=0x24, unit="ud_comp_hdr", follows="CUS-COMP-002"), link="dynamic.yaml",
            others=["CUS-COMP-002"], lacks=[NO_SCALER])
    unknown = {"link": two, "lacks": [NO_SCALER]}
    r.not_applicable("no C-plane", "The scaler is not known.", u(block(None, [-2], 2)), **unknown)
    r.not_applicable("SE 4 of another symbol", "The section is of symbol 0 alone.",
                     [frame(c_plane(1, [section(1, 0, 1, symbols=1, extensions=[extension(4, b"\x07\xff")]),
                                        section(1, 0, 1, symbols=1, sym_inc=1)])),
                      frame(u_plane([sec([block(None, [-2], 2)])], symbol=1))], **unknown)
    r.not_applicable("SE 5 beside it", "Which speaks of which RE its masks tell.",
                     [scaled(0, 0x7FF, more=[extension(5, bytes(6))]), u(block(None, [-2], 2))], **unknown)
    r.not_applicable("BFP", "Samples have no scaler.", u(block(7, [255])), link=BFP9)
    none_of_it(r, two)
    return r


def zero_re():
    r = Rule("CUS-COMP-015", "A.6")
    six = link("modulation_selective", 2)
    r.passes("REs with energy", "One of I and Q may be 0.", [scaled(0, 0x400), u(selected([1, 0, 0, -1], 2, 0x801))], link=six)
    r.passes("codes 0 with csf", "They lie half a step above 0.", [scaled(1, 0x400), u(selected([0, 0, 0, -1], 2, 0x801))], link=six)
    r.passes("no RE", "sReSMask 0.", [scaled(0, 0x400), u(selected([], 2, 0))], link=six)
    r.fails("both codes 0", "Two of three.", [scaled(0, 0x400), u(selected([0, 0, 1, 0, 0, 0], 2, 0x00B))],
            value(AT, 0, 2, packet=2), link=six)
    r.not_applicable("csf unknown", "What the codes stand for the C-plane tells.", u(selected([0, 0], 2, 0x001)), link=six,
                     lacks=[NO_SCALER])
    r.not_applicable("masks in the section header", "Method 8: a mask is for many PRBs.",
                     [scaled(0, 0x400), u(Raw("one RE", b"\0"), count=1, masks=(1, 0))],
                     link=link("modulation_selective_masks", 2))
    r.not_applicable("BFP", "A small sample may become 0.", u(selected([0, 0], 9, 1)), link=link("bfp_selective"))
    none_of_it(r, six)
    return r


def padding():
    r = Rule("CUS-COMP-018", "8.2.1; A.6")
    five, seven, eight = link("bfp_selective"), link("bfp_selective_masks"), link("modulation_selective_masks", 2)
    three = [100, -200, 255, -256, -1, 7]
    r.passes("zeros", "3 REs of 18 bits leave 2 of 7 octets.", u(selected(three, 9, 0x805)), link=five)
    r.passes("nothing to fill", "4 REs of 18 bits are 9 octets.", u(selected([255] * 8, 9, 0x00F)), link=five)
    r.passes("the next PRB begins where one ends", "Method 8: 12 bits a PRB, nothing between them.",
             u(Raw("codes", bytes.fromhex("935935")), count=2, masks=(0x043, 0x043)), link=eight, passed=2)
    r.passes("zeros behind the last", "Method 8: 12 bits in 2 octets.", u(Raw("codes", bytes.fromhex("9350")), count=1, masks=(0x043, 0)),
             link=eight)
    r.fails("a bit behind the first PRB", "Method 5.", u(selected(three, 9, 0x805, pad=1), selected(three, 9, 0x805)),
            value(AT, 0, 1, unit="hex"), link=five, passed=1)
    r.fails("method 7", "1 RE of 18 bits leaves 6.", u(selected([200, 100], 9, 1, own_mask=False, pad=0x2A), masks=(1, 0)),
            value(AT + 4, 0, 0x2A, unit="hex"), link=seven)
    r.fails("method 6", "1 RE of 4 bits leaves 4.", u(selected([1, -1], 2, 1, pad=8)), value(AT, 0, 8, unit="hex"),
            link=link("modulation_selective", 2))
    r.fails("behind the last of method 8", "36 bits leave 4.", u(Raw("codes", bytes.fromhex("935935935f")), count=3, masks=(0x043, 0x043)),
            value(AT + 4 + 3, 0, 15, unit="hex"), link=eight, passed=2)
    r.not_applicable("whole octets", "24 numbers of 9 bits.", u(block(7, [255])), link=BFP9)
    none_of_it(r, five)
    return r


def sixteen():
    r = Rule("CUS-COMP-022", "8.3.3.13; A.1; A.2; A.3")
    also = changed("dynamic.yaml", ("header: dynamic}", "header: dynamic, also: [{method: bfp, width: 16}]}"))
    r.passes("9 bits", "udCompHdr says 9.", u(block(7, [255]), comp_hdr=0x91), link=also)
    r.passes("16 bits without compression", "As it should be.", u(block(None, [1], 16), comp_hdr=0x00),
             link=link("none", 16, name="dynamic.yaml"))
    r.fails("BFP of 16 bits", "Static.", u(block(0, [32767], 16)), value(0, 1, 16, to=15, unit="bits"), link=link("bfp", 16))
    r.fails("udIqWidth 0", "Dynamic: 0 means 16.", u(block(0, [32767], 16), comp_hdr=0x01), value(SECTION_U + 4, 1, 16, to=15, unit="bits"),
            link=also)
    r.fails("mu-law of 16 bits", "Static.", u(block(0x00, [1], 16)), value(0, 1, 16, to=15, unit="bits"), link=link("mu_law", 16))
    r.not_applicable("static 9 bits", "The link says it.", u(block(7, [255])), link=BFP9)
    r.not_applicable("static, no compression", "16 bits are mandatory.", u(block(None, [1], 16)), link=link("none", 16))
    none_of_it(r)
    return r


def full_scale():
    r = Rule("CUS-COMP-023", "8.1.3.1")
    none16, lowered = link("none", 16), link("none", 16, ", fs_offset: 2")
    bfp14 = link("bfp", 14, ", fs_offset: 10")
    r.passes("a corner inside", "2 x 23170^2 is below 2^30.", u(block(None, [23170, -23170], 16)), link=none16)
    r.passes("the most of one component", "32768^2 is 2^30.", u(block(None, [0, -32768], 16)), link=none16)
    r.passes("lowered, the most", "16384^2 is 2^28.", u(block(None, [16384, 0], 16)), link=lowered)
    r.passes("BFP with the largest exponent", "(256 x 2^15)^2 is 2^46.", u(block(15, [-256, 0])), link=BFP9, others=["CUS-COMP-006"])
    r.passes("the full scale of BFP 9 in 14 bits", "(8192 x 2^10)^2 is 2^46.", u(block(10, [-8192, 0], 14)), link=bfp14,
             others=["CUS-COMP-006"])
    r.passes("9 bits without compression", "2^16.", u(block(None, [-256, 0], 9)), link=link("none", 9))
    r.fails("a corner outside", "2 x 23171^2.", u(block(None, [23171, 23171], 16)), value(AT, 0, 1073790482, to=1 << 30), link=none16)
    r.fails("the most of one component and the least of the other", "32768^2 + 1.",
            u(block(None, [1] * 22 + [-32768, -1], 16)), value(AT, 0, (1 << 30) + 1, to=1 << 30), link=none16)
    r.fails("lowered, one more", "16385^2 is above 2^28.", u(block(None, [16385], 16)), value(AT, 0, 16385**2, to=1 << 28), link=lowered)
    r.fails("BFP beyond the circle", "256^2 + 1 times 2^30.", u(block(15, [-256, 1])), value(AT, 0, 65537 << 30, to=1 << 46), link=BFP9,
            others=["CUS-COMP-006"])
    r.fails("REs left out", "Method 5.", u(selected([-256, -256], 9, 0x800, high=15)), value(AT, 0, 131072 << 30, to=1 << 46),
            link=link("bfp_selective"), others=["CUS-COMP-006"])
    r.fails("9 bits without compression, outside", "256^2 + 1.", u(block(None, [-256, 1], 9)), value(AT, 0, 65537, to=65536),
            link=link("none", 9))
    r.fails("BFP 14 with fs_offset", "(8192 x 2^10)^2 and 2^20 more.", u(block(10, [-8192, 1], 14)),
            value(AT, 0, ((1 << 26) + 1) << 20, to=1 << 46), link=bfp14, others=["CUS-COMP-006"])
    r.not_applicable("block scaling", "Its full scale is left open.", u(block(128, [255, 255])), link=link("block_scaling"))
    none_of_it(r)
    return r


def magnitude():
    r = Rule("CUS-COMP-024", "A.5; 8.1.3.1")
    two, one = link("modulation", 2), link("modulation", 1)
    r.passes("QPSK of unit power", "0.9995.", [scaled(1, 0x7FF), u(block(None, [0, -1], 1))], link=one)
    r.passes("16QAM just inside", "2 x 1365/2048 x 3/4 = 0.99976.", [scaled(1, 1365), u(block(None, QAM16, 2))], link=two)
    r.fails("16QAM just outside", "2 x 1366/2048 x 3/4 = 1.0005.", [scaled(1, 1366), u(block(None, QAM16, 2))],
            value(AT, 0, 1001, to=1000, packet=2), link=two)
    r.fails("16QAM of unit power", "Its corners: 1.3418.", [scaled(1, 0x728), u(block(None, QAM16, 2))],
            value(AT, 0, 1342, to=1000, packet=2), link=two)
    r.fails("beyond 1.0 in a component", "Follows from it.", [scaled(1, 0x7FF), u(block(None, QAM16, 2))],
            value(AT, 0, 1500, to=1000, packet=2, follows="CUS-COMP-014"), link=two, others=["CUS-COMP-014"])
    r.not_applicable("no C-plane", "The scaler is not known.", u(block(None, [-2], 2)), link=two, lacks=[NO_SCALER])
    r.not_applicable("BFP", "Its full scale is another rule's.", u(block(7, [255])), link=BFP9)
    none_of_it(r, two)
    return r
