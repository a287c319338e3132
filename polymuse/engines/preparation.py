"""What all engines prepare in the same way: what they refuse, quantities, the cache key, and notices of what is ignored."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence

from polymuse import pricing
from polymuse.errors import ParameterError
from polymuse.quantities import Quantities, spread
from polymuse.tasks import get
from polymuse.types import AUDIO, Asset, Capability, Card, Kind, Notice, Params, Prepared, Request
from polymuse.version import __version__

__all__ = ["cache_key", "check", "inputs_json", "prepared"]


def prepared(
    card: Card,
    request: Request,
    *,
    sent: Request | None = None,
    traits: Mapping[str, str] | None = None,
    notices: Sequence[Notice] = (),
    shown: Mapping[str, object] | None = None,
    payload: object = None,
    decisive: Sequence[str] = (),
) -> Prepared:
    """A request as an engine with this card carries it out. `request` has its parameters resolved, and `sent` is the same
    as it reaches the model, with its words compiled and its documents read: it is counted. `traits` are what the price
    depends on, where the parameters do not say it, `shown` tells people what is asked of the model, `payload` is the
    engine's own form of it all, and `decisive` what of that decides the result beside the parameters."""
    return Prepared(
        card=card,
        request=request,
        quantities=_quantities(sent or request, card.capability(request.task)),
        traits=pricing.traits(request.params) if traits is None else traits,
        notices=(*_ignored(card, request), *notices),
        cache_key=cache_key(card, request, decisive),
        shown=shown or {},
        payload=payload,
    )


def check(card: Card, request: Request) -> None:
    """Raises ParameterError for what a model cannot do of a task."""
    known, params = card.capability(request.task), request.params
    _check_inputs(card, known, request)
    language = getattr(params, "language", None)
    if language and known.languages and not _speaks(known.languages, language):
        raise ParameterError(
            f"language: {card.name} does not speak {language!r}.", hint=f"It speaks: {', '.join(known.languages)}."
        )
    voice = getattr(params, "voice", None)
    if voice and known.voices and not known.own_voices and voice.lower() not in map(str.lower, known.voices):
        raise ParameterError(
            f"voice: {card.name} has no voice {voice!r}.", hint=f"There are: {', '.join(known.voices)}."
        )
    most = getattr(params, "max_tokens", None)
    if most and known.output_tokens and most > known.output_tokens:
        raise ParameterError(
            f"max_tokens: {card.name} writes at most {known.output_tokens} tokens; {most} were asked for."
        )


def _check_inputs(card: Card, known: Capability, request: Request) -> None:
    media = {name: asset for name, asset in request.inputs.items() if asset.kind is not Kind.BRIEF}
    if known.inputs is not None:
        for name in media:
            if name not in known.inputs:
                raise ParameterError(
                    f"{name}: {card.name} takes none for {request.task}.",
                    hint=f"It takes: {', '.join(known.inputs) or 'words only'}.",
                )
    if request.task == "text-generation":
        _check_perceived(card, media)
    pictures = sum(asset.kind is Kind.IMAGE for asset in media.values())
    if known.images is not None and pictures > known.images:
        raise ParameterError(f"{card.name} takes at most {known.images} pictures; these are {pictures}.")
    video = media.get("video")
    if request.task == "video-to-video" and video and known.longest and (video.seconds or 0) > known.longest + 0.5:
        raise ParameterError(
            f"video: {card.name} takes {known.longest:g} s at once; this video has {video.seconds:.1f} s.",
            hint="Give it in parts.",
        )


def _check_perceived(card: Card, media: Mapping[str, Asset]) -> None:
    """Whether a language model perceives what it is shown in a conversation: it does where it answers about one alone."""
    for name, asset in media.items():
        kind = "audio" if asset.kind in AUDIO else str(asset.kind)
        if f"{kind}-text-to-text" not in card.tasks:
            raise ParameterError(
                f"{name}: {card.name} takes no {kind}.",
                hint=f"`polymuse models --task {kind}-text-to-text` lists some.",
            )


def _speaks(languages: Sequence[str], language: str) -> bool:
    """Whether a language is among some; one without a region stands for all its regions, and the other way round."""
    asked = language.lower()
    known = [code.lower() for code in languages]
    return any(asked in (code, code.partition("-")[0]) or asked.partition("-")[0] == code for code in known)


def inputs_json(request: Request) -> str:
    """The digests of the inputs by name, as JSON."""
    return json.dumps({name: asset.digest for name, asset in sorted(request.inputs.items())})


def cache_key(card: Card, request: Request, decisive: Sequence[str] = ()) -> str | None:
    """SHA-256 over all that decides the result: task, parameters, engine and version, inputs' digests, and what else is
    `decisive`. None where an input is not made yet."""
    if any(not asset.made for asset in request.inputs.values()):
        return None
    version = f"{card.version}/{__version__}" if card.locality == "builtin" else card.version
    parts = [request.task, card.id, version, request.params.model_dump_json(), inputs_json(request), *decisive]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _quantities(sent: Request, capability: Capability) -> Quantities:
    """Of a length that is left to the model, from the shortest to the longest that it makes."""
    measure, params, inputs = get(sent.task).quantities, sent.params, sent.inputs
    longest = capability.longest
    if longest is None or "seconds" not in type(params).model_fields or getattr(params, "seconds", None) is not None:
        return measure(params, inputs)
    shortest = capability.shortest or 0.0
    return spread(*(measure(_lasting(params, s), inputs) for s in (shortest, (shortest + longest) / 2, longest)))


def _lasting(params: Params, seconds: float) -> Params:
    return params.model_copy(update={"seconds": seconds})


def _ignored(card: Card, request: Request) -> Iterator[Notice]:
    """What was asked for that the engine does not know."""
    for name in sorted(request.params.model_fields_set & set(card.ignores)):
        if getattr(request.params, name) != type(request.params).model_fields[name].default:
            yield Notice("ignored", f'{card.name} pays no attention to "{name}".')
