"""Compares, counts and tells."""
import bisect
import collections
import math
import os
import re
import struct

from fields import ECPRI, FRAME, HEADER
from known import KNOWN, WALK, decodes, made_up, unread
from ours import kind_of

TELL = 200  # kinds of mismatches shown
TELL_OCTETS = 120

HEADER_NAMES = {field.name for field in FRAME + ECPRI + HEADER}


class Context:
    """What a known difference may ask of a frame."""

    def __init__(self, frame, row, setup, kinds):
        self.frame, self.first, self.setup, self.kinds = frame, frame[0], setup, kinds
        self.malformed = row["malformed"]

    def has(self, *kinds):
        return any(kind in self.kinds for kind in kinds)

    def extensions(self, kind):
        """Those of this type, in their order."""
        sections = [s for message in self.frame for s in message.get("sections", message.get("ues", []))]
        return [e for s in sections for e in s.get("extensions", []) if e["extType"] == kind]

    def extended(self):
        return any(kind.startswith("SE") for kind in self.kinds)

    def commands(self, kind):
        return [c for message in self.frame for c in message.get("commands", []) if c["st4CmdType"] == kind]

    def measurements(self):
        return [m for message in self.frame for s in message.get("sections", []) for m in s.get("measurements", [])]


class Tally:
    """Of one version of tshark."""

    def __init__(self, tshark):
        self.tshark = tshark
        self.frames = self.open_ends = 0
        self.messages, self.equal, self.masked, self.skipped, self.wrong = (collections.Counter() for _ in range(5))
        self.fields = collections.defaultdict(set)  # of a kind, those that were compared
        self.by_field = collections.Counter()
        self.known = {}
        self.mismatches = []

    def compare(self, path, setup, limit, told_by_us):
        count = 0
        for n, row in self.tshark.rows(path, setup, limit):
            count += 1
            if n not in told_by_us:
                self._differ(path, n, "frame", [], ["seen by tshark only"], ["Ethernet"])
                continue
            self._compare_frame(path, n, told_by_us[n], row, setup)
        if count != len(told_by_us):
            self._differ(path, 0, "frames", [len(told_by_us)], [count], ["Ethernet"])
        self.frames += count
        return count

    def _compare_frame(self, path, n, frame_and_told, row, setup):
        frame, told = frame_and_told
        kinds = {kind for values in told.values() for _, kind in values}
        for kind in kinds:
            self.messages[kind] += 1
        context = Context(frame, row, setup, kinds)
        # What cannot be read without a parameter is not read by us, and guessed by the dissector.
        open_end = any("not known" in note or "reserved" in note for note in notes_of(frame))
        self.open_ends += open_end
        not_read = unread(self.tshark.version, kinds)
        for field in self.tshark.fields:
            ours, theirs = told.get(field.name, []), row[field.name]
            if not ours and not theirs:
                continue
            if (not_read & {kind_of(frame[0])} or open_end) and field.name not in HEADER_NAMES:
                self.skipped.update(kind for _, kind in ours)
                continue
            if field.name in self.tshark.flags:
                ours, theirs = [(int(value != 0), kind) for value, kind in ours], [int(value != 0) for value in theirs]
            values = [value for value, _ in ours]
            if field.kind == "scaled":
                theirs = rescaled(values, theirs)
            if made_up(self.tshark.version, field.name, context):
                continue
            if values != theirs:
                kept = [pair for pair in ours if decodes(self.tshark.version, pair[1], field.name) and
                        (pair[1] not in not_read or field.name in WALK)]
                self.skipped.update(kind for _, kind in ours)
                self.skipped.subtract(kind for _, kind in kept)
                ours = kept
                values = [value for value, _ in ours]
            if values == theirs:
                self._agree(field, ours)
                continue
            concerned = [kind for _, kind in ours] or sorted(kinds)[:1]
            known = next((k for k in KNOWN if k.explains(self.tshark.version, context, field.name, values, theirs)),
                         None)
            if known is not None and known.equal:
                self._agree(field, ours)
                continue
            if known is None:
                self._differ(path, n, field.name, values, theirs, concerned)
                continue
            self.masked.update(concerned)
            entry = self.known.setdefault(known.ident, [known, 0, set(), (path, n, field.name, values, theirs)])
            entry[1] += 1
            entry[2].add(field.name)

    def _agree(self, field, ours):
        self.by_field[field.name] += len(ours)
        for _, kind in ours:
            self.equal[kind] += 1
            self.fields[kind].add(field.name)

    def _differ(self, path, n, field, ours, theirs, kinds):
        self.wrong.update(kinds)
        self.mismatches.append((path, n, field, ours, theirs, kinds))

    def report(self, details):
        print("\ntshark %s: %d frames" % (self.tshark.text, self.frames))
        print("  %-34s %8s %7s %9s %11s %7s %11s" %
              ("kind of message or part", "messages", "fields", "values", "not decoded", "masked", "mismatches"))
        for kind in sorted(self.messages, key=order):
            print("  %-34s %8d %7d %9d %11d %7d %11d" %
                  (kind, self.messages[kind], len(self.fields[kind]), self.equal[kind], self.skipped[kind],
                   self.masked[kind], self.wrong[kind]))
        print("  %-34s %8s %7d %9d %11d %7d %11d" %
              ("all", "", len(self.by_field), sum(self.equal.values()), sum(self.skipped.values()),
               sum(self.masked.values()), len(self.mismatches)))
        if details:
            for field, count in sorted(self.by_field.items(), key=lambda item: -item[1]):
                print("  %-40s %9d" % (field, count))
        for ident, (known, count, fields, first) in self.known.items():
            path, n, field, ours, theirs = first
            print("  masked, %s: %d times, in %s" % (ident, count, ", ".join(sorted(fields))))
            print("    why    " + known.reason)
            print("    first  %s frame %d, %s: ours %s, theirs %s" %
                  (os.path.basename(path), n, field, short(ours), short(theirs)))
            print("    octets " + octets_of(path, n)[:80].hex(" "))
        print("  mismatches: %d" % len(self.mismatches))
        groups = {}
        for mismatch in self.mismatches:
            groups.setdefault((mismatch[2], mismatch[5][0]), []).append(mismatch)
        for (field, kind), group in list(groups.items())[:TELL]:
            path, n, _, ours, theirs, _ = group[0]
            print("    %s in %s: %d times, first %s frame %d: ours %s, theirs %s" %
                  (field, kind, len(group), os.path.basename(path), n, short(ours), short(theirs)))
            print("      octets " + octets_of(path, n)[:TELL_OCTETS].hex(" "))


def rescaled(ours, theirs):
    """Their numbers in our scale: before 4.6 mantissas are shown as fractions, of 2^n or of 32767, with six digits."""
    pair = next(((a, b) for a, b in zip(ours, theirs) if a and b), None)
    if pair is None:
        return theirs
    ratio = abs(pair[0] / pair[1])
    for unit in (1.0, 32767.0):
        factor = unit * 2.0 ** round(math.log2(ratio / unit))
        if abs(ratio / factor - 1) < 1e-5:
            return [nearest(sorted(set(ours)), b * factor) for b in theirs]
    whole = [b * 32767 for b in theirs]
    fractions = any(b != round(b) for b in theirs)
    return whole if fractions and all(abs(b - round(b)) < 1e-3 for b in whole) else theirs


def nearest(values, wanted):
    """The one of `values` (in order) that is `wanted` to five digits, or else that."""
    at = bisect.bisect_left(values, wanted)
    found = [v for v in values[max(at - 1, 0):at + 1] if abs(v - wanted) <= 1e-5 * abs(v)]
    return found[0] if found else wanted


def notes_of(item):
    if isinstance(item, list):
        for entry in item:
            yield from notes_of(entry)
    elif isinstance(item, dict):
        yield from item.get("notes", [])
        for key, entry in item.items():
            if key != "notes":
                yield from notes_of(entry)


def order(kind):
    """Names in their order, numbers in them by their value."""
    return [(text, int(word or -1)) for text, word in re.findall(r"([^0-9]+)(\d*)", kind)]


def short(values):
    return str(values) if len(values) <= 8 else str(values[:8])[:-1] + ", ...]"


def octets_of(path, wanted):
    """The octets of frame `wanted` of a capture; for the proofs."""
    with open(path, "rb") as file:
        data = file.read()
    if data[:4] == b"\x0a\x0d\x0d\x0a":
        return pcapng_octets(data, wanted)
    order_mark = "<" if data[:4] in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
    at = 24
    for _ in range(wanted - 1):
        at += 16 + struct.unpack_from(order_mark + "I", data, at + 8)[0]
    return data[at + 16:at + 16 + struct.unpack_from(order_mark + "I", data, at + 8)[0]] if wanted else b""


def pcapng_octets(data, wanted):
    at = count = 0
    mark = "<" if data[8:12] == b"\x4d\x3c\x2b\x1a" else ">"
    while at + 12 <= len(data):
        kind, length = struct.unpack_from(mark + "II", data, at)
        if kind in (3, 6):
            count += 1
            if count == wanted:
                start = at + (28 if kind == 6 else 12)
                size = struct.unpack_from(mark + "I", data, at + 20)[0] if kind == 6 else length - 16
                return data[start:start + size]
        at += length
    return b""
