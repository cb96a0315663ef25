"""A tshark of any version: which fields and preferences it has, and what it says of the frames of a capture."""
import re
import shlex
import subprocess

from fields import CUS, FIELDS

PREFERENCE = CUS + "oran."


class NotThere(Exception):
    """The command cannot be run."""


class Tshark:
    """`command`: a path, or words in front of tshark's own arguments ("chroot DIR tshark"). Captures go through
    standard input, so that the command need not see our files."""

    def __init__(self, command):
        self.command = shlex.split(command)
        first = self._run(["--version"]).splitlines()[:1]
        number = re.search(r"(\d+)\.(\d+)\.(\d+)", first[0] if first else "")
        if number is None:
            raise NotThere("%s does not tell a version" % command)
        self.text = number.group()
        self.version = (int(number.group(1)), int(number.group(2)))
        types = dict(line.split("\t")[2:4] for line in self._run(["-G", "fields"]).splitlines()
                     if line.startswith("F\t"))
        self.names = {}  # our name of a field: those of this version
        for field in FIELDS:
            found = [name for name in re.split(r"[|+]", field.names) if name in types]
            if found:
                self.names[field.name] = found if "+" in field.names else found[:1]
        # Fields that are flags to this version, whatever their width: it tells only whether they are 0.
        self.flags = {name for name, found in self.names.items() if types[found[0]] == "FT_BOOLEAN"}
        self.fields = [field for field in FIELDS if field.name in self.names]
        self.preferences = self._preferences()

    def _run(self, arguments):
        try:
            return subprocess.run(self.command + arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                  stdin=subprocess.DEVNULL, text=True, check=True).stdout
        except (OSError, subprocess.CalledProcessError) as error:
            raise NotThere("%s: %s" % (" ".join(self.command), error)) from error

    def _preferences(self):
        found, text = {}, ""
        for line in self._run(["-G", "defaultprefs"]).splitlines():
            if line.startswith("#" + PREFERENCE):
                found[line[1 + len(PREFERENCE):].split(":")[0]] = text
            text = text + line if line.startswith("# ") else ""
        return found

    def rows(self, path, setup, limit):
        """For each frame (number, {our name of a field: values}); "malformed" tells whether it gave up."""
        command = self.command + ["-n", "-r", "-", "-c", str(limit), "-T", "fields", "-E", "occurrence=a", "-E",
                                  "aggregator=,", "-e", "frame.number", "-e", "_ws.malformed"]
        for preference in setup.preferences(self.preferences):
            command += ["-o", PREFERENCE + preference]
        for field in self.fields:
            for name in self.names[field.name]:
                command += ["-e", name]
        with open(path, "rb") as file:
            done = subprocess.run(command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            raise RuntimeError("tshark %s failed on %s: %s" % (self.text, path, done.stderr.strip()[-500:]))
        for line in done.stdout.splitlines():
            cells = iter(line.split("\t"))
            number, malformed = int(next(cells)), next(cells) != ""
            row = {field.name: [value for _ in self.names[field.name] for value in values_of(field, next(cells))]
                   for field in self.fields}
            row["malformed"] = malformed
            yield number, row


def values_of(field, text):
    if text == "":
        return []
    if field.kind == "text":
        return text.split(",")
    return [value_of(field, word) for word in text.split(",")]


def value_of(field, word):
    if field.kind == "octets":
        return word.replace(":", "").replace("<MISSING>", "")
    if field.kind == "address":
        return int(word.replace(":", ""), 16)
    if word in ("True", "False"):  # 4.2 and later, for what is a flag to the dissector
        return int(word == "True")
    if field.kind == "scaled" or "." in word or "e" in word and not word.startswith("0x"):
        return float(word)
    return int(word, 0) & (1 << field.bits) - 1 if field.bits else int(word, 0)
