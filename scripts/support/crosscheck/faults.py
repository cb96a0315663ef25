"""Facts of a message that decide whether a known difference applies, and how two lists of values may differ."""


def widths_of(extension):
    """Bits of the attributes of extension 2: 0 is none, n is n + 1."""
    keys = ("bfAzPtWidth", "bfZePtWidth", "bfAz3ddWidth", "bfZe3ddWidth")
    return sum(extension[key] + 1 for key in keys if extension.get(key))


def sections_of(context):
    return context.first.get("sections", [])


def no_ports(context):
    return any(e.get("numPortc") == 0 and e.get("beamGroupType") != 0 for e in context.extensions(10))


def method_unread(context):
    """Weights of methods other than none and BFP."""
    weighted = [e for kind in (1, 11, 19) for e in context.extensions(kind)] + context.commands(1)
    return any(item.get("bfwCompMeth", 0) > 1 for item in weighted)


def prbs_unknown(context):
    """Bundles of extension 11 whose number does not follow from the section."""
    return context.has("SE11") and any(
        section.get("rb") or section.get("numPrbc") == 0 and not context.setup.prbs for section in sections_of(context))


def several_sets(context):
    """Extension 23 in its block mode, or with patterns of more than one set."""
    return any(e.get("prbMode") or any(p["numMcScaleOffset"] != 1 for p in e["patterns"])
               for e in context.extensions(23))


def unaligned_param(context):
    """Channel information whose second ciCompParam does not begin at an octet."""
    bits = 2 * (context.first.get("ciIqWidth") or 16) * context.setup.antennas
    return context.first.get("ciCompOpt") == 1 and bits % 8 != 0


def uplane_methods(context):
    if context.first.get("ecpriMessage") != 0:
        return set()
    if not context.setup.dynamic:
        return {context.setup.method}
    return {section.get("udCompMeth") for section in sections_of(context)}


def preferred_width(context):
    """A U-plane section that tells another width than the preferred one."""
    return context.setup.dynamic and context.first.get("ecpriMessage") == 0 and any(
        section.get("udIqWidth", context.setup.width) != context.setup.width for section in sections_of(context))


def beyond_carriers(context):
    """A section that begins behind the last PRB of the widest carrier, 273 of them."""
    return any(section.get("startPrbc", 0) > 272 for section in sections_of(context))


def selective(context):
    """U-plane methods with masks in the section, or that udCompHdr says."""
    methods = uplane_methods(context)
    return 7 in methods or methods & {6, 8} and context.setup.dynamic


def preferred_width(context):
    """A U-plane section that tells another width than the preferred one."""
    return context.setup.dynamic and context.first.get("ecpriMessage") == 0 and any(
        section.get("udIqWidth", context.setup.width) != context.setup.width for section in sections_of(context))


def short_section(context):
    """A section behind the first with fewer octets than a PRB of the preferred method and width has."""
    prb = 3 * context.setup.width + (context.setup.method in (1, 2, 3))
    sections = sections_of(context) if context.first.get("ecpriMessage") == 0 else []
    return any(section.get("octets", 0) < prb for section in sections[1:])


def measurement_unread(context):
    """Records whose size is not that of the fields that the dissector reads, or of types that it does not know."""
    prbs = {section.get("numPrbc") for section in sections_of(context)}
    command = context.first.get("sectionType") == 11
    for record in context.measurements():
        kind, size = record["measTypeId"], record.get("measDataSize", record.get("measCmdSize"))
        words = (2 if kind == 5 else 0) if command else 2 if kind in (1, 3) else size
        counted = (kind == 6 and record.get("numElements") != len(record.get("elements", ())) or
                   kind in (4, 5) and "prbs" in record and len(record["prbs"]) not in prbs)
        if kind > 6 or size != words or counted or "body" in record or "fault" in record:
            return True
    return False


def is_prefix(short, long):
    return short == long[:len(short)]


def fewer(ours, theirs):
    return is_prefix(theirs, ours)


def more(ours, theirs):
    return is_prefix(ours, theirs)


def either(ours, theirs):
    return is_prefix(ours, theirs) or is_prefix(theirs, ours)


def none(ours, theirs):
    return not theirs


def anything(ours, theirs):
    return True


def as_many(ours, theirs):
    return len(ours) == len(theirs)


def same_first(ours, theirs):
    return ours[:1] == theirs[:1] or not ours or not theirs


def few_sets(ours, theirs):
    return len(theirs) <= 4


def among(ours, theirs):
    """Ours in their order, and others between them."""
    rest = iter(theirs)
    return either(ours, theirs) or all(any(item == other for other in rest) for item in ours)


def zeros_behind(ours, theirs):
    return is_prefix(ours, theirs) and not any(theirs[len(ours):])


def signless(ours, theirs):
    """Equal but for the sign: theirs lacks it, in fields of 1 to 31 bits, perhaps rounded to six digits."""
    return len(ours) == len(theirs) and all(
        abs(a - b) < 1e-4 or any(abs(a + (1 << n) - b) < 1e-4 * (1 << n) for n in range(1, 32))
        for a, b in zip(ours, theirs))


def without_repeats(values):
    return [value for i, value in enumerate(values) if i == 0 or value != values[i - 1]]


def same_but_repeats(ours, theirs):
    return without_repeats(ours) == without_repeats(theirs)
