"""Any model of the Hugging Face Hub: `hf:OWNER/MODEL`, or `hf:OWNER/MODEL@PROVIDER`.

Who runs it, for which task and under which id, the Hub is asked through huggingface_hub when the engine is chosen (GET
/api/models/ID?expand=inferenceProviderMapping); its answer holds for the process. Language models go by `hf_router`,
everything else by `huggingface`. Read 2026-11-21, huggingface_hub 2.4.0.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from polymuse.catalog import Limits, Route, System, systems
from polymuse.engines.hosted._credentials import configured, secret_for
from polymuse.engines.hosted._engine import Hosted
from polymuse.engines.hosted._hf_library import EXTRA, MODULE, library, offered
from polymuse.engines.hosted._hf_parameters import capability_of, ignored
from polymuse.engines.hosted._hf_responses import SHAPES
from polymuse.engines.hosted._routing import capabilities, complete, paces, vendor
from polymuse.errors import KeyMissing, NoEngine, ParameterError, PolymuseError
from polymuse.protocols import SecretProvider
from polymuse.types import Card, Settings

__all__ = ["chosen", "engine", "named"]

PREFIX = "hf:"
NAME = re.compile(r"(?P<model>\w[\w.-]*/\w[\w.-]*)(@(?P<provider>\w[\w.-]*))?", re.ASCII)
URL, ELSEWHERE = "https://huggingface.co", "POLYMUSE_HUGGINGFACE_HUB_URL"
"""Where the Hub is, and the variable that says where it is instead."""
SECONDS = 10.0
"""For which the Hub's answer is waited."""
TALK, WORDS = "conversational", "text-generation"
"""What the Hub calls a language model's task, and what we do."""
CATALOGUED = {"fal-ai": "fal", "replicate": "replicate"}
"""Inference providers that the catalogue has routes of, under names of its own."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A provider that runs a model: for one task, under an id of its own; of a LoRA, the file of its weights."""

    provider: str
    id: str
    task: str
    live: bool
    adapter: str = ""

    @property
    def possible(self) -> bool:
        """Whether its requests can be made and its answers read."""
        return self.task == WORDS or (
            self.task in SHAPES.get(self.provider, {}) and self.provider in offered(self.task)
        )


def named(id: str) -> bool:
    """Whether an engine's id means a model of the Hub."""
    return id.startswith(PREFIX)


async def chosen(
    id: str, task: str | None, secrets: SecretProvider, settings: Settings, *, keyless: bool = False
) -> Hosted:
    """The engine for a model, by the provider that is named, or the first that is live and does the task. Raises
    ParameterError for a model or provider that there is not, KeyMissing unless `keyless`, MissingExtra, and NoEngine
    where nobody runs it, where nobody does that task with it, or where the Hub does not answer."""
    model, _ = parted(id)
    router = vendor("huggingface")
    token = None
    if not keyless or await configured(router, secrets):
        token = (await secret_for(router, secrets, settings)).reveal()
    complete(router)
    _known[model] = await asyncio.to_thread(offers, model, settings.get(ELSEWHERE, URL), token)
    return engine(id, task)


_known: dict[str, tuple[Offer, ...]] = {}
"""What the Hub said of the models that were chosen in this process."""


def engine(id: str, task: str | None = None) -> Hosted:
    """The engine for a model that was chosen before, else one that the Hub is asked for without a key, which blocks."""
    model, provider = parted(id)
    if model not in _known:
        _known[model] = offers(model, os.environ.get(ELSEWHERE, URL), None)
    offer = best(model, _known[model], provider, task)
    route, dialect = route_to(model, offer), dialect_of(model, offer)
    return Hosted(card_of(model, offer, route), vendor(route.provider), route, dialect)


def parted(id: str) -> tuple[str, str | None]:
    """(model, provider). Raises ParameterError."""
    found = NAME.fullmatch(id.removeprefix(PREFIX))
    if found is None:
        raise unnamed(id)
    return found["model"], found["provider"]


def unnamed(id: str) -> ParameterError:
    return ParameterError(
        f"{id!r} is no model of the Hugging Face Hub.", hint="Write it as hf:OWNER/MODEL or hf:OWNER/MODEL@PROVIDER."
    )


def offers(model: str, endpoint: str, token: str | None) -> tuple[Offer, ...]:
    """Everybody who runs a model, in the order that the Hub gives, which is the user's own where they have set one.
    Without a `token` the library looks for none either. Raises MissingExtra, ParameterError, KeyMissing, NoEngine."""
    hub = library().HfApi(endpoint=endpoint.rstrip("/"), token=token or False)
    found = answer(model, lambda: hub.model_info(model, timeout=SECONDS, expand=["inferenceProviderMapping"]))
    return tuple(
        Offer(
            each.provider, each.provider_id, WORDS if each.task == TALK else each.task, each.status == "live",
            each.adapter_weights_path or "",
        )
        for each in found.inference_provider_mapping or ()
    )  # fmt: skip


def answer(model: str, ask: Callable[[], Any]) -> Any:
    """What the Hub says of a model. Raises ParameterError, KeyMissing, NoEngine."""
    import httpx2  # noqa: PLC0415 - slow to load

    errors = library().errors
    try:
        return ask()
    except errors.RepositoryNotFoundError:
        raise ParameterError(
            f"The Hugging Face Hub has no model {model!r}, or none that HF_TOKEN may see.",
            hint="https://huggingface.co/models lists them.",
        ) from None
    except errors.HFValidationError:
        raise unnamed(PREFIX + model) from None
    except errors.HfHubHTTPError as error:
        raise refused(error.response.status_code) from None
    except (OSError, httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise NoEngine(
            f"The Hugging Face Hub cannot be reached ({type(error).__name__}), so nobody knows who runs {model}.",
            hint="Check the network, and give the same command again.",
        ) from None
    except (ValueError, LookupError, TypeError, AttributeError):
        raise NoEngine(
            f"The Hugging Face Hub's answer about {model} cannot be read.", hint=f"Check {ELSEWHERE}."
        ) from None


def refused(status: int) -> PolymuseError:
    if status in (401, 403):
        return KeyMissing("The Hugging Face Hub does not take the key.", hint="Check HF_TOKEN.")
    return NoEngine(f"The Hugging Face Hub answered {status}.", hint="Give the same command again in a while.")


def best(model: str, found: Sequence[Offer], provider: str | None, task: str | None) -> Offer:
    """The offer that is meant. Raises ParameterError, NoEngine."""
    if not found:
        raise NoEngine(
            f"No inference provider of Hugging Face runs {model}.",
            hint="https://huggingface.co/models?inference_provider=all lists what is run.",
        )
    here = [each for each in found if each.provider == provider] if provider else [each for each in found if each.live]
    if not here:
        ways = ", ".join(f"{PREFIX}{model}@{each.provider}" for each in found)
        if provider:
            raise ParameterError(f"{model} is not run by {provider!r}.", hint=f"There are: {ways}.")
        raise NoEngine(
            f"None of the providers of {model} is live now.", hint=f"Name one to try it all the same: {ways}."
        )
    able = [each for each in here if each.possible and task in (None, each.task)]
    if able:
        return able[0]
    done = ", ".join(dict.fromkeys(each.task for each in here if each.possible))
    if not done:
        unknown = ", ".join(dict.fromkeys(f"{each.task} by {each.provider}" for each in here))
        raise NoEngine(f"{model} is run for {unknown}, which polymuse does not ask for.")
    by = f" by {provider}" if provider else ""
    raise NoEngine(f"{model} does not do {task or 'anything that is asked for'}{by}.", hint=f"It does: {done}.")


def route_to(model: str, offer: Offer) -> Route:
    if offer.task == WORDS:
        return Route(provider="hf_router", model=f"{model}:{offer.provider}", tasks=(WORDS,))
    said = {"provider": offer.provider, "id": offer.id, "adapter": offer.adapter}
    known = next((route for _, route in catalogued(model, offer)), None)
    fallback = Limits.model_validate(capability_of(offer.task, offer.provider, offer.id).model_dump())
    return Route(
        provider="huggingface", model=model, tasks=(offer.task,),
        options={name: value for name, value in said.items() if value},
        ignores=known.ignores if known else ignored(offer.task, offer.provider),
        limits={offer.task: known.limits_for(offer.task) if known else fallback},
    )  # fmt: skip


def catalogued(model: str, offer: Offer) -> Iterator[tuple[System, Route]]:
    """The catalogue's routes to the same model at the same provider: what is known of it holds here as well."""
    for system in systems().values():
        for route in system.routes:
            own = route.provider == "huggingface" and route.model == model
            if (own and route.options.get("provider") == offer.provider) or (
                route.provider == CATALOGUED.get(offer.provider) and route.model_for(offer.task) == offer.id
            ):
                yield system, route


def dialect_of(model: str, offer: Offer) -> str:
    """The dialect of the catalogue's system with these weights, else plain sentences."""
    here = (route.dialect or system.dialect for system, route in catalogued(model, offer))
    weights = (system.dialect for system in systems().values() if system.weights == model)
    return next(here, None) or next(weights, "plain")


def card_of(model: str, offer: Offer, route: Route) -> Card:
    """No price is known: it is the provider's, and the Hub does not say it."""
    return Card(
        id=f"{PREFIX}{model}@{offer.provider}", name=model, version=f"{offer.id}{offer.adapter}/1", tasks=route.tasks,
        locality="hosted", pace=paces(route.tasks), summary=f"A model of the Hugging Face Hub, run by {offer.provider}.",
        licence="see the model card", extra=EXTRA, modules=(MODULE,), ignores=route.ignores,
        provider=route.provider, capabilities=capabilities(route),
    )  # fmt: skip
