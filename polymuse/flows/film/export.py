"""Puts a film's files in their place."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from polymuse.brief import Storyboard
from polymuse.brief.documents import read_document
from polymuse.brief.script import write_script
from polymuse.brief.timeline import Timeline
from polymuse.engines.registry import Registry
from polymuse.flows.film.contact_sheet import contact_sheet
from polymuse.flows.film.manifest import manifest
from polymuse.gates.verdict import Verdict
from polymuse.planning.plan import Plan
from polymuse.runs.runner import Results
from polymuse.storage.folder import digest_of, place, write_text
from polymuse.types import Asset, Notice

__all__ = ["FILES", "export", "exported_assets", "storyboard_of"]

FILES: Mapping[str, str] = {
    "film.mp4": "film.film",
    "captions.vtt": "timing.vtt",
    "captions.srt": "timing.srt",
    "poster.png": "poster.image",
    "narration.wav": "mix.narration",
    "music.wav": "music.music",
    "music.mid": "music.midi",
}
"""Files of a film's folder → the step's output that each one is."""


def export(
    plan: Plan,
    results: Results,
    verdicts: Sequence[Verdict],
    notices: Sequence[Notice],
    folder: Path,
    registry: Registry,
) -> dict[str, Path]:
    """Write every file, each whole or not at all; the manifest last. A file that an earlier film had and this one has
    not, such as its music, is removed. Returns them by name."""
    timeline = read_document(results["timing"].outputs["timeline"], Timeline)
    storyboard = storyboard_of(plan)
    files: dict[str, Path] = {}
    assets = exported_assets(results)
    for name in FILES:
        if name in assets:
            files[name] = folder / name
            place(assets[name].path, files[name])
        else:
            (folder / name).unlink(missing_ok=True)
    texts = {
        "script.md": write_script(storyboard),
        "alt.txt": alt_text(storyboard, timeline),
        "storyboard.html": contact_sheet(storyboard, timeline, results, verdicts, notices),
    }
    for name, text in texts.items():
        files[name] = folder / name
        write_text(files[name], text)
    digests = {name: digest_of(path) for name, path in sorted(files.items())}
    listed = {**manifest(plan, results, verdicts, notices, registry), "files": digests}
    files["manifest.json"] = folder / "manifest.json"
    write_text(files["manifest.json"], json.dumps(listed, indent=1, ensure_ascii=False))
    return files


def exported_assets(results: Results) -> dict[str, Asset]:
    """The outputs of steps that become files, by the names of these."""
    found = {}
    for name, reference in FILES.items():
        step, _, output = reference.partition(".")
        if step in results and output in results[step].outputs:
            found[name] = results[step].outputs[output]
    return found


def storyboard_of(plan: Plan) -> Storyboard:
    """The storyboard that a film's plan is for."""
    timing = next(step for step in plan.steps if step.task == "storyboard-timing")
    return Storyboard.model_validate(timing.params["storyboard"])


def alt_text(storyboard: Storyboard, timeline: Timeline) -> str:
    """What every scene shows, for somebody who cannot see it."""
    parts = [storyboard.title] if storyboard.title else []
    for shot in timeline.shots:
        if shot.kind == "scene":
            start, end = (f"{int(t // 60)}:{t % 60:04.1f}" for t in timeline.span(shot))
            words = "\n".join(line for line in (shot.alt, shot.description) if line)
            parts.append(f"{start}–{end}  {shot.heading or shot.id}\n{words}".rstrip())
    return "\n\n".join(parts) + "\n"
