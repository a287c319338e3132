"""Parsing and writing of scripts. The grammar is documented in the modules `source_lines` (lines, comments, data),
`headings`, `keys`, `tables`, `sections`, `compose`."""

from polymuse.brief.script.data import from_json, from_yaml, to_json, to_yaml
from polymuse.brief.script.loading import load_script
from polymuse.brief.script.reading import ParsedScript, read_script
from polymuse.brief.script.writing import write_script

__all__ = ["ParsedScript", "from_json", "from_yaml", "load_script", "read_script", "to_json", "to_yaml", "write_script"]
