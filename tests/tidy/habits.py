"""What may not stand in files, and what must stand beside them."""
import os
import re
import subprocess

import headers
import source
import tables

# Where each kind of text is looked at. The checker itself must name what it forbids.
_TEXT = ("lib", "apps", "tests", "bench", "scripts", "cmake", "testvectors", ".ci")
_ENDINGS = (".h", ".cpp", ".py", ".sh", ".md", ".cmake", ".txt", ".yaml", ".proto", ".json")
_NOT_OURS = ("tests/tidy/",)

_UNFINISHED = re.compile(r"§\?|\b(?:TODO|FIXME|XXX)\b")
_MACHINE_PATH = re.compile(r"(?<![\w.$}~])/(?:work|root|home/\w+)/")
_TEMPORARY = re.compile(r"(?<![\w.$}])/tmp/")
_WORKPLACE = re.compile(r"\b(?:LLM|chatbot|sub-?agent|language model|work ?tree|AI[- ](?:assistant|generated))s?\b",
                        re.IGNORECASE)


def check_forbidden(tree):
    """Things that lib/ must not do."""
    allowed = {(path, name) for path, name, _ in tables.ALLOWED}
    for path in tree.files("lib", ".h", ".cpp"):
        text = source.strip(tree.read(path))
        for pattern, name, remedy in tables.FORBIDDEN:
            for match in re.finditer(pattern, text):
                what = name.format(match.group(1))
                if (path, what) not in allowed:
                    line = source.line_of(text, match.start(1))
                    yield f"{path}:{line}: {what} is not allowed in lib/ ({remedy})"


def check_length(tree):
    for folder, most in tables.MOST_LINES.items():
        for path in tree.files(folder, ".h", ".cpp", ".py"):
            lines = tree.read(path).count("\n")
            if lines > most:
                yield f"{path}:{lines}: {lines} lines, at most {most} (split it by what it is about)"


def _text_files(tree):
    for path in tree.files(".", "README.md", "CMakeLists.txt", depth=1):
        yield path
    for folder in _TEXT:
        for path in tree.files(folder, ""):
            if path.startswith(_NOT_OURS) or not (path.endswith(_ENDINGS) or "." not in os.path.basename(path)):
                continue
            yield path


def check_words(tree):
    """Unfinished business, and words of the place where a file was written."""
    for path in _text_files(tree):
        text = tree.read(path)
        kinds = [(_UNFINISHED, "is unfinished business", "do it, or leave it out"),
                 (_MACHINE_PATH, "is a path of one machine", "make it relative"),
                 (_WORKPLACE, "is no word of this project", "say what the reader needs")]
        if path.startswith("lib/"):
            kinds.append((_TEMPORARY, "is a path of one machine", "let the caller name it"))
        for pattern, what, remedy in kinds:
            for match in pattern.finditer(text):
                yield f"{path}:{source.line_of(text, match.start())}: {match.group()} {what} ({remedy})"


def check_headers(tree):
    for path in tree.files("lib", ".h"):
        elsewhere = {name for folder, names, _ in tables.DESCRIBED_ELSEWHERE if path.startswith(folder)
                     for name in names}
        for line, name in headers.undocumented(tree.read(path)):
            if name in elsewhere:
                continue
            yield f"{path}:{line}: {name} has no comment (a /// line: what it is, units, how it fails)"


def check_rooms(tree):
    """A room that is built says what it is for and has tests."""
    untested = {module for module, _ in tables.UNTESTED}
    for module in tree.folders("lib"):
        if not tree.exists(f"lib/{module}/CMakeLists.txt"):
            continue
        if not tree.exists(f"lib/{module}/README.md"):
            yield f"lib/{module}: has no README.md (ten lines: what the room is for)"
        if module not in untested and not tree.files(f"tests/{module}", "_test.cpp"):
            yield f"lib/{module}: has no tests (put <unit>_test.cpp into tests/{module}/)"


def check_scripts(tree):
    """Scripts can be started and parse."""
    for path in tree.files("scripts", "") + tree.files(".ci", ""):
        full = os.path.join(tree.root, path)
        first = tree.read(path).split("\n", 1)[0]
        library = path.startswith("scripts/support/")
        if not library and not os.access(full, os.X_OK):
            yield f"{path}:1: is not executable (chmod +x)"
        if not library and not first.startswith("#!"):
            yield f"{path}:1: says not who runs it (first line: #!/usr/bin/env bash)"
        if "bash" in first or path.endswith(".sh"):
            run = subprocess.run(["bash", "-n", full], capture_output=True, text=True, check=False)
            if run.returncode != 0:
                line = re.search(r"line (\d+)", run.stderr)
                yield f"{path}:{line.group(1) if line else 1}: bash cannot read it ({run.stderr.strip().splitlines()[-1]})"
        elif "python" in first or path.endswith(".py"):
            try:
                compile(tree.read(path), path, "exec")
            except SyntaxError as error:
                yield f"{path}:{error.lineno}: python cannot read it ({error.msg})"


def check(tree):
    for part in (check_forbidden, check_length, check_words, check_headers, check_rooms, check_scripts):
        yield from part(tree)
