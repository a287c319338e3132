"""What every dialect keeps to: nothing is lost without a word, limits hold, and it never raises."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from math import gcd
from typing import Any

import pytest
from hypothesis import given

from polymuse.errors import ParameterError
from polymuse.prompts import CompiledPrompt, Prompt, TextLimits, dialect, names, read
from polymuse.prompts.model import PromptPart
from polymuse.prompts.truncation import size
from tests.prompts.strategies import PROMPTS

RICH = """https://example.com/whole.png (zinnober:1.4) Hausboot [blasse] Möwen (unsichtbar:0) (verboten:-1)
Subject: zwei (Kähne:1.2)
Setting: Fjord
Light: Nordlicht
Mood: wehmütig
Style: Holzschnitt
Palette: umbra
Camera: Vogelperspektive
Motion: treibend
Sound: Brandung
Music: Drehorgel
Audience: Kapitäne
Genre: Walzer
Tempo: 93 BPM
Key: d-Moll
Instruments: Bratsche
Vocals: Alt
Structure: Vorspiel, Strophe
Duration: 47 seconds
Delivery: flüsternd
Text: GESCHLOSSEN & “VERLASSEN” <heute>
Lyrics: Wogen wiegen
Speech: Niemand sah 🐚 sie gehen. 没有人
--no Menschen, (Autos:1.3) --ar 16:9 --seed 7531 --s 250 --style raw --v 8.1
--sref https://example.com/style.png::2 --cref https://example.com/cast.png --oref https://example.com/thing.png
--sw 321 --c 23 --tile --sparkle 77
"""
COMPOSED = "Gebirge AND Herbst :1.5 AND Nebel :-0.4 AND [--no Schnee]\nStyle: Holzschnitt"
LONG = read(RICH).over(Prompt(parts=(PromptPart.of("Ein Satz über das Meer, lang und breit. " * 500),)))
SHAPE = re.compile(r"\b([1-9]\d*)[:x]([1-9]\d*)\b")
WORD = re.compile(r"[^\W_]+")


def words(text: str) -> set[str]:
    return set(WORD.findall(text.casefold()))


def asked(prompt: Prompt) -> Iterator[str]:
    """Everything that a prompt says, one thing at a time."""
    yield from (span.text for part in (*prompt.parts, *prompt.negative) for span in part.spans)
    yield from (reference.url for reference in prompt.references)
    yield from (f"{flag.name} {flag.value}" for flag in prompt.flags if flag.name != "niji" or flag.value)
    settings = (prompt.aspect and reduced(*prompt.aspect), prompt.seed, prompt.stylize, prompt.style, prompt.version)
    yield from (str(value) for value in settings if value is not None)


def reduced(width: int, height: int) -> str:
    """A shape in its smallest numbers, as one word."""
    both = gcd(width, height)
    return f"{width // both}x{height // both}"


def told(compiled: CompiledPrompt) -> set[str]:
    """Every word that the dialect wrote, or named in a notice."""
    notices = " ".join(notice.text for notice in compiled.notices)
    said = f"{compiled.text} {compiled.negative} {' '.join(strings(compiled.params))} {notices}"
    return words(said) | {reduced(int(w), int(h)) for w, h in SHAPE.findall(said)}


def strings(value: Any) -> Iterator[str]:
    """Every string and number within a parameter, keys too."""
    if isinstance(value, Mapping):
        yield from (text for pair in value.items() for one in pair for text in strings(one))
    elif isinstance(value, list | tuple):
        yield from (text for one in value for text in strings(one))
    else:
        yield str(value)


def lost(prompt: Prompt, compiled: CompiledPrompt) -> list[str]:
    """What was asked and not told; "and" between two manners may go."""
    said = told(compiled) | {"and"}
    return [thing for thing in asked(prompt) if not words(thing) <= said]


def cut(compiled: CompiledPrompt) -> bool:
    return any("characters are left out" in notice.text for notice in compiled.notices)


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("text", [RICH, COMPOSED, "a cat"])
def test_every_word_is_written_or_reported(name: str, text: str) -> None:
    prompt = read(text)
    compiled = dialect(name).compile(prompt, TextLimits())
    assert lost(prompt, compiled) == []
    assert not cut(compiled)


@pytest.mark.parametrize("name", names())
def test_a_long_prompt_is_cut_within_its_limits_and_that_is_said(name: str) -> None:
    family = dialect(name)
    compiled = family.compile(LONG)
    for text, limit in ((compiled.text, family.limits.text), (compiled.negative, family.limits.negative)):
        assert limit is None or size(text, family.limits.unit) <= limit
    assert cut(compiled) or lost(LONG, compiled) == []


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("limit", [0, 1, 30, 200])
def test_a_small_limit_holds(name: str, limit: int) -> None:
    prompt = read(RICH)
    compiled = dialect(name).compile(prompt, TextLimits(text=limit, negative=limit, lyrics=limit, unit="bytes"))
    assert size(compiled.text, "bytes") <= limit
    assert size(compiled.negative, "bytes") <= limit
    assert cut(compiled) or lost(prompt, compiled) == []


@pytest.mark.parametrize("name", names())
@given(prompt=PROMPTS)
def test_any_prompt_compiles_and_always_to_the_same(name: str, prompt: Prompt) -> None:
    family = dialect(name)
    compiled = family.compile(prompt)
    assert compiled == family.compile(prompt)
    json.dumps(dict(compiled.params))
    assert family.limits.text is None or size(compiled.text, family.limits.unit) <= family.limits.text
    assert cut(compiled) or lost(prompt, compiled) == []


@pytest.mark.parametrize("name", names())
def test_an_empty_prompt_has_no_notices(name: str) -> None:
    compiled = dialect(name).compile(Prompt())
    assert compiled.notices == ()
    assert compiled.negative == ""


@pytest.mark.parametrize("name", names())
def test_it_says_what_it_is(name: str) -> None:
    family = dialect(name)
    assert family.name and family.about
    assert set(family.makes) <= {"image", "video", "music", "sound", "speech"} and family.makes


def test_a_wrong_name_lists_the_right_ones() -> None:
    with pytest.raises(ParameterError) as caught:
        dialect("dall-e-1")
    assert all(name in caught.value.hint for name in names())
