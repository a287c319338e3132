"""Pictures, speech, transcripts and videos by OpenAI's interfaces, which other vendors and servers speak, too.

Wire format: openai 3.52.0 SDK (types/, types/audio/), read 2026-11-21.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from polymuse.engines.hosted._masks import clear_where_white
from polymuse.engines.hosted._results import sounding
from polymuse.engines.hosted._wire import (
    Ask,
    BadReply,
    Done,
    Failed,
    File,
    Http,
    Operation,
    Outcome,
    Output,
    Reply,
    Waiting,
    decoded,
    file_of,
    tokens,
)
from polymuse.types import Kind, Notice

__all__ = ["image_outputs", "pictures", "quality_of", "size_of", "speech", "transcripts", "videos"]

QUALITY = {"draft": "low", "standard": "medium", "hd": "high"}
VOICE = "marin"
SPREAD = Notice("timing", "This model tells the times of whole passages only; those of their words are estimated.")


def size_of(ask: Ask) -> str:
    return "{}x{}".format(*ask.size) if ask.size else "auto"


def quality_of(ask: Ask) -> str:
    return QUALITY[ask.param("quality", "standard")]


def draw(ask: Ask) -> Http:
    asked = {"model": ask.model, "prompt": ask.text, "size": size_of(ask), "quality": quality_of(ask)}
    return Http("POST", "/v1/images/generations", json={**asked, "output_format": "png"})


def draw_plainly(ask: Ask) -> Http:
    """For servers whose models have no qualities and draw any size."""
    asked: dict[str, Any] = {
        "model": ask.model, "prompt": ask.text, "size": size_of(ask), "seed": ask.param("seed", 0),
    }  # fmt: skip
    if ask.negative:
        asked["negative_prompt"] = ask.negative
    return Http("POST", "/v1/images/generations", json={**asked, "n": 1, "response_format": "b64_json"})


def edit(ask: Ask) -> Http:
    """Change a picture. A mask of ours is white where it may change; theirs is clear there."""
    given = [file_of(ask.inputs[name], name) for name in ("image", "style") if name in ask.inputs]
    form: dict[str, str | File | Sequence[str | File]] = {
        "model": ask.model, "prompt": ask.text, "image[]": given, "quality": quality_of(ask), "output_format": "png",
    }  # fmt: skip
    if ask.size:
        form["size"] = size_of(ask)
    if (mask := ask.inputs.get("mask")) is not None:
        data = clear_where_white(mask.read_bytes(), ask.inputs["image"].read_bytes())
        form["mask"] = File("mask.png", None, "image/png", data)
    return Http("POST", "/v1/images/edits", form=form)


def image_outputs(data: Sequence[Mapping[str, Any]]) -> list[Output]:
    """Pictures in base64 or by a link, named in order. Raises BadReply."""
    made = []
    for number, one in enumerate(data, 1):
        name = "image" if number == 1 else f"image-{number}"
        if one.get("url"):
            made.append(Output(name, Kind.IMAGE, url=str(one["url"])))
            continue
        made.append(Output(name, Kind.IMAGE, decoded(one.get("b64_json"))))
    if not made:
        raise BadReply("The answer has no picture.")
    return made


def drawn(ask: Ask, reply: Reply) -> Outcome:
    counted = tokens(reply.get("usage"), ["input_tokens"], ["output_tokens"], "total_tokens")
    return Done(image_outputs(reply.at("data")), tokens=counted)


def speak(ask: Ask) -> Http:
    asked = {"model": ask.model, "input": ask.text, "voice": ask.param("voice", default_voice(ask)),
             "response_format": "pcm", "speed": ask.param("speed", 1.0)}  # fmt: skip
    if ask.words.get("instructions"):
        asked["instructions"] = ask.words["instructions"]
    return Http("POST", "/v1/audio/speech", json=asked)


def default_voice(ask: Ask) -> str:
    return ask.capability.voices[0] if ask.capability.voices else VOICE


def speak_live(ask: Ask) -> Http:
    """As MP3, which can be played before it has ended."""
    http = speak(ask)
    return replace(http, json={**http.json, "response_format": "mp3"})


def spoken(ask: Ask, reply: Reply) -> Outcome:
    """16-bit samples at 24 kHz, for the WAV that can be asked for does not know its length."""
    return Done([Output("speech", Kind.SPEECH, reply.body, pcm=(24000, 1))])


def speak_plainly(ask: Ask) -> Http:
    """For servers of one's own, whose samples may be at any rate: a WAV says at which."""
    http = speak(ask)
    return Http("POST", http.url, json={**http.json, "response_format": "wav"})


def spoken_plainly(ask: Ask, reply: Reply) -> Outcome:
    return Done([Output("speech", Kind.SPEECH, reply.body)])


def format_of(model: str) -> str:
    """The format in which a model says the most: `verbose_json` has the times of words, `diarized_json` speakers."""
    return "diarized_json" if "diarize" in model else "verbose_json" if "whisper" in model else "json"


def transcribe(ask: Ask) -> Http:
    format = format_of(ask.model)
    form: dict[str, str | File | Sequence[str | File]] = {
        "model": ask.model, "response_format": format, "file": file_of(ask.inputs["speech"], "speech"),
    }  # fmt: skip
    if format == "verbose_json":
        form["timestamp_granularities[]"] = ["word"]
    if format == "diarized_json":
        form["chunking_strategy"] = "auto"
    elif ask.param("prompt"):
        form["prompt"] = ask.param("prompt")
    if ask.param("language"):
        form["language"] = ask.param("language").partition("-")[0].lower()
    return Http("POST", "/v1/audio/transcriptions", form=form)


def transcribed(ask: Ask, reply: Reply) -> Outcome:
    facts: dict[str, Any] = {}
    notices = []
    if (words := reply.get("words")) is not None:
        facts["words"] = [[word["word"].strip(), word["start"], word["end"]] for word in words]
    turns = reply.get("segments", default=[])
    if turns and "speaker" in turns[0]:
        facts |= turns_as_words(turns)
        notices.append(SPREAD)
    if reply.get("language"):
        facts["language"] = reply.at("language")
    said = Output("text", Kind.TEXT, str(reply.at("text")).encode(), media_type="text/plain", facts=facts)
    return Done([said], notices=notices)


def turns_as_words(turns: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Words with times spread evenly over the turns they are in, and who says each."""
    words, speakers = [], []
    for turn in turns:
        said = turn["text"].split()
        step = (turn["end"] - turn["start"]) / max(1, len(said))
        for n, word in enumerate(said):
            words.append([word, round(turn["start"] + n * step, 3), round(turn["start"] + (n + 1) * step, 3)])
            speakers.append(turn["speaker"])
    return {"words": words, "speakers": speakers}


def film(ask: Ask) -> Http:
    form: dict[str, str | File | Sequence[str | File]] = {
        "model": ask.model, "prompt": ask.text, "size": size_of(ask),
        "seconds": f"{ask.seconds or 4:g}",
    }  # fmt: skip
    if (image := ask.inputs.get("image")) is not None:
        form["input_reference"] = file_of(image, "image")
    return Http("POST", "/v1/videos", form=form)


def look(ask: Ask, job: str) -> Http:
    return Http("GET", f"/v1/videos/{job}")


def filmed(ask: Ask, reply: Reply) -> Outcome:
    state, job = reply.at("status"), reply.at("id")
    if state == "completed":
        return Done([Output("video", Kind.VIDEO, url=f"/v1/videos/{job}/content", authorised=True)])
    if state == "failed":
        code = str(reply.get("error", "code") or "")
        return Failed(str(reply.get("error", "message") or code), "moderated" if "moderation" in code else "failed")
    pause = float(reply.headers.get("openai-poll-after-ms", 2000)) / 1000
    return Waiting(job, look(ask, job), pause=pause, progress=(reply.get("progress") or 0) / 100, note=state)


FILM = Operation(film, reply=filmed, poll=look, status=filmed)


def pictures(plain: bool = False) -> Mapping[str, Operation]:
    """Drawing and editing; `plain` for servers with models of their own."""
    return {
        "text-to-image": Operation(draw_plainly if plain else draw, drawn),
        "image-to-image": Operation(edit, drawn),
    }


def speech(plain: bool = False) -> Mapping[str, Operation]:
    if plain:
        live = Operation(speak_plainly, spoken_plainly, reader=sounding("audio/wav"))
        return {"text-to-speech": Operation(speak_plainly, spoken_plainly, live=live)}
    live = Operation(speak_live, spoken_plainly, reader=sounding("audio/mpeg"))
    return {"text-to-speech": Operation(speak, spoken, live=live)}


def transcripts() -> Mapping[str, Operation]:
    return {"automatic-speech-recognition": Operation(transcribe, transcribed)}


def videos() -> Mapping[str, Operation]:
    return {"text-to-video": FILM, "image-to-video": FILM}
