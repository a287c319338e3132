"""What fal's models make of their arguments."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Sequence
from typing import Any

from PIL import Image

from tests.servers.fal.pictures import ImageSize
from tests.servers.media import clip, picture, tone
from tests.servers.perception import data_url, hear, look
from tests.servers.world import World

NAMED = {
    "square_hd": (1024, 1024),
    "square": (512, 512),
    "portrait_4_3": (768, 1024),
    "portrait_16_9": (576, 1024),
    "landscape_4_3": (1024, 768),
    "landscape_16_9": (1024, 576),
}
ENCODINGS = {"mp3": ("mp3", "audio/mpeg"), "pcm": ("pcm", "audio/pcm"), "opus": ("opus", "audio/ogg"),
             "ulaw": ("mulaw", "audio/wav"), "alaw": ("alaw", "audio/wav")}  # fmt: skip


def fetched(world: World, field: str, address: str) -> bytes:
    """What is behind an address that was given. Raises LookupError naming the field."""
    if address.startswith("data:"):
        try:
            return data_url(address)[1]
        except ValueError:
            raise LookupError(field) from None
    name = address.rsplit("/", 1)[1]
    if name not in world.files:
        raise LookupError(field)
    return world.files[name][0]


def file(world: World, data: bytes, kind: str, suffix: str, sync: bool = False, **more: Any) -> dict[str, Any]:
    """A file as results have it; with `sync` it is in the address itself."""
    link = world.file(data, kind, suffix)
    if sync:
        link = f"data:{kind};base64,{base64.b64encode(data).decode()}"
    return {"url": link, "content_type": kind, "file_name": "output" + suffix, "file_size": len(data), **more}


def given(world: World, asked: Any) -> list[bytes]:
    """The pictures among the arguments."""
    names = [name for name in ("image_url", "start_image_url", "end_image_url") if getattr(asked, name, None)]
    found = [fetched(world, name, getattr(asked, name)) for name in names]
    for name, data in zip(names, found, strict=True):
        try:
            look(data)
        except ValueError:
            raise LookupError(name) from None
    return found


def words_of(asked: Any, given: Sequence[bytes] = ()) -> str:
    fields = ("prompt", "multi_prompt", "negative_prompt", "text", "voice", "seed", "composition_plan")
    said = " ".join(str(getattr(asked, name)) for name in fields if getattr(asked, name, None) is not None)
    return said + "".join(look(data).tint for data in given)


def size_of(asked: Any, given: list[bytes]) -> tuple[int, int]:
    """A picture's size: as asked, by name, or a megapixel in the ratio asked for or of the picture given."""
    size = getattr(asked, "image_size", None)
    if isinstance(size, ImageSize):
        return size.width, size.height
    if size is not None:
        return NAMED[size]
    across, down = (int(part) for part in (asked.aspect_ratio or "0:0").split(":"))
    if not across:
        across, down = look(given[0]).width, look(given[0]).height
    width = (1024 * 1024 * across / down) ** 0.5
    return round(width / 32) * 32, round(width * down / across / 32) * 32


def images(world: World, asked: Any, refused: bool) -> dict[str, Any]:
    """Pictures with their sizes, black where the content is refused."""
    sources = given(world, asked)
    width, height = size_of(asked, sources)
    kind = getattr(asked, "output_format", "png")
    made = []
    for n in range(getattr(asked, "num_images", 1)):
        words = f"{words_of(asked, sources)} {n}"
        data = picture(words, width, height, kind.upper()) if not refused else black(width, height, kind.upper())
        made.append(file(world, data, f"image/{kind}", f".{kind}", asked.sync_mode, width=width, height=height))
    seed = getattr(asked, "seed", None)
    return {"images": made, "seed": 1234567 if seed is None else seed}


def black(width: int, height: int, format: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height)).save(out, format)
    return out.getvalue()


def flux(world: World, asked: Any, refused: bool) -> dict[str, Any]:
    made = images(world, asked, refused)
    return made | {
        "timings": {"inference": 1.5},
        "has_nsfw_concepts": [refused] * len(made["images"]),
        "prompt": asked.prompt,
    }


def frame_size(lines: int, ratio: str, given: list[bytes]) -> tuple[int, int]:
    """A video's size in even numbers: the shorter side has so many lines."""
    if given:
        across, down = look(given[0]).width, look(given[0]).height
    else:
        across, down = (int(part) for part in ratio.replace("auto", "16:9").split(":"))
    longer = round(lines * max(across, down) / min(across, down) / 2) * 2
    return (longer, lines) if across >= down else (lines, longer)


def made_video(world: World, asked: Any, lines: int, ratio: str) -> dict[str, Any]:
    sources = given(world, asked)
    seconds = float(str(asked.duration).rstrip("s"))
    width, height = frame_size(lines, ratio, sources)
    data = clip(words_of(asked, sources), seconds, width, height, fps=8)
    return {"video": file(world, data, "video/mp4", ".mp4")}


def video(world: World, asked: Any, _: bool) -> dict[str, Any]:
    return made_video(world, asked, int(asked.resolution.rstrip("pP")), getattr(asked, "aspect_ratio", "auto"))


def kling(lines: int) -> Callable[[World, Any, bool], dict[str, Any]]:
    def make(world: World, asked: Any, _: bool) -> dict[str, Any]:
        return made_video(world, asked, lines, getattr(asked, "aspect_ratio", "auto"))

    return make


def wan(world: World, asked: Any, _: bool) -> dict[str, Any]:
    sources = given(world, asked)
    lines, ratio = int(asked.resolution.rstrip("p")), asked.aspect_ratio
    width, height = frame_size(lines, ratio, sources if ratio == "auto" else [])
    seconds = asked.num_frames / asked.frames_per_second
    data = clip(words_of(asked, sources), seconds, width, height, fps=8)
    return {"video": file(world, data, "video/mp4", ".mp4"), "seed": asked.seed or 1234567}


def audio(world: World, words: str, seconds: float, format: str) -> dict[str, Any]:
    """A sound in one of ElevenLabs' formats, such as mp3_44100_128."""
    codec, rate = format.split("_")[:2]
    encoding, kind = ENCODINGS[codec]
    return {"audio": file(world, tone(words, seconds, encoding, int(rate)), kind, "." + codec)}


def eleven_speech(world: World, asked: Any, _: bool) -> dict[str, Any]:
    speed = getattr(asked, "speed", 1.0)
    seconds = max(0.5, len(asked.text) * 0.06 / speed)
    spoken = audio(world, words_of(asked), seconds, "mp3_44100_128")
    return spoken | {"timestamps": [] if asked.timestamps else None}


def kokoro(world: World, asked: Any, _: bool) -> dict[str, Any]:
    seconds = max(0.5, len(asked.prompt or asked.text) * 0.06 / asked.speed)
    return {"audio": file(world, tone(words_of(asked), seconds, "wav", 24000), "audio/wav", ".wav")}


def eleven_sound(world: World, asked: Any, _: bool) -> dict[str, Any]:
    return audio(world, words_of(asked), asked.duration_seconds or 3.0, asked.output_format)


def eleven_music(world: World, asked: Any, _: bool) -> dict[str, Any]:
    plan = asked.composition_plan
    length = sum(section.duration_ms for section in plan.sections) if plan else asked.music_length_ms or 10_000
    return audio(world, words_of(asked), length / 1000, asked.output_format)


def lyria(world: World, asked: Any, _: bool) -> dict[str, Any]:
    return {"audio": file(world, tone(words_of(asked), 30, "wav", 48000), "audio/wav", ".wav")}


def stable_audio(world: World, asked: Any, _: bool) -> dict[str, Any]:
    data = tone(words_of(asked), asked.seconds_total, "wav", 44100)
    return {"audio": file(world, data, "audio/wav", ".wav", asked.sync_mode), "seed": asked.seed or 1234567}


def whisper(world: World, asked: Any, _: bool) -> dict[str, Any]:
    try:
        heard = hear(fetched(world, "audio_url", asked.audio_url))
    except ValueError:
        raise LookupError("audio_url") from None
    speaker = {"speaker": "SPEAKER_00"} if asked.diarize else {}
    whole = [{"timestamp": [0.0, heard.seconds], "text": heard.text, **speaker}]
    by_word = [{"timestamp": [start, end], "text": word, **speaker} for word, start, end in heard.words]
    said = [{"timestamp": [0.0, heard.seconds], "speaker": "SPEAKER_00"}] if asked.diarize else []
    return {
        "text": heard.text,
        "chunks": by_word if asked.chunk_level == "word" else whole,
        "inferred_languages": [asked.language or "en"],
        "diarization_segments": said,
    }
