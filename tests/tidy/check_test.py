"""Tests of the checker: one planted violation of each kind in a small tree, and exactly that finding."""
import os
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import check
import headers
import source
import tables

CLEAN = {
    "lib/base/CMakeLists.txt": "plumbline_module(base SOURCES a.cpp)\n",
    "lib/base/README.md": "What the language lacks.\n",
    "lib/base/a.cpp": '#include "base/a.h"\n#include <fmt/format.h>\n#include <vector>\n#include <sys/socket.h>\n',
    "lib/base/a.h": "#pragma once\n#include <tl/expected.hpp>\n/// One.\nint one();\n",
    "tests/base/a_test.cpp": "",
    "lib/wire/CMakeLists.txt": "plumbline_module(wire\n  SOURCES b.cpp  # ALLOW profile\n  ALLOW base radio)\n",
    "lib/wire/README.md": "Octets to messages.\n",
    "lib/wire/b.cpp": '#include "wire/b.h"\n#include "base/a.h"\n#include "radio/types.h"\n',
    "lib/wire/b.h": "#pragma once\n",
    "tests/wire/b_test.cpp": '#include <gtest/gtest.h>\n#include "io/x.h"\n',
    "lib/io/x.h": '#include "base/a.h"\n#include <pcap/pcap.h>\n#include <rte_mbuf.h>\n#include <zstd.h>\n',
    "apps/plumbline/main.cpp": '#include <CLI/CLI.hpp>\n#include "plumbline/c.h"\n#include "report/r.h"\n',
    "apps/plumbline/c.h": "",
    "scripts/build": "#!/usr/bin/env bash\necho built\n",
    "scripts/support/common.sh": "# Sourced.\n",
    "README.md": "Plumbline.\n",
}


class Planted(unittest.TestCase):
    def setUp(self):
        self.root = tempfile.mkdtemp(prefix="plumbline-tidy-")
        self.addCleanup(shutil.rmtree, self.root)
        for path, text in CLEAN.items():
            self.write(path, text)
        os.chmod(os.path.join(self.root, "scripts/build"), 0o755)

    def write(self, path, text):
        full = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as file:
            file.write(text)

    def add(self, path, text):
        """Appends to a file of the clean tree; the number of the first new line."""
        before = CLEAN.get(path, "")
        self.write(path, before + text)
        return before.count("\n") + 1

    def assert_found(self, *expected):
        self.assertEqual(check.findings(self.root), list(expected))

    def test_the_clean_tree_is_clean(self):
        self.assert_found()

    def test_module_that_the_design_forbids(self):
        line = self.add("lib/wire/b.h", '#include "profile/link.h"\n')
        self.assert_found(
            f"lib/wire/b.h:{line}: wire may not include profile (design section 2 allows base, radio, wire; move the code "
            "to a room that may, or pass what is needed as an argument)")

    def test_radio_is_for_level_two_and_above(self):
        line = self.add("lib/io/x.h", '#include "radio/types.h"\n')
        self.assert_found(
            f"lib/io/x.h:{line}: io may not include radio (design section 2 allows base, io; move the code to a room that "
            "may, or pass what is needed as an argument)")

    def test_nobody_in_lib_includes_report(self):
        self.write("lib/check/c.cpp", '#include "record/r.h"\n#include "report/r.h"\n')
        [finding] = check.findings(self.root)
        self.assertTrue(finding.startswith("lib/check/c.cpp:2: check may not include report (design section 2"), finding)

    def test_include_that_the_module_does_not_declare(self):
        self.write("lib/wire/CMakeLists.txt", "plumbline_module(wire SOURCES b.cpp ALLOW base)\n")
        self.assert_found(
            "lib/wire/b.cpp:3: wire includes radio without saying so (add radio to ALLOW in lib/wire/CMakeLists.txt)")

    def test_allow_that_the_design_forbids(self):
        self.write("lib/wire/CMakeLists.txt", "\nplumbline_module(wire SOURCES b.cpp\n  ALLOW base radio io_dpdk)\n")
        self.assert_found(
            "lib/wire/CMakeLists.txt:2: ALLOW names io, which wire may not include (design section 2: base, radio, wire; "
            "remove it)")

    def test_third_party_outside_its_room(self):
        for name, owners in (
            ("nlohmann/json.hpp", "apps, report, text"),
            ("yaml-cpp/yaml.h", "profile, suite"),
            ("rte_ethdev.h", "io"),
            ("pcap.h", "io"),
            ("zlib.h", "io"),
            ("zstd.h", "io"),
            ("pugixml.hpp", "report"),
            ("CLI/CLI.hpp", "apps"),
            ("spdlog/spdlog.h", "apps"),
            ("hwy/highway.h", "iq"),
            ("google/protobuf/message.h", "check, control, diagnose, matrix, record, report, suite"),
        ):
            line = self.add("lib/wire/b.h", f"#include <{name}>\n")
            self.assert_found(
                f"lib/wire/b.h:{line}: wire may not include <{name}> (design section 2: only {owners} may)")

    def test_third_party_in_the_program(self):
        line = self.add("apps/plumbline/main.cpp", "#include <pugixml.hpp>\n")
        self.assert_found(
            f"apps/plumbline/main.cpp:{line}: apps may not include <pugixml.hpp> (design section 2: only report may)")

    def test_quotes_do_not_hide_third_parties(self):
        line = self.add("lib/wire/b.h", '#include "yaml-cpp/yaml.h"\n')
        self.assert_found(
            f"lib/wire/b.h:{line}: wire may not include <yaml-cpp/yaml.h> (design section 2: only profile, suite may)")

    def test_third_party_that_nobody_owns(self):
        line = self.add("lib/wire/b.h", "#include <boost/spirit.hpp>\n")
        self.assert_found(
            f"lib/wire/b.h:{line}: <boost/spirit.hpp> belongs to no room (design section 2; name its owner in "
            "tests/tidy/tables.py, or do without)")

    def test_generated_messages(self):
        line = self.add("lib/wire/b.h", '#include "record/record.pb.h"\n')
        self.assert_found(
            f"lib/wire/b.h:{line}: wire may not include record/record.pb.h (design section 2: generated messages are for "
            "record and who may include it)")

    def test_include_without_a_room(self):
        line = self.add("lib/wire/b.h", '#include "b_impl.h"\n')
        self.assert_found(f'lib/wire/b.h:{line}: "b_impl.h" names no room (write "<room>/<file>")')

    def test_folder_that_is_no_room(self):
        self.write("lib/utils/u.h", "")
        self.assert_found("lib/utils: is no room of the design (section 2; see tests/tidy/tables.py)")

    def test_the_second_witness_stands_alone(self):
        self.write("tests/reference/r.cpp", '#include "base/a.h"\n#include "wire/b.h"\n')
        self.assert_found(
            "tests/reference/r.cpp:2: the second witness may not include wire/b.h (design section 6: it shares nothing "
            "with lib/ but base)")

    def test_what_a_library_does_not_do(self):
        for code, what in (
            ('std::cout << "x";', "std::cout"),
            ("std::cerr << 1;", "std::cerr"),
            ('printf("x");', "printf()"),
            ('std::fprintf(stderr, "x");', "fprintf()"),
            ("if (x) abort();", "abort()"),
            ("std::exit(1);", "exit()"),
            ("rte_exit(1, 0);", "rte_exit()"),
            ("auto* x = new int;", "naked new"),
            ("auto* x = new (place) int;", "naked new"),
            ("throw 1;", "throw"),
            ("x = rand();", "rand()"),
            ("std::random_device seed;", "std::random_device"),
            ("std::chrono::system_clock::time_point t;", "system_clock"),
            ("auto t = std::chrono::steady_clock::now();", "steady_clock::now"),
            ("clock_gettime(0, &t);", "clock_gettime()"),
            ("auto t = time(nullptr);", "time()"),
            ('auto* x = std::getenv("X");', "getenv()"),
            ("if (isatty(1)) x();", "isatty()"),
        ):
            line = self.add("lib/base/a.cpp", "\n  " + code + "\n") + 1
            [finding] = check.findings(self.root)
            self.assertTrue(finding.startswith(f"lib/base/a.cpp:{line}: {what} is not allowed in lib/ ("), finding)

    def test_what_only_looks_like_it(self):
        self.add("lib/base/a.cpp", "\n".join((
            "// throw new exit(1) printf( std::cout",
            '/* abort() */ auto a = "throw new"; auto b = R"x(abort() " )x"; char c = \'"\';',
            "const int big = 1'000; snprintf(s, n, f); x.exit(); y->time(0); renewed(); operator new(3); fmt::print_to(x);",
            "radio_time(0); using Clock = std::chrono::steady_clock; std::chrono::nanoseconds now();", "")))
        self.assert_found()

    def test_exceptions_are_for_one_file_and_one_thing(self):
        self.write("lib/lab/clock.cpp", "auto t = std::chrono::steady_clock::now();\nthrow 1;\n")
        self.write("lib/lab/player.cpp", "auto t = std::chrono::steady_clock::now();\n")
        self.assert_found(
            "lib/lab/clock.cpp:2: throw is not allowed in lib/ (return plumbline::fail() or a Result)",
            "lib/lab/player.cpp:1: steady_clock::now is not allowed in lib/ (time is a parameter (base/clock.h))")

    def test_long_file(self):
        self.write("lib/base/a.cpp", "\n" * 401)
        self.write("tests/base/a_test.cpp", "\n" * 600)
        self.assert_found("lib/base/a.cpp:401: 401 lines, at most 400 (split it by what it is about)")

    def test_unfinished_business(self):
        for word in ("TODO", "FIXME", "XXX", "\u00a7?"):
            line = self.add("lib/base/README.md", f"Words.\n{word}: more\n") + 1
            self.assert_found(
                f"lib/base/README.md:{line}: {word} is unfinished business (do it, or leave it out)")

    def test_paths_of_one_machine(self):
        for place, path in (("lib/base/a.cpp", "/work/"), ("scripts/build", "/root/"), ("README.md", "/home/me/"),
                            ("lib/base/a.h", "/tmp/")):
            line = self.add(place, f"// see {path}x\n")
            remedy = "let the caller name it" if path == "/tmp/" else "make it relative"
            self.assert_found(f"{place}:{line}: {path} is a path of one machine ({remedy})")
            self.write(place, CLEAN[place])
        self.add("scripts/build", "cat $root/work/x ../root/y >/tmp/z\n")
        self.assert_found()

    def test_words_of_the_workplace(self):
        line = self.add("lib/base/README.md", "Written in a worktree.\n")
        self.assert_found(
            f"lib/base/README.md:{line}: worktree is no word of this project (say what the reader needs)")

    def test_declaration_without_a_comment(self):
        line = self.add("lib/base/a.h", "\nint two();\n") + 1
        self.assert_found(
            f"lib/base/a.h:{line}: two() has no comment (a /// line: what it is, units, how it fails)")

    def test_functions_of_a_shape_are_described_where_the_shape_is(self):
        self.write("lib/suite/cases/trn/a.h", "// A case.\n#pragma once\n\nvoid judge();\nvoid jury();\n")
        self.assertEqual([one for one in check.findings(self.root) if "no comment" in one],
                         ["lib/suite/cases/trn/a.h:5: jury() has no comment (a /// line: what it is, units, how it fails)"])

    def test_room_without_readme_or_tests(self):
        self.write("lib/radio/CMakeLists.txt", "plumbline_module(radio SOURCES t.cpp ALLOW base)\n")
        self.assert_found(
            "lib/radio: has no README.md (ten lines: what the room is for)",
            "lib/radio: has no tests (put <unit>_test.cpp into tests/radio/)")

    def test_scripts(self):
        os.chmod(os.path.join(self.root, "scripts/build"), 0o644)
        self.assert_found("scripts/build:1: is not executable (chmod +x)")
        os.chmod(os.path.join(self.root, "scripts/build"), 0o755)
        self.write("scripts/build", "#!/usr/bin/env bash\nif true; then\n")
        [finding] = check.findings(self.root)
        self.assertRegex(finding, r"^scripts/build:\d: bash cannot read it \(.*unexpected end of file\)$")
        self.write("scripts/build", "#!/usr/bin/env python3\nif True\n")
        self.assert_found("scripts/build:2: python cannot read it (expected ':')")
        self.write("scripts/build", "echo\n")
        self.assert_found("scripts/build:1: says not who runs it (first line: #!/usr/bin/env bash)")


class Tables(unittest.TestCase):
    def test_lower_levels_never_include_higher_ones(self):
        for module, (level, named) in tables.MODULES.items():
            for other in named:
                self.assertLessEqual(tables.MODULES[other][0], level, f"{module} -> {other}")
                self.assertNotIn(module, tables.may_include(other), f"{module} <-> {other}")

    def test_arrows_that_must_never_exist(self):
        for user, other in (("emulator", "rules"), ("rules", "emulator"), ("emulator", "track"), ("track", "emulator"),
                            ("emulator", "io"), ("wire", "profile")):
            self.assertNotIn(other, tables.may_include(user))
        for module in tables.MODULES:
            if module != "report":
                self.assertNotIn("report", tables.may_include(module))

    def test_every_exception_has_a_reason(self):
        for *_, why in (*tables.ALLOWED, *tables.UNTESTED):
            self.assertTrue(why)


class Headers(unittest.TestCase):
    def undocumented(self, *lines):
        return [name for _, name in headers.undocumented("\n".join(lines) + "\n")]

    def test_every_kind_of_declaration(self):
        self.assertEqual(
            self.undocumented(
                "namespace plumbline::x {", "", "struct A {", "  int undocumented_member();", "};", "",
                "enum class B : int { one };", "", "template <class T, int N = (1 > 0)>", "  requires std::integral<T>",
                "class C final : public A {};", "", "inline int d(int a = 3) {", "  if (a) { return 1; }", "  return 0;",
                "}", "", "[[nodiscard]] std::vector<int> e(const std::string& name,", "                   int more = 0);",
                "", "constexpr bool f() { return true; }", "}"),
            ["A", "B", "C", "d()", "e()", "f()"])

    def test_documented_above_behind_or_as_a_group(self):
        self.assertEqual(
            self.undocumented(
                "/// A.", "struct A {", "  int x;", "};", "/* B */", "struct B {};", "int c();  ///< C", "",
                "/// D and its sister.", "int d(int);", "int d(long);", "", "/// T.", "template <class T>", "T t(T) {",
                "  return {};", "}"),
            [])

    def test_the_comment_of_a_file_speaks_for_its_only_declaration(self):
        self.assertEqual(self.undocumented("// A rule.", "#pragma once", "", "struct A {};"), [])
        self.assertEqual(self.undocumented("// Rules.", "#pragma once", "", "struct A {};", "", "int b();"), ["A", "b()"])

    def test_a_group_without_a_comment_stays_without(self):
        self.assertEqual(self.undocumented("int a();", "int b();"), ["a()", "b()"])

    def test_left_to_the_reviewer(self):
        self.assertEqual(
            self.undocumented(
                "class Forward;", "using X = int;", "inline constexpr int kX{3};", "int y = f(3);",
                "static_assert(sizeof(int) == 4);", "bool operator==(A, A);", "namespace detail {", "int hidden();", "}",
                "#define F(x) \\", "  int f(x);", "namespace a { namespace b {", "extern template class V<int>;", "} }"),
            [])


class Source(unittest.TestCase):
    def test_positions_stay(self):
        text = 'a /* b\nc */ "d\\"e" // f\n\'"\' 1\'000 R"(x\n)" g'
        stripped = source.strip(text)
        self.assertEqual(len(stripped), len(text))
        self.assertEqual(stripped.split(), ["a", '"', '"', "'", "'", "1'000", "R", '"', "g"])
        self.assertEqual(source.line_of(stripped, stripped.index("g")), 4)


if __name__ == "__main__":
    unittest.main()
