"""The one place that knows huggingface_hub from the inside: how it asks each inference provider for each task.

huggingface_hub (Apache-2.0), `inference/_providers`: a helper per provider and task, whose `_prepare_…` methods make
a request's address and body and do nothing else. Its `get_response` has no use here: it waits and downloads by itself,
and keeps the name of a job to itself, so that an interrupted one would be lost and paid for twice. Nor have its headers:
they hold the key, which only the transport may know. The library is imported when the first request needs it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from polymuse.engines.hosted._wire import Http
from polymuse.errors import MissingExtra
from polymuse.types import Asset

__all__ = ["EXTRA", "MODULE", "VERSION", "Place", "library", "offered", "request"]

EXTRA, MODULE = "hf", "huggingface_hub"
VERSION = "2.4"
"""The minor release that is known: private functions may be others in the next."""
ROUTED = "hf_"
"""A key that begins so is one of Hugging Face's; for it the library makes addresses of the router, and no others."""
HEADERS: Mapping[str, Mapping[str, str]] = {
    "zai-org": {"accept-language": "en-US,en", "x-source-channel": "hugging_face"},
}
"""What the library tells a provider beside the key and its own name."""


@dataclass(frozen=True, slots=True)
class Place:
    """A model at a provider: its name on the Hub, its id there, and, of a LoRA, the file of its weights."""

    provider: str
    model: str
    id: str
    adapter: str = ""


def library() -> ModuleType:
    """huggingface_hub, with its providers. Raises MissingExtra where it is not installed, or not in VERSION.

    polymuse reports to nobody, so the library is asked, in the way it has for that, not to tell what else runs here."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    try:
        import huggingface_hub  # noqa: PLC0415 - optional, and slow to load
    except ImportError as error:
        raise _missing(f"{MODULE}, which is not installed") from error
    if not huggingface_hub.__version__.startswith(f"{VERSION}."):
        raise _missing(f"{MODULE} {VERSION}, and {huggingface_hub.__version__} is installed")
    import huggingface_hub.inference._common  # noqa: PLC0415
    import huggingface_hub.inference._providers  # noqa: PLC0415

    return huggingface_hub


def _missing(library: str) -> MissingExtra:
    return MissingExtra(f"Hugging Face is reached through {library}.", hint=f"pip install 'polymuse[{EXTRA}]'")


def offered(task: str) -> tuple[str, ...]:
    """The providers that the library can ask for a task. Raises MissingExtra."""
    providers = library().inference._providers.PROVIDERS
    return tuple(name for name, tasks in providers.items() if task in tasks)


def request(place: Place, task: str, inputs: str | list[str] | Asset, parameters: Mapping[str, Any]) -> Http:
    """The request for a task, by the router: words, several texts or a file, and `parameters` in the task's own names as
    the library has them (`num_inference_steps`) or in the provider's. Raises MissingExtra."""
    found = library()
    helper = found.inference._providers.get_provider_helper(place.provider, task=task, model=place.model)
    mapping = found.hf_api.InferenceProviderMapping(
        provider=place.provider, hf_model_id=place.model, providerId=place.id, status="live", task=task,
        adapterWeightsPath=place.adapter or None,
    )  # fmt: skip
    given = _bytes_of(found, inputs) if isinstance(inputs, Asset) else inputs
    address = urlsplit(helper._prepare_url(ROUTED, place.id))
    # Each gets parameters of its own, for some helpers take out of them what they have used.
    json = helper._prepare_payload_as_dict(given, dict(parameters), mapping)
    body = helper._prepare_payload_as_bytes(given, dict(parameters), mapping, None)
    headers = dict(HEADERS.get(place.provider, {}))
    if body is not None:
        headers["content-type"] = body.mime_type or "application/octet-stream"
        body = bytes(body)
    return Http("POST", address.path, json=json, body=body, query=dict(parse_qsl(address.query)), headers=headers)


def _bytes_of(found: ModuleType, asset: Asset) -> bytes:
    """A file as the library takes it: bytes that know what they are."""
    data: bytes = found.inference._common.MimeBytes(asset.read_bytes(), asset.media_type)
    return data
