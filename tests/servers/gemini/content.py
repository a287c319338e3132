"""POST /{version}/models/{model}:generateContent, and :streamGenerateContent."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any, Literal

from pydantic import AliasGenerator, ConfigDict, Field
from pydantic.alias_generators import to_camel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ..body import Body, Refused, guarded, read
from ..google import complain, decoded, error, perceived, wrong
from ..media import picture
from ..perception import Heard, Sight, filled, reply
from ..world import Count, World
from .models import VOICES, known, pcm, pixels, speakers_of, use_of

__all__ = ["ContentRequest", "routes"]

RATIOS = ("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9", "1:8", "8:1", "1:4", "4:1")


class Camel(Body):
    """A body whose fields are written in camel case or as here: the SDK does both."""

    model_config = ConfigDict(
        alias_generator=AliasGenerator(validation_alias=to_camel), validate_by_name=True, validate_by_alias=True
    )


class Blob(Camel):
    mime_type: str
    data: str


class FileData(Camel):
    file_uri: str
    mime_type: str | None = None


class FunctionCall(Camel):
    name: str
    args: dict[str, Any] = Field(default_factory=dict)
    id: str | None = None


class ResponsePart(Camel):
    inline_data: Blob


class FunctionResponse(Camel):
    name: str
    response: dict[str, Any]
    id: str | None = None
    parts: list[ResponsePart] | None = None


class Part(Camel):
    text: str | None = None
    inline_data: Blob | None = None
    file_data: FileData | None = None
    function_call: FunctionCall | None = None
    function_response: FunctionResponse | None = None
    thought: bool | None = None
    thought_signature: str | None = None
    """In base64; the SDK writes that of URLs."""


class Content(Camel):
    parts: list[Part] = Field(min_length=1)
    role: Literal["user", "model"] | None = None


class Prebuilt(Camel):
    voice_name: str


class Voice(Camel):
    prebuilt_voice_config: Prebuilt | None = None


class SpeakerVoice(Camel):
    speaker: str
    voice_config: Voice


class Speakers(Camel):
    speaker_voice_configs: list[SpeakerVoice] = Field(min_length=2, max_length=2)


class Speech(Camel):
    voice_config: Voice | None = None
    multi_speaker_voice_config: Speakers | None = None
    language_code: str | None = None


class ImageConfig(Camel):
    aspect_ratio: str | None = None
    image_size: Literal["512", "1K", "2K", "4K"] | None = None


class Thinking(Camel):
    include_thoughts: bool | None = None
    thinking_budget: int | None = Field(None, ge=-1)
    thinking_level: Literal["MINIMAL", "LOW", "MEDIUM", "HIGH", "XHIGH"] | None = None


class Config(Camel):
    temperature: float | None = Field(None, ge=0, le=2)
    top_p: float | None = Field(None, ge=0, le=1)
    top_k: float | None = Field(None, ge=1)
    candidate_count: int | None = Field(None, ge=1, le=8)
    max_output_tokens: int | None = Field(None, ge=1)
    stop_sequences: list[str] | None = Field(None, max_length=5)
    presence_penalty: float | None = None
    frequency_penalty: float | None = None
    seed: int | None = None
    response_mime_type: Literal["text/plain", "application/json", "text/x.enum"] | None = None
    response_schema: dict[str, Any] | None = None
    response_json_schema: dict[str, Any] | None = None
    response_modalities: list[Literal["TEXT", "IMAGE", "AUDIO"]] | None = None
    media_resolution: str | None = None
    speech_config: Speech | None = None
    thinking_config: Thinking | None = None
    image_config: ImageConfig | None = None


class Declaration(Camel):
    name: str = Field(pattern="^[a-zA-Z_][a-zA-Z0-9_.:-]{0,127}$")
    description: str | None = None
    parameters: dict[str, Any] | None = None
    parameters_json_schema: dict[str, Any] | None = None


class Tool(Camel):
    function_declarations: list[Declaration] | None = None
    google_search: dict[str, Any] | None = None


class Calling(Camel):
    mode: Literal["AUTO", "ANY", "NONE"] = "AUTO"
    allowed_function_names: list[str] | None = None


class ToolConfig(Camel):
    function_calling_config: Calling | None = None


class Safety(Camel):
    category: str = Field(pattern="^HARM_CATEGORY_")
    threshold: Literal["BLOCK_LOW_AND_ABOVE", "BLOCK_MEDIUM_AND_ABOVE", "BLOCK_ONLY_HIGH", "BLOCK_NONE", "OFF"]


class ContentRequest(Camel):
    contents: list[Content] = Field(min_length=1)
    system_instruction: Content | None = None
    generation_config: Config = Field(default_factory=Config)
    safety_settings: list[Safety] | None = None
    tools: list[Tool] | None = None
    tool_config: ToolConfig | None = None


def lowered(schema: Any) -> Any:
    """A schema of Google's, whose types are in capitals, as JSON Schema."""
    if isinstance(schema, list):
        return [lowered(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: value.lower() if key == "type" and isinstance(value, str) else lowered(value)
        for key, value in schema.items()
    }


def told(world: World, asked: ContentRequest) -> tuple[str, list[Sight | Heard], int]:
    """The last words of the user, everything shown and played, and the size of all in tokens."""
    words, media, size = "", list[Sight | Heard](), 0
    for n, content in enumerate(asked.contents):
        text = "".join(part.text or "" for part in content.parts)
        for m, part in enumerate(content.parts):
            where = f"contents[{n}].parts[{m}]"
            if part.inline_data:
                data = decoded(part.inline_data.data, f"{where}.inline_data.data")
                media.append(perceived(data, part.inline_data.mime_type, where))
            elif part.file_data:
                media.append(perceived(*fetched(world, part.file_data), where))
            elif part.function_response:
                for piece in part.function_response.parts or []:
                    data = decoded(piece.inline_data.data, where)
                    media.append(perceived(data, piece.inline_data.mime_type, where))
        size += max(1, len(text) // 4)
        words = text if content.role != "model" and text else words
    return words, media, size


def check_turns(world: World, contents: list[Content]) -> None:
    """Every function that was called has its response in the next turn, and the mark of the thoughts that led there."""
    called: list[str] = []
    for n, content in enumerate(contents):
        responses = [part.function_response.name for part in content.parts if part.function_response]
        if responses != called and (responses or called):
            words = "Please ensure that the number of function response parts is equal to the number of function call"
            raise wrong(f"{words} parts of the function call turn.")
        calls = [part for part in content.parts if part.function_call]
        if world.thinks and calls and plain(calls[0].thought_signature) != signed(world.thinks):
            raise wrong(f"Function call is missing a thought_signature in functionCall parts (contents[{n}]).")
        called = [part.function_call.name for part in calls if part.function_call]
    if called:
        raise wrong("Please ensure that function call turn comes immediately before a function response turn.")


def plain(mark: str | None) -> str:
    """Base64 of either alphabet in the plain one."""
    return (mark or "").replace("-", "+").replace("_", "/")


def signed(thoughts: str) -> str:
    return base64.b64encode(thoughts.encode()).decode()


def fetched(world: World, file: FileData) -> tuple[bytes, str]:
    name = file.file_uri.partition(":download")[0].rpartition("/")[2]
    if name not in world.files:
        raise Refused(error(403, "You do not have permission to access the File or it may not exist."))
    data, kind = world.files[name]
    return data, file.mime_type or kind


def check(model: str, asked: ContentRequest) -> str:
    """What shall be made: TEXT, IMAGE or AUDIO; refuses what the model does not make."""
    known(model, "generateContent")
    use, config = use_of(model), asked.generation_config
    can = {"text": {"TEXT"}, "image": {"TEXT", "IMAGE"}, "speech": {"AUDIO"}}.get(use)
    if can is None:
        words = f"models/{model} is not found for API version v1beta, or is not supported for generateContent."
        raise Refused(error(404, words))
    wanted = set(config.response_modalities or can)
    if not wanted <= can:
        words = ", ".join(sorted(wanted - can)).lower()
        raise wrong(f"Model does not support the requested response modalities: {words}")
    if config.image_config and use != "image":
        raise wrong("Image generation config is not supported by this model.")
    ratio = config.image_config.aspect_ratio if config.image_config else None
    if ratio is not None and ratio not in RATIOS:
        raise wrong(f"Invalid value at 'generation_config.image_config.aspect_ratio': {ratio}")
    if config.speech_config and use != "speech":
        raise wrong("Speech config is not supported by this model.")
    if (config.response_schema or config.response_json_schema) and config.response_mime_type != "application/json":
        raise wrong("response_schema needs response_mime_type application/json.")
    return "IMAGE" if "IMAGE" in wanted else "AUDIO" if "AUDIO" in wanted else "TEXT"


def voices(speech: Speech | None) -> dict[str, str]:
    """Voices by speaker; one voice goes by no name."""
    if speech is None:
        return {"": "Kore"}
    if speech.multi_speaker_voice_config:
        many = speech.multi_speaker_voice_config.speaker_voice_configs
        chosen = {one.speaker: one.voice_config for one in many}
    else:
        chosen = {"": speech.voice_config or Voice()}
    names = {
        who: (voice.prebuilt_voice_config or Prebuilt(voiceName="Kore")).voice_name for who, voice in chosen.items()
    }
    for name in names.values():
        if name not in VOICES:
            raise wrong(f"Voice name {name} is not supported.")
    return names


def called(asked: ContentRequest, words: str) -> dict[str, Any] | None:
    """A call of a function: when there must be one, or may be one and there is no result yet."""
    declared = [one for tool in asked.tools or [] for one in tool.function_declarations or []]
    calling = asked.tool_config.function_calling_config if asked.tool_config else None
    mode = calling.mode if calling else "AUTO"
    answered = any(part.function_response for part in asked.contents[-1].parts)
    if not declared or mode == "NONE" or (mode == "AUTO" and answered):
        return None
    allowed = (calling.allowed_function_names if calling else None) or [one.name for one in declared]
    one = next((one for one in declared if one.name in allowed), None)
    if one is None:
        raise wrong("allowed_function_names must name declared functions.")
    schema = one.parameters_json_schema or lowered(one.parameters or {})
    return {"functionCall": {"name": one.name, "args": filled(schema, words), "id": "call-1"}}


def inline(data: bytes, kind: str) -> dict[str, Any]:
    return {"inlineData": {"mimeType": kind, "data": base64.b64encode(data).decode()}}


def parts_of(
    world: World, asked: ContentRequest, what: str, about: tuple[str, list[Sight | Heard]]
) -> list[dict[str, Any]]:
    """What the model makes."""
    words, media = about
    config = asked.generation_config
    if what == "AUDIO":
        return [inline(pcm(words, speakers_of(words, voices(config.speech_config))), "audio/L16;codec=pcm;rate=24000")]
    if what == "IMAGE":
        sizes = config.image_config or ImageConfig()
        width, height = pixels(sizes.aspect_ratio or "1:1", sizes.image_size or "1K")
        drawn = inline(picture(words + "".join(str(one) for one in media), width, height), "image/png")
        talk = config.response_modalities is None or "TEXT" in config.response_modalities
        return [*([{"text": "Here is your picture."}] if talk else []), drawn]
    call = called(asked, words)
    if call:
        return [call | ({"thoughtSignature": signed(world.thinks)} if world.thinks else {})]
    schema = config.response_json_schema or lowered(config.response_schema)
    return [{"text": reply(world.says, words, media, schema)}]


def detail(modality: str, count: int) -> list[dict[str, Any]]:
    return [{"modality": modality, "tokenCount": count}]


def answered(world: World, name: str, model: str, asked: ContentRequest, what: str) -> dict[str, Any]:
    """The whole answer."""
    words, media, size = told(world, asked)
    given = size + 258 * len(media)
    head = {"modelVersion": model, "responseId": world.id("resp-")}
    count = world.counted or Count(given, 0, 0, 0)
    given = count.read + count.cached
    before = {"promptTokenCount": given, "totalTokenCount": given, "promptTokensDetails": detail("TEXT", given),
              "cachedContentTokenCount": count.cached}  # fmt: skip
    ratings = [{"category": "HARM_CATEGORY_DANGEROUS_CONTENT", "probability": "HIGH", "blocked": True}]
    if world.outcome == "moderated" and what == "TEXT":
        blocked = {"blockReason": "SAFETY", "safetyRatings": ratings}
        return {**head, "promptFeedback": blocked, "usageMetadata": before}
    if world.outcome == "moderated":
        reason = "IMAGE_SAFETY" if what == "IMAGE" else "SAFETY"
        end = {"finishReason": reason, "finishMessage": "The result was blocked.", "index": 0, "safetyRatings": ratings}
        return {**head, "candidates": [end], "usageMetadata": before}
    parts = parts_of(world, asked, what, (words, media))
    most = asked.generation_config.max_output_tokens
    cut = most is not None and what == "TEXT" and len(parts[0].get("text", "")) // 4 > most
    if cut:
        parts = [{"text": parts[0]["text"][: 4 * (most or 0)]}]
    made = max(1, len(json.dumps(parts)) // 400 if what != "TEXT" else len(json.dumps(parts)) // 4)
    world.charge(name, model)
    made = world.counted.said if world.counted else made
    usage = {**before, "candidatesTokenCount": made, "candidatesTokensDetails": detail(what, made),
             "totalTokenCount": given + count.thought + made, "thoughtsTokenCount": count.thought}  # fmt: skip
    content = {"role": "model", "parts": parts}
    candidate = {"content": content, "finishReason": "MAX_TOKENS" if cut else "STOP", "index": 0}
    return {**head, "candidates": [candidate], "usageMetadata": usage}


def pieces(whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The answer in chunks: its words in two, everything else in one; only the last says why it ends."""
    content = whole.get("candidates", [{}])[0].get("content")
    parts = content["parts"] if content else []
    if len(parts) != 1 or "text" not in parts[0]:
        yield whole
        return
    text = parts[0]["text"]
    middle = len(text) // 2
    first = {"content": {"role": "model", "parts": [{"text": text[:middle]}]}, "index": 0}
    yield {**whole, "candidates": [first]}
    last = {**whole["candidates"][0], "content": {"role": "model", "parts": [{"text": text[middle:]}]}}
    yield {**whole, "candidates": [last]}


def routes(name: str, world: World, base: str) -> list[Route]:
    async def made(request: Request) -> dict[str, Any]:
        model = request.path_params["model"]
        asked = await read(request, ContentRequest, complain)
        what = check(model, asked)
        check_turns(world, asked.contents)
        if world.outcome == "failed":
            raise Refused(error(500, "An internal error has occurred. Please retry."))
        return answered(world, name, model, asked, what)

    async def generate(request: Request) -> Response:
        return JSONResponse(await made(request))

    async def stream(request: Request) -> Response:
        chunks = list(pieces(await made(request)))
        if request.query_params.get("alt") != "sse":
            return JSONResponse(chunks)
        body = "".join(f"data: {json.dumps(chunk)}\r\n\r\n" for chunk in chunks)
        return Response(body, media_type="text/event-stream")

    return [
        Route(f"{base}/models/{{model}}:generateContent", guarded(generate), methods=["POST"]),
        Route(f"{base}/models/{{model}}:streamGenerateContent", guarded(stream), methods=["POST"]),
    ]
