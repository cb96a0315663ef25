#!/usr/bin/env python3
"""Style that a machine can check: check.py [root]. One finding a line, `path:line: what (why; remedy)`; exit status 1
when there are any."""
import os
import sys

import habits
import includes


class Tree:
    """The files of a source tree, by paths relative to its root."""

    def __init__(self, root):
        self.root = root
        self._texts = {}

    def exists(self, path):
        return os.path.exists(os.path.join(self.root, path))

    def read(self, path):
        if path not in self._texts:
            with open(os.path.join(self.root, path), encoding="utf-8", errors="replace") as file:
                self._texts[path] = file.read()
        return self._texts[path]

    def folders(self, path):
        """Names of the folders directly in `path`."""
        full = os.path.join(self.root, path)
        if not os.path.isdir(full):
            return []
        return sorted(name for name in os.listdir(full) if os.path.isdir(os.path.join(full, name)))

    def files(self, path, *endings, depth=100):
        """Files below `path` whose names end so, sorted."""
        found = []
        full = os.path.join(self.root, path)
        for folder, folders, names in os.walk(full):
            folders[:] = sorted(name for name in folders if name != "__pycache__")
            if os.path.relpath(folder, full).count(os.sep) + 1 >= depth:
                folders.clear()
            for name in sorted(names):
                if name.endswith(endings):
                    found.append(os.path.normpath(os.path.relpath(os.path.join(folder, name), self.root)))
        return found


def findings(root):
    tree = Tree(root)
    return [*includes.check(tree), *habits.check(tree)]


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), "..", "..")
    found = findings(root)
    for finding in found:
        print(finding)
    if found:
        print(f"{len(found)} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
