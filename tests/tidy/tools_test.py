"""Tests of what runs clang-format and clang-tidy, and of what lists skipped tests."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "scripts", "support"))

import run_ctest

UGLY = "int   add(int a,int b)  {return a+b;}\n"
FAULTY = '#include "m/a.h"\nint twice(int a, int b) { return a == a ? b : kOne; }\n'


class InATree(unittest.TestCase):
    def setUp(self):
        self.root = os.path.realpath(tempfile.mkdtemp(prefix="plumbline-tidy-"))
        self.addCleanup(shutil.rmtree, self.root)
        for name in (".clang-format", ".clang-tidy", "apps/.clang-tidy"):
            with open(os.path.join(HERE, "..", "..", name), encoding="utf-8") as file:
                self.write(name, file.read())

    def write(self, path, text):
        full = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as file:
            file.write(text)
        return full

    def run_tool(self, tool, *arguments):
        run = subprocess.run([sys.executable, "-B", os.path.join(HERE, tool), self.root, *arguments],
                             capture_output=True, text=True, check=False)
        return run.returncode, run.stdout + run.stderr


@unittest.skipUnless(shutil.which("clang-format-14"), "clang-format-14 is not installed (scripts/deps)")
class ClangFormat(InATree):
    def test_names_the_file_and_the_remedy(self):
        self.write("lib/m/fine.h", "int add(int a, int b);\n")
        self.write("tests/m/ugly_test.cpp", UGLY)
        status, said = self.run_tool("clang_format.py")
        self.assertEqual(status, 1)
        self.assertIn("tests/m/ugly_test.cpp:1:4: error: code should be clang-formatted", said)
        self.assertTrue(said.endswith("1 of 2 files; remedy: clang-format-14 -i tests/m/ugly_test.cpp\n"), said)


@unittest.skipUnless(shutil.which("clang-tidy-14"), "clang-tidy-14 is not installed (scripts/deps)")
class ClangTidy(InATree):
    def test_finds_a_fault_remembers_a_pass_and_notices_a_changed_header(self):
        header = "inline constexpr int kOne = 1;\n"
        self.write("lib/m/a.h", header)
        source = self.write("lib/m/a.cpp", FAULTY)
        command = {"file": source, "directory": self.root,
                   "command": f"c++ -std=c++20 -mmemset-strategy=libcall:-1:align -I{self.root}/lib -c {source}"}
        self.write("build/compile_commands.json", json.dumps([command]))
        build = os.path.join(self.root, "build")

        status, said = self.run_tool("clang_tidy.py", build)
        self.assertEqual(status, 1)
        self.assertIn("lib/m/a.cpp:2:", said)
        self.assertIn("misc-redundant-expression", said)
        self.assertNotIn(self.root, said)
        self.assertTrue(said.endswith("1 files, 1 looked at, 1 with findings\n"), said)

        self.write("lib/m/a.cpp", FAULTY.replace("a == a", "a == b"))
        self.assertEqual(self.run_tool("clang_tidy.py", build), (0, "1 files, 1 looked at, 0 with findings\n"))
        self.assertEqual(self.run_tool("clang_tidy.py", build), (0, "1 files, 0 looked at, 0 with findings\n"))
        self.write("lib/m/a.h", header + "inline int none(int unused) { return 0; }\n")
        status, said = self.run_tool("clang_tidy.py", build)
        self.assertEqual(status, 1)
        self.assertIn("lib/m/a.h:2:", said)


    def test_finds_the_one_among_many_also_where_they_do_not_go_together(self):
        self.write("lib/m/a.h", "inline constexpr int kOne = 1;\n")
        clean = "namespace {{ int two() {{ return 2; }} }}\nint {0}() {{ return two(); }}\n"
        sources = [self.write(f"lib/m/{name}.cpp", clean.format(name)) for name in ("a", "b", "c")]
        sources += [self.write("lib/m/d.cpp", "int d() { return 2; }\n"), self.write("lib/m/e.cpp", FAULTY)]
        self.write("build/compile_commands.json", json.dumps([
            {"file": source, "directory": self.root, "command": f"c++ -std=c++20 -I{self.root}/lib -o {source}.o -c {source}"}
            for source in sources]))
        build = os.path.join(self.root, "build")
        status, said = self.run_tool("clang_tidy.py", build)
        self.assertEqual(status, 1)
        self.assertIn("lib/m/e.cpp:2:", said)
        self.assertTrue(said.endswith("5 files, 5 looked at, 1 with findings\n"), said)
        status, said = self.run_tool("clang_tidy.py", build)
        self.assertTrue(said.endswith("5 files, 1 looked at, 1 with findings\n"), said)
        self.write("lib/m/e.cpp", "int e() { return 2; }\n")
        self.assertEqual(self.run_tool("clang_tidy.py", build), (0, "5 files, 1 looked at, 0 with findings\n"))


class SkippedTests(InATree):
    def test_are_listed_by_reason_with_their_count(self):
        gtest = "[ RUN      ] A.B\n/x/a_test.cpp:7: Skipped\nneeds root to\nopen it\n\n[  SKIPPED ] A.B (0 ms)\n"
        python = ("test_a (__main__.A.test_a) ... ok\ntest_b (__main__.A.test_b) ... skipped 'needs root to open it'\n"
                  "test_c (__main__.A.test_c) ... skipped \"it's off\"\n\nOK (skipped=2)\n")
        case = '<testcase name="{}" status="{}">{}<system-out>{}</system-out></testcase>'
        path = self.write("ctest.xml", "<testsuite>" + "".join((
            case.format("ran", "run", "", "fine"),
            case.format("apps.x", "run", "", python),
            case.format("t.A.B", "notrun", "<skipped/>", gtest),
            case.format("tidy", "notrun", "<skipped/>", "clang is not installed\n\n"),
            case.format("off", "disabled", "<skipped/>", ""),
            case.format("mute", "notrun", "<skipped/>", ""),
        )) + "</testsuite>")
        self.assertEqual(run_ctest.skipped_tests(path), {
            "needs root to open it": ["apps.x.test_b", "t.A.B"],
            "it's off": ["apps.x.test_c"],
            "clang is not installed": ["tidy"],
            "disabled": ["off"],
            "no reason given": ["mute"],
        })


if __name__ == "__main__":
    unittest.main()
