#!/usr/bin/env python3
"""clang-tidy over the sources of lib/ and apps/: clang_tidy.py <root> <binary dir>. Exit status 77: no tool.

A file that passed is not looked at again until it, a header of ours that it reaches, its compile command, the
configuration or the tool changes: the hash of all these is remembered in <binary dir>/tidy-passed/.

Nearly all the time goes into the headers of the libraries, which the tool looks through with every source. So sources
of one folder and the same flags are looked at as one; where those do not go together, or have a finding, in halves,
and in the end one by one, which is what counts. (All that a joined pass can miss: a using-declaration that only
another source of the folder uses.)
"""
import concurrent.futures
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys

import includes

TOOL = "clang-tidy-14"
AT_ONCE = 2
TOGETHER = 8  # sources that are joined, at most: what is at work at once has to fit into memory
# The commands are g++'s; what clang does not know of them is no finding.
EXTRA = ("--quiet", "--extra-arg=-Wno-unknown-warning-option")
ONLY_GCC = re.compile(r" -m(?:memset|memcpy)-strategy=\S+")


class Reach:
    """Which files of ours a source reaches by its includes."""

    def __init__(self, folders):
        self.folders = folders
        self._direct = {}

    def _resolve(self, path, name):
        for folder in (os.path.dirname(path), *self.folders):
            full = os.path.normpath(os.path.join(folder, name))
            if os.path.isfile(full):
                return full
        return None  # not ours

    def _includes(self, path):
        if path not in self._direct:
            with open(path, encoding="utf-8", errors="replace") as file:
                names = [name for _, name, quoted in includes.includes_of(file.read()) if quoted]
            self._direct[path] = [full for full in (self._resolve(path, name) for name in names) if full]
        return self._direct[path]

    def files(self, source):
        """`source` and all it reaches, sorted."""
        seen, todo = {source}, [source]
        while todo:
            for path in self._includes(todo.pop()):
                if path not in seen:
                    seen.add(path)
                    todo.append(path)
        return sorted(seen)


def hash_of(*parts):
    total = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode()
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()


def contents(path):
    with open(path, "rb") as file:
        return file.read()


def commands_of(root, binary_dir):
    """{source: compile command} of lib/ and apps/, as far as written by hand."""
    with open(os.path.join(binary_dir, "compile_commands.json"), encoding="utf-8") as file:
        entries = json.load(file)
    ours = (os.path.join(root, "lib") + os.sep, os.path.join(root, "apps") + os.sep)
    return {entry["file"]: ONLY_GCC.sub("", entry["command"]) for entry in entries if entry["file"].startswith(ours)}


def write_commands(commands, binary_dir, folder):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "compile_commands.json"), "w", encoding="utf-8") as file:
        json.dump([{"directory": binary_dir, "command": command, "file": path} for path, command in commands.items()],
                  file)


def include_folders(commands, binary_dir, root):
    found = set()
    for command in commands.values():
        for folder in re.findall(r"-(?:I|isystem)\s*(\S+)", command):
            if folder.startswith((root + os.sep, binary_dir + os.sep)):
                found.add(folder)
    return sorted(found)


def groups_of(paths, commands, root):
    """`paths` in lists that can be looked at as one: of one folder of lib/, with the same flags, at most TOGETHER."""
    alike = {}
    for path in paths:
        flags = re.sub(r" -(?:o|c|MT|MF) \S+", "", commands[path])
        # apps/ has a configuration of its own, and each command its own names for the same things.
        own = path if path.startswith(os.path.join(root, "apps") + os.sep) else ""
        alike.setdefault((os.path.dirname(path), flags, own), []).append(path)
    return [some[at:at + TOGETHER] for some in alike.values() for at in range(0, len(some), TOGETHER)]


def joined(paths, commands, binary_dir, folder):
    """Writes one source of several, and its command, into `folder`; its path."""
    path = os.path.join(folder, hash_of(*paths)[:16] + ".cpp")
    with open(path, "wb") as file:
        file.write(b"\n".join(contents(part) for part in paths))
    write_commands({path: commands[paths[0]].replace(paths[0], path) + f" -iquote {os.path.dirname(paths[0])}"},
                   binary_dir, os.path.join(folder, os.path.basename(path) + ".d"))
    return path


def main():
    root, binary_dir = (os.path.abspath(path) for path in sys.argv[1:3])
    if shutil.which(TOOL) is None:
        print(f"{TOOL} is not installed (scripts/deps)")
        return 77
    passed_dir = os.path.join(binary_dir, "tidy-passed")
    os.makedirs(passed_dir, exist_ok=True)
    version = subprocess.run([TOOL, "--version"], capture_output=True, text=True, check=True).stdout
    settings = [contents(path) for path in (os.path.join(root, ".clang-tidy"), os.path.join(root, "apps/.clang-tidy"))]
    commands = commands_of(root, binary_dir)
    commands_dir = os.path.join(binary_dir, "tidy-commands")
    shutil.rmtree(commands_dir, ignore_errors=True)
    write_commands(commands, binary_dir, commands_dir)
    reach = Reach(include_folders(commands, binary_dir, root))
    header_filter = f"--header-filter=^{re.escape(root)}/(lib|apps)/"

    def marker(path):
        files = [part for file in reach.files(path) for part in (file, contents(file))]
        return os.path.join(passed_dir, hash_of(version, *settings, *EXTRA, commands[path], *files))

    markers = {path: marker(path) for path in sorted(commands)}
    todo = [path for path in markers if not os.path.exists(markers[path])]

    def run(path, database, *options):
        return subprocess.run([TOOL, "-p", database, *EXTRA, *options, header_filter, path], capture_output=True,
                              text=True, check=False)

    def passes_joined(paths):
        path = joined(paths, commands, binary_dir, commands_dir)
        return run(path, path + ".d", f"--config-file={os.path.join(root, '.clang-tidy')}").returncode == 0

    def tidy(paths):
        if len(paths) > 1 and not passes_joined(paths):
            middle = len(paths) // 2
            return tidy(paths[:middle]) + tidy(paths[middle:])
        if len(paths) == 1:
            alone = run(paths[0], commands_dir)
            if alone.returncode != 0:
                said = alone.stdout or alone.stderr
                return [said or f"{paths[0]}: {TOOL} ended with status {alone.returncode}\n"]
        for path in paths:
            with open(markers[path], "w", encoding="utf-8"):
                pass
        return []

    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        said = [text for texts in pool.map(tidy, groups_of(todo, commands, root)) for text in texts]
    for name in set(os.listdir(passed_dir)) - {os.path.basename(path) for path in markers.values()}:
        os.remove(os.path.join(passed_dir, name))
    print("".join(said).replace(root + os.sep, ""), end="")
    print(f"{len(commands)} files, {len(todo)} looked at, {len(said)} with findings")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
