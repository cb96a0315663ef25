"""What a vector is, and the links that vectors are judged with."""
import os

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..")
LINKS = os.path.join("testvectors", "rules", "links")


def changed(name, *changes):
    """The text of a link file with pieces (old, new) of it replaced, for a vector that needs one thing otherwise."""
    with open(os.path.join(ROOT, LINKS, name), encoding="utf-8") as file:
        text = "\n".join(line for line in file.read().split("\n") if not line.startswith("#"))
    for old, new in changes:
        if old not in text:
            raise ValueError(f"{name} has no {old!r}")
        text = text.replace(old, new)
    return text


def finding(packet, octet=0, expected=None, expected_to=None, observed=0, unit="none", follows=""):
    """Evidence of one fail; a single expected value is a range of one, None: nothing in particular is expected."""
    return {"packet": packet, "octet": octet, "expected": expected,
            "expected_to": expected if expected_to is None else expected_to, "observed": observed, "unit": unit,
            "follows": follows}


class Rule:
    """The vectors of one rule. `clause` is that of the rule unless a vector names another."""

    def __init__(self, rule, clause):
        self.rule = rule
        self.clause = clause
        self.vectors = []

    def _add(self, kind, name, why, packets, link=None, passed=0, fails=(), inconclusive=0, lacks=(), others=(),
             clause=None):
        names = [vector["name"] for vector in self.vectors]
        if name in names:
            raise ValueError(f"{self.rule}: two vectors named {name}")
        self.vectors.append({
            "name": name, "kind": kind, "why": why, "clause": clause or self.clause, "link": link,
            "packets": packets if isinstance(packets, list) else [packets],
            "expect": {"pass": passed, "fail": len(fails), "inconclusive": inconclusive, "lacks": sorted(lacks),
                       "evidence": list(fails), "others": sorted(others)}})

    def passes(self, name, why, packets, passed=1, **more):
        self._add("pass", name, why, packets, passed=passed, **more)

    def fails(self, name, why, packets, fails, **more):
        self._add("fail", name, why, packets, fails=fails if isinstance(fails, list) else [fails], **more)

    def not_applicable(self, name, why, packets, **more):
        self._add("not_applicable", name, why, packets, **more)

    def inconclusive(self, name, why, packets, inconclusive=1, **more):
        self._add("inconclusive", name, why, packets, inconclusive=inconclusive, **more)

    def document(self):
        return {"rule": self.rule, "vectors": self.vectors}
