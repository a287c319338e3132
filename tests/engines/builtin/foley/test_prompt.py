from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse.brief import Setting
from polymuse.engines.builtin.foley.lexicon import lexicon, stem
from polymuse.engines.builtin.foley.prompt import parse_layers, scene_ambience
from polymuse.engines.builtin.foley.sounds.registry import BEDS, EVENTS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("birds chirping, children laughing in the distance, leaves rustling", ["songbird", "child", "leaves"]),
        ("surf and gulls", ["waves", "gull"]),
        ("water lapping against the hull; a gate creaks once", ["lapping", "gate-creak"]),
        ("footsteps on the gravel", ["step-gravel"]),
        ("rain on the tin roof", ["roof-rain"]),
        ("the wind in the trees", ["wind-trees"]),
        ("a bicycle bell rings while trams pass", ["bicycle-bell", "tram"]),
        ("an owl hoots; crickets", ["owl", "crickets"]),
        ("silence", ["room"]),
        ("no birds, just rain", ["rain"]),
    ],
)
def test_sounds_are_found(text: str, expected: list[str]) -> None:
    found, unknown = parse_layers(text)
    assert [layer.sound for layer in found] == expected
    assert unknown == ()


def test_levels_distance_and_times() -> None:
    (wind, gulls, gate), _ = parse_layers("soft wind, distant gulls; a gate creaks once at the end")
    assert wind.level < 0
    assert (gulls.distance, gulls.level) == (1, -7)
    assert (gate.count, gate.span) == (1, (0.65, 1.0))
    (bell,), _ = parse_layers("a church bell tolls three times")
    assert bell.count == 3
    (storm,), _ = parse_layers("the storm fades away")
    assert storm.change == -1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a theremin wails", ("theremin",)),
        ("wind, soft piano", ("piano",)),
        ("the old man, a warm light", ()),
        ("gently, at the end", ()),
    ],
)
def test_only_what_would_sound_is_reported_missing(text: str, expected: tuple[str, ...]) -> None:
    assert parse_layers(text)[1] == expected


def test_a_place_has_its_ambience() -> None:
    harbour = scene_ambience(Setting(place="harbour", time_of_day="dawn", weather=("rain",)))
    assert {layer.sound for layer in harbour} == {"harbour", "rain"}
    kitchen = scene_ambience(Setting(place="kitchen", weather=("rain",)))
    assert {layer.sound for layer in kitchen} == {"kitchen", "window-rain"}
    assert {layer.sound for layer in scene_ambience(Setting(place="meadow", time_of_day="night"))} == {
        "meadow",
        "crickets",
    }
    assert scene_ambience(Setting(place="zeppelin"))


def test_the_lexicon_holds_together() -> None:
    known = lexicon()
    sounds = set(BEDS) | set(EVENTS)
    assert not set(BEDS) & set(EVENTS)
    assert set(known.phrases.values()) <= sounds | set(known.mixes)
    assert {part for mix in known.mixes.values() for part in mix} <= sounds
    assert set(known.every) == set(EVENTS)
    assert sounds <= set(known.phrases.values()) | {part for mix in known.mixes.values() for part in mix}


def test_no_phrase_means_two_things() -> None:
    table = tomllib.loads(files("polymuse.engines.builtin.foley").joinpath("sounds.toml").read_text(encoding="utf-8"))
    meant: dict[tuple[str, ...], str] = {}
    for name, phrases in table["names"].items():
        for phrase in phrases:
            assert meant.setdefault(tuple(map(stem, phrase.split())), name) == name, phrase


@pytest.mark.parametrize(
    "forms",
    [
        ("wave", "waves"),
        ("lap", "lapping", "laps"),
        ("creak", "creaked", "creaking"),
        ("church", "churches"),
        ("bell", "bells"),
        ("bee", "bees"),
    ],
)
def test_forms_of_a_word_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    found, unknown = parse_layers(text)
    assert len({layer.sound for layer in found}) == len(found)
    assert all(unknown)


def test_every_phrase_can_be_found() -> None:
    table = tomllib.loads(files("polymuse.engines.builtin.foley").joinpath("sounds.toml").read_text(encoding="utf-8"))
    for name, phrases in table["names"].items():
        for phrase in phrases:
            assert parse_layers(phrase)[0][0].sound == name, phrase


LINES = """a twig snaps|a cork pops|a lawn mower in the distance|sled bells|keys jingling|a toaster pops|sword clash
a kite flapping in the wind|champagne fizz|low rumble|tent zipper|elevator ding|a cup on a saucer|typewriter keys
marbles rolling|a music box|fishing reel|a curtain being drawn|squealing brakes|distant earthquake"""


@pytest.mark.parametrize("line", LINES.replace("\n", "|").split("|"))
def test_what_scriptwriters_ask_for_has_a_sound(line: str) -> None:
    found, unknown = parse_layers(line)
    assert found and not unknown


def test_words_that_only_look_alike_do_not_sound() -> None:
    assert "waterfall" not in {layer.sound for layer in parse_layers("snow falling softly")[0]}
    assert "church-bell" not in {layer.sound for layer in parse_layers("sled bells")[0]}
