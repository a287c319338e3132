"""Gemini: it writes, sees, hears, draws and speaks by generateContent; music, films and transcripts are interactions.

Wire format: google-genai 3.6.1 SDK (types.py, models.py: `_..._to_mldev`), read 2026-12-01. Speech comes as bare samples of
type `audio/L16;codec=pcm;rate=24000`, as public code has it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from polymuse.engines.hosted._conversation import (
    Answer,
    Called,
    Words,
    chosen_tool,
    conversation,
    in_turns,
    mended,
    outcome,
    shown,
)
from polymuse.engines.hosted._gemini_embeddings import embeddings
from polymuse.engines.hosted._google import problem_of
from polymuse.engines.hosted._interactions import interactions
from polymuse.engines.hosted._wire import (
    Ask,
    BadReply,
    Done,
    Failed,
    Http,
    Operation,
    Outcome,
    Output,
    Reader,
    Reply,
    Vendor,
    base64_of,
    decoded,
    tokens,
)
from polymuse.messages import Media, Message, Part, Reasoning, Text, Tool, ToolCall, ToolResult
from polymuse.types import Asset, Kind, Notice, Tokens

NAME = "gemini"
VERSION = "v1beta"
MOST_SEED = 2**31 - 1
ENDS = {"STOP": "stop", "MAX_TOKENS": "length"}
VOICE = "Kore"
DECLINED = (
    *("SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT"),
    *("IMAGE_RECITATION", "MODEL_ARMOR"),
)
"""Reasons for an end that are about content."""


def inline(asset: Asset) -> dict[str, Any]:
    return {"inlineData": {"mimeType": asset.media_type, "data": base64_of(asset)}}


def contents(ask: Ask, messages: Sequence[Message]) -> list[dict[str, Any]]:
    """The conversation without what the system says. A mark of thoughts goes with the part after it."""
    names = {call.id: call.name for message in messages for call in message.tool_calls}
    turns = []
    for message in messages:
        parts, mark = list[dict[str, Any]](), ""
        for part in message.parts:
            if isinstance(part, Reasoning):
                mark = part.signature if part.provider == NAME else ""
            elif part != Text(text=""):
                parts.append(part_of(ask, part, names) | ({"thoughtSignature": mark} if mark else {}))
                mark = ""
        if parts:
            turns.append({"role": "model" if message.role == "assistant" else "user", "parts": parts})
    return turns


def part_of(ask: Ask, part: Part, names: Mapping[str, str]) -> dict[str, Any]:
    match part:
        case Media():
            return inline(shown(ask, part))
        case ToolCall():
            return {"functionCall": {"id": part.id, "name": part.name, "args": dict(part.arguments)}}
        case ToolResult():
            said = "".join(piece.text for piece in part.content if isinstance(piece, Text))
            media = [inline(shown(ask, piece)) for piece in part.content if isinstance(piece, Media)]
            response = {
                "id": part.id,
                "name": names[part.id],
                "response": {"error" if part.is_error else "output": said},
            }
            return {"functionResponse": response | ({"parts": media} if media else {})}
    assert isinstance(part, Text)
    return {"text": part.text}


def body(ask: Ask, config: Mapping[str, Any], words: str | None = None) -> dict[str, Any]:
    """A request about the conversation; or, where there are `words` of its own, one that says them."""
    system, messages, _ = in_turns(conversation(ask if words is None else replace(ask, text=words)))
    settings = {
        "seed": seed_of(ask), "temperature": ask.param("temperature"), "topP": ask.param("top_p"),
        "stopSequences": list(ask.param("stop", ())) or None, "maxOutputTokens": ask.longest, **config,
    }  # fmt: skip
    asked: dict[str, Any] = {
        "contents": contents(ask, messages),
        "generationConfig": {name: value for name, value in settings.items() if value is not None},
    }
    if system:
        asked["systemInstruction"] = {"parts": [{"text": system}]}
    if tools := ask.param("tools"):
        asked["tools"] = [{"functionDeclarations": [declaration(tool) for tool in tools]}]
        if (choice := chosen_tool(ask)) is not None:
            asked["toolConfig"] = {"functionCallingConfig": calling(choice)}
    return asked


def seed_of(ask: Ask) -> int | None:
    """A seed of 31 bits, for Gemini's is a signed number of 32."""
    seed = ask.param("seed")
    return None if seed is None else seed & MOST_SEED


def declaration(tool: Tool) -> dict[str, Any]:
    described = {"description": tool.description} if tool.description else {}
    return {"name": tool.name, **described, "parametersJsonSchema": dict(tool.parameters)}


def calling(choice: str) -> dict[str, Any]:
    if choice == "none":
        return {"mode": "NONE"}
    return {"mode": "ANY"} if choice == "required" else {"mode": "ANY", "allowedFunctionNames": [choice]}


def generate(ask: Ask, asked: Mapping[str, Any]) -> Http:
    return Http("POST", f"/{VERSION}/models/{ask.model}:generateContent", json=asked)


def write(ask: Ask) -> Http:
    http = say(ask)
    return Http("POST", http.url.replace(":generate", ":streamGenerate"), json=http.json, query={"alt": "sse"})


def say(ask: Ask) -> Http:
    """Words, about whatever is given."""
    config: dict[str, Any] = {}
    if (schema := ask.param("json_schema")) is not None:
        config = {"responseMimeType": "application/json", "responseJsonSchema": schema}
    return generate(ask, body(ask, config))


def answer(ask: Ask) -> Http:
    return generate(ask, body(ask, {"responseModalities": ["TEXT", "IMAGE"]}))


def draw(ask: Ask) -> Http:
    shape = {"aspectRatio": ask.aspect, "imageSize": ask.resolution}
    said = {name: value for name, value in shape.items() if value}
    config = {"responseModalities": ["IMAGE"], **({"imageConfig": said} if said else {})}
    return generate(ask, body(ask, config))


def speak(ask: Ask) -> Http:
    """Instructions go before the words, for there is no field for them."""
    told = ask.words.get("instructions")
    words = f"{told}\n\n{ask.text}" if told else ask.text
    voice = {"voiceConfig": {"prebuiltVoiceConfig": {"voiceName": ask.param("voice", VOICE)}}}
    return generate(ask, body(ask, {"responseModalities": ["AUDIO"], "speechConfig": voice}, words))


def declined(reply: Mapping[str, Any]) -> Failed | None:
    """Why there is nothing, when there is nothing for the content's sake."""
    feedback = reply.get("promptFeedback") or {}
    if reason := feedback.get("blockReason"):
        return Failed(str(feedback.get("blockReasonMessage") or reason), "moderated")
    for candidate in reply.get("candidates") or []:
        if candidate.get("finishReason") in DECLINED:
            return Failed(str(candidate.get("finishMessage") or candidate["finishReason"]), "moderated")
    return None


def counted(reply: Mapping[str, Any]) -> Tokens | None:
    """Thoughts are counted apart from what is answered, and what tools gave apart from what was asked."""
    read = ["promptTokenCount", "toolUsePromptTokenCount"]
    written = ["candidatesTokenCount", "thoughtsTokenCount"]
    return tokens(reply.get("usageMetadata"), read, written, "totalTokenCount", ["cachedContentTokenCount"])


def parts_of(reply: Mapping[str, Any]) -> list[dict[str, Any]]:
    """All that the answer holds but thoughts."""
    content = next(iter(reply.get("candidates") or [{}])).get("content") or {}
    return [part for part in content.get("parts") or [] if not part.get("thought")]


def made_of(part: Mapping[str, Any]) -> tuple[bytes, str] | None:
    """The bytes and media type of a part that is no words."""
    blob = part.get("inlineData")
    return (decoded(blob["data"]), blob["mimeType"]) if blob else None


def finish_of(reply: Mapping[str, Any]) -> str:
    return str(next(iter(reply.get("candidates") or [{}])).get("finishReason") or "")


def finished(ask: Ask, parts: Sequence[Mapping[str, Any]], end: str, spent: Tokens | None) -> Done | Failed:
    """Words, pictures and calls of functions, and in which order they came."""
    said, pictures, order = list[Text | Reasoning | Called](), list[Output](), list[str]()
    for part in parts:
        if mark := part.get("thoughtSignature"):
            said.append(Reasoning(reasoning="", signature=mark, provider=NAME))
        if (made := made_of(part)) is not None:
            pictures.append(Output(f"image-{len(pictures) + 1}" if pictures else "image", Kind.IMAGE, made[0]))
            order.append(pictures[-1].name)
        elif call := part.get("functionCall"):
            said.append(Called(call.get("id") or "", call.get("name") or "", call.get("args") or {}))
        elif part.get("text"):
            said.append(Text(text=part["text"]))
            order += ["text"] if "text" not in order else []
    if not said and not pictures and end not in ("STOP", "MAX_TOKENS"):
        return Failed(end or "it said nothing", tokens=spent)
    calls = any(isinstance(part, Called) for part in said)
    why = "tool_calls" if calls else ENDS.get(end, end.lower())
    notices = [*in_turns(conversation(ask))[2], *folded(ask)]
    many = ask.task == "any-to-any"
    found = Answer(said, why, spent, between="\n\n" if many else "")
    return outcome(ask, found, pictures, notices=notices, facts={"order": order or ["text"]} if many else None)


def folded(ask: Ask) -> list[Notice]:
    """What is said of a seed that is too large."""
    seed = ask.param("seed")
    if seed is None or seed <= MOST_SEED:
        return []
    return [Notice("seed", f"Gemini takes smaller seeds only: {seed} became {seed & MOST_SEED}.")]


def gathered(ask: Ask, reply: Reply) -> Done | Failed:
    """All that an answer holds, and what it took."""
    found = reply.json()
    if (refused := declined(found)) is not None:
        return replace(refused, tokens=counted(found))
    return finished(ask, parts_of(found), finish_of(found), counted(found))


def drawn(ask: Ask, reply: Reply) -> Outcome:
    made = gathered(ask, reply)
    if not isinstance(made, Done):
        return made
    pictures = [output for output in made.outputs if output.kind is Kind.IMAGE]
    if not pictures:
        why = finish_of(reply.json()) or "no reason is given"
        return Failed(f"it drew nothing ({why})", tokens=made.tokens)
    return Done(pictures, tokens=made.tokens)


def spoken(ask: Ask, reply: Reply) -> Outcome:
    found = reply.json()
    return replace(declined(found) or voiced(found), tokens=counted(found))


def voiced(found: Mapping[str, Any]) -> Done | Failed:
    """What is heard."""
    made = [one for part in parts_of(found) if (one := made_of(part)) is not None]
    if not made:
        return Failed(f"it said nothing ({finish_of(found) or 'no reason is given'})")
    return Done([sound("speech", Kind.SPEECH, b"".join(data for data, _ in made), made[0][1])])


def sound(name: str, kind: Kind, data: bytes, media_type: str) -> Output:
    """Bare samples have their rate in their type: `audio/L16;codec=pcm;rate=24000`."""
    plain, _, rest = media_type.lower().partition(";")
    if plain not in ("audio/l16", "audio/pcm"):
        return Output(name, kind, data)
    said = dict(part.strip().partition("=")[::2] for part in rest.split(";"))
    return Output(name, kind, data, pcm=(int(said.get("rate", 24000)), int(said.get("channels", 1))))


class Streamed(Reader):
    """Puts the chunks of an answer together."""

    def __init__(self, ask: Ask) -> None:
        super().__init__(ask)
        self._parts: list[dict[str, Any]] = []
        self._words = Words()
        self._finish = ""
        self._refused: Failed | None = None
        self._tokens: Tokens | None = None

    def feed(self, event: str, data: Mapping[str, Any]) -> str:
        if error := data.get("error"):
            self._refused = Failed(str(error.get("message")))
        self._refused = self._refused or declined(data)
        self._tokens = counted(data) or self._tokens
        new = parts_of(data)
        for part in new:
            self._take(part)
        self._finish = finish_of(data) or self._finish
        return self._words.add("".join(part.get("text") or "" for part in new))

    def _take(self, part: dict[str, Any]) -> None:
        """Words go on where the last ones ended."""
        if part.keys() == {"text"} and self._parts and self._parts[-1].keys() == {"text"}:
            self._parts[-1] = {"text": self._parts[-1]["text"] + part["text"]}
        else:
            self._parts.append(part)

    def outcome(self) -> Outcome:
        if self._refused is not None:
            return replace(self._refused, tokens=self._tokens, received=self._words.text)
        if not self._finish:
            raise BadReply("The answer broke off.")
        whole = [{**part, "text": mended(part["text"])} if part.get("text") else part for part in self._parts]
        return finished(self.ask, whole, self._finish, self._tokens)


SAY = Operation(say, gathered)
DRAW = Operation(draw, drawn)

VENDOR = Vendor(
    name=NAME,
    title="Google",
    url="https://generativelanguage.googleapis.com",
    hosts=("generativelanguage.googleapis.com",),
    keys=("GOOGLE_API_KEY", "GEMINI_API_KEY"),
    auth=lambda key: {"x-goog-api-key": key},
    operations={
        "text-generation": Operation(write, gathered, reader=Streamed),
        "image-text-to-text": SAY,
        "audio-text-to-text": SAY,
        "video-text-to-text": SAY,
        "any-to-any": Operation(answer, gathered),
        "text-to-image": DRAW,
        "image-to-image": DRAW,
        "text-to-speech": Operation(speak, spoken),
        **interactions(f"/{VERSION}/interactions"),
        **embeddings(VERSION),
    },
    problem=problem_of,
    console="https://aistudio.google.com/usage",
    probe=Http("GET", f"/{VERSION}/models"),
)
