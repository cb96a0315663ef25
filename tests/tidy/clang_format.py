#!/usr/bin/env python3
"""Every C++ file stands as .clang-format says: clang_format.py <root>. Exit status 77: the tool is not there."""
import concurrent.futures
import os
import shutil
import subprocess
import sys

import check

TOOL = "clang-format-14"
AT_ONCE = 2


def unformatted(root, paths):
    """What the tool says about some files; empty when they are well."""
    run = subprocess.run([TOOL, "--dry-run", "-Werror", *paths], cwd=root, capture_output=True, text=True, check=False)
    return run.stderr if run.returncode != 0 else ""


def main():
    root = os.path.abspath(sys.argv[1])
    if shutil.which(TOOL) is None:
        print(f"{TOOL} is not installed (scripts/deps)")
        return 77
    tree = check.Tree(root)
    paths = [path for folder in ("lib", "apps", "tests", "bench") for path in tree.files(folder, ".h", ".cpp")]
    groups = [paths[at : at + 20] for at in range(0, len(paths), 20)]
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        said = "".join(pool.map(lambda group: unformatted(root, group), groups))
    errors = [line for line in said.splitlines() if ": error:" in line]
    wrong = sorted({line.split(":", 1)[0] for line in errors})
    for path in wrong:
        places = [line for line in errors if line.startswith(path + ":")]
        print(places[0] + (f" and {len(places) - 1} more places" if len(places) > 1 else ""))
    if wrong:
        print(f"{len(wrong)} of {len(paths)} files; remedy: {TOOL} -i {' '.join(wrong)}")
        return 1
    print(f"{len(paths)} files are formatted")
    return 0


if __name__ == "__main__":
    sys.exit(main())
