"""Loading a script's file: bytes, encodings and file types."""

from __future__ import annotations

import codecs
import re
import stat
from pathlib import Path

from polymuse.brief.model import Storyboard
from polymuse.brief.script.data import from_json, from_yaml
from polymuse.brief.script.reading import MAX_BYTES, MAX_SCENES, ParsedScript, check_times, read_script
from polymuse.errors import ScriptError
from polymuse.types import Notice

__all__ = ["load_script"]

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SIGNATURES = {b"PK\x03\x04": "a Word document or another archive", b"%PDF": "a PDF", b"{\\rtf": "a rich text document"}


def load_script(path: Path) -> ParsedScript:
    """Read a script file: Markdown or plain text, or a storyboard as `.yaml`, `.yml` or `.json`.

    Text is UTF-8 or UTF-16 with a byte order mark; anything else that is text is taken for Windows-1252, with a
    notice. Raises ScriptError naming the file for one that is missing, a folder, unreadable, empty, binary or longer
    than 2 MB, and for everything that `read_script` refuses."""
    try:
        text, notices = _decode(_read_bytes(path))
        if path.suffix.lower() in (".yaml", ".yml", ".json"):
            reading = _data(text, path.suffix.lower() == ".json")
        else:
            reading = read_script(text)
    except ScriptError as error:
        raise error.at(path) from None
    return ParsedScript(reading.storyboard, reading.lines, (*notices, *reading.notices), reading.is_brief)


def _read_bytes(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise ScriptError("This is a folder.", hint="Name the script inside it.")
        if not stat.S_ISREG(mode):
            raise ScriptError("This is not an ordinary file.")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise ScriptError("There is no such file.", hint="Check the name, or give the words themselves.") from None
    except (OSError, ValueError) as error:
        raise ScriptError(f"It cannot be read ({getattr(error, 'strerror', None) or error}).") from None
    if len(content) > MAX_BYTES:
        limit = f"{MAX_BYTES // 1_000_000} MB"
        raise ScriptError(f"It is longer than {limit}.", hint=f"A script is words, at most {limit} of them.")
    if not content.strip():
        raise ScriptError("It is empty.", hint="Write what should be seen, in a line or scene by scene.")
    return content


def _decode(content: bytes) -> tuple[str, tuple[Notice, ...]]:
    for signature, encoding in _SIGNATURES.items():
        if content.startswith(signature):
            raise ScriptError(f"This is {encoding}, not text.", hint="Save it as plain text or Markdown.")
    notices: tuple[Notice, ...] = ()
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = content.decode("utf-16")
        else:
            text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
        notices = (Notice("script", "The script is not UTF-8; it was read as Windows-1252. Look at its accents."),)
        if "�" in text:
            raise ScriptError("This is not text.", hint="Save the script as UTF-8 text.") from None
    if _CONTROLS.search(text):
        raise ScriptError("This is a binary file, not text.", hint="Save the script as UTF-8 text.")
    return text, notices


def _data(text: str, is_json: bool) -> ParsedScript:
    storyboard: Storyboard = from_json(text) if is_json else from_yaml(text)
    if len(storyboard.scenes) > MAX_SCENES:
        raise ScriptError(f"There are more than {MAX_SCENES} scenes.", hint="Split it into several films.")
    lines = (0,) * len(storyboard.scenes)
    notices = tuple(check_times(storyboard, lines))
    return ParsedScript(storyboard, lines, notices, is_brief=not storyboard.scenes)
