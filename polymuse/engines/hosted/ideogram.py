"""Ideogram: pictures with words in them, and edits.

Wire format: developer.ideogram.ai (reference of Ideogram 4.5 as of October 2026; OpenAPI document of the first API for
3.0 and 4.0) as public copies have them, read 2026-11-21. What can be made as a job is, so that a lost answer loses
nothing. A mask of Ideogram's is black where ours is white.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from polymuse.engines.hosted._sizes import best_aspect, best_size, size_of
from polymuse.engines.hosted._wire import (
    Ask,
    Done,
    Failed,
    File,
    Http,
    Operation,
    Outcome,
    Output,
    Pacing,
    Problem,
    Reply,
    Vendor,
    Waiting,
    problem,
)
from polymuse.errors import ParameterError
from polymuse.types import Asset, Kind

V45, V4, V3 = "ideogram-4-5", "ideogram-v4", "ideogram-v3"
LARGE = (
    "2048x2048", "1440x2880", "2880x1440", "1664x2496", "2496x1664", "1792x2240", "2240x1792", "1440x2560", "2560x1440",
    "1600x2560", "2560x1600", "1728x2304", "2304x1728", "1296x3168", "3168x1296", "1152x2944", "2944x1152", "1248x3328",
    "3328x1248", "1280x3072", "3072x1280", "1024x3072", "3072x1024",
)  # fmt: skip
SMALL = (
    "1024x1024", "896x1120", "1120x896", "864x1152", "1152x864", "832x1248", "1248x832", "800x1280", "1280x800",
    "720x1280", "1280x720", "720x1440", "1440x720",
)  # fmt: skip
ASPECTS = (
    "1x3",
    "3x1",
    "1x2",
    "2x1",
    "9x16",
    "16x9",
    "10x16",
    "16x10",
    "2x3",
    "3x2",
    "3x4",
    "4x3",
    "4x5",
    "5x4",
    "1x1",
)
QUALITIES = {"draft": "low", "standard": "medium", "hd": "high"}
SPEEDS = {"draft": "TURBO", "standard": "DEFAULT", "hd": "QUALITY"}
STEP, SMALLEST, MOST = 32, 256, 2048 * 2048
"""Pixels of a size that is asked for an edit."""
WEIGHT = 50
"""How much of a picture is kept, of a hundred, when nothing is said."""

Form = dict[str, str | File | Sequence[str | File]]


def draw(ask: Ask) -> Http:
    if ask.model == V45:
        body = {**asked(ask), "size": best_size(ask, SMALL + LARGE), "async": True}
        return Http("POST", f"/v2/image/generate/{V45}", json=body)
    if ask.model == V4:
        form = {"text_prompt": words(ask), "resolution": best_size(ask, LARGE), "rendering_speed": speed(ask)}
        return Http("POST", "/v1/ideogram-v4/async/generate", form=form)
    return Http("POST", "/v1/ideogram-v3/generate", form=described(ask) | {"aspect_ratio": best_aspect(ask, ASPECTS)})


def edit(ask: Ask) -> Http:
    """With 4.5 what the words do not name stays as it is; the older models make the whole anew after the picture, or with
    3.0 what the mask says."""
    if ask.model == V45:
        return precise(ask)
    picture: Form = {"image": file(ask.inputs["image"])}
    if ask.model == V4:
        alone(ask, "mask", "style")
        form: Form = {"text_prompt": words(ask), "image_weight": kept(ask), "rendering_speed": speed(ask)}
        size: Form = {"resolution": best_size(ask, LARGE)} if resized(ask) else {}
        return Http("POST", "/v1/ideogram-v4/remix", form=form | size | picture)
    form = {**described(ask), **picture, **style(ask, "style_reference_images")}
    if "mask" in ask.inputs:
        return Http("POST", "/v1/ideogram-v3/edit", form=masked(ask, form))
    shape = best_aspect(ask, ASPECTS) if resized(ask) else aspect_of(ask.inputs["image"])
    return Http("POST", "/v1/ideogram-v3/remix", form=form | {"image_weight": kept(ask), "aspect_ratio": shape})


def precise(ask: Ask) -> Http:
    """In the picture's own size; in another one, where that is asked for, by way of a new drawing."""
    form: Form = {**{name: str(value) for name, value in asked(ask).items() if name != "magic_prompt"}, "async": "true"}
    picture = file(ask.inputs["image"])
    if resized(ask):
        references = [picture, *style(ask, "images").values()]
        return Http(
            "POST", f"/v2/image/generate/{V45}", form=masked(ask, {**form, "images": references, **resize(ask)})
        )
    form = {**form, "image": picture, **style(ask, "reference_images")}
    return Http("POST", f"/v2/image/precise-edit/{V45}", form=masked(ask, form))


def asked(ask: Ask) -> dict[str, Any]:
    """What 4.5 takes for every picture."""
    body = {"prompt": words(ask), "quality": QUALITIES[ask.param("quality", "standard")], "seed": seed(ask)}
    return body | ({"magic_prompt": ask.words["magic_prompt"].lower()} if "magic_prompt" in ask.words else {})


def described(ask: Ask) -> Form:
    """What 3.0 takes for every picture."""
    field = has_negative(ask)
    form: Form = {"prompt": ask.text if field else words(ask), "rendering_speed": speed(ask), "seed": str(seed(ask))}
    if ask.negative and field:
        form["negative_prompt"] = ask.negative
    return form | ({"magic_prompt": ask.words["magic_prompt"]} if "magic_prompt" in ask.words else {})


def has_negative(ask: Ask) -> bool:
    """Whether there is a field for what is not wanted."""
    return ask.model == V3 and "mask" not in ask.inputs


def words(ask: Ask) -> str:
    """The prompt, with what is not wanted said in words."""
    return f"{ask.text}\n\nWithout {ask.negative}." if ask.negative else ask.text


def speed(ask: Ask) -> str:
    return SPEEDS[ask.param("quality", "standard")]


def seed(ask: Ask) -> int:
    return int(ask.param("seed", 0)) % 2**31


def kept(ask: Ask) -> str:
    strength = ask.param("strength")
    return str(WEIGHT if strength is None else max(1, round(100 * (1 - strength))))


def resized(ask: Ask) -> bool:
    return ask.param("width") is not None or ask.param("height") is not None


def resize(ask: Ask) -> dict[str, str]:
    """A size for 4.5's edits; with a mask it cannot be set."""
    alone(ask, "mask")
    width, height = size_of(ask)
    scale = min(1.0, (MOST / (width * height)) ** 0.5)
    sides = (str(max(SMALLEST, STEP * int(side * scale / STEP))) for side in (width, height))
    return {"size": "x".join(sides)}


def aspect_of(picture: Asset) -> str:
    """The offered shape that is nearest to a picture's."""
    ratio = float(picture.facts.get("width", 1)) / float(picture.facts.get("height", 1))

    def apart(shape: str) -> float:
        across, up = map(int, shape.split("x"))
        return max(ratio * up / across, across / up / ratio)

    return min(ASPECTS, key=apart)


def alone(ask: Ask, *names: str) -> None:
    """Refuse pictures that have no place. Raises ParameterError."""
    if wrong := [name for name in names if name in ask.inputs]:
        raise ParameterError(
            f"{wrong[0]}: {ask.model} has no use for one here.",
            hint="Leave it out, or take ideogram-4.5 at the picture's size.",
        )


def style(ask: Ask, field: str) -> dict[str, File]:
    return {field: file(ask.inputs["style"])} if "style" in ask.inputs else {}


def masked(ask: Ask, form: Mapping[str, Any]) -> Form:
    """The form with the mask, which is turned inside out."""
    if "mask" not in ask.inputs:
        return dict(form)
    return {**form, "mask": File("mask.png", None, "image/png", inverted(ask.inputs["mask"], ask.inputs["image"]))}


def inverted(mask: Asset, picture: Asset) -> bytes:
    """The mask in the picture's size, with black and nothing but white for each other."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - only where there is a mask

    with Image.open(mask.path) as opened, Image.open(picture.path) as given:
        turned = ImageOps.invert(opened.convert("L").resize(given.size, Image.Resampling.NEAREST))
    out = io.BytesIO()
    turned.point([0] * 128 + [255] * 128).save(out, "PNG")
    return out.getvalue()


def file(asset: Asset) -> File:
    return File(asset.path.name, asset.path, asset.media_type)


def taken(ask: Ask, reply: Reply) -> Outcome:
    if "data" in reply.json():
        return made(reply)
    job = str(reply.at("generation_id"))
    return Waiting(job, look(ask, job))


def look(ask: Ask, job: str) -> Http:
    version = 2 if ask.model == V45 else 1
    return Http("GET", f"/v{version}/generations/{job}")


def looked(ask: Ask, reply: Reply) -> Outcome:
    status = reply.at("status")
    if status == "completed":
        return made(reply)
    if status == "failed":
        return Failed(str(reply.get("failure_reason") or "no reason was given"))
    return Waiting("", None, note=status)


def made(reply: Reply) -> Outcome:
    """The picture, unless it was found unsafe: then there is no link to it."""
    image = reply.at("data", 0)
    micros = reply.get("usage_cost_usd_micros")
    usd = None if micros is None else micros / 1e6
    if not image.get("is_image_safe", True) or not image.get("url"):
        return Failed("the picture did not pass the safety check", "moderated", usd)
    return Done([Output("image", Kind.IMAGE, url=image["url"], facts={"seed": image.get("seed")})], usd=usd)


def problem_of(reply: Reply) -> Problem:
    said = reply.get("error")
    if reply.status == 422:
        return Problem("moderated", str(said or "the words did not pass the safety check"))
    return problem(reply, str(said) if said else None)


VENDOR = Vendor(
    name="ideogram",
    title="Ideogram",
    url="https://api.ideogram.ai",
    hosts=("api.ideogram.ai",),
    keys=("IDEOGRAM_API_KEY",),
    auth=lambda key: {"api-key": key},
    operations={
        "text-to-image": Operation(draw, taken, poll=look, status=looked),
        "image-to-image": Operation(edit, taken, poll=look, status=looked),
    },
    problem=problem_of,
    pacing=Pacing(at_once=10),
    console="https://ideogram.ai/platform",
)
