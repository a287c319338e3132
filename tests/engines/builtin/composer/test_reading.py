from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from polymuse.engines.builtin.composer.data import instruments, patterns, styles, vocabulary
from polymuse.engines.builtin.composer.figures import DRUMS
from polymuse.engines.builtin.composer.interpretation import MusicRequest, find_instruments, interpret, mood_of
from polymuse.errors import MediaError
from polymuse.tasks.text_to_music import Cue, TextToMusic
from polymuse.types import Asset, Kind, Request

Wished = Callable[..., MusicRequest]


def test_words_become_mood() -> None:
    mood = mood_of("a calm, hopeful piece")
    assert mood is not None
    assert mood.words == ("calm", "hopeful")
    assert mood.valence > 0.3
    assert mood.arousal < 0
    assert mood_of("a piece about nothing") is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("soft piano and strings", ("piano", "strings")),
        ("Felt piano", ("felt piano",)),
        ("pizzicato strings", ("pizzicato",)),
        ("a music box, then a flute", ("music box", "flute")),
        ("saxophone", ("clarinet",)),
        ("nothing named", ()),
    ],
)
def test_instruments_are_found_in_text(text: str, names: tuple[str, ...]) -> None:
    assert find_instruments(text) == names


@pytest.mark.parametrize(
    ("prompt", "style"),
    [("a waltz", "waltz"), ("bedtime lullaby", "lullaby"), ("late jazz", "jazz"), ("x", "underscore")],
)
def test_styles_are_found(wish: Wished, prompt: str, style: str) -> None:
    assert wish(prompt=prompt).style_name == style


def test_what_is_not_wanted_does_not_play(wish: Wished) -> None:
    assert wish(prompt="folk with guitar, no drums or flute").excluded == {"drums", "flute"}
    assert wish(prompt="folk with guitar, no drums").instruments == ("guitar",)


def test_unknown_instruments_and_genres_are_noticed(wish: Wished) -> None:
    notices = wish(prompt="gentle sitar", instruments=("piano", "zurna"), genre="qawwali").notices
    assert any("sitar" in text and "guitar" in text for text in notices)
    assert any("zurna" in text for text in notices)
    assert any("qawwali" in text for text in notices)
    assert len(notices) == 3


def test_what_is_known_is_not_noticed(wish: Wished) -> None:
    assert wish(prompt="calm piano and strings", instruments=("harp",), genre="folk").notices == ()


def _scored(path: Path, text: str) -> Request:
    path.write_text(text)
    return Request("text-to-music", TextToMusic(), {"score": Asset(Kind.BRIEF, "application/json", "0", path)})


def test_a_score_gives_length_and_cues(tmp_path: Path) -> None:
    cues = [{"start": 0, "text": "soft guitar"}, {"start": 9.5, "mood": {"valence": -0.5}, "text": "swells"}]
    wish = interpret(_scored(tmp_path / "score.json", json.dumps({"seconds": 20.25, "cues": cues})))
    assert wish.seconds == 20.25
    assert [cue.start for cue in wish.cues] == [0, 9.5]
    assert wish.cues[0].instruments == ("guitar",)
    assert wish.cues[1].mood.valence == -0.5
    assert wish.cues[1].swell == "grow"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"seconds": -1}', '{"seconds": 3, "cues": [{"begin": 0}]}'])
def test_a_broken_score_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(MediaError, match="score"):
        interpret(_scored(tmp_path / "score.json", text))


def test_the_data_files_agree_with_each_other() -> None:
    known = set(instruments())
    for style in styles().values():
        for role in ("lead", "harmony", "pad", "bass", "sparkle"):
            assert set(style.players(role)) <= known
        assert style.drums in patterns()["drums"]
    assert {name for name in vocabulary().foreign.values() if name} <= known | set(styles())
    for kit in patterns()["drums"].values():
        assert {line for lines in kit.values() for line in lines} <= set(DRUMS)


def test_patterns_fill_their_bars() -> None:
    quarters = {"4/4": 4, "3/4": 3, "6/8": 3}
    for metre, motifs in patterns()["motifs"].items():
        for motif in motifs:
            assert sum(float(token.lstrip("r")) for token in motif["bar"].split()) == quarters[metre]
    for kind in ("harmony", "bass"):
        for metre, figures in patterns()[kind].items():
            for figure in figures:
                assert quarters.get(metre, 4) * 960 % len(figure["bar"].split()) == 0


def test_one_tense_cue_does_not_make_the_whole_piece_a_thriller(wish: Wished) -> None:
    def styled(start: float) -> str:
        cues = (Cue(start=0, text="gentle"), Cue(start=start, text="tense"), Cue(start=40, text="gentle"))
        return wish(seconds=60, cues=cues).style_name

    assert styled(30) == "underscore"
    assert styled(10) == "tension"
