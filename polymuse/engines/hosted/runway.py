"""Runway: its own models, and through it Veo, Kling, Seedance, Wan, Hailuo, Ideogram, GPT Image, Gemini and ElevenLabs.

Wire format: runwayml 5.24.0 (types/*_create_params.py, types/task_retrieve_response.py); failure codes:
docs.dev.runwayml.com/errors/task-failures; which errors mean that nothing was taken:
docs.dev.runwayml.com/api-details/errors. Read 2026-11-21. A credit is one cent. What each model has is in `_runway.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from polymuse.engines.hosted._image_compression import compressed
from polymuse.engines.hosted._runway import CHOOSY, EDITS, FILMS, Film
from polymuse.engines.hosted._wire import (
    Ask,
    Done,
    Failed,
    Http,
    Operation,
    Outcome,
    Output,
    Pacing,
    Problem,
    Reply,
    Vendor,
    Waiting,
    bearer,
    data_uri,
    inline,
    problem,
)
from polymuse.errors import ParameterError
from polymuse.types import Asset, Kind, Notice

VERSION = {"x-runway-version": "2024-11-06"}
LIMIT = 5 * 1024 * 1024
"""Characters of a picture or video that is given with the request."""
LARGEST = (LIMIT - 64) * 3 // 4
"""Bytes of a file that are so many in base 64, with what goes before them."""
CENT = 0.01


QUALITIES = {"draft": "low", "standard": "medium", "hd": "high"}


def video(ask: Ask) -> Http:
    film = of(FILMS, ask)
    if not film.words:
        raise ParameterError(f"{ask.model} does not do {ask.task} by Runway.", hint="It begins with a picture.")
    return task("text_to_video", ask, {"promptText": ask.text, **framed(ask, film), **filmed(ask, film)})


def motion(ask: Ask) -> Http:
    film = of(FILMS, ask)
    frames = [{"uri": given(ask.inputs["image"]), "position": "first"}]
    if "last" in ask.inputs:
        frames.append({"uri": given(ask.inputs["last"]), "position": "last"})
    words = {"promptText": ask.text} if ask.text else {}
    body = {"promptImage": frames, **words, **framed(ask, film), **filmed(ask, film)}
    return task("image_to_video", ask, body)


def framed(ask: Ask, film: Film) -> dict[str, str]:
    """Shape and size, in the way that the model is asked for them: from a picture some keep its shape."""
    if film.tiered and not ask.size:
        return {"ratio": f"auto_{ask.resolution}"}
    resolution = {"resolution": ask.resolution} if ask.resolution else {}
    return {**resolution, **(ratio(ask) or ({"ratio": "adaptive"} if film.adaptive else {}))}


def ratio(ask: Ask) -> dict[str, str]:
    shape = "{}:{}".format(*ask.size) if ask.size else ask.aspect
    return {"ratio": shape} if shape else {}


def filmed(ask: Ask, film: Film) -> dict[str, Any]:
    """What does not depend on where the video begins. Shots are silent: their sound is made for itself."""
    body: dict[str, Any] = {"duration": int(ask.seconds or 5)}
    if film.seed:
        body["seed"] = ask.param("seed", 0)
    if film.negative and ask.negative:
        body["negativePrompt"] = ask.negative
    if film.sound:
        body["audio"] = False
    return body


def restyle(ask: Ask) -> Http:
    body: dict[str, Any] = {of(EDITS, ask): given(ask.inputs["video"]), "promptText": ask.text}
    if ask.model == "aleph2" or ask.model.startswith("seedance"):
        body["seed"] = ask.param("seed", 0)
    if ask.model in ("gemini_omni_flash_1.1", "seedance2_5"):
        body["mode"] = "edit"
    if "image" in ask.inputs:
        uri = given(ask.inputs["image"])
        body |= (
            {"keyframes": [{"uri": uri, "seconds": 0.0}]} if ask.model == "aleph2" else {"references": [{"uri": uri}]}
        )
    return task("video_to_video", ask, body)


def picture(ask: Ask) -> Http:
    return task("text_to_image", ask, {"promptText": ask.text, **pictured(ask)})


def edit(ask: Ask) -> Http:
    """From given pictures, which Runway's own models know by the tags in the words."""
    named = {name: ask.inputs[name] for name in ("image", "style") if name in ask.inputs}
    tagged = ask.model.startswith("gen4")
    references = [{"uri": given(one), **({"tag": name} if tagged else {})} for name, one in named.items()]
    text = f"@image: {ask.text.rstrip('. ')}."
    text += " The style is that of @style." if "style" in named else ""
    body = {"promptText": text if tagged else ask.text, "referenceImages": references, **pictured(ask)}
    if "mask" in ask.inputs:
        body["maskUri"] = given(ask.inputs["mask"])
    return task("text_to_image", ask, body)


def pictured(ask: Ask) -> dict[str, Any]:
    body: dict[str, Any] = ratio(ask)
    if ask.model.startswith("gen4"):
        body["seed"] = ask.param("seed", 0)
    if ask.model in CHOOSY:
        body["quality"] = QUALITIES[ask.param("quality", "standard")]
    return body


def speech(ask: Ask) -> Http:
    known = {name.lower(): name for name in ask.capability.voices}
    name = ask.param("voice", next(iter(known)))
    voice = {"type": "runway-preset", "presetId": known[name.lower()]}
    body: dict[str, Any] = {"promptText": ask.text, "voice": voice}
    if ask.model != "eleven_multilingual_v2":
        body |= {"seed": ask.param("seed", 0), "languageCode": str(ask.param("language", "en")).split("-")[0]}
    return task("text_to_speech", ask, body)


def sound(ask: Ask) -> Http:
    body: dict[str, Any] = {"promptText": ask.text}
    if ask.seconds is not None:
        body["duration"] = ask.seconds
    return task("sound_effect", ask, body)


def of(known: Mapping[str, Any], ask: Ask) -> Any:
    """A model's row. Raises ParameterError for a model that does not do the task."""
    if ask.model not in known:
        raise ParameterError(f"{ask.model} does not do {ask.task} by Runway.", hint=f"There are: {', '.join(known)}.")
    return known[ask.model]


def given(asset: Asset) -> str:
    """A picture or video as the service takes it: too large a picture is compressed. Raises ParameterError for a video
    that is too large."""
    if not too_large(asset):
        return data_uri(asset)
    if asset.kind is not Kind.IMAGE:
        raise ParameterError(
            f"Runway takes files of up to {LARGEST >> 10} KB; {asset.path.name} is larger.",
            hint="Give a smaller or a more strongly compressed file.",
        )
    return inline("image/jpeg", compressed(asset.read_bytes(), LARGEST))


def too_large(asset: Asset) -> bool:
    return asset.path.stat().st_size > LARGEST


def notices(ask: Ask) -> list[Notice]:
    large = [name for name, asset in sorted(ask.inputs.items()) if asset.kind is Kind.IMAGE and too_large(asset)]
    said = f"was sent as a JPEG, for Runway takes files of up to {LARGEST >> 10} KB."
    return [Notice("compressed", f"The input {name!r} {said}") for name in large]


def task(endpoint: str, ask: Ask, body: Mapping[str, Any]) -> Http:
    return Http("POST", f"/v1/{endpoint}", json={"model": ask.model, **body}, headers=VERSION)


def begun(ask: Ask, reply: Reply) -> Outcome:
    job = reply.at("id")
    return Waiting(job, look(ask, job), pause=5.0)


def look(ask: Ask, job: str) -> Http:
    return Http("GET", f"/v1/tasks/{job}", headers=VERSION)


def looked(ask: Ask, reply: Reply) -> Outcome:
    status, job = reply.at("status"), reply.at("id")
    credits = reply.get("cost", "credits")
    usd = None if credits is None else round(credits * CENT, 4)
    if status == "SUCCEEDED":
        return Done(list(outputs(ask, reply.at("output"))), usd, notices(ask))
    if status == "FAILED":
        code = reply.get("failureCode") or ""
        said = f"{reply.get('failure') or 'no reason was given'} ({code})" if code else str(reply.get("failure"))
        return Failed(said, "moderated" if "SAFETY" in code.split(".") else "failed", usd)
    if status == "CANCELLED":
        return Failed("the task was cancelled", "cancelled", usd)
    # The service asks not to be asked more often than every five seconds.
    return Waiting(job, look(ask, job), pause=5.0, progress=reply.get("progress"), note=status.lower())


NAMES: Mapping[str, Kind] = {"text-to-speech": Kind.SPEECH, "text-to-sound": Kind.SOUND}


def outputs(ask: Ask, links: list[str]) -> list[Output]:
    kind = NAMES.get(ask.task) or (Kind.VIDEO if ask.task.endswith("video") else Kind.IMAGE)
    return [Output(str(kind) if n == 1 else f"{kind}-{n}", kind, url=link) for n, link in enumerate(links, 1)]


def problem_of(reply: Reply) -> Problem:
    said = reply.get("error")
    said = said if isinstance(said, str) else None
    issues = [
        f"{'.'.join(map(str, issue.get('path', [])))}: {issue.get('message')}" for issue in reply.get("issues") or []
    ]
    if said and "enough credits" in said:
        return Problem("balance", said)
    if said and reply.status == 502:  # it sheds load
        return Problem("busy", said)
    return problem(reply, "; ".join(issues) or said)


def _job(request: Callable[[Ask], Http]) -> Operation:
    return Operation(request, begun, poll=look, status=looked)


VENDOR = Vendor(
    name="runway",
    title="Runway",
    url="https://api.dev.runwayml.com",
    hosts=("api.dev.runwayml.com",),
    keys=("RUNWAYML_API_SECRET",),
    auth=bearer,
    operations={
        "text-to-video": _job(video),
        "image-to-video": _job(motion),
        "video-to-video": _job(restyle),
        "text-to-image": _job(picture),
        "image-to-image": _job(edit),
        "text-to-speech": _job(speech),
        "text-to-sound": _job(sound),
    },
    problem=problem_of,
    pacing=Pacing(at_once=8),
    console="https://dev.runwayml.com",
    probe=Http("GET", "/v1/organization", headers=VERSION),
)
