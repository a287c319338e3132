"""fal's models: what each takes, one row a model (or a family whose ids begin alike).

Arguments as the endpoint types of npm @fal-ai/client 1.10.1 have them; those of Seedance, MiniMax H3 and GPT Image as
public code of autumn 2026 uses them. Read 2026-11-21. Shots are silent here, so sound is never asked for where it can be
left out.
"""

from __future__ import annotations

from collections.abc import Mapping

from polymuse.engines.hosted._arguments import (
    PARTS,
    Given,
    Ranged,
    always,
    arguments,
    aspect,
    language,
    level,
    named,
    notices,
    param,
    pixels,
    resolution,
    said,
    seconds,
    spoken,
    unwanted,
)
from polymuse.engines.hosted._wire import Ask

__all__ = ["MODELS", "arguments", "notices", "parts_of"]

PNG = always(output_format="png")
SEED = param("seed")
SIZE = pixels("image_size")
IMAGE, IMAGE_LAST = Given((("image", "image_url"),)), Given((("image", "image_url"), ("last", "end_image_url")))
WORD, WORDED = "{:g}".format, "{:g}s".format
"""How lengths are written: "5", "5s"."""
KLING = (said(), unwanted(), seconds("duration", WORD), always(generate_audio=False))
KLING_IMAGE = Given((("image", "start_image_url"), ("last", "end_image_url")))
PIKA = (said(), unwanted(), SEED, seconds("duration", WORD), resolution())
VEO = (said(), unwanted(), SEED, seconds("duration", WORDED), resolution(), aspect(), always(generate_audio=False))
RAY = (said(), aspect(), seconds("duration", WORDED), resolution())
WAN = (said(), unwanted(), SEED, seconds("num_frames", round, rate=16), resolution(), aspect())
SEEDANCE = (said(), seconds("duration", WORD), resolution(), always(generate_audio=False))
SAMPLING = (param("steps", "num_inference_steps"), param("guidance", "guidance_scale"))
SCHNELL = Ranged("steps", "num_inference_steps", 1, 12)
EXPANDED = named("prompt_upsampling", "enhance_prompt", **{"False": False})
ELEVEN = (said("text"), param("voice"), spoken("stability"))
ELEVEN_2 = (*ELEVEN, spoken("similarity_boost", "style"), Ranged("speed", "speed", 0.7, 1.2))

MODELS: Mapping[str, PARTS] = {
    "fal-ai/kling-video/v3/standard/text-to-video": (*KLING, aspect()),
    "fal-ai/kling-video/v3/pro/text-to-video": (*KLING, aspect()),
    "fal-ai/kling-video/v3/standard/image-to-video": (*KLING, KLING_IMAGE),
    "fal-ai/kling-video/v3/pro/image-to-video": (*KLING, KLING_IMAGE),
    "fal-ai/pika/v2.2/text-to-video": (*PIKA, aspect()),
    "fal-ai/pika/v2.2/image-to-video": (*PIKA, IMAGE),
    "fal-ai/veo3.1": VEO,
    "fal-ai/veo3.1/fast": VEO,
    "fal-ai/veo3.1/image-to-video": (*VEO, IMAGE),
    "fal-ai/veo3.1/fast/image-to-video": (*VEO, IMAGE),
    "fal-ai/luma-dream-machine/ray-2": RAY,
    "fal-ai/luma-dream-machine/ray-2/image-to-video": (*RAY, IMAGE_LAST),
    "fal-ai/wan-t2v": WAN,
    "fal-ai/wan-i2v": (*WAN, IMAGE),
    "bytedance/seedance-2.5/text-to-video": (*SEEDANCE, aspect()),
    "bytedance/seedance-2.5/image-to-video": (*SEEDANCE, IMAGE_LAST),
    "bytedance/seedance-2.0/text-to-video": (*SEEDANCE, aspect()),
    "bytedance/seedance-2.0/image-to-video": (*SEEDANCE, IMAGE_LAST),
    "minimax/h3/text-to-video": (said(), seconds("duration", int), resolution(), aspect()),
    "fal-ai/flux-pro/v1.1": (said(), SEED, SIZE, PNG, EXPANDED),
    "fal-ai/flux-pro/kontext": (said(), SEED, aspect(), param("guidance", "guidance_scale"), PNG, IMAGE),
    "fal-ai/flux/dev": (said(), SEED, SIZE, *SAMPLING, PNG),
    "fal-ai/flux/schnell": (said(), SEED, SIZE, SCHNELL, PNG),
    "fal-ai/flux-2-pro": (said(), SEED, SIZE, PNG),
    "fal-ai/stable-diffusion-v35-large": (said(), unwanted(), SEED, SIZE, *SAMPLING, PNG),
    "fal-ai/ideogram/v3": (
        said(), unwanted(), SEED, SIZE, level("rendering_speed", "TURBO", "BALANCED", "QUALITY"),
        named("magic_prompt", "expand_prompt", OFF=False),
    ),
    "fal-ai/gemini-25-flash-image": (said(), SEED, aspect(), PNG),
    "openai/gpt-image-2.5/flare/text-to-image": (said(), SIZE, level("quality", "low", "medium", "high"), PNG),
    "fal-ai/lyria2": (said(), unwanted(), SEED),
    "fal-ai/stable-audio-25/text-to-audio": (said(), SEED, seconds("seconds_total", int)),
    "fal-ai/elevenlabs/music": (said(), seconds("music_length_ms", round, rate=1000), always(force_instrumental=True)),
    "fal-ai/elevenlabs/sound-effects/v2": (said("text"), seconds("duration_seconds")),
    "fal-ai/elevenlabs/tts/eleven-v3": (*ELEVEN, language("language_code")),
    "fal-ai/elevenlabs/tts/multilingual-v2": ELEVEN_2,
    "fal-ai/elevenlabs/tts/turbo-v2.5": (*ELEVEN_2, language("language_code")),
    "fal-ai/kokoro/american-english": (said(), param("voice"), Ranged("speed", "speed", 0.1, 5)),
    "fal-ai/whisper": (
        Given((("speech", "audio_url"),)), language("language"), param("diarize"), param("prompt"),
        always(chunk_level="word"),
    ),
}  # fmt: skip


def parts_of(ask: Ask, model: str) -> PARTS:
    """What a model takes. One that has no row takes words, a seed and what its route fixes."""
    row = MODELS.get(model)
    if row is not None:
        return row
    inputs = tuple((name, "audio_url" if name == "speech" else f"{name}_url") for name in ask.inputs if name != "scene")
    return (said(), SEED, Given(inputs), always(**ask.words))
