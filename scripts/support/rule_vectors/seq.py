"""CUS-SEQ: sequence numbers."""
from packets import IDS, UL, Raw, c_plane, ecpri, frame, ids, one_way_delay, prbs, section, u_plane
from vectors import Rule, changed, finding

SEQUENCE_ID = IDS + 2


def c(seq, slot=0, **options):
    """C-plane messages of different slots, so that no other rule compares them."""
    return frame(c_plane(1, [section()], seq=seq, subframe=slot // 2, slot=slot % 2,
                         **{key: value for key, value in options.items() if key != "loss"}), loss="loss" in options)


def gap(packet, expected, observed, follows=""):
    return finding(packet, SEQUENCE_ID, expected=expected, observed=observed, follows=follows)


def rules():
    return [step(), fragments(), last_fragment(), spaces()]


def cut(message, *ends, seq=None, eaxc=1, subs=None, lasts=None):
    """Frames of the pieces of a U-plane message (5.5.3), cut at these octets behind ecpriSeqid. `subs` and `lasts`
    where pieces do not say what they should."""
    body = b"".join(part.octets for part in message[2:])
    bounds = [0, *ends, len(body)]
    pieces = []
    for number, (begin, end) in enumerate(zip(bounds, bounds[1:])):
        last = int(end == len(body)) if lasts is None else lasts[number]
        sub = number if subs is None else subs[number]
        pieces.append(frame(ecpri(0, [ids(eaxc, seq, last=last, sub=sub),
                                      Raw(f"octets {begin} to {end - 1} of the message", body[begin:end])])))
    return pieces


def in_three(seq, symbol=0, **options):
    """Three pieces of a message of two PRBs, cut inside of PRBs."""
    return cut(u_plane([prbs(2)], seq=seq, symbol=symbol), 20, 41, seq=seq, **options)


def fragments():
    r = Rule("CUS-SEQ-004", "5.1.3.2.8; 5.5.3")
    one, two = in_three(5), in_three(6, symbol=1)
    r.passes("three fragments", "0, 1, 2; E is 1 on the last.", one, passed=3)
    r.passes("two messages", "The second begins with 0 again.", one + two, passed=6)
    r.passes("the first one comes last", "The capture begins in the middle of a message: the one before was not seen.",
             [one[1], one[2], one[0]])
    mixed = [one[0], one[1], two[0], one[2], two[1], two[2]]
    r.passes("two messages mixed", "Each message counts for itself.", mixed, passed=6)
    r.fails("one is missing", "0, 2: the message cannot be read, that is no other finding.", [one[0], one[2]],
            finding(2, SEQUENCE_ID + 1, expected=1, observed=2), passed=1)
    r.fails("two change places", "1 comes behind 2 and fills the gap; the message is read.", [one[0], one[2], one[1]],
            finding(2, SEQUENCE_ID + 1, expected=1, observed=2), passed=1)
    r.fails("one twice", "The network made a copy.", [one[0], one[1], one[1], one[2]],
            finding(3, SEQUENCE_ID + 1, expected=2, observed=1), passed=3)
    r.fails("the last twice", "The copy comes when the message is whole.", one + one[2:],
            finding(4, SEQUENCE_ID + 1, expected=3, observed=2), passed=3)
    r.fails("the first one is missing", "The gap in the sequence ids follows.",
            one + two[1:] + [frame(u_plane([prbs(2)], seq=7, symbol=2))],
            finding(4, SEQUENCE_ID + 1, expected=0, observed=1), passed=4, others=["CUS-SEQ-001"])
    other = in_three(5, symbol=1)
    r.fails("other octets under one number", "Two messages use one sequence id at once: none can be read.",
            [one[0], one[1], other[0], one[2]], finding(3, SEQUENCE_ID + 1, expected=2, observed=0), passed=3)
    after = cut(u_plane([prbs(2)], seq=5), 20, 41, seq=5, lasts=[0, 1, 0])
    r.fails("one behind the last", "E was 1 before: what follows is another message.", [after[0], after[1], after[2]],
            finding(3, SEQUENCE_ID + 1, expected=0, observed=2), passed=2)
    r.not_applicable("whole messages", "E is 1, the subsequence id 0.", frame(u_plane([prbs(1)])))
    r.not_applicable("the C-plane", "The transport does not fragment it.", c(0, last=0), others=["CUS-HDR-015"])
    r.not_applicable("sequence checks switched off", "Nothing to judge; that there are fragments is another rule's.",
                     [one[0], one[2]], link=changed("plain.yaml", ("name: plain", "name: plain\nsequence: {checked: false}")),
                     others=["CUS-HDR-016"])
    lost = dict(two[2], loss_before=True)
    r.inconclusive("our own loss", "The capture lost packets: the missing one may be ours.", one + [two[0], lost], passed=4)
    return r


def last_fragment():
    r = Rule("CUS-SEQ-005", "5.1.3.2.8; 5.5.3")
    one = in_three(5)
    after = in_three(6, symbol=1) + in_three(7, symbol=2)
    r.passes("three fragments", "The last has E = 1.", one)
    r.passes("one in the middle is missing", "The end came.", [one[0], one[2]] + after, passed=3, others=["CUS-SEQ-004"])
    endless = in_three(5, lasts=[0, 0, 0])
    r.fails("E is never 1", "Two messages later nothing more will come.", endless + after,
            finding(3, SEQUENCE_ID + 1, expected=1, observed=0), passed=2)
    r.fails("the last is lost", "Found when the second message behind it begins.", one[:2] + after,
            finding(2, SEQUENCE_ID + 1, expected=1, observed=0), passed=2)
    stamped = [dict(packet, stamp_ns=1_000_000_000 + 10_000 * i) for i, packet in enumerate(one[:2])]
    whole = dict(frame(u_plane([prbs(2)], seq=6, symbol=1)), stamp_ns=1_002_000_000)
    r.fails("nothing for 2 ms", "Fragments of a message come together.", stamped + [whole],
            finding(2, SEQUENCE_ID + 1, expected=1, observed=0))
    r.not_applicable("whole messages", "E is 1 and the subsequence id 0.", frame(u_plane([prbs(1)])))
    r.not_applicable("sequence checks switched off", "Nothing to judge.", endless + after,
                     link=changed("plain.yaml", ("name: plain", "name: plain\nsequence: {checked: false}")),
                     others=["CUS-HDR-016"])
    r.inconclusive("the input ends", "The last fragment may come after it.", one[:2])
    lost = [dict(packet, loss_before=i == 0) for i, packet in enumerate(after)]
    r.inconclusive("our own loss", "The capture lost packets meanwhile.", one[:2] + lost, passed=2)
    return r


def step():
    r = Rule("CUS-SEQ-001", "5.1.3.2.8; 5.1.3.2.7")
    r.passes("one more", "The first message has nothing before it and is not judged.", [c(0), c(1, 1), c(2, 2)], passed=2)
    r.passes("wrap", "255 is followed by 0.", [c(255), c(0, 1)])
    r.passes("direction and plane have numbers of their own", "Four spaces of one eAxC.",
             [c(7), c(50, direction=UL), frame(u_plane([prbs(1)], seq=90)), c(8, 1), c(51, 1, direction=UL),
              frame(u_plane([prbs(1)], seq=91, slot=1))], passed=3)
    pieces = [frame(u_plane([prbs(2)], seq=4)), frame(u_plane([prbs(2)], seq=5, symbol=1, last=0)),
              frame(ecpri(0, [ids(1, 5, last=1, sub=1), Raw("the rest of its data", bytes(20))])),
              frame(u_plane([prbs(2)], seq=6, symbol=2))]
    r.passes("fragments share their id", "A message in two fragments between two whole ones: 4, 5, 5, 6.", pieces, passed=2,
             clause="5.1.3.2.8; 5.5.3")
    r.fails("a gap", "One id is left out.", [c(0), c(2, 1)], gap(2, 1, 2))
    r.fails("a gap over the wrap", "255 to 1.", [c(255), c(1, 1)], gap(2, 0, 1))
    r.fails("a repeat", "The same packet twice; it is not judged twice by the other rules.", [c(0), c(0)], gap(2, 1, 0))
    r.fails("a step back", "An id that was there already, with other content.", [c(0), c(1, 1), c(0, 2), c(2, 3)],
            gap(3, 2, 0), passed=2)
    r.fails("a restart", "Far from the last id: counting goes on from there.", [c(10), c(200, 1), c(201, 2)],
            gap(2, 11, 200), passed=1)
    r.fails("an id that comes late", "The gap was counted; the late one fills it and is no second finding.",
            [c(0), c(2, 1), c(1, 2), c(3, 3)], gap(2, 1, 2), passed=1)
    shared = [c(0), c(1, direction=UL), c(2, 1)]
    r.fails("explained by a shared counter", "One cause gives one finding: this one follows.", shared,
            gap(3, 1, 2, follows="CUS-SEQ-008"), others=["CUS-SEQ-008"])
    r.not_applicable("the first message", "Nothing to compare with.", c(17))
    r.not_applicable("delay measurement", "Message 5 has no sequence id.", frame(one_way_delay()))
    r.not_applicable("sequence checks switched off", "Senders may count as they like.", [c(0), c(9, 1)],
                     link=changed("plain.yaml", ("name: plain", "name: plain\nsequence: {checked: false}")))
    r.inconclusive("our own loss", "The capture lost packets just before: the gap may be ours.",
                   [c(0), c(2, 1, loss=True)])
    return r


def spaces():
    r = Rule("CUS-SEQ-008", "5.1.3.2.8; 5.1.3.2.7")
    agreed = changed("plain.yaml", ("name: plain", "name: plain\nsequence: {shared_per_eaxc: true}"))
    off = changed("plain.yaml", ("name: plain", "name: plain\nsequence: {checked: false}"))
    shared = [c(0), c(1, direction=UL), c(2, 1), c(3, 1, direction=UL)]
    r.passes("counters of their own", "DL and UL of one eAxC count apart.",
             [c(0), c(0, direction=UL), c(1, 1), c(1, 1, direction=UL)], passed=4)
    r.passes("a loss while both count in step", "Two messages of the other direction came, one id is missing: a loss.",
             [c(0), c(0, direction=UL), c(1, 1, direction=UL), c(2, 2), c(2, 2, direction=UL)], passed=5,
             others=["CUS-SEQ-001"])
    r.fails("one counter for both", "What DL leaves out is what UL used.", shared, [gap(3, 1, 2), gap(4, 2, 3)], passed=2,
            others=["CUS-SEQ-001"])
    r.fails("one counter, two messages between", "DL 0, UL 1 and 2, DL 3.",
            [c(0), c(1, direction=UL), c(2, 1, direction=UL), c(3, 1)], gap(4, 1, 3), passed=3, others=["CUS-SEQ-001"])
    r.not_applicable("a shared counter that is agreed", "The link says so.", shared, link=agreed)
    r.not_applicable("sequence checks switched off", "Nothing to judge.", shared, link=off)
    r.not_applicable("U-plane", "Its directions have different senders.", frame(u_plane([prbs(1)])))
    r.inconclusive("our own loss", "A loss of the capture may look the same.",
                   [c(0), c(1, direction=UL), c(2, 1, loss=True)], passed=2, others=["CUS-SEQ-001"])
    return r
