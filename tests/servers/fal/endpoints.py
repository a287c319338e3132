"""fal's models: what each takes, and what makes its results."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.servers.body import Body
from tests.servers.fal import films, pictures, results, sounds
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
    "fal-ai/kling-video/v3/standard/text-to-video": Endpoint(films.Kling, results.kling(720)),
    "fal-ai/kling-video/v3/pro/text-to-video": Endpoint(films.Kling, results.kling(1080)),
    "fal-ai/kling-video/v3/standard/image-to-video": Endpoint(films.KlingImage, results.kling(720)),
    "fal-ai/kling-video/v3/pro/image-to-video": Endpoint(films.KlingImage, results.kling(1080)),
    "fal-ai/pika/v2.2/text-to-video": Endpoint(films.Pika, results.video),
    "fal-ai/pika/v2.2/image-to-video": Endpoint(films.PikaImage, results.video),
    "fal-ai/veo3.1": Endpoint(films.Veo, results.video),
    "fal-ai/veo3.1/fast": Endpoint(films.Veo, results.video),
    "fal-ai/veo3.1/image-to-video": Endpoint(films.VeoImage, results.video),
    "fal-ai/veo3.1/fast/image-to-video": Endpoint(films.VeoImage, results.video),
    "fal-ai/luma-dream-machine/ray-2": Endpoint(films.Ray, results.video),
    "fal-ai/luma-dream-machine/ray-2/image-to-video": Endpoint(films.RayImage, results.video),
    "bytedance/seedance-2.0/text-to-video": Endpoint(films.Seedance, results.video),
    "bytedance/seedance-2.0/image-to-video": Endpoint(films.SeedanceImage, results.video),
    "bytedance/seedance-2.5/text-to-video": Endpoint(films.Seedance25, results.video),
    "bytedance/seedance-2.5/image-to-video": Endpoint(films.Seedance25Image, results.video),
    "minimax/h3/text-to-video": Endpoint(films.H3, results.video),
    "fal-ai/wan-t2v": Endpoint(films.Wan, results.wan),
    "fal-ai/wan-i2v": Endpoint(films.WanImage, results.wan),
    "fal-ai/flux-pro/v1.1": flux(pictures.FluxPro),
    "fal-ai/flux-pro/kontext": flux(pictures.Kontext),
    "fal-ai/flux/dev": flux(pictures.FluxDev),
    "fal-ai/flux/schnell": flux(pictures.Schnell),
    "fal-ai/flux-lora": flux(pictures.FluxLora),
    "fal-ai/gemini-25-flash-image": Endpoint(pictures.NanoBanana, results.images),
    "openai/gpt-image-2.5/flare/text-to-image": Endpoint(pictures.GptImage, results.images),
    "fal-ai/stable-diffusion-v35-large": flux(pictures.StableDiffusion),
    "fal-ai/flux-2-pro": Endpoint(pictures.Flux2, results.images),
    "fal-ai/ideogram/v3": Endpoint(pictures.Ideogram, results.images),
    "fal-ai/lyria2": Endpoint(sounds.Lyria, results.lyria),
    "fal-ai/stable-audio-25/text-to-audio": Endpoint(sounds.StableAudio, results.stable_audio),
    "fal-ai/elevenlabs/music": Endpoint(sounds.ElevenMusic, results.eleven_music),
    "fal-ai/elevenlabs/sound-effects/v2": Endpoint(sounds.ElevenSound, results.eleven_sound),
    "fal-ai/elevenlabs/tts/eleven-v3": Endpoint(sounds.ElevenSpeech, results.eleven_speech),
    "fal-ai/elevenlabs/tts/multilingual-v2": Endpoint(sounds.ElevenSpeechV2, results.eleven_speech),
    "fal-ai/elevenlabs/tts/turbo-v2.5": Endpoint(sounds.ElevenSpeechV2, results.eleven_speech),
    "fal-ai/kokoro/american-english": Endpoint(sounds.Kokoro, results.kokoro),
    "fal-ai/whisper": Endpoint(sounds.Whisper, results.whisper),
}
