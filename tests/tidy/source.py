"""C++ source as text: comments and literals blanked, positions kept."""
import re

_TOKEN = re.compile(
    r"""
    //(?:[^\n\\]|\\.|\\\n)*                                      # line comment
  | /\*.*?(?:\*/|\Z)                                             # block comment
  | (?:u8|[uUL])?R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)"    # raw string
  | (?:u8|[uUL])?"(?:[^"\\\n]|\\.|\\\n)*"                        # string
  | (?<![0-9a-zA-Z_])(?:u8|[uUL])?'(?:[^'\\\n]|\\.)+'            # character; not the ' within 1'000
    """,
    re.DOTALL | re.VERBOSE,
)


def _blank(text):
    return re.sub(r"[^\n]", " ", text)


def strip(text, strings=True):
    """`text` with comments and, unless told otherwise, the insides of literals blanked; lines and columns stay."""

    def replace(match):
        token = match.group()
        if token.startswith(("//", "/*")):
            return _blank(token)
        if not strings:
            return token
        return token[0] + _blank(token[1:-1]) + token[-1]

    return _TOKEN.sub(replace, text)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1
