"""Ideogram: pictures with words in them, and edits.

Wire format: developer.ideogram.ai (reference of Ideogram 4.5 as of October 2026; OpenAPI document of the first API for
3.0 and 4.0) as public copies have them, read 2026-11-21. What can be made as a job is, so that a lost answer loses
nothing. A mask of Ideogram's is black where ours is white.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

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
QUALITIES = {"draft": "low", "standard": "medium", "hd": "high"}
SPEEDS = {"draft": "TURBO", "standard": "DEFAULT", "hd": "QUALITY"}
WEIGHT = 50
"""How much of a picture is kept, of a hundred, when nothing is said."""

Form = dict[str, str | File | Sequence[str | File]]


def draw(ask: Ask) -> Http:
    if ask.model == V45:
        body = {**asked(ask), "size": size_of(ask), "async": True}
        return Http("POST", f"/v2/image/generate/{V45}", json=body)
    if ask.model == V4:
        form = {"text_prompt": words(ask), "resolution": size_of(ask), "rendering_speed": speed(ask)}
        return Http("POST", "/v1/ideogram-v4/async/generate", form=form)
    return Http("POST", "/v1/ideogram-v3/generate", form=described(ask) | shape(ask))


def edit(ask: Ask) -> Http:
    """With 4.5 what the words do not name stays as it is; the older models make the whole anew after the picture, or with
    3.0 what the mask says."""
    if ask.model == V45:
        return precise(ask)
    picture: Form = {"image": file(ask.inputs["image"])}
    if ask.model == V4:
        form: Form = {"text_prompt": words(ask), "image_weight": kept(ask), "rendering_speed": speed(ask)}
        size: Form = {"resolution": size_of(ask)} if ask.size else {}
        return Http("POST", "/v1/ideogram-v4/remix", form=form | size | picture)
    form = {**described(ask), **picture, **style(ask, "style_reference_images")}
    if "mask" in ask.inputs:
        return Http("POST", "/v1/ideogram-v3/edit", form=masked(ask, form))
    return Http("POST", "/v1/ideogram-v3/remix", form=form | {"image_weight": kept(ask), **shape(ask)})


def precise(ask: Ask) -> Http:
    """In the picture's own size; in another one, where that is asked for, by way of a new drawing."""
    form: Form = {**{name: str(value) for name, value in asked(ask).items() if name != "magic_prompt"}, "async": "true"}
    picture = file(ask.inputs["image"])
    if ask.size:
        if "mask" in ask.inputs:
            raise ParameterError(
                f"mask: {ask.model} takes none where another size is asked for.", hint="Leave the mask or the size out."
            )
        references = [picture, *style(ask, "images").values()]
        resized = {**form, "images": references, "size": size_of(ask)}
        return Http("POST", f"/v2/image/generate/{V45}", form=resized)
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


def size_of(ask: Ask) -> str:
    assert ask.size
    return "{}x{}".format(*ask.size)


def shape(ask: Ask) -> dict[str, str]:
    return {"aspect_ratio": ask.aspect.replace(":", "x")}


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
