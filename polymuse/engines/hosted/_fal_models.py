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
    between,
    language,
    level,
    named,
    notices,
    one_of,
    param,
    pixels,
    resolution,
    said,
    spoken,
    unwanted,
    whole,
)
from polymuse.engines.hosted._wire import Ask

__all__ = ["MODELS", "arguments", "notices", "parts_of"]

PNG = always(output_format="png")
SEED = param("seed")
IMAGE, IMAGE_LAST = Given((("image", "image_url"),)), Given((("image", "image_url"), ("last", "end_image_url")))
SQUARES = ("16:9", "9:16", "1:1")
WIDE = ("21:9", "16:9", "3:2", "4:3", "5:4", "1:1", "4:5", "3:4", "2:3", "9:16")
KLING = (
    said(), unwanted(), one_of("duration", "5", "3", "4", *map(str, range(6, 16))), always(generate_audio=False),
)  # fmt: skip
KLING_IMAGE = Given((("image", "start_image_url"), ("last", "end_image_url")))
PIKA = (said(), unwanted(), SEED, one_of("duration", "5", "10"), resolution("720p", "1080p"))
VEO = (
    said(), unwanted(), SEED, one_of("duration", "8s", "4s", "6s"), resolution("720p", "1080p"),
    always(generate_audio=False),
)  # fmt: skip
RAY = (said(), aspect("16:9", "9:16", "4:3", "3:4", "21:9", "9:21"), one_of("duration", "5s", "9s"),
       resolution("540p", "720p", "1080p"))  # fmt: skip
WAN = (
    said(),
    unwanted(),
    SEED,
    whole("num_frames", 81 / 16, 100 / 16, rate=16),
    resolution("480p", "720p"),
    aspect("16:9", "9:16"),
)
SEEDANCE = (said(), always(generate_audio=False))
SEEDANCE_SHAPES = ("21:9", "16:9", "4:3", "1:1", "3:4", "9:16")
SAMPLING = (param("steps", "num_inference_steps"), param("guidance", "guidance_scale"))
SCHNELL = Ranged("steps", "num_inference_steps", 1, 12)
EXPANDED = named("prompt_upsampling", "enhance_prompt", **{"False": False})
ELEVEN = (said("text"), param("voice"), spoken("stability"))
ELEVEN_2 = (*ELEVEN, spoken("similarity_boost", "style"), Ranged("speed", "speed", 0.7, 1.2))

MODELS: Mapping[str, PARTS] = {
    "fal-ai/kling-video/v3/standard/text-to-video": (*KLING, aspect(*SQUARES)),
    "fal-ai/kling-video/v3/pro/text-to-video": (*KLING, aspect(*SQUARES)),
    "fal-ai/kling-video/v3/standard/image-to-video": (*KLING, KLING_IMAGE),
    "fal-ai/kling-video/v3/pro/image-to-video": (*KLING, KLING_IMAGE),
    "fal-ai/pika/v2.2/text-to-video": (*PIKA, aspect(*SQUARES, "4:5", "5:4", "3:2", "2:3")),
    "fal-ai/pika/v2.2/image-to-video": (*PIKA, IMAGE),
    "fal-ai/veo3.1": (*VEO, aspect("16:9", "9:16")),
    "fal-ai/veo3.1/fast": (*VEO, aspect("16:9", "9:16")),
    "fal-ai/veo3.1/image-to-video": (*VEO, aspect("16:9", "9:16"), IMAGE),
    "fal-ai/veo3.1/fast/image-to-video": (*VEO, aspect("16:9", "9:16"), IMAGE),
    "fal-ai/luma-dream-machine/ray-2": RAY,
    "fal-ai/luma-dream-machine/ray-2/image-to-video": (*RAY, IMAGE_LAST),
    "fal-ai/wan-t2v": WAN,
    "fal-ai/wan-i2v": (*WAN, IMAGE),
    "bytedance/seedance-2.5/text-to-video": (
        *SEEDANCE, one_of("duration", "5", "4", *map(str, range(6, 31))), resolution("480p", "720p"),
        aspect(*SEEDANCE_SHAPES),
    ),
    "bytedance/seedance-2.5/image-to-video": (
        *SEEDANCE, one_of("duration", "5", "4", *map(str, range(6, 31))), resolution("480p", "720p"), IMAGE_LAST,
    ),
    "bytedance/seedance-2.0/text-to-video": (
        *SEEDANCE, one_of("duration", "5", "4", *map(str, range(6, 16))), resolution("480p", "720p", "1080p"),
        aspect(*SEEDANCE_SHAPES),
    ),
    "bytedance/seedance-2.0/image-to-video": (
        *SEEDANCE, one_of("duration", "5", "4", *map(str, range(6, 16))), resolution("480p", "720p", "1080p"),
        IMAGE_LAST,
    ),
    "minimax/h3/text-to-video": (
        said(), one_of("duration", *range(5, 16)), resolution("480P", "768P"), aspect(*SEEDANCE_SHAPES),
    ),
    "fal-ai/flux-pro/v1.1": (said(), SEED, pixels("image_size", step=32, most=1440), PNG, EXPANDED),
    "fal-ai/flux-pro/kontext": (
        said(), SEED, aspect("21:9", "16:9", "4:3", "3:2", "1:1", "2:3", "3:4", "9:16", "9:21"),
        param("guidance", "guidance_scale"), PNG, IMAGE,
    ),
    "fal-ai/flux/dev": (said(), SEED, pixels("image_size", step=16, most=2048), *SAMPLING, PNG),
    "fal-ai/flux/schnell": (said(), SEED, pixels("image_size", step=16, most=2048), SCHNELL, PNG),
    "fal-ai/flux-2-pro": (said(), SEED, pixels("image_size", step=16, most=2048), PNG),
    "fal-ai/stable-diffusion-v35-large": (
        said(), unwanted(), SEED, pixels("image_size", step=16, most=1536), *SAMPLING, PNG,
    ),
    "fal-ai/ideogram/v3": (
        said(), unwanted(), SEED, pixels("image_size", step=32, most=1536),
        level("rendering_speed", "TURBO", "BALANCED", "QUALITY"),
        named("magic_prompt", "expand_prompt", OFF=False),
    ),
    "fal-ai/gemini-25-flash-image": (said(), SEED, aspect(*WIDE), PNG),
    "openai/gpt-image-2.5/flare/text-to-image": (
        said(), pixels("image_size", step=16, most=3840), level("quality", "low", "medium", "high"), PNG,
    ),
    "fal-ai/lyria2": (said(), unwanted(), SEED),
    "fal-ai/stable-audio-25/text-to-audio": (said(), SEED, whole("seconds_total", 1, 190)),
    "fal-ai/elevenlabs/music": (
        said(), whole("music_length_ms", 3, 600, rate=1000), always(force_instrumental=True),
    ),
    "fal-ai/elevenlabs/sound-effects/v2": (said("text"), between("duration_seconds", 0.5, 22)),
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
