"""The Hub's facts about models: what they are for, and which provider knows them by which name."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.servers.replicate.models import MODELS as REPLICATE
from tests.servers.world import World

PURPOSES = {
    "black-forest-labs/FLUX.1-dev": "text-to-image",
    "black-forest-labs/FLUX.1-schnell": "text-to-image",
    "stabilityai/stable-diffusion-3.5-large": "text-to-image",
    "black-forest-labs/FLUX.1-Kontext-dev": "image-to-image",
    "zai-org/GLM-Image": "text-to-image",
    "someone/FLUX-LoRA": "text-to-image",
    "someone/for-a-newcomer": "text-to-image",
    "someone/failing": "text-to-image",
    "someone/unserved": "text-to-image",
    "someone/unreadable": "text-to-image",
    "Wan-AI/Wan2.1-T2V-14B": "text-to-video",
    "Wan-AI/Wan2.1-I2V-14B-720P": "image-to-video",
    "hexgrad/Kokoro-82M": "text-to-speech",
    "facebook/mms-tts-eng": "text-to-speech",
    "openai/whisper-large-v3": "automatic-speech-recognition",
    "Salesforce/blip-image-captioning-large": "image-to-text",
    "sentence-transformers/all-MiniLM-L6-v2": "feature-extraction",
    "meta-llama/Llama-3.1-8B-Instruct": "text-generation",
}
PROVIDERS = {
    "black-forest-labs/FLUX.1-dev": {
        "hf-inference": "black-forest-labs/FLUX.1-dev",
        "fal-ai": "fal-ai/flux/dev",
        "replicate": "black-forest-labs/flux-dev",
        "together": "black-forest-labs/FLUX.1-dev",
        "nscale": "black-forest-labs/FLUX.1-dev",
        "wavespeed": "wavespeed-ai/flux-dev",
    },
    "black-forest-labs/FLUX.1-schnell": {
        "fal-ai": "fal-ai/flux/schnell",
        "replicate": "black-forest-labs/flux-schnell",
    },
    "stabilityai/stable-diffusion-3.5-large": {"fal-ai": "fal-ai/stable-diffusion-v35-large"},
    "zai-org/GLM-Image": {"zai-org": "glm-image"},
    "someone/FLUX-LoRA": {"fal-ai": "fal-ai/flux-lora"},
    "someone/for-a-newcomer": {"newcomer": "a-name"},
    "someone/failing": {"fal-ai": "fal-ai/flux/dev", "nscale": "failing"},
    "someone/unserved": {},
    "someone/unreadable": {},
    "black-forest-labs/FLUX.1-Kontext-dev": {
        "together": "black-forest-labs/FLUX.1-kontext-dev",
        "fal-ai": "fal-ai/flux-pro/kontext",
        "replicate": "black-forest-labs/flux-kontext-pro",
        "wavespeed": "wavespeed-ai/flux-kontext-dev",
        "hf-inference": "black-forest-labs/FLUX.1-Kontext-dev",
    },
    "Wan-AI/Wan2.1-T2V-14B": {
        "fal-ai": "fal-ai/wan-t2v",
        "together": "Wan-AI/Wan2.1-T2V-14B",
        "novita": "wan-t2v",
        "wavespeed": "wavespeed-ai/wan-2.1/t2v-720p",
        "replicate": "google/veo-3.1-fast",
    },
    "Wan-AI/Wan2.1-I2V-14B-720P": {
        "fal-ai": "fal-ai/wan-i2v",
        "together": "Wan-AI/Wan2.1-I2V-14B",
        "wavespeed": "wavespeed-ai/wan-2.1/i2v-720p",
    },
    "hexgrad/Kokoro-82M": {
        "together": "hexgrad/Kokoro-82M",
        "replicate": "minimax/speech-02-turbo",
        "deepinfra": "hexgrad/Kokoro-82M",
        "fal-ai": "fal-ai/kokoro/american-english",
    },
    "facebook/mms-tts-eng": {"hf-inference": "facebook/mms-tts-eng"},
    "openai/whisper-large-v3": {
        "hf-inference": "openai/whisper-large-v3",
        "fal-ai": "fal-ai/whisper",
        "replicate": f"openai/whisper:{REPLICATE['openai/whisper'].version}",
        "deepinfra": "openai/whisper-large-v3",
    },
    "Salesforce/blip-image-captioning-large": {"hf-inference": "Salesforce/blip-image-captioning-large"},
    "sentence-transformers/all-MiniLM-L6-v2": {
        "hf-inference": "sentence-transformers/all-MiniLM-L6-v2",
        "deepinfra": "sentence-transformers/all-MiniLM-L6-v2",
        "scaleway": "all-minilm",
        "together": "all-minilm",
    },
    "meta-llama/Llama-3.1-8B-Instruct": {
        "hf-inference": "meta-llama/Llama-3.1-8B-Instruct",
        "together": "meta-llama/Meta-Llama-3.1-8B-Instruct-Turbo",
    },
}
ADAPTERS = {"someone/FLUX-LoRA": "lora.safetensors"}
"""LoRAs: the file of their weights."""
FAILING = {"someone/failing"}
"""Models whose providers do not pass the Hub's checks at the moment."""


def hub(world: World) -> list[Route]:
    async def model(request: Request) -> Response:
        name = request.path_params["model"]
        if name not in PURPOSES:
            headers = {"x-error-code": "RepoNotFound", "x-error-message": "Repository not found"}
            return JSONResponse({"error": "Repository not found"}, status_code=404, headers=headers)
        if name == "someone/unreadable":
            return Response(b"<html>not what was asked for", media_type="text/html")
        about = {"_id": "673f0000", "id": name}
        if "inferenceProviderMapping" in request.query_params.getlist("expand"):
            task = "conversational" if PURPOSES[name] == "text-generation" else PURPOSES[name]
            status = "error" if name in FAILING else "live"
            lora = {"adapter": "lora", "adapterWeightsPath": ADAPTERS[name]} if name in ADAPTERS else {}
            known = {
                provider: {"status": status, "providerId": id, "task": task, "isModelAuthor": False, **lora}
                for provider, id in PROVIDERS[name].items()
            }
            return JSONResponse(about | {"inferenceProviderMapping": known})
        more = {"modelId": name, "tags": [PURPOSES[name]], "pipeline_tag": PURPOSES[name], "private": False}
        return JSONResponse(about | more | {"siblings": [], "downloads": 1, "likes": 1, "sha": "0" * 40})

    return [Route("/huggingface.co/api/models/{model:path}", model, methods=["GET"])]
