"""CUS-EXT: section extensions."""
from packets import SECTION_1, SECTION_3, Raw, c_plane, extension, frame, prbs, section, u_plane
from vectors import Rule, finding

X = SECTION_1 + 8      # the first extension of the first section
SE_6 = extension(6, bytes.fromhex("100000013fff"))
SE_22 = extension(22, bytes.fromhex("1234"))
NO_EXTENSION = ("no extension", "Nothing to judge.")
U_PLANE_MESSAGE = ("U-plane", "It has no extensions.")


def c(*extensions, section_type=1, **options):
    described = section(extensions=extensions, freq_offset=0 if section_type == 3 else None)
    return frame(c_plane(section_type, [described], **options))


def u():
    return frame(u_plane([prbs(1)]))


def rules():
    return [length(), allowed(), size()]


def length():
    r = Rule("CUS-EXT-002", "7.6.2")
    r.passes("one extension", "extLen 2: eight octets.", c(SE_6))
    r.passes("a chain", "ef says that another one follows.", c(SE_6, SE_22))
    r.passes("16-bit extLen", "Type 11: three words.", c(extension(11, bytes.fromhex("c01080210022000000")[:9])))
    r.passes("a reserved type", "It is skipped by its length.", c(extension(100, bytes(6))))
    r.fails("extLen 0", "The walk cannot go on.", c(extension(6, bytes(6), words=0)), finding(1, X + 1, observed=6))
    r.fails("beyond the message", "Nine words announced, two there.", c(extension(6, bytes(6), words=9)),
            finding(1, X + 8, observed=6))
    r.fails("ef without an extension", "The chain goes beyond the end, where not even a type is.",
            frame(c_plane(1, [section(extensions=[SE_6])[:-2] + [Raw("SE 6 with ef 1", bytes.fromhex("8602100000013fff"))]])),
            finding(1, X + 8, observed=0))
    r.inconclusive("cut by the capture", "The rest was on the wire.",
                   frame(c_plane(1, [section(extensions=[SE_6])]), captured=X + 4))
    r.not_applicable("ST 4", "Commands have no extensions.",
                     frame(c_plane(4, [], count=0, tail=bytes.fromhex("0100020001000055000003ff0c00"))))
    r.not_applicable(*U_PLANE_MESSAGE, u())
    return r


def allowed():
    r = Rule("CUS-EXT-003", "7.7")
    r.passes("extension 6 in ST 1", "7.7.6: ST 1, 3, 5.", c(SE_6), clause="7.7.6")
    r.passes("extension 9 in ST 0", "7.7.9: all.", c(extension(9, b"\1\0"), section_type=0), clause="7.7.9")
    r.passes("extension 22 in ST 5", "All that the O-DU sends but ST 7.", c(SE_22, section_type=5), clause="7.7.22")
    r.passes("a reserved type", "The receiver skips it: no statement about section types.", c(extension(100, bytes(2))),
             clause="7.6.2.1")
    r.fails("extension 8 in ST 1", "Regularization factors belong to ST 5.", c(extension(8, bytes(2))),
            finding(1, X, expected=1, observed=8), clause="7.7.8")
    r.fails("extension 4 in ST 0", "Unused resources are not modulated.", c(extension(4, bytes(2)), section_type=0),
            finding(1, SECTION_3 + 8, expected=0, observed=4), clause="7.7.4")
    r.fails("extension 1 in ST 5", "Weights belong to beamId, ST 5 has ueId.",
            c(extension(1, bytes(6)), section_type=5), finding(1, X, expected=5, observed=1), clause="7.7.1")
    r.fails("the second of two", "Each extension is judged.", c(SE_6, extension(21, bytes(2)), section_type=3),
            finding(1, SECTION_3 + 20, expected=3, observed=21), passed=1, clause="7.7.21")
    r.not_applicable(*NO_EXTENSION, c())
    r.not_applicable(*U_PLANE_MESSAGE, u())
    return r


def size():
    r = Rule("CUS-EXT-006", "7.6.1; 7.7")
    r.passes("extension 6", "Two words.", c(SE_6), clause="7.7.6")
    r.passes("extension 22", "One word.", c(SE_22), clause="7.7.22")
    r.passes("extension 3", "One word for other layers; three for two ports, four for four.",
             [c(extension(3, bytes(2))), c(extension(3, bytes(10)), seq=1, slot=1),
              c(extension(3, bytes(14)), seq=2, subframe=1)], passed=3, clause="7.7.3")
    r.passes("a computed size", "Weights: any length.", c(extension(1, bytes(34))), clause="7.7.1")
    r.fails("extension 6 of three words", "Two.", c(extension(6, bytes.fromhex("100000013fff") + bytes(4))),
            finding(1, X + 1, expected=2, observed=3, unit="words"), clause="7.7.6")
    r.fails("extension 3 of two words", "No layer has this size.", c(extension(3, bytes(6))),
            finding(1, X + 1, expected=1, expected_to=4, observed=2, unit="words"), clause="7.7.3")
    r.fails("extension 4 of two words", "One.", c(extension(4, bytes(6))),
            finding(1, X + 1, expected=1, observed=2, unit="words"), clause="7.7.4")
    r.fails("extension 5 of twelve words", "At most twelve sets in eleven words.", c(extension(5, bytes(46))),
            finding(1, X + 1, expected=2, expected_to=11, observed=12, unit="words"), clause="7.7.5")
    r.fails("extension 8 of two words in ST 1", "Follows from the section type it does not belong to.",
            c(extension(8, bytes(6))), finding(1, X + 1, expected=1, observed=2, unit="words", follows="CUS-EXT-003"),
            others=["CUS-EXT-003"], clause="7.7.8")
    r.not_applicable(*NO_EXTENSION, c())
    r.not_applicable(*U_PLANE_MESSAGE, u())
    return r
