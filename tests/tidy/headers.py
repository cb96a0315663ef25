"""Finds declarations of a header that say nothing about themselves: classes, structs, enums and free functions at
namespace level. Members, aliases, constants, operators and forward declarations are left to the reviewer."""
import re

import source

_TYPE = re.compile(r"^(?:class|struct|union|enum(?:\s+(?:class|struct))?)\s+(?:alignas\s*\([^)]*\)\s*)?([\w:]+)")
_HIDDEN = re.compile(r"\b(?:detail|internal)\b")


def _without_preprocessor(text):
    return re.sub(r"^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", lambda m: re.sub(r"[^\n]", " ", m.group()), text, flags=re.MULTILINE)


def _statements(code):
    """(start, head, end, hidden) of each statement at namespace level; head ends before its { or ;."""
    at, size, hidden = 0, len(code), []
    while at < size:
        if code[at].isspace() or code[at] == ";":
            at += 1
            continue
        if code[at] == "}":
            if hidden:
                hidden.pop()
            at += 1
            continue
        start, head, depth = at, None, 0
        while at < size:
            c = code[at]
            if c in "({[":
                if c == "{" and depth == 0 and head is None:
                    head = code[start:at]
                    if re.match(r"(?:inline\s+)?namespace\b|extern\s*\"", head):
                        break
                depth += 1
            elif c in ")}]":
                depth -= 1
                if c == "}" and depth == 0:
                    rest = code[at + 1 :].lstrip()
                    if not rest or rest[0] not in ";,{=(":
                        break
            elif c == ";" and depth == 0:
                break
            at += 1
        if head is not None and re.match(r"(?:inline\s+)?namespace\b|extern\s*\"", head):
            hidden.append(bool(_HIDDEN.search(head)) or re.fullmatch(r"namespace\s*", head) is not None)
            at += 1
            continue
        yield start, (head if head is not None else code[start:at]), at, any(hidden)
        at += 1


def _without_template(head):
    while head.startswith("template"):
        at, depth, round_depth = head.index("<") if "<" in head else len(head), 0, 0
        while at < len(head):
            round_depth += {"(": 1, ")": -1}.get(head[at], 0)
            if round_depth == 0:
                depth += {"<": 1, ">": -1}.get(head[at], 0)
            at += 1
            if depth == 0:
                break
        head = head[at:].lstrip()
        if head.startswith("requires"):
            head = re.sub(r"^requires\s*(?:\((?:[^()]|\([^()]*\))*\)|[\w:<>, ]+?(?=\s))", "", head).lstrip()
    return re.sub(r"^(?:\[\[[^\]]*\]\]\s*)+", "", head)


def _name(head, defined):
    """The name to be documented, or None."""
    head = _without_template(head.strip())
    if re.match(r"(?:using|typedef|static_assert|friend|extern\s+template)\b", head) or "operator" in head:
        return None
    kind = _TYPE.match(head)
    if kind and "(" not in head:
        return kind.group(1) if defined else None
    function = re.match(r"[^=({]*?([\w:]+)\s*\(", head)
    if not function or re.fullmatch(r"[A-Z_0-9]+", function.group(1)):
        return None
    return function.group(1) + "()"


def undocumented(text):
    """(line, name) of each declaration without a comment above it, behind it, or on the group it belongs to: lines that
    follow one another without an empty line share the comment of the first. In a header that declares one thing, the
    comment that opens the file is about that thing."""
    found, declared = _walk(text)
    return [] if declared == 1 and text.startswith(("//", "/*")) else found


def _walk(text):
    """[(line, name), ...] of undocumented declarations, and how many declarations there are."""
    found, declared = [], 0
    code = _without_preprocessor(source.strip(text))
    raw = text.split("\n")
    last_end, last_documented = -1, False
    for start, head, end, hidden in _statements(code):
        first, last = source.line_of(code, start) - 1, source.line_of(code, end) - 1
        above = raw[first - 1].strip() if first > 0 else ""
        documented = above.startswith("//") or above.endswith("*/") or any("///<" in line for line in raw[first : last + 1])
        if not documented and first - 1 <= last_end:
            documented = last_documented
        name = _name(head, defined=code[end : end + 1] == "}" or "{" in code[start:end])
        if name and not hidden:
            declared += 1
            if not documented:
                found.append((first + 1, name))
        last_end, last_documented = last, documented
    return found, declared
