"""Packets from named fields, written from O-RAN CUS v17.01 (5.1, 7.4, 7.5, 8.3). Shares nothing with lib/."""

DU, RU, OTHER = "02:00:5e:00:00:01", "02:00:5e:00:00:02", "02:00:5e:00:00:03"

# Where things lie in an untagged frame; a tag adds 4.
ECPRI, IDS, APP = 14, 18, 22
SECTION_1 = APP + 8    # C-plane, section types 1 and 5
SECTION_3 = APP + 12   # C-plane, section types 0 and 3
SECTION_U = APP + 4    # U-plane

U_PLANE, C_PLANE, DELAY = 0, 2, 5
UL, DL = 0, 1


class Part:
    """A run of whole octets and what its fields are."""

    def __init__(self, title, fields):
        self.title = title
        self.fields = fields
        total = sum(width for _, width, _ in fields)
        if total % 8 != 0:
            raise ValueError(f"{title}: {total} bits")
        number = 0
        for name, width, value in fields:
            if not 0 <= value < 1 << width:
                raise ValueError(f"{title}.{name}: {value} does not fit {width} bits")
            number = number << width | value
        self.octets = number.to_bytes(total // 8, "big")

    def text(self):
        hexed = self.octets.hex(" ")
        said = ", ".join(f"{name} {value}" for name, _, value in self.fields if name)
        return f"{hexed}  # {self.title}" + (f": {said}" if said else "")


class Raw:
    """Octets without fields."""

    def __init__(self, title, octets):
        self.title = title
        self.octets = bytes(octets)

    def text(self):
        return f"{self.octets.hex(' ')}  # {self.title}"


def length(parts):
    return sum(len(part.octets) for part in parts)


def ecpri(kind, parts, version=1, reserved=0, concatenation=0, payload=None):
    """Common header (5.1.3.2) and the parts behind it; `payload` where the header lies about it."""
    payload = length(parts) if payload is None else payload
    return [Part("eCPRI", [("ecpriVersion", 4, version), ("ecpriReserved", 3, reserved), ("C", 1, concatenation),
                           ("ecpriMessage", 8, kind), ("ecpriPayload", 16, payload)]), *parts]


def ids(eaxc, seq, last=1, sub=0):
    return Part("ids", [("eAxC", 16, eaxc), ("sequenceId", 8, seq), ("E", 1, last), ("subsequenceId", 7, sub)])


def header_keys(options):
    return {key: options.pop(key) for key in ("version", "reserved", "concatenation", "payload") if key in options}


def c_plane(section_type, sections, eaxc=1, seq=0, last=1, sub=0, direction=DL, payload_version=1, filter_index=0,
            frame=0, subframe=0, slot=0, symbol=0, count=None, comp_hdr=0, time_offset=0, frame_structure=0xC1,
            cp_length=0, tail=None, **options):
    """A C-plane message; `sections` are lists of parts; `tail` stands instead of all that follows sectionType."""
    common = [("dataDirection", 1, direction), ("payloadVersion", 3, payload_version), ("filterIndex", 4, filter_index),
              ("frameId", 8, frame), ("subframeId", 4, subframe), ("slotId", 6, slot), ("startSymbolId", 6, symbol),
              ("numberOfsections", 8, len(sections) if count is None else count), ("sectionType", 8, section_type)]
    if tail is not None:
        eight = []
    elif section_type in (0, 3):
        eight = [("timeOffset", 16, time_offset), ("frameStructure", 8, frame_structure), ("cpLength", 16, cp_length),
                 ("udCompHdr" if section_type == 3 else "rsvd", 8, comp_hdr)]
    else:
        eight = [("udCompHdr", 8, comp_hdr), ("rsvd", 8, 0)]
    parts = [ids(eaxc, seq, last, sub), Part(f"C-plane ST {section_type}", common + eight)]
    parts += [Raw("rest of the message", tail)] if tail else []
    for section in sections:
        parts += section
    return ecpri(C_PLANE, parts, **header_keys(options))


def section(number=1, start=0, prbs=106, symbols=14, rb=0, sym_inc=0, re_mask=0xFFF, beam=0, freq_offset=None,
            extensions=()):
    """A section description (7.5.3), 8 octets, or 12 with freqOffset (section type 3), and its extensions."""
    fields = [("sectionId", 12, number), ("rb", 1, rb), ("symInc", 1, sym_inc), ("startPrbc", 10, start),
              ("numPrbc", 8, prbs), ("reMask", 12, re_mask), ("numSymbol", 4, symbols),
              ("ef", 1, 1 if extensions else 0), ("beamId", 15, beam)]
    if freq_offset is not None:
        fields += [("freqOffset", 24, freq_offset & 0xFFFFFF), ("rsvd", 8, 0)]
    parts = [Part("section", fields)]
    for index, (kind, words, body) in enumerate(extensions):
        long_length = kind in (11, 19, 20)
        head = [("ef", 1, 1 if index + 1 < len(extensions) else 0), ("extType", 7, kind),
                ("extLen", 16 if long_length else 8, words)]
        parts.append(Part("extension", head))
        parts.append(Raw("body of the extension", body))
    return parts


def extension(kind, body=b"", words=None):
    """(type, extLen, body): the body is zero padded to whole words (7.6.2) unless extLen is given."""
    head = 3 if kind in (11, 19, 20) else 2
    whole = (head + len(body) + 3) // 4
    if words is None:
        body = bytes(body) + bytes(whole * 4 - head - len(body))
        words = whole
    return kind, words, bytes(body)


def u_plane(sections, eaxc=1, seq=0, last=1, sub=0, direction=DL, payload_version=1, filter_index=0, frame=0,
            subframe=0, slot=0, symbol=0, **options):
    """A U-plane message (8.3.2)."""
    head = [("dataDirection", 1, direction), ("payloadVersion", 3, payload_version), ("filterIndex", 4, filter_index),
            ("frameId", 8, frame), ("subframeId", 4, subframe), ("slotId", 6, slot), ("symbolId", 6, symbol)]
    parts = [ids(eaxc, seq, last, sub), Part("U-plane", head)]
    for piece in sections:
        parts += piece
    return ecpri(U_PLANE, parts, **header_keys(options))


def prbs(count, number=1, start=0, rb=0, comp_hdr=None, octets=28, said=None):
    """A U-plane section of `count` PRBs of `octets` zero octets each (28: BFP 9, 43: BFP 14, 48: 16 bits)."""
    fields = [("sectionId", 12, number), ("rb", 1, rb), ("symInc", 1, 0), ("startPrbu", 10, start),
              ("numPrbu", 8, count if said is None else said)]
    if comp_hdr is not None:
        fields += [("udCompHdr", 8, comp_hdr), ("rsvd", 8, 0)]
    return [Part("section", fields)] + ([Raw(f"{count} PRBs of {octets} octets", bytes(octets * count))] if count else [])


def one_way_delay(octets=20, action=0, **options):
    """Message type 5 (4.4.4.4); fewer than 20 octets are the beginning of one."""
    body = bytes([7, action]) + bytes(max(octets, 20) - 2)
    return ecpri(DELAY, [Raw("MeasurementID 7, ActionType %d, zeros" % action, body[:octets])], **options)


def frame(*messages, src=DU, dst=RU, vlan=None, ether_type=0xAEFE, pad_to=0, stamp=None, captured=None, loss=False):
    """An Ethernet frame. `vlan` is (pcp, vid), or a list of them, outermost first. Concatenated messages start at
    4-octet boundaries of the PDU (eCPRI 2.0). Returns a packet as the JSON files hold it."""
    parts = [Raw(f"to {dst}", bytes.fromhex(dst.replace(":", ""))), Raw(f"from {src}", bytes.fromhex(src.replace(":", "")))]
    for pcp, vid in [vlan] if isinstance(vlan, tuple) else vlan or []:
        parts.append(Part("tag", [("TPID", 16, 0x8100), ("PCP", 3, pcp), ("DEI", 1, 0), ("VID", 12, vid)]))
    parts.append(Part("Ethernet", [("EtherType", 16, ether_type)]))
    for index, message in enumerate(messages):
        parts += message
        over = length(message) % 4
        if index + 1 < len(messages) and over:
            parts.append(Raw("to the 4-octet boundary", bytes(4 - over)))
    if length(parts) < pad_to:
        parts.append(Raw("padding", bytes(pad_to - length(parts))))
    packet = {"octets": [part.text() for part in parts]}
    if stamp is not None:
        packet["stamp_ns"] = stamp
    if captured is not None:
        packet["captured"] = captured
    if loss:
        packet["loss_before"] = True
    return packet


def up(*messages, **options):
    """A frame from the O-RU to the O-DU."""
    return frame(*messages, src=RU, dst=DU, **options)


def ptp():
    return frame([Raw("a PTP message", bytes(44))], ether_type=0x88F7)
