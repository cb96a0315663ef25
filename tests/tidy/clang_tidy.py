#!/usr/bin/env python3
"""clang-tidy over the sources of lib/ and apps/: clang_tidy.py <root> <binary dir>. Exit status 77: no tool.

A file that passed is not looked at again until it, a header of ours that it reaches, its compile command, the
configuration or the tool changes: the hash of all these is remembered in <binary dir>/tidy-passed/.
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
    write_commands(commands, binary_dir, commands_dir)
    reach = Reach(include_folders(commands, binary_dir, root))
    header_filter = f"--header-filter=^{re.escape(root)}/(lib|apps)/"

    def marker(path):
        files = [part for file in reach.files(path) for part in (file, contents(file))]
        return os.path.join(passed_dir, hash_of(version, *settings, *EXTRA, commands[path], *files))

    markers = {path: marker(path) for path in sorted(commands)}
    todo = [path for path in markers if not os.path.exists(markers[path])]

    def tidy(path):
        run = subprocess.run([TOOL, "-p", commands_dir, *EXTRA, header_filter, path], capture_output=True, text=True,
                             check=False)
        if run.returncode == 0:
            with open(markers[path], "w", encoding="utf-8"):
                pass
            return ""
        return run.stdout or run.stderr or f"{path}: {TOOL} ended with status {run.returncode}\n"

    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        said = [text for text in pool.map(tidy, todo) if text]
    for name in set(os.listdir(passed_dir)) - {os.path.basename(path) for path in markers.values()}:
        os.remove(os.path.join(passed_dir, name))
    print("".join(said).replace(root + os.sep, ""), end="")
    print(f"{len(commands)} files, {len(todo)} looked at, {len(said)} with findings")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
