"""Who includes whom: design section 2."""
import os
import re

import source
import tables

_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"\n]+)"|<([^>\n]+)>)', re.MULTILINE)
_MODULE_CALL = re.compile(r"^[ \t]*plumbline_module\s*\(([^)]*)\)", re.MULTILINE)
_KEYWORDS = ("SOURCES", "ALLOW", "PUBLIC_LIBS", "PRIVATE_LIBS")


def includes_of(text):
    """(line, name, quoted) of every include of C++ text."""
    for match in _INCLUDE.finditer(source.strip(text, strings=False)):
        yield source.line_of(text, match.start()), match.group(1) or match.group(2), match.group(1) is not None


def _module_of_target(name):
    return name if name in tables.MODULES else name.split("_")[0]


def allow_lists(cmake_text):
    """(line, [module, ...]) of each plumbline_module() call."""
    text = re.sub(r"#[^\n]*", lambda match: " " * len(match.group()), cmake_text)
    for match in _MODULE_CALL.finditer(text):
        words, listed, keyword = match.group(1).split(), [], None
        for word in words:
            if word in _KEYWORDS:
                keyword = word
            elif keyword == "ALLOW":
                listed.append(_module_of_target(word))
        yield source.line_of(text, match.start()), listed


def _list(names):
    return ", ".join(sorted(names)) or "nothing"


def check_cmake(tree, module):
    """Findings about the ALLOW lists of a module, and all that they allow together (None: no CMakeLists)."""
    findings, allowed, seen = [], {module}, False
    for path in tree.files(f"lib/{module}", "CMakeLists.txt"):
        for line, listed in allow_lists(tree.read(path)):
            seen = True
            allowed.update(listed)
            for name in listed:
                if name not in tables.may_include(module):
                    findings.append(
                        f"{path}:{line}: ALLOW names {name}, which {module} may not include (design section 2: "
                        f"{_list(tables.may_include(module))}; remove it)")
    return findings, allowed if seen else None


def _check_module(path, line, user, name, target, allowed):
    permitted = tables.may_include(user)
    if target not in permitted:
        return (f"{path}:{line}: {user} may not include {target} (design section 2 allows {_list(permitted)}; move the "
                f"code to a room that may, or pass what is needed as an argument)")
    if allowed is not None and target not in allowed:
        return (f"{path}:{line}: {user} includes {target} without saying so (add {target} to ALLOW in "
                f"lib/{user}/CMakeLists.txt)")
    return None


def _check_third_party(path, line, user, name):
    for prefix, owners in tables.THIRD_PARTY:
        if name.startswith(prefix):
            if owners is tables.EVERYWHERE or user in owners:
                return None
            return f"{path}:{line}: {user} may not include <{name}> (design section 2: only {_list(owners)} may)"
    if ("/" not in name and "." not in name) or name in tables.SYSTEM_HEADERS:
        return None
    if name.startswith(tables.SYSTEM_FOLDERS):
        return None
    return (f"{path}:{line}: <{name}> belongs to no room (design section 2; name its owner in tests/tidy/tables.py, or "
            f"do without)")


def check_file(tree, path, user, allowed):
    """Findings about the includes of one file; `user` is its module, or apps."""
    for line, name, quoted in includes_of(tree.read(path)):
        if name.endswith(".pb.h") and user != "apps" and "record" not in tables.may_include(user):
            yield (f"{path}:{line}: {user} may not include {name} (design section 2: generated messages are for record "
                   f"and who may include it)")
            continue
        first = name.split("/")[0]
        if not quoted:
            finding = _check_third_party(path, line, user, name)
        elif first in tables.MODULES:
            finding = None if user == "apps" else _check_module(path, line, user, name, first, allowed)
        elif user == "apps" and tree.exists("apps/" + name):
            finding = None
        elif any(name.startswith(prefix) for prefix, _ in tables.THIRD_PARTY):
            finding = _check_third_party(path, line, user, name)
        else:
            finding = f'{path}:{line}: "{name}" names no room (write "<room>/<file>")'
        if finding:
            yield finding


def check(tree):
    for module in tree.folders("lib"):
        if module not in tables.MODULES:
            yield f"lib/{module}: is no room of the design (section 2; see tests/tidy/tables.py)"
            continue
        findings, allowed = check_cmake(tree, module)
        yield from findings
        for path in tree.files(f"lib/{module}", ".h", ".cpp"):
            yield from check_file(tree, path, module, allowed)
    for path in tree.files("apps", ".h", ".cpp"):
        yield from check_file(tree, path, "apps", None)
    for path in tree.files("tests/reference", ".h", ".cpp"):
        for line, name, quoted in includes_of(tree.read(path)):
            if quoted and name.split("/")[0] in tables.MODULES and name.split("/")[0] != "base":
                yield (f"{path}:{line}: the second witness may not include {name} (design section 6: it shares nothing "
                       f"with lib/ but base)")
