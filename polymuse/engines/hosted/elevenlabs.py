"""ElevenLabs: speech with the time of every word, sounds, music, and what was said.

Wire format: elevenlabs 2.78.0 (text_to_speech, text_to_sound_effects, music, speech_to_text clients and types) and
elevenlabs.io/docs/eleven-api/resources/errors. Ids of the voices that every account has: two public lists that agree. Read
2026-11-21. What a request takes of the account's credits is said, but a credit's price is the plan's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from polymuse.brief.documents import optional_document
from polymuse.brief.score import Cue, Score
from polymuse.engines.hosted._wire import (
    Ask,
    BadReply,
    Done,
    File,
    Http,
    Operation,
    Outcome,
    Output,
    Pacing,
    Problem,
    ProblemKind,
    Reader,
    Reply,
    Vendor,
    decoded,
    problem,
)
from polymuse.errors import ParameterError
from polymuse.suggestions import did_you_mean
from polymuse.types import Chunk, Kind, Notice

VOICES = {
    "George": "JBFqnCBsd6RMkjVDRZzb", "Sarah": "EXAVITQu4vr4xnSDxMaL", "Brian": "nPczCjzI2devNBz1zQrb",
    "Alice": "Xb7hH8MSUJpSbSDYk0k2", "Daniel": "onwK4e9ZLuTAKqWW03F9", "Lily": "pFZP5JQG7iQjIQuC4Bku",
    "Bill": "pqHfZKP75CvOlQylNhV4", "Matilda": "XrExE9yKIg1WjnnlVkGX", "Callum": "N2lVS1w4EtoT3dr4eOWO",
    "Charlotte": "XB0fDUnXU5powFXDhCwa", "Charlie": "IKne3meq5aSn9XLyUdCD", "Jessica": "cgSgspJ2msm6clMCkdW9",
    "Chris": "iP95p4xoKVk53GoZ742B", "Laura": "FGY2WhTYpPnrIDTdsKH5", "Eric": "cjVigY5qzO86Huf0OWal",
    "River": "SAz9YHcvj6GT2YYXdXww", "Liam": "TX3LPaxmHKxFdv7VOQHJ", "Roger": "CwhRBWXzGAHq8TQ4Fs17",
    "Will": "bIHbv24MWmeRgasZH58o",
}  # fmt: skip
AN_ID = re.compile(r"[A-Za-z0-9]{20}")
MP3 = "audio/mpeg"
CHARACTERS, STARTS, ENDS = "characters", "character_start_times_seconds", "character_end_times_seconds"
SLACK = 0.05
"""Seconds by which a character may begin before the one before it has ended."""
SPEEDS = (0.7, 1.2)
SECTION = (3000, 120_000)
"""Milliseconds that a section of a piece may last."""
PLANNED = "music_v1"
"""The model whose plans have sections; those of the later ones have chunks."""
TERM = 50
"""Characters of a word or name to listen for."""
DEAF = "scribe_v1"
"""The model that takes no hints."""
CODES: Mapping[str, ProblemKind] = {
    "quota_exceeded": "balance", "insufficient_credits": "balance", "content_against_policy": "moderated",
    "bad_prompt": "moderated", "bad_composition_plan": "moderated", "invalid_api_key": "key",
}  # fmt: skip


def speech(ask: Ask) -> Http:
    return spoken_by(ask, "with-timestamps")


def speech_live(ask: Ask) -> Http:
    return spoken_by(ask, "stream/with-timestamps")


def spoken_by(ask: Ask, way: str) -> Http:
    body: dict[str, Any] = {"text": ask.text, "model_id": ask.model, "seed": ask.param("seed", 0)}
    if "multilingual" not in ask.model:
        body["language_code"] = str(ask.param("language", "en")).split("-")[0]
    if (speed := spoken_at(ask)) != 1:
        body["voice_settings"] = {"speed": speed}
    path = f"/v1/text-to-speech/{voice(ask)}/{way}"
    return Http("POST", path, json=body, query={"output_format": "mp3_44100_128"})


def spoken_at(ask: Ask) -> float:
    return min(SPEEDS[1], max(SPEEDS[0], float(ask.param("speed", 1.0))))


def voice(ask: Ask) -> str:
    """A voice's id by its name, or an id as it is. Raises ParameterError."""
    name = ask.param("voice") or next(iter(ask.capability.voices), "George")
    known = {own.lower(): id for own, id in VOICES.items()}
    if id := known.get(name.lower()):
        return id
    if AN_ID.fullmatch(name):
        return str(name)
    others = f"There are: {', '.join(VOICES)}; or give a voice's id."
    raise ParameterError(f"voice: ElevenLabs has no voice {name!r}.", hint=did_you_mean(name, VOICES, others))


def spoken(ask: Ask, reply: Reply) -> Outcome:
    return said(ask, decoded(reply.at("audio_base64")), reply.get("alignment") or {})


def said(ask: Ask, data: bytes, alignment: Mapping[str, Sequence[Any]]) -> Done:
    notices = []
    if spoken_at(ask) != ask.param("speed", 1.0):
        notices.append(
            Notice(
                "speed", f"ElevenLabs speaks at {SPEEDS[0]} to {SPEEDS[1]} times its usual speed; the nearest is used."
            )
        )
    facts = {"words": list(words(alignment))}
    return Done([Output("speech", Kind.SPEECH, data=data, media_type=MP3, facts=facts)], notices=notices)


class Spoken(Reader):
    """Puts the lines of streamed speech together: each has some sound and the times of its characters. Nothing says
    whether those count from the beginning of the whole or of the line; they count from the line's where they would
    otherwise run backwards."""

    def __init__(self, ask: Ask) -> None:
        super().__init__(ask)
        self._sound: list[bytes] = []
        self._alignment: dict[str, list[Any]] = {name: [] for name in (CHARACTERS, STARTS, ENDS)}

    def feed(self, event: str, data: Any) -> Chunk:
        self._sound.append(decoded(data["audio_base64"]) if data.get("audio_base64") else b"")
        self._align(data.get("alignment") or {})
        return Chunk(self._sound[-1], MP3)

    def _align(self, times: Mapping[str, Sequence[Any]]) -> None:
        starts, last = times.get(STARTS, ()), max(self._alignment[ENDS], default=0.0)
        since = last if starts and starts[0] < last - SLACK else 0.0
        self._alignment[CHARACTERS] += times.get(CHARACTERS, ())
        self._alignment[STARTS] += [since + start for start in starts]
        self._alignment[ENDS] += [since + end for end in times.get(ENDS, ())]

    def outcome(self) -> Outcome:
        if not (data := b"".join(self._sound)):
            raise BadReply("The answer has no sound.")
        return said(self.ask, data, self._alignment)


def words(alignment: Mapping[str, Sequence[Any]]) -> Iterator[list[Any]]:
    """Words with their start and end in seconds, put together from characters; directions in brackets are none."""
    text = "".join(alignment.get(CHARACTERS, ()))
    starts, ends = alignment.get(STARTS, ()), alignment.get(ENDS, ())
    unspoken = re.sub(r"\[[^\]]*\]", lambda tag: " " * len(tag[0]), text)
    for word in re.finditer(r"\S+", unspoken):
        if bare := word[0].strip(".,;:!?…\"'“”‘’()–—"):
            yield [bare, starts[word.start()], ends[word.end() - 1]]


def sound(ask: Ask) -> Http:
    body: dict[str, Any] = {"text": ask.text, "model_id": ask.model}
    if ask.seconds is not None:
        body["duration_seconds"] = ask.seconds
    return Http("POST", "/v1/sound-generation", json=body, query={"output_format": "mp3_44100_128"})


def music(ask: Ask) -> Http:
    """One prompt for the whole; with a score of several moods, a plan in which each has its part."""
    body: dict[str, Any] = {"model_id": ask.model}
    parts = list(sections(ask))
    if len(parts) > 1:
        body |= {"composition_plan": plan(ask, parts), "seed": ask.param("seed", 0)}
    else:
        length = round(1000 * (ask.seconds or 30))
        body |= {"prompt": ask.text, "music_length_ms": length, "force_instrumental": True}
    return Http("POST", "/v1/music", json=body, query={"output_format": "mp3_44100_128"})


def sections(ask: Ask) -> Iterator[tuple[int, list[str]]]:
    """Lengths in milliseconds and styles of a score's parts; a part that is too short goes to the one before it."""
    score = optional_document(ask.inputs, "score", Score)
    if score is None:
        return
    end = ask.seconds or score.seconds
    kept: list[Cue] = []
    for cue in sorted(score.cues, key=lambda cue: cue.start):
        since = cue.start - kept[-1].start if kept else 0.0
        if not kept or 1000 * min(since, end - cue.start) >= SECTION[0]:
            kept.append(cue)
    bounds = [0.0, *(cue.start for cue in kept[1:]), end]
    for cue, start, stop in zip(kept, bounds, bounds[1:], strict=False):
        styles = [*cue.mood.words, *filter(None, [cue.text])]
        left = round(1000 * (stop - start))
        while left > SECTION[1]:
            yield SECTION[1] // 2, styles
            left -= SECTION[1] // 2
        yield left, styles


def plan(ask: Ask, parts: Sequence[tuple[int, list[str]]]) -> dict[str, Any]:
    everywhere = [style.strip() for style in re.split(r"[,.;\n]", ask.text) if style.strip()]
    if ask.model != PLANNED:
        first, *others = parts
        chunks = [(first[0], [*everywhere, *first[1]]), *((length, styles or everywhere) for length, styles in others)]
        return {"chunks": [{"text": "", "duration_ms": length, "positive_styles": styles} for length, styles in chunks]}
    return {
        "positive_global_styles": [*everywhere, "instrumental"],
        "negative_global_styles": ["vocals"],
        "sections": [
            {
                "section_name": f"Part {n}", "positive_local_styles": styles, "negative_local_styles": [],
                "duration_ms": length, "lines": [],
            }
            for n, (length, styles) in enumerate(parts, 1)
        ],
    }  # fmt: skip


def heard(name: str, kind: Kind) -> Any:
    def done(ask: Ask, reply: Reply) -> Outcome:
        return Done([Output(name, kind, data=reply.body, media_type=reply.headers.get("content-type", ""))])

    return done


def listen(ask: Ask) -> Http:
    given = ask.inputs["speech"]
    form: dict[str, Any] = {
        "model_id": ask.model,
        "file": File(given.path.name, given.path, given.media_type),
        "timestamps_granularity": "word",
        "diarize": "true" if ask.param("diarize") else "false",
    }
    if language := ask.param("language"):
        form["language_code"] = language.split("-")[0]
    terms = [term.strip() for term in re.split(r"[,;\n]", ask.text) if 0 < len(term.strip()) <= TERM]
    if terms and ask.model != DEAF:
        form["keyterms"] = terms
    return Http("POST", "/v1/speech-to-text", form=form)


def written(ask: Ask, reply: Reply) -> Outcome:
    heard_words = [word for word in reply.get("words", default=[]) if word["type"] == "word"]
    facts: dict[str, Any] = {
        "words": [[word["text"], word["start"], word["end"]] for word in heard_words],
        "language": reply.get("language_code"),
    }
    if ask.param("diarize"):
        facts["speakers"] = [word["speaker_id"] for word in heard_words]
    return Done([Output("text", Kind.TEXT, data=str(reply.at("text")).encode(), media_type="text/plain", facts=facts)])


def problem_of(reply: Reply) -> Problem:
    """The `detail` of an answer is an object with a code, or a list of what is wrong with the fields."""
    detail = reply.get("detail")
    if isinstance(detail, list) and detail:
        place = ".".join(map(str, detail[0].get("loc", [])[1:]))
        return problem(reply, f"{place}: {detail[0].get('msg')}")
    if not isinstance(detail, dict):
        return problem(reply, detail if isinstance(detail, str) else None)
    code = str(detail.get("code") or detail.get("status") or "")
    said = str(detail.get("message") or code)
    if suggestion := (detail.get("data") or {}).get("prompt_suggestion"):
        said = f"{said} It suggests: {suggestion}"
    return Problem(CODES[code], said) if code in CODES else problem(reply, said)


VENDOR = Vendor(
    name="elevenlabs",
    title="ElevenLabs",
    url="https://api.elevenlabs.io",
    hosts=("api.elevenlabs.io",),
    keys=("ELEVENLABS_API_KEY",),
    auth=lambda key: {"xi-api-key": key},
    operations={
        "text-to-speech": Operation(speech, spoken, live=Operation(speech_live, spoken, reader=Spoken)),
        "text-to-sound": Operation(sound, heard("sound", Kind.SOUND)),
        "text-to-music": Operation(music, heard("music", Kind.MUSIC)),
        "automatic-speech-recognition": Operation(listen, written),
    },
    problem=problem_of,
    pacing=Pacing(at_once=4),
    console="https://elevenlabs.io/app/usage",
    probe=Http("GET", "/v1/models"),
)
