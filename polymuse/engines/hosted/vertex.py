"""Vertex AI: films by Veo, music by Lyria 2.

Wire format: google-genai 3.4.0 SDK (models.py: `_GenerateVideosParameters_to_vertex`, operations.py), read 2026-11-21; Lyria
2's from Google Cloud's reference, as digested in calesthio/generative-media-skills (2026-07). Another region than
us-central1: GOOGLE_CLOUD_LOCATION names it, and POLYMUSE_VERTEX_URL its address.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from polymuse.engines.hosted._google import TOKENS, problem_of
from polymuse.engines.hosted._wire import (
    Ask,
    Done,
    Failed,
    Http,
    Operation,
    Outcome,
    Output,
    Pacing,
    Reply,
    Vendor,
    Waiting,
    base64_of,
    bearer,
    decoded,
)
from polymuse.errors import KeyMissing
from polymuse.types import Asset, Kind

CANCELLED = 1
"""google.rpc.Code of what was cancelled."""


def model_of(ask: Ask) -> str:
    """The path of a model. Raises KeyMissing when no project is set."""
    project, location = ask.settings.get("project"), ask.settings.get("location", "us-central1")
    if not project:
        raise KeyMissing("Vertex AI needs a project.", hint="Set GOOGLE_CLOUD_PROJECT in the environment.")
    return f"/v1/projects/{project}/locations/{location}/publishers/google/models/{ask.model}"


def shown(asset: Asset) -> dict[str, str]:
    return {"bytesBase64Encoded": base64_of(asset), "mimeType": asset.media_type}


def film(ask: Ask) -> Http:
    """A silent shot; a film's sound is made elsewhere."""
    frames = {"image": "image", "last": "lastFrame"}
    shot = {field: shown(ask.inputs[name]) for name, field in frames.items() if name in ask.inputs}
    how: dict[str, Any] = {
        "sampleCount": 1,
        "durationSeconds": round(ask.seconds or 8.0),
        "aspectRatio": ask.aspect,
        "resolution": ask.resolution,
        "seed": ask.param("seed", 0),
        "generateAudio": False,
    }
    if ask.negative:
        how["negativePrompt"] = ask.negative
    if "image" in shot:
        how["resizeMode"] = "crop"
    body = {"instances": [{"prompt": ask.text, **shot}], "parameters": how}
    return Http("POST", f"{model_of(ask)}:predictLongRunning", json=body)


def look(ask: Ask, job: str) -> Http:
    return Http("POST", f"{model_of(ask)}:fetchPredictOperation", json={"operationName": job})


def filmed(ask: Ask, reply: Reply) -> Outcome:
    found = reply.json()
    if not found.get("done"):
        return Waiting(found["name"], look(ask, found["name"]), pause=10.0)
    if error := found.get("error"):
        return Failed(str(error.get("message")), "cancelled" if error.get("code") == CANCELLED else "failed")
    response = found.get("response") or {}
    videos = [video for video in response.get("videos") or [] if video.get("bytesBase64Encoded")]
    if not videos:
        reasons = response.get("raiMediaFilteredReasons") or ["no film was made"]
        return Failed(str(reasons[0]), "moderated" if response.get("raiMediaFilteredCount") else "failed")
    return Done([Output("video", Kind.VIDEO, decoded(videos[0]["bytesBase64Encoded"]))])


def song(ask: Ask) -> Http:
    asked: dict[str, Any] = {"prompt": ask.text, "seed": ask.param("seed", 0)}
    if ask.negative:
        asked["negative_prompt"] = ask.negative
    return Http("POST", f"{model_of(ask)}:predict", json={"instances": [asked], "parameters": {}})


def sung(ask: Ask, reply: Reply) -> Outcome:
    one: Mapping[str, Any] = reply.at("predictions", 0)
    data = decoded(one.get("bytesBase64Encoded") or one["audioContent"])
    return Done([Output("music", Kind.MUSIC, data)])


FILM = Operation(film, reply=filmed, poll=look, status=filmed)

VENDOR = Vendor(
    name="vertex",
    title="Vertex AI",
    url="https://us-central1-aiplatform.googleapis.com",
    hosts=("us-central1-aiplatform.googleapis.com",),
    keys=TOKENS,
    auth=bearer,
    operations={"text-to-video": FILM, "image-to-video": FILM, "text-to-music": Operation(song, sung)},
    problem=problem_of,
    pacing=Pacing(at_once=8),
    settings={"project": "GOOGLE_CLOUD_PROJECT", "location": "GOOGLE_CLOUD_LOCATION"},
    console="https://console.cloud.google.com/vertex-ai",
)
