"""Runway: its own models, and through it Veo, Kling, Ideogram, GPT Image, Gemini and ElevenLabs.

Wire format and each model's sizes and lengths: runwayml 5.24.0 (types/*_create_params.py, types/task_retrieve_response.py);
failure codes: docs.dev.runwayml.com/errors/task-failures; which errors mean that nothing was taken:
docs.dev.runwayml.com/api-details/errors. Read 2026-11-21. A credit is one cent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from polymuse.engines.hosted._shapes import best_size
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
    nearest,
    problem,
)
from polymuse.errors import ParameterError
from polymuse.types import Asset, Kind

VERSION = {"x-runway-version": "2024-11-06"}
LIMIT = 5 * 1024 * 1024
"""Characters of a picture or video that is given with the request."""
CENT = 0.01


@dataclass(frozen=True)
class Film:
    """What one video model has: sizes from words and from a picture (none: it keeps the picture's), lengths in seconds,
    whether it takes a last frame, a seed, a field for what is not wanted, and a word on sound."""

    sizes: tuple[str, ...]
    stills: tuple[str, ...]
    lengths: tuple[float, ...]
    last: bool = True
    seed: bool = False
    negative: bool = False
    sound: bool = False


def whole(low: int, high: int) -> tuple[float, ...]:
    return tuple(float(n) for n in range(low, high + 1))


WIDE = ("1280:720", "720:1280")
SHAPES = (*WIDE, "1104:832", "960:960", "832:1104", "1584:672")
BOTH = (*WIDE, "1920:1080", "1080:1920")
VEO = Film(BOTH, BOTH, (4.0, 6.0, 8.0), seed=True, negative=True, sound=True)
STANDARD, PRO, LARGE = (
    (*WIDE, "960:960"),
    ("1920:1080", "1080:1920", "1440:1440"),
    ("3840:2160", "2160:3840", "2880:2880"),
)
FILMS: Mapping[str, Film] = {
    "gen4.5": Film(WIDE, SHAPES, whole(2, 10), last=False, seed=True),
    "gen4_turbo": Film((), SHAPES, whole(2, 10), last=False, seed=True),
    "veo3.1": VEO,
    "veo3.1_fast": VEO,
    "kling3.0_standard": Film(STANDARD, STANDARD, whole(3, 15), sound=True),
    "kling3.0_pro": Film(PRO, PRO, whole(3, 15), sound=True),
    "kling3.0_4k": Film(LARGE, LARGE, whole(3, 15), sound=True),
    "kling2.5_turbo_pro": Film((*BOTH, "1440:1440", "720:720"), (), (5.0, 10.0)),
}

GEN4 = (
    "1024:1024", "1080:1080", "1168:880", "1360:768", "1440:1080", "1080:1440", "1808:768", "1920:1080", "1080:1920",
    "2112:912", "1280:720", "720:1280", "720:720", "960:720", "720:960", "1680:720",
)  # fmt: skip
GPT = (
    "2048:880", "1920:1088", "1920:1280", "1920:1440", "1920:1536", "1920:1920", "1536:1920", "1440:1920", "1280:1920",
    "1088:1920", "2560:1440", "2560:2560", "1440:2560", "3840:2160", "2880:2880", "2160:3840",
)  # fmt: skip
GEMINI = (
    "1344:768", "768:1344", "1024:1024", "1184:864", "864:1184", "1536:672", "832:1248", "1248:832", "896:1152",
    "1152:896", "2048:2048", "1696:2528", "2528:1696", "1536:2752", "2752:1536", "4096:4096",
)  # fmt: skip
IDEOGRAM4 = ("2048:2048", "2560:1440", "1440:2560", "2304:1728", "1728:2304", "2496:1664", "1664:2496", "3072:1280",
             "1280:3072")  # fmt: skip
IDEOGRAM45 = (
    "1024:1024", "1280:720", "720:1280", "1152:864", "864:1152", "1248:832", "832:1248", "1440:720", "720:1440",
    "2048:2048", "2560:1440", "1440:2560", "2304:1728", "1728:2304", "2496:1664", "1664:2496", "2880:1440", "1440:2880",
)  # fmt: skip
PICTURES: Mapping[str, tuple[str, ...]] = {
    "gen4_image": GEN4, "gen4_image_turbo": GEN4, "gpt_image_2": GPT, "gemini_image3_pro": GEMINI,
    "ideogram_4_0": IDEOGRAM4, "ideogram_4_5": IDEOGRAM45,
}  # fmt: skip
QUALITIES = {"draft": "low", "standard": "medium", "hd": "high"}
CHOOSY = ("gpt_image_2", "ideogram_4_0", "ideogram_4_5")
"""Picture models that offer a choice of effort."""
VOICES = (
    "Maya", "Arjun", "Serene", "Bernard", "Billy", "Mark", "Clint", "Mabel", "Chad", "Leslie", "Eleanor", "Elias",
    "Elliot", "Grungle", "Brodie", "Sandra", "Kirk", "Kylie", "Lara", "Lisa", "Malachi", "Marlene", "Martin", "Miriam",
    "Monster", "Paula", "Pip", "Rusty", "Ragnar", "Xylar", "Maggie", "Jack", "Katie", "Noah", "James", "Rina", "Ella",
    "Mariah", "Frank", "Claudia", "Niki", "Vincent", "Kendrick", "Myrna", "Tom", "Wanda", "Benjamin", "Kiana", "Rachel",
)  # fmt: skip
SOUND = (0.5, 30.0)


def video(ask: Ask) -> Http:
    film = of(FILMS, ask)
    body = {"promptText": ask.text, "ratio": best_size(ask, film.sizes), **filmed(ask, film)}
    return task("text_to_video", ask, body)


def motion(ask: Ask) -> Http:
    film = of(FILMS, ask)
    body: dict[str, Any] = {"promptImage": given(ask.inputs["image"]), **filmed(ask, film)}
    if ask.text:
        body["promptText"] = ask.text
    if film.stills:
        body["ratio"] = best_size(ask, film.stills)
    if "last" in ask.inputs:
        if not film.last:
            raise ParameterError(f"{ask.model} takes no last picture.", hint="veo3.1 and kling3.0_pro do.")
        ends = {"first": body["promptImage"], "last": given(ask.inputs["last"])}
        body["promptImage"] = [{"uri": uri, "position": position} for position, uri in ends.items()]
    return task("image_to_video", ask, body)


def filmed(ask: Ask, film: Film) -> dict[str, Any]:
    """What does not depend on where the video begins. Shots are silent: their sound is made for itself."""
    body: dict[str, Any] = {"duration": int(nearest(ask.seconds or 5.0, film.lengths))}
    if film.seed:
        body["seed"] = ask.param("seed", 0)
    if film.negative and ask.negative:
        body["negativePrompt"] = ask.negative
    if film.sound:
        body["audio"] = False
    return body


def restyle(ask: Ask) -> Http:
    film = given(ask.inputs["video"])
    if ask.model != "aleph2":
        references = {"references": [{"uri": given(ask.inputs["image"])}]} if "image" in ask.inputs else {}
        return task("video_to_video", ask, {"promptVideo": film, "promptText": ask.text, **references})
    body: dict[str, Any] = {"videoUri": film, "promptText": ask.text, "seed": ask.param("seed", 0)}
    if "image" in ask.inputs:
        body["keyframes"] = [{"uri": given(ask.inputs["image"]), "seconds": 0.0}]
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
        if ask.model != "ideogram_4_5":
            raise ParameterError(f"{ask.model} takes no mask.", hint="ideogram_4_5 does.")
        body["maskUri"] = given(ask.inputs["mask"])
    return task("text_to_image", ask, body)


def pictured(ask: Ask) -> dict[str, Any]:
    body: dict[str, Any] = {"ratio": best_size(ask, of(PICTURES, ask))}
    if ask.model.startswith("gen4"):
        body["seed"] = ask.param("seed", 0)
    if ask.model in CHOOSY:
        body["quality"] = QUALITIES[ask.param("quality", "standard")]
    return body


def speech(ask: Ask) -> Http:
    name = ask.param("voice") or next(iter(ask.limits.voices), VOICES[0])
    known = {own.lower(): own for own in VOICES}
    if name.lower() not in known:
        raise ParameterError(f"voice: Runway has no voice {name!r}.", hint=f"There are: {', '.join(VOICES)}.")
    voice = {"type": "runway-preset", "presetId": known[name.lower()]}
    body: dict[str, Any] = {"promptText": ask.text, "voice": voice}
    if ask.model == "eleven_v3":
        body |= {"seed": ask.param("seed", 0), "languageCode": str(ask.param("language", "en")).split("-")[0]}
    return task("text_to_speech", ask, body)


def sound(ask: Ask) -> Http:
    body: dict[str, Any] = {"promptText": ask.text}
    if ask.seconds is not None:
        body["duration"] = round(min(SOUND[1], max(SOUND[0], ask.seconds)), 2)
    return task("sound_effect", ask, body)


def of(known: Mapping[str, Any], ask: Ask) -> Any:
    """A model's row. Raises ParameterError for a model that does not do the task."""
    row = known.get(ask.model)
    if row is None or (isinstance(row, Film) and ask.task == "text-to-video" and not row.sizes):
        raise ParameterError(f"{ask.model} does not do {ask.task} by Runway.", hint=f"There are: {', '.join(known)}.")
    return row


def given(asset: Asset) -> str:
    """A picture or video as the service takes it. Raises ParameterError for one that is too large."""
    uri = data_uri(asset)
    if len(uri) > LIMIT:
        raise ParameterError(
            f"Runway takes files of up to {LIMIT * 3 // 4 >> 10} KB; {asset.path.name} is larger.",
            hint="Give a smaller or a more strongly compressed file.",
        )
    return uri


def task(endpoint: str, ask: Ask, body: Mapping[str, Any]) -> Http:
    return Http("POST", f"/v1/{endpoint}", json={"model": ask.model, **body}, headers=VERSION)


def begun(ask: Ask, reply: Reply) -> Outcome:
    job = reply.at("id")
    return Waiting(job, look(ask, job), pause=5.0)


def look(ask: Ask, job: str) -> Http:
    return Http("GET", f"/v1/tasks/{job}", headers=VERSION)


def drop(ask: Ask, job: str) -> Http:
    return Http("DELETE", f"/v1/tasks/{job}", headers=VERSION)


def looked(ask: Ask, reply: Reply) -> Outcome:
    status, job = reply.at("status"), reply.at("id")
    credits = reply.get("cost", "credits")
    usd = None if credits is None else round(credits * CENT, 4)
    if status == "SUCCEEDED":
        return Done(list(outputs(ask, reply.at("output"))), usd)
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
    return Operation(request, begun, poll=look, status=looked, cancel=drop)


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
