"""Messages of every kind as captures: the annotated ones of testvectors/wire, and variants of them."""
import itertools
import json
import os
import random
import struct

from setup import Setup

ETHERNET = bytes.fromhex("020000000002020000000001")
ETHER_TYPES = {"frame": b"", "ptp": b"\x88\xf7", "esmc": b"\x88\x09"}
# What decides the layout of what follows: these keys keep their values in a variant.
LAYOUT_KEYS = {"octet", "sectionType", "extType", "extLen", "numberOfsections", "ecpriMessage", "ecpriPayload",
               "udCompMeth", "udIqWidth", "ciCompMeth", "ciIqWidth", "bfwCompMeth", "bfwIqWidth", "st4CmdType",
               "measTypeId", "laaMsgType", "messageType", "messageLength", "protocol", "etherType", "length",
               "dataDirection", "compression", "name", "notes"}


def octets_of(lines):
    return bytes.fromhex("".join(line.lstrip("?. ").split("|")[0] for line in lines).replace(" ", ""))


def message_vectors(vectors):
    """(frame, setup) of the sound whole messages."""
    for vector in vectors:
        expect = vector["expect"]
        if vector["layer"] == "pdu" or "on_wire" in vector or expect.get("fault", "none") != "none":
            continue
        if vector["layer"] == "frame" and (vector["id"].startswith("udp") or expect.get("tag_count", 0) > 2):
            continue  # eCPRI over UDP has no port that tshark knows; we keep two tags
        head = ETHER_TYPES.get(vector["layer"], b"\xae\xfe")
        frame = (ETHERNET if vector["layer"] != "frame" else b"") + head + octets_of(vector["octets"])
        form, parameters = vector.get("format", {}), vector.get("parameters", {})
        sinr = parameters.get("sinr")
        sinr_text = ""
        if sinr:
            sinr_text = ("bfp" if sinr["block_floating_point"] else "none") + str(sinr["width"])
            sinr_text += "/%d" % sinr["block_size"] if sinr.get("block_size") else ""
        prbs = form.get("carrier_prbs") or parameters.get("carrier_prbs", 0)
        yield frame, Setup(method=form.get("method", 1), width=form.get("width", 9),
                           dynamic=form.get("dynamic", False), ud_comp_len=form.get("ud_comp_len", False),
                           prbs=prbs, weights=parameters.get("weights", 0), sinr=sinr_text,
                           antennas=parameters.get("antennas", 0), st6_aligned=parameters.get("st6_aligned", False))


def extension_vectors(vectors):
    """(frame, setup): each extension as the last one of a message of one section."""
    for vector in vectors:
        if vector.get("end", "complete") != "complete":
            continue
        own = bytearray(octets_of(vector["octets"]))
        own[0] &= 0x7F
        neighbours = octets_of(vector.get("neighbours", []))
        kind, num_prb = vector.get("section_type", 1), vector.get("num_prb", 10)
        common = bytes.fromhex("902a304001%02x" % kind)
        header = {0: "000011000000", 3: "0000c1000000", 1: "0000", 5: "0000", 10: "0000", 11: "0000"}.get(kind)
        if header is None:
            continue
        if kind in (10, 11):
            common = b"\x10" + common[1:]
        section = struct.pack(">HBBHH", 1 << 4 | vector.get("rb", False) << 3, 0, num_prb & 255, 0xFFF << 4 | 1,
                              0x8000 | vector.get("own_id", 1))
        if kind == 3:
            section += bytes(4)
        body = common + bytes.fromhex(header) + section + neighbours + own
        if kind == 10:
            body += bytes.fromhex("01000002fed40000")  # one record: ueTae
        if kind == 11:
            body += bytes.fromhex("050000023fff0000")
        frame = ETHERNET + b"\xae\xfe" + struct.pack(">BBHHBB", 0x10, 2, len(body) + 4, 1, 0, 0x80) + body
        yield frame, Setup(prbs=vector.get("carrier_prbs", 0), weights=vector.get("weights", 0))


def uplane_frames(source):
    """Two sections of PRB fields of every method that has all 12 REs, with octets by chance."""
    for method in range(5):
        for width in (9, 16):
            for dynamic in (True, False):
                body = bytes.fromhex("902a3041")
                for number in (1, 2):
                    body += struct.pack(">HBB", number << 4, 3 * number, 2)
                    body += bytes((width % 16 << 4 | method, 0)) if dynamic else b""
                    body += source.randbytes(2 * (3 * width + (method in (1, 2, 3))))
                yield (ETHERNET + b"\xae\xfe" + struct.pack(">BBHHBB", 0x10, 0, len(body) + 4, 1, 0, 0x80) + body,
                       Setup(method=method, width=width, dynamic=dynamic))


def vector_frames(root):
    folder = os.path.join(root, "testvectors", "wire")
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".json"):
            continue
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            content = json.load(file)
        read = message_vectors if content["schema"] == "wire-vector-1" else extension_vectors
        yield from read(content["vectors"])


def write_pcap(path, frames):
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 65536, 1))
        for i, frame in enumerate(frames):
            file.write(struct.pack("<IIII", i + 1, 0, len(frame), len(frame)) + frame)


def shape(item):
    """What of a message tells its layout: which fields there are and how many, not their values."""
    if isinstance(item, dict):
        return tuple((key, value if key in LAYOUT_KEYS else shape(value)) for key, value in item.items()
                     if key in LAYOUT_KEYS or not key.startswith(("reserved", "fill", "padding", "rbg", "behind")))
    if isinstance(item, list):
        return tuple(shape(value) for value in item)
    return None


def changed(frame, source):
    """The frame with some octets behind the eCPRI header (or the EtherType) replaced."""
    octets = bytearray(frame)
    first = 18 if frame[12:14] == b"\xae\xfe" else 14
    if len(octets) <= first:
        return bytes(octets)
    for _ in range(source.choice((1, 1, 2, 4))):
        at = source.randrange(first, len(octets))
        octets[at] = source.choice((0, 0xFF, source.randrange(256), octets[at] ^ 1 << source.randrange(8)))
    return bytes(octets)


def captures(root, folder, decode, variants):
    """Writes the messages, by what is said of them, as captures and yields (path, setup). To each come up to
    `variants` others of the same layout and other values. `decode(path, setup)` gives {number: messages}."""
    source = random.Random(1)
    groups = {}
    for frame, setup in itertools.chain(vector_frames(root), uplane_frames(source)):
        groups.setdefault(setup, []).append(frame)
    for n, (setup, frames) in enumerate(groups.items()):
        path = os.path.join(folder, "messages_%02d.pcap" % n)
        candidates = [(i, changed(frame, source)) for i, frame in enumerate(frames) for _ in range(4 * variants)]
        write_pcap(path, frames + [frame for _, frame in candidates])
        told = decode(path, setup)
        shapes = [shape(told[i + 1]) for i in range(len(frames))]
        left = [variants] * len(frames)
        kept = list(frames)
        for at, (i, frame) in enumerate(candidates):
            if left[i] > 0 and shape(told[len(frames) + at + 1]) == shapes[i]:
                left[i] -= 1
                kept.append(frame)
        write_pcap(path, kept)
        yield path, setup
