"""fal's models: what each takes, and what makes its results."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.servers.body import Body
from tests.servers.fal import arguments as takes
from tests.servers.fal import results
from tests.servers.world import World

Make = Callable[[World, Any, bool], dict[str, Any]]


@dataclass(frozen=True)
class Endpoint:
    """A model. `make` is told whether what it makes is to be refused; only a model that blackens is asked then."""

    shape: type[Body]
    make: Make
    blackens: bool = False


def flux(shape: type[Body]) -> Endpoint:
    return Endpoint(shape, results.flux, blackens=True)


ENDPOINTS = {
    "fal-ai/kling-video/v3/standard/text-to-video": Endpoint(takes.Kling, results.kling(720)),
    "fal-ai/kling-video/v3/pro/text-to-video": Endpoint(takes.Kling, results.kling(1080)),
    "fal-ai/kling-video/v3/standard/image-to-video": Endpoint(takes.KlingImage, results.kling(720)),
    "fal-ai/kling-video/v3/pro/image-to-video": Endpoint(takes.KlingImage, results.kling(1080)),
    "fal-ai/pika/v2.2/text-to-video": Endpoint(takes.Pika, results.video),
    "fal-ai/pika/v2.2/image-to-video": Endpoint(takes.PikaImage, results.video),
    "fal-ai/veo3.1": Endpoint(takes.Veo, results.video),
    "fal-ai/veo3.1/fast": Endpoint(takes.Veo, results.video),
    "fal-ai/veo3.1/image-to-video": Endpoint(takes.VeoImage, results.video),
    "fal-ai/veo3.1/fast/image-to-video": Endpoint(takes.VeoImage, results.video),
    "fal-ai/luma-dream-machine/ray-2": Endpoint(takes.Ray, results.video),
    "fal-ai/luma-dream-machine/ray-2/image-to-video": Endpoint(takes.RayImage, results.video),
    "fal-ai/wan-t2v": Endpoint(takes.Wan, results.wan),
    "fal-ai/wan-i2v": Endpoint(takes.WanImage, results.wan),
    "fal-ai/flux-pro/v1.1": flux(takes.FluxPro),
    "fal-ai/flux-pro/kontext": flux(takes.Kontext),
    "fal-ai/flux/dev": flux(takes.FluxDev),
    "fal-ai/stable-diffusion-v35-large": flux(takes.StableDiffusion),
    "fal-ai/flux-2-pro": Endpoint(takes.Flux2, results.images),
    "fal-ai/ideogram/v3": Endpoint(takes.Ideogram, results.images),
    "fal-ai/lyria2": Endpoint(takes.Lyria, results.lyria),
    "fal-ai/stable-audio-25/text-to-audio": Endpoint(takes.StableAudio, results.stable_audio),
    "fal-ai/elevenlabs/music": Endpoint(takes.ElevenMusic, results.eleven_music),
    "fal-ai/elevenlabs/sound-effects/v2": Endpoint(takes.ElevenSound, results.eleven_sound),
    "fal-ai/elevenlabs/tts/eleven-v3": Endpoint(takes.ElevenSpeech, results.eleven_speech),
    "fal-ai/elevenlabs/tts/multilingual-v2": Endpoint(takes.ElevenSpeechV2, results.eleven_speech),
    "fal-ai/elevenlabs/tts/turbo-v2.5": Endpoint(takes.ElevenSpeechV2, results.eleven_speech),
    "fal-ai/kokoro/american-english": Endpoint(takes.Kokoro, results.kokoro),
    "fal-ai/whisper": Endpoint(takes.Whisper, results.whisper),
}
