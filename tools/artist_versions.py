"""Records what decides the bytes of every built-in artist, and the bytes it makes: python tools/artist_versions.py

For each artist whose sources, data or version differ from the record, it makes the example of every task. If the bytes
are those of the record, or the version is another, the new state is recorded; otherwise the artist is named and nothing
of it is recorded, for results are cached by version. Examples do not show every change: an artist that draws only other
requests differently needs another version too. Bytes also depend on the processor family and on the packages that draw
and encode; where only those differ from where the record was made, a new version does no harm.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parent.parent
RECORD = ROOT / "tests" / "engines" / "builtin" / "versions.json"
PACKAGE = ROOT / "polymuse"
BUILTIN = PACKAGE / "engines" / "builtin"
DATA = frozenset({".svg", ".toml", ".yaml"})
LISTED: Mapping[str, tuple[Path, ...]] = {"inspector": (PACKAGE / "gates",), "sketch": (BUILTIN / "art",)}
"""Folders whose files an artist finds by listing them, where no import leads."""

Record = dict[str, Any]
"""Of an artist: its version, the digest of its sources and data, and the digests of its outputs by task and name."""


def versions() -> dict[str, str]:
    """The version of every built-in artist by id, without what a program installed beside adds to it ("3+flite")."""
    from polymuse.engines.registry import discovered  # noqa: PLC0415 - after main has hidden such programs

    cards = (engine.card for engine in discovered().values())
    return {card.id: card.version.partition("+")[0] for card in cards if card.locality == "builtin"}


def digest(artist: str) -> str:
    """A digest of what decides an artist's bytes: the code and data of its package, of LISTED folders, and of all modules
    they import from packages of polymuse. Modules directly under polymuse carry requests and events, and are left out."""
    lines = (f"{path.relative_to(ROOT).as_posix()} {sha}\n" for path, sha in sorted(set(_files(artist))))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _files(artist: str) -> Iterator[tuple[Path, str]]:
    """The files that decide an artist's bytes, each with its digest; all but the card, which has the version itself."""
    folders = (BUILTIN / artist, *LISTED.get(artist, ()))
    yield from (each for folder in folders for each in _data(folder, "**/*"))
    waiting = [path for folder in folders for path in folder.rglob("*.py")]
    seen = {BUILTIN / artist / "__init__.py"}
    while waiting:
        module = waiting.pop()
        if module not in seen:
            seen.add(module)
            sha, imported = _module(module)
            waiting += imported
            yield module, sha
            yield from _data(module.parent, "*")


@cache
def _data(folder: Path, pattern: str) -> tuple[tuple[Path, str], ...]:
    files = (path for path in folder.glob(pattern) if path.suffix in DATA)
    return tuple((path, hashlib.sha256(path.read_bytes()).hexdigest()) for path in files)


@cache
def _module(path: Path) -> tuple[str, tuple[Path, ...]]:
    """A module's digest, and the files that it imports. Its tree is not kept, for collecting garbage among many takes
    longer than parsing them."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return hashlib.sha256(canonical(tree).encode()).hexdigest(), tuple(_imported(tree))


def _imported(tree: ast.AST) -> Iterator[Path]:
    """The files of the modules that one imports from packages of polymuse, at its top or in its functions."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
    paths = (ROOT.joinpath(*name.split(".")) for name in names if name.startswith("polymuse."))
    files = (file for path in paths for file in (path.with_suffix(".py"), path / "__init__.py"))
    return (file for file in files if file.parent != PACKAGE and file.is_file())


def canonical(node: object) -> str:
    """Code as text without comments, docstrings, layout and empty fields: the same in every version of Python, as
    ast.dump is not."""
    if isinstance(node, list):
        return f"[{','.join(canonical(one) for one in node if not _is_docstring(one))}]"
    if not isinstance(node, ast.AST):
        return repr(node)
    fields = ((name, getattr(node, name, None)) for name in node._fields)
    given = (f"{name}={canonical(value)}" for name, value in fields if value is not None and value != [])
    return f"{type(node).__name__}({','.join(given)})"


def _is_docstring(node: object) -> bool:
    """Whether it is a string as a statement, which does nothing wherever it stands."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def outputs(artist: str) -> dict[str, dict[str, str]]:
    """Digests of what an artist makes of the example of each of its tasks, by task and by name of output."""
    with TemporaryDirectory() as folder:
        engine = import_module(f"polymuse.engines.builtin.{artist}").ENGINE
        return {task: _example(engine, task, Path(folder, task)) for task in engine.card.tasks}


def _example(engine: Any, name: str, folder: Path) -> dict[str, str]:
    from polymuse import tasks  # noqa: PLC0415 - as above
    from polymuse.types import Made, Request  # noqa: PLC0415
    from tests.contract.inputs import given  # noqa: PLC0415

    task, work = tasks.get(name), folder / "work"
    work.mkdir(parents=True)
    request = Request(name, tasks.parameters(task, task.example), given(task, folder / "given"))
    module, _, function = engine.make.partition(":")
    events = getattr(import_module(module), function)(engine.prepare(request).request, work)
    made = [event for event in events if isinstance(event, Made)]
    return {event.name: hashlib.sha256(event.path.read_bytes()).hexdigest() for event in made}


def stale(recorded: Mapping[str, Record], current: Mapping[str, Record]) -> list[str]:
    """The artists of which version or digest are not the recorded ones; of `current`, outputs do not matter."""
    keys = ("version", "digest")
    return [
        artist
        for artist in sorted({*recorded, *current})
        if any(recorded.get(artist, {}).get(key) != current.get(artist, {}).get(key) for key in keys)
    ]


def changed(recorded: Record, current: Record) -> list[str]:
    """The outputs, as "task/name", that are not the recorded ones although the version is."""
    if recorded["version"] != current["version"]:
        return []
    before, after = (set(_flat(one["outputs"])) for one in (recorded, current))
    return sorted({name for name, _ in before ^ after})


def _flat(outputs: Mapping[str, Mapping[str, str]]) -> Iterable[tuple[str, str]]:
    return ((f"{task}/{name}", sha) for task, made in outputs.items() for name, sha in made.items())


def current() -> dict[str, Record]:
    """Version and digest of every artist, as they are now."""
    return {artist: {"version": version, "digest": digest(artist)} for artist, version in sorted(versions().items())}


def read() -> dict[str, Record]:
    found: dict[str, Record] = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
    return found


def main() -> int:
    os.environ["PATH"] = ""  # flite, where it is installed, would speak in place of what is recorded
    sys.path.insert(0, str(ROOT))  # for the inputs of the contract tests
    recorded, now = read(), current()
    refused = 0
    for artist in stale(recorded, now):
        if artist not in now:
            del recorded[artist]
            continue
        now[artist]["outputs"] = outputs(artist)
        others = changed(recorded[artist], now[artist]) if artist in recorded else []
        if others:
            refused += 1
            place = f"polymuse/engines/builtin/{artist}/__init__.py"
            print(f"{artist}: {', '.join(others)} changed under version {now[artist]['version']}: bump it in {place}.")
        else:
            recorded[artist] = now[artist]
            print(f"{artist}: recorded as version {now[artist]['version']}.")
    RECORD.write_text(json.dumps(recorded, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 1 if refused else 0


if __name__ == "__main__":
    raise SystemExit(main())
