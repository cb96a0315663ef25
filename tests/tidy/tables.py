"""What design section 2 allows, as data; and the exceptions, each with its reason."""

# module: (level, modules it may include besides itself, base and, from level 2 on, radio)
MODULES = {
    "base": (0, ()),
    "radio": (1, ()),
    "record": (1, ()),
    "io": (1, ()),
    "wire": (2, ()),
    "iq": (2, ()),
    "profile": (2, ()),
    "text": (3, ("wire",)),
    "track": (3, ("wire", "iq", "profile")),
    "emulator": (3, ("wire", "iq", "profile")),
    "rules": (4, ("wire", "iq", "profile", "track")),
    "infer": (4, ("wire", "iq", "profile", "track")),
    "lab": (4, ("io", "emulator")),
    "check": (5, ("io", "wire", "iq", "profile", "track", "rules", "infer", "record")),
    "diagnose": (6, ("profile", "rules", "record")),
    "suite": (6, ("io", "wire", "iq", "profile", "rules", "emulator", "lab", "check", "record")),
    "matrix": (7, ("profile", "suite", "record")),
    "control": (7, ("lab", "check", "record")),
    "report": (8, ("record",)),
}


def may_include(module):
    """Every module that `module` may include."""
    level, named = MODULES[module]
    allowed = {module, "base", *named}
    if level >= 2:
        allowed.add("radio")
    return allowed


# (prefix of the name between <> or "", who may include it); EVERYWHERE comes with base.
EVERYWHERE = None
_PROTOBUF = tuple(sorted(m for m in MODULES if "record" in may_include(m)))
THIRD_PARTY = (
    ("fmt/", EVERYWHERE),
    ("tl/expected.hpp", EVERYWHERE),
    ("google/protobuf/", _PROTOBUF),
    ("pcap.h", ("io",)),
    ("pcap/", ("io",)),
    ("zlib.h", ("io",)),
    ("zstd", ("io",)),
    ("rte_", ("io",)),
    ("hwy/", ("iq",)),
    ("yaml-cpp/", ("profile", "suite")),
    ("nlohmann/", ("text", "report", "apps")),
    ("pugixml.hpp", ("report",)),
    ("boost/asio", ("control",)),
    ("openssl/", ("control", "apps")),
    ("CLI/", ("apps",)),
    ("spdlog/", ("apps",)),
)

# Headers of the C library and the kernel; C++ ones have neither slash nor dot.
SYSTEM_FOLDERS = ("sys/", "net/", "netinet/", "netpacket/", "arpa/", "linux/", "asm/")
SYSTEM_HEADERS = frozenset(
    name + ".h"
    for name in (
        "assert byteswap dirent dlfcn endian errno fcntl fenv getopt glob ifaddrs immintrin limits locale math "
        "poll pthread sched semaphore signal spawn stdbool stddef stdint stdio stdlib string termios time unistd"
    ).split()
)

# (pattern, what to say, remedy). The text searched has no comments and no strings.
FORBIDDEN = (
    (r"\bstd::(cout|cerr|clog|wcout|wcerr)\b", "std::{0}", "return a value; words are printed in apps/"),
    (r"(?<![\w:.>])(?:std::)?(printf|fprintf|vprintf|vfprintf|puts|fputs|putchar|perror)\s*\(", "{0}()",
     "return a value; words are printed in apps/"),
    (r"(?<![\w.>])(abort|exit|_exit|quick_exit|std::terminate|rte_exit|rte_panic)\s*\(", "{0}()",
     "return an error; a library does not end the program"),
    (r"(?<!operator )\b(new)\b", "naked new", "std::make_unique or a container"),
    (r"\b(throw)\b", "throw", "return plumbline::fail() or a Result"),
    (r"(?<![\w.>])(rand|srand|drand48|rand_r)\s*\(", "{0}()", "base/random.h, with a seed that is a parameter"),
    (r"\b(random_device)\b", "std::random_device", "base/random.h, with a seed that is a parameter"),
    (r"\b(system_clock|high_resolution_clock)\b", "{0}", "time is a parameter (base/clock.h)"),
    (r"\bsteady_clock\s*::\s*(now)\b", "steady_clock::now", "time is a parameter (base/clock.h)"),
    (r"(?<![\w.>])(clock_gettime|gettimeofday|localtime|localtime_r|gmtime|gmtime_r)\s*\(", "{0}()",
     "time is a parameter (base/clock.h)"),
    (r"(?<![\w.>])(time)\s*\(\s*(?:nullptr|NULL|0|&)", "{0}()", "time is a parameter (base/clock.h)"),
    (r"(?<![\w.>])(getenv|secure_getenv|setenv)\s*\(", "{0}()", "settings are parameters; apps/ reads the environment"),
    (r"(?<![\w.>])(isatty)\s*\(", "isatty()", "apps/ knows whether there is a terminal"),
)

# (path in the tree, name as in the message, why)
ALLOWED = (
    ("lib/lab/clock.cpp", "steady_clock::now", "the real clock"),
    ("lib/lab/clock.cpp", "system_clock", "the real clock"),
    ("lib/lab/clock.cpp", "clock_gettime()", "the real clock"),
)

# (folder, functions that need no comment there, why)
DESCRIBED_ELSEWHERE = (
    ("lib/suite/cases/", ("not_applicable()", "stimulus()", "judge()", "say()", "want()"),
     "suite/case.h and suite/scripted.h say what they are"),
)

# Modules without tests/<module>/: (module, why)
UNTESTED = ()

# Tables of cases make tests longer than code may be.
MOST_LINES = {"lib": 400, "apps": 400, "tests": 600, "bench": 600}
