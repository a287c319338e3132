"""Stability AI: Stable Image, Stable Diffusion 3.5 and Stable Audio.

Wire format: api.stability.ai/v2alpha/openapi (which describes v2beta) as transcribed in public code on 2026-08-13, read
2026-11-21. Forms are multipart; pictures and music come back as bytes, and a header says whether they were filtered.
"""

from __future__ import annotations

from collections.abc import Mapping

from polymuse.engines.hosted._wire import (
    Ask,
    Done,
    Failed,
    File,
    Http,
    Operation,
    Outcome,
    Output,
    Problem,
    Reply,
    Vendor,
    bearer,
    problem,
)
from polymuse.types import Asset, Kind

SERVICES = ("core", "ultra")
"""Models with a path of their own; all others are versions of Stable Diffusion 3.5."""
STRENGTH = 0.6
"""How far a picture is changed when nothing is said."""

Form = dict[str, str | File]


def picture(ask: Ask) -> Http:
    form: Form = {**described(ask), "aspect_ratio": ask.aspect}
    return generated(ask, form)


def edit(ask: Ask) -> Http:
    """With a mask, what is white in it is drawn anew, whichever the model; else the whole picture is."""
    form = {**described(ask), "image": file(ask.inputs["image"])}
    if "mask" in ask.inputs:
        return sent("/v2beta/stable-image/edit/inpaint", {**form, "mask": file(ask.inputs["mask"])}, "image")
    form["strength"] = f"{ask.param('strength', STRENGTH):g}"
    return generated(ask, form if ask.model in SERVICES else {**form, "mode": "image-to-image"})


def described(ask: Ask) -> Form:
    form: Form = {"prompt": ask.text, "output_format": "png"}
    if ask.negative:
        form["negative_prompt"] = ask.negative
    return {**form, **seeded(ask)}


def seeded(ask: Ask) -> Form:
    """The seed; with 0 the service picks one."""
    return {"seed": str(seed)} if (seed := min(ask.param("seed", 0), 4294967294)) else {}


def generated(ask: Ask, form: Form) -> Http:
    if ask.model in SERVICES:
        return sent(f"/v2beta/stable-image/generate/{ask.model}", form, "image")
    form["model"] = ask.model
    if (guidance := ask.param("guidance")) is not None:
        form["cfg_scale"] = f"{guidance:g}"
    return sent("/v2beta/stable-image/generate/sd3", form, "image")


def sound(ask: Ask) -> Http:
    form: Form = {"prompt": ask.text, "model": ask.model, "output_format": "wav"}
    length: Form = {} if ask.seconds is None else {"duration": f"{ask.seconds:g}"}
    return sent("/v2beta/audio/stable-audio-2/text-to-audio", {**form, **length, **seeded(ask)}, "audio")


def sent(path: str, form: Form, medium: str) -> Http:
    return Http("POST", path, form=form, headers={"accept": f"{medium}/*"})


def file(asset: Asset) -> File:
    return File(asset.path.name, asset.path, asset.media_type)


KINDS: Mapping[str, tuple[str, Kind]] = {
    "text-to-music": ("music", Kind.MUSIC),
    "text-to-sound": ("sound", Kind.SOUND),
}


def made(ask: Ask, reply: Reply) -> Outcome:
    if reply.headers.get("finish-reason", "SUCCESS") != "SUCCESS":
        return Failed("the result was filtered", "moderated")
    name, kind = KINDS.get(ask.task, ("image", Kind.IMAGE))
    return Done([Output(name, kind, data=reply.body, media_type=reply.headers.get("content-type", ""))])


def problem_of(reply: Reply) -> Problem:
    errors = reply.get("errors")
    said = "; ".join(map(str, errors)) if isinstance(errors, list) and errors else None
    if reply.get("name") == "content_moderation":
        return Problem("moderated", said or "the words or the picture were refused")
    return problem(reply, said)


OPERATIONS: Mapping[str, Operation] = {
    "text-to-image": Operation(picture, made),
    "image-to-image": Operation(edit, made),
    "text-to-music": Operation(sound, made),
    "text-to-sound": Operation(sound, made),
}

VENDOR = Vendor(
    name="stability",
    title="Stability AI",
    url="https://api.stability.ai",
    hosts=("api.stability.ai",),
    keys=("STABILITY_API_KEY",),
    auth=bearer,
    operations=OPERATIONS,
    problem=problem_of,
    console="https://platform.stability.ai/account/credits",
    probe=Http("GET", "/v1/user/balance"),
)
