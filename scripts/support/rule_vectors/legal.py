"""Legal things that no rule may fail or doubt (lib/rules/README.md); rules that only advise may note them. Each is
allowed by the clause it names."""
from clock import air, ns, slot_start, uplink
from packets import RU, UL, Part, Raw, c_plane, extension, frame, one_way_delay, prbs, section, u_plane, up
from vectors import changed

SE_6_NO_SYMBOL = extension(6, bytes.fromhex("100000010000"))
SE_12 = extension(12, bytes.fromhex("3fff0a050306"))
SE_19 = extension(19, bytes.fromhex("02001091088800100031003267 1ff000044400100032000000 7fe02000".replace(" ", "")))
PRACH = {"eaxc": 4, "direction": UL, "filter_index": 3, "subframe": 9, "slot": 1}
B4 = {"time_offset": 484, **PRACH}
F = 5


def samples(text, parameters):
    """PRBs of 9 bits with these udCompParam octets and zero samples."""
    fields = [("sectionId", 12, 1), ("rb", 1, 0), ("symInc", 1, 0), ("startPrbu", 10, 0), ("numPrbu", 8, len(parameters))]
    body = b"".join(bytes([parameter]) + bytes(27) for parameter in parameters)
    return [Part("section", fields), Raw(text, body)]


def announced(*sections, **options):
    return frame(c_plane(1, sections or [section()], **options))


def cases():
    """(name, why, clause, link, packets, rules that note it ...)"""
    scaled = changed("plain.yaml", ("method: bfp", "method: block_scaling"))
    selective = changed("plain.yaml", ("method: bfp", "method: bfp_selective"))
    joined = changed("plain.yaml", ("name: plain", "name: plain\neaxc_joined: true"))
    long_format = changed("plain.yaml", ("format: B4", "format: 0"), ("slots: [19]", "slots: [18]"), ("prbs: 12", "prbs: 72"))
    tagged = changed("plain.yaml", ("name: plain", "name: plain\nvlan: 21\npcp: {c_plane: 7, u_plane: 7}"))
    with_srs = changed("plain.yaml", ("      prach:", "      srs: {eaxc: [8], compression: {method: bfp, width: 9, header: static}}\n      prach:"))
    timed = "timed_du.yaml"
    t0 = uplink(air(F))
    low = {"eaxc": 4, "direction": UL, "filter_index": 1, "subframe": 9}
    return [
        ("a BFP exponent above the least one", "A receiver scales by what it is told.", "A.1.2", "plain.yaml",
         [frame(u_plane([samples("exponents 7 and 15, above 16 - 9", [7, 15])]))], "CUS-COMP-006", "CUS-COMP-009"),
        ("a zero PRB with an exponent", "0 times anything is 0.", "A.1.2", "plain.yaml",
         [frame(u_plane([samples("exponent 3, mantissas 0", [3])]))], "CUS-COMP-009"),
        ("blockScaler above 128", "u1.7 holds up to 255 / 128.", "A.2", scaled,
         [frame(u_plane([samples("blockScaler 255", [255])]))], "CUS-COMP-011"),
        ("sReSMask 0", "A PRB of which no RE is sent.", "8.3.3.18", selective,
         [frame(u_plane([[Part("section", [("sectionId", 12, 1), ("rb", 1, 0), ("symInc", 1, 0), ("startPrbu", 10, 0),
                                           ("numPrbu", 8, 1)]), Raw("sReSMask 0, exponent 0", bytes(2))]]))]),
        ("reMask 0", "It loads beam weights; no data is asked for.", "7.5.3.5", timed,
         [frame(c_plane(1, [section(prbs=4, symbols=1, re_mask=0)], direction=UL, frame=F), stamp=ns(t0, -300_000)),
          up(u_plane([prbs(1)], eaxc=1, direction=UL, frame=F), stamp=ns(t0, 100_000)),
          frame(one_way_delay(), stamp=ns(t0, 5_000_000))]),
        ("extension 6 with symbolMask 0", "The section allocates nothing in the slot.", "7.7.6.4", "plain.yaml",
         [announced(section(symbols=0, extensions=[SE_6_NO_SYMBOL]))]),
        ("symInc with extension 6 behind the last symbol", "The mask names the symbols, not the count.", "7.5.3.3",
         "plain.yaml", [announced(section(1, 0, 50), section(2, 50, 56, symbols=0, sym_inc=1, extensions=[SE_6_NO_SYMBOL]))]),
        ("extension 7 with mask 0", "It means all eAxC ids.", "7.7.7.3", joined,
         [announced(section(extensions=[extension(7, bytes(2))]))]),
        ("numSymbol 0 with extension 12", "Its mask names the symbols.", "7.5.3.7", "plain.yaml",
         [announced(section(symbols=0, start=20, prbs=10, extensions=[SE_12]))]),
        ("numSymbol 0 with extension 19", "Its masks name the symbols.", "7.5.3.7", "plain.yaml",
         [announced(section(symbols=0, extensions=[SE_19]))]),
        ("filterIndex 0 for PRACH", "The channel filter may be used.", "7.5.2.3", "plain.yaml",
         [frame(c_plane(3, [section(prbs=12, symbols=12, freq_offset=-1272)], **{**B4, "filter_index": 0})),
          up(u_plane([prbs(12)], **{**PRACH, "filter_index": 0}))]),
        ("section type 3 in downlink", "Mixed numerology.", "7.3.1", "plain.yaml",
         [frame(c_plane(3, [section(freq_offset=-1272)], filter_index=9))]),
        ("ackNackReqId 0 in extension 22", "No answer is wanted.", "7.7.22", "plain.yaml",
         [announced(section(extensions=[extension(22, bytes(2))]))]),
        ("one eAxC id in both directions", "They are endpoints of their own.", "5.1.3.2.7", "plain.yaml",
         [announced(), announced(direction=UL), frame(u_plane([prbs(2)])), up(u_plane([prbs(2)], direction=UL))]),
        ("several U-plane sections of one section id", "One data section in pieces.", "8.3.3.11", "plain.yaml",
         [announced(), frame(u_plane([prbs(1), prbs(1, start=2)])), frame(u_plane([prbs(1, start=1)], seq=1))]),
        ("PRACH of 71 PRBs", "PRBs that hold only guard tones may be left out.", "7.2.3.2", long_format,
         [frame(c_plane(3, [section(prbs=71, symbols=1, freq_offset=-1272)], time_offset=3168, symbol=1,
                        frame_structure=0xCC, **low)), up(u_plane([prbs(71)], symbol=1, **low))]),
        ("PRACH with a lower freqOffset and startPrbc", "startPrbc brings it back to the edge, in both planes.", "7.2.3.2",
         "plain.yaml", [frame(c_plane(3, [section(start=2, prbs=12, symbols=12, freq_offset=-1320)], **B4)),
                        up(u_plane([prbs(12, start=2)], **PRACH))]),
        ("zeros for described PRBs without data", "PRBs of zeros are data.", "8.4.2.2", "plain.yaml",
         [announced(section(prbs=2)), frame(u_plane([prbs(2)]))]),
        ("priority-tagged frames", "VID 0 is always accepted.", "5.1.1", tagged,
         [frame(c_plane(1, [section()]), vlan=(7, 0)), frame(u_plane([prbs(1)]), vlan=(7, 0))]),
        ("C-plane far before the U-plane", "Its window may be wider and open earlier.", "4.4.2",
         changed("timed_ru.yaml", ("t2a_max_cp_dl_us: 470", "t2a_max_cp_dl_us: 971")),
         [frame(c_plane(1, [section()], frame=F), stamp=ns(air(F), -950_000)),
          frame(u_plane([prbs(1)], frame=F), stamp=ns(air(F), -200_000))]),
        ("different udCompHdr in C-plane messages of a DL slot", "In downlink the receiver ignores it.", "7.5.2.10",
         "dynamic.yaml", [announced(section(1, 0, 50)), announced(section(2, 50, 56), seq=1, comp_hdr=0xE1)]),
        ("U-plane-only downlink", "No C-plane is sent.", "8.2.2", "plain.yaml",
         [frame(u_plane([prbs(1)])), frame(u_plane([prbs(1)], seq=1, symbol=1))]),
        ("static PRACH and SRS", "The M-plane told all; no C-plane is sent for them.", "8.2.2", with_srs,
         [announced(direction=UL), announced(seq=1, slot=1, direction=UL), up(u_plane([prbs(1)], eaxc=8, direction=UL, slot=1)),
          up(u_plane([prbs(12)], **PRACH))]),
        ("unused resources", "ST 0 describes no data.", "7.3.1", "plain.yaml",
         [frame(c_plane(0, [section(7, symbols=7)], symbol=7)), announced(seq=1)]),
        ("frame 255, then frame 0", "frameId wraps every 2.56 s.", "7.5.2.4", "plain.yaml",
         [announced(frame=255, subframe=9, slot=1), frame(u_plane([prbs(1)], frame=255, subframe=9, slot=1)),
          announced(seq=1), frame(u_plane([prbs(1)], seq=1))]),
        ("a data section whose PRBs are described twice", "Disjoint reMasks: two beams for one data section.", "7.8.1.2",
         "plain.yaml", [announced(section(prbs=4, re_mask=0xF00), section(prbs=4, re_mask=0x0FF)),
                        frame(u_plane([prbs(4)]))]),
        ("PRACH in its time", "The first sample behind the CP counts.", "4.4.3", timed,
         [up(u_plane([prbs(12)], frame=F, **PRACH),
             stamp=ns(uplink(slot_start(F, 9, 1)) + 15_755, 200_000))]),
        ("feedback of the O-RU behind the slot it is about",
         "Section type 8 has a window of its own, Ta3_ack, which the link does not state; that of UL C-plane at the O-RU "
         "is not for it.", "4.4.3; 7.2.8", "timed_ru.yaml",
         [up(c_plane(8, [], direction=UL, count=0, frame=F, tail=bytes.fromhex("010012340000")),
             stamp=ns(air(F), 100_000))]),
        ("delay measurement from either side", "The O-RU may measure too.", "4.4.4.4", "plain.yaml",
         [frame(one_way_delay()), up(one_way_delay(action=2)), frame(one_way_delay(), src=RU, dst=RU)]),
    ]


def document():
    vectors = []
    for name, why, clause, link, packets, *notes in cases():
        vectors.append({"name": name, "why": why, "clause": clause, "link": link, "packets": packets, "notes": notes})
    return {"legal": vectors}
