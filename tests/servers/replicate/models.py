"""Some of Replicate's models: what each takes, and what it makes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from tests.servers.body import Body
from tests.servers.media import clip, picture, tone
from tests.servers.perception import data_url, hear, look
from tests.servers.world import World

URI = {"type": "string", "format": "uri"}
URIS = {"type": "array", "items": URI}
Format = Literal["webp", "jpg", "png"]
Quality = Annotated[int, Field(ge=0, le=100)]
KINDS = {"webp": ("WEBP", "image/webp"), "jpg": ("JPEG", "image/jpeg"), "png": ("PNG", "image/png")}


def an_address(given: str) -> str:
    if not given.startswith(("http://", "https://", "data:")):
        raise ValueError("Does not match format 'uri'")
    return given


Url = Annotated[str, AfterValidator(an_address)]


class Pro11(Body):
    prompt: str
    image_prompt: Url | None = None
    aspect_ratio: Literal["custom", "1:1", "16:9", "3:2", "2:3", "4:5", "5:4", "9:16", "3:4", "4:3"] = "1:1"
    width: Annotated[int, Field(ge=256, le=1440)] | None = None
    height: Annotated[int, Field(ge=256, le=1440)] | None = None
    safety_tolerance: Annotated[int, Field(ge=1, le=6)] = 2
    seed: int | None = None
    prompt_upsampling: bool = False
    output_format: Format = "webp"
    output_quality: Quality = 80


class Dev(Body):
    prompt: str
    aspect_ratio: Literal["1:1", "16:9", "21:9", "3:2", "2:3", "4:5", "5:4", "3:4", "4:3", "9:16", "9:21"] = "1:1"
    image: Url | None = None
    prompt_strength: Annotated[float, Field(ge=0, le=1)] = 0.8
    num_outputs: Annotated[int, Field(ge=1, le=4)] = 1
    num_inference_steps: Annotated[int, Field(ge=1, le=50)] = 28
    guidance: Annotated[float, Field(ge=0, le=10)] = 3
    seed: int | None = None
    output_format: Format = "webp"
    output_quality: Quality = 80
    disable_safety_checker: bool = False
    go_fast: bool = True
    megapixels: Literal["1", "0.25"] = "1"


class Schnell(Body):
    prompt: str
    aspect_ratio: Literal["1:1", "16:9", "21:9", "3:2", "2:3", "4:5", "5:4", "3:4", "4:3", "9:16", "9:21"] = "1:1"
    num_outputs: Annotated[int, Field(ge=1, le=4)] = 1
    num_inference_steps: Annotated[int, Field(ge=1, le=4)] = 4
    seed: int | None = None
    output_format: Format = "webp"
    output_quality: Quality = 80
    disable_safety_checker: bool = False
    go_fast: bool = True
    megapixels: Literal["1", "0.25"] = "1"


class Kontext(Body):
    prompt: str
    input_image: Url | None = None
    aspect_ratio: str = "match_input_image"
    seed: int | None = None
    output_format: Literal["jpg", "png"] = "png"
    safety_tolerance: Annotated[int, Field(ge=0, le=6)] = 2
    prompt_upsampling: bool = False


class StableDiffusion(Body):
    prompt: str
    aspect_ratio: Literal["1:1", "16:9", "21:9", "3:2", "2:3", "4:5", "5:4", "9:16", "9:21"] = "1:1"
    cfg: Annotated[float, Field(ge=1, le=10)] = 5
    image: Url | None = None
    prompt_strength: Annotated[float, Field(ge=0, le=1)] = 0.85
    negative_prompt: str | None = None
    seed: int | None = None
    output_format: Format = "webp"


class Veo(Body):
    prompt: str
    aspect_ratio: Literal["16:9", "9:16"] = "16:9"
    duration: Literal[4, 6, 8] = 8
    image: Url | None = None
    last_frame: Url | None = None
    reference_images: list[Url] | None = None
    negative_prompt: str | None = None
    resolution: Literal["720p", "1080p"] = "1080p"
    generate_audio: bool = True
    seed: int | None = None


class Lyria(Body):
    prompt: str
    negative_prompt: str | None = None
    seed: int | None = None


class Speech(Body):
    text: Annotated[str, Field(max_length=10_000)]
    voice_id: str = "Wise_Woman"
    speed: Annotated[float, Field(ge=0.5, le=2)] = 1
    volume: Annotated[float, Field(ge=0, le=10)] = 1
    pitch: Annotated[int, Field(ge=-12, le=12)] = 0
    emotion: Literal["auto", "happy", "sad", "angry", "fearful", "disgusted", "surprised", "neutral"] = "auto"
    english_normalization: bool = False
    sample_rate: Literal[8000, 16000, 22050, 24000, 32000, 44100] = 32000
    bitrate: Literal[32000, 64000, 128000, 256000] = 128000
    channel: Literal["mono", "stereo"] = "mono"
    language_boost: str = "None"


class MusicGen(Body):
    prompt: str | None = None
    duration: int = 8
    model_version: Literal["stereo-melody-large", "stereo-large", "melody-large", "large"] = "stereo-melody-large"
    input_audio: Url | None = None
    continuation: bool = False
    normalization_strategy: Literal["loudness", "clip", "peak", "rms"] = "loudness"
    top_k: int = 250
    top_p: float = 0
    temperature: float = 1
    classifier_free_guidance: int = 3
    output_format: Literal["wav", "mp3"] = "wav"
    seed: int | None = None


class Whisper(Body):
    audio: Url
    transcription: Literal["plain text", "srt", "vtt"] = "plain text"
    translate: bool = False
    language: str = "auto"
    temperature: float = 0
    patience: float | None = None
    suppress_tokens: str = "-1"
    initial_prompt: str | None = None
    condition_on_previous_text: bool = True


class Blip(Body):
    image: Url
    task: Literal["image_captioning", "visual_question_answering", "image_text_matching"] = "image_captioning"
    question: str | None = None
    caption: str | None = None


def fetched(world: World, name: str, address: str) -> bytes:
    """What is behind an input. Raises LookupError naming it."""
    try:
        if address.startswith("data:"):
            return data_url(address)[1]
        return world.files[address.rsplit("/", 1)[1]][0]
    except (ValueError, KeyError):
        raise LookupError(name) from None


def size_of(world: World, asked: Any) -> tuple[int, int]:
    """A megapixel in the ratio asked for, or in that of the picture given."""
    if asked.aspect_ratio == "custom":
        return asked.width or 1024, asked.height or 1024
    ratio = asked.aspect_ratio
    if ratio == "match_input_image":
        sight = look(fetched(world, "input_image", asked.input_image)) if asked.input_image else None
        ratio = f"{sight.width}:{sight.height}" if sight else "1:1"
    across, down = (int(part) for part in ratio.split(":"))
    area = 1024 * 1024 * float(getattr(asked, "megapixels", "1"))
    width = (area * across / down) ** 0.5
    return round(width / 16) * 16, round(width * down / across / 16) * 16


def one_picture(world: World, asked: Any, n: int = 0) -> str:
    format, kind = KINDS[asked.output_format]
    words = f"{asked.prompt} {getattr(asked, 'negative_prompt', '')} {asked.seed} {n}"
    return world.file(picture(words, *size_of(world, asked), format=format), kind, f".{asked.output_format}")


def pictures(world: World, asked: Any) -> list[str]:
    return [one_picture(world, asked, n) for n in range(getattr(asked, "num_outputs", 1))]


def veo(world: World, asked: Veo) -> str:
    lines = int(asked.resolution.rstrip("p"))
    size = (round(lines * 16 / 9), lines)
    width, height = size if asked.aspect_ratio == "16:9" else size[::-1]
    start = look(fetched(world, "image", asked.image)).tint if asked.image else ""
    data = clip(f"{asked.prompt} {asked.seed} {start}", asked.duration, width, height, fps=8)
    return world.file(data, "video/mp4", ".mp4")


def lyria(world: World, asked: Lyria) -> str:
    return world.file(tone(f"{asked.prompt} {asked.seed}", 30, "wav", 48000), "audio/wav", ".wav")


def speech(world: World, asked: Speech) -> str:
    seconds = max(0.5, 0.06 * len(asked.text) / asked.speed)
    return world.file(tone(asked.text + asked.voice_id, seconds, "mp3", asked.sample_rate), "audio/mpeg", ".mp3")


def music(world: World, asked: MusicGen) -> str:
    data = tone(f"{asked.prompt} {asked.seed}", asked.duration, asked.output_format, 32000)
    return world.file(data, f"audio/{asked.output_format}", f".{asked.output_format}")


def whisper(world: World, asked: Whisper) -> dict[str, Any]:
    try:
        heard = hear(fetched(world, "audio", asked.audio))
    except ValueError:
        raise LookupError("audio") from None
    segment = {"id": 0, "start": 0.0, "end": heard.seconds, "text": " " + heard.text, "temperature": asked.temperature}
    return {
        "transcription": heard.text,
        "segments": [segment],
        "detected_language": "english" if asked.language == "auto" else asked.language,
        "translation": heard.text if asked.translate else None,
        "txt_file": None,
        "srt_file": None,
    }


def blip(world: World, asked: Blip) -> str:
    sight = look(fetched(world, "image", asked.image))
    return f"Caption: {sight}" if asked.task == "image_captioning" else f"Answer: {sight.tint}"


@dataclass(frozen=True)
class Model:
    """A model; the community's have a version, by which alone they are run."""

    shape: type[Body]
    make: Callable[[World, Any], Any]
    output: dict[str, Any]
    version: str = ""


MODELS = {
    "black-forest-labs/flux-1.1-pro": Model(Pro11, one_picture, URI),
    "black-forest-labs/flux-dev": Model(Dev, pictures, URIS),
    "black-forest-labs/flux-schnell": Model(Schnell, pictures, URIS),
    "black-forest-labs/flux-kontext-pro": Model(Kontext, one_picture, URI),
    "stability-ai/stable-diffusion-3.5-large": Model(StableDiffusion, pictures, URIS),
    "google/veo-3.1": Model(Veo, veo, URI),
    "google/veo-3.1-fast": Model(Veo, veo, URI),
    "google/lyria-2": Model(Lyria, lyria, URI),
    "minimax/speech-02-turbo": Model(Speech, speech, URI),
    "meta/musicgen": Model(MusicGen, music, URI, "671ac645ce5e552cc63a54a2bbff63fcf798043055d2dac5fc9e36a837eedcfb"),
    "openai/whisper": Model(
        Whisper, whisper, {"type": "object"}, "8099696689d249cf8b122d833c36ac3f765c666a395ca40ef26f68e7d3d16ff9"
    ),
    "salesforce/blip": Model(
        Blip, blip, {"type": "string"}, "2e1dddc8621f72155f24cf2e0adbde548458d3cab9f00c0139eea840d0ac4746"
    ),
}
