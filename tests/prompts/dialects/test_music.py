"""Prompts for music and sound, family by family."""

from __future__ import annotations

from polymuse.prompts import CompiledPrompt, TextLimits, dialect, read
from polymuse.prompts.dialects.lyria import LYRIA_2

WALTZ = """an old waltz
Mood: tender
Tempo: 92 BPM
Key: D minor
Instruments: piano, strings
Duration: 45 seconds
--no drums"""
SONG = "Genre: folk\nVocals: alto\nLyrics:\none\n\nthe hook\n\ntwo\n\nthe hook"
TAGGED = "[Verse 1]\none\n\n[Chorus]\nthe hook\n\n[Verse 2]\ntwo\n\n[Chorus]\nthe hook"


def compiled(name: str, text: str, limits: TextLimits | None = None) -> CompiledPrompt:
    return dialect(name).compile(read(text), limits)


def test_suno_has_a_style_lyrics_and_styles_to_exclude() -> None:
    result = compiled("suno", f"{WALTZ}\nStructure: intro, build, outro")
    assert result.text == "an old waltz, tender mood, 92 BPM, in D minor, piano, strings"
    assert result.negative == "drums"
    assert result.params == {"lyrics": "[Instrumental]\n[Intro]\n[Build]\n[Outro]", "instrumental": True}
    assert compiled("suno", SONG).params == {"lyrics": TAGGED, "instrumental": False}


def test_lyrics_with_tags_of_their_own_stay_as_they_are() -> None:
    assert compiled("suno", "Lyrics:\n[Hook]\n(oh) la").params["lyrics"] == "[Hook]\n(oh) la"


def test_udio_and_musicgen_take_tags() -> None:
    assert compiled("udio", WALTZ).text == "an old waltz, tender mood, 92 BPM, in D minor, piano, strings"
    assert compiled("udio", SONG).params["lyrics"] == TAGGED
    result = compiled("musicgen", WALTZ)
    assert result.text == "an old waltz, tender mood, piano, strings, 92 BPM, in D minor"
    assert any("drums" in notice.text for notice in result.notices)


def test_lyria_sings_in_version_3_and_has_a_negative_prompt_in_version_2() -> None:
    third, second = compiled("lyria", WALTZ), compiled("lyria", WALTZ, LYRIA_2)
    assert third.text.endswith("45 seconds long. No drums. Instrumental.")
    assert (second.negative, "No drums" in second.text) == ("drums", False)
    assert compiled("lyria", SONG).text == f"Folk. Vocals: alto.\n\nLyrics:\n{TAGGED}"
    assert any("the hook" in notice.text for notice in compiled("lyria", SONG, LYRIA_2).notices)


def test_eleven_music_plans_sections() -> None:
    plan = compiled("eleven-music", f"{WALTZ}\nStructure: intro, outro\n--seed 3")
    chunks = plan.params["composition_plan"]["chunks"]
    assert [(chunk["text"], chunk["duration_ms"]) for chunk in chunks] == [("[intro]", 22500), ("[outro]", 22500)]
    assert chunks[0]["negative_styles"] == ["drums"]
    assert plan.params["seed"] == 3
    simple = compiled("eleven-music", f"{WALTZ} --seed 3")
    assert simple.params == {"force_instrumental": True}
    assert simple.text.endswith("No drums. 45 seconds long.")
    assert any("--seed 3" in notice.text for notice in simple.notices)
    song = compiled("eleven-music", SONG).params["composition_plan"]["chunks"]
    assert [chunk["text"] for chunk in song] == [
        "[Verse 1]\none",
        "[Chorus]\nthe hook",
        "[Verse 2]\ntwo",
        "[Chorus]\nthe hook",
    ]


def test_aiva_is_settings() -> None:
    result = compiled("aiva", WALTZ.removeprefix("an old waltz\n"))
    assert result.params == {
        "emotion": "tender", "key": "D minor", "tempo": "92 BPM", "ensemble": "piano, strings", "duration": "45 seconds",
    }  # fmt: skip
    assert result.text.splitlines()[0] == "Emotion: tender"


def test_a_sound_s_length_is_a_parameter() -> None:
    assert compiled("sound-effects", "rain on a tent\nDuration: 8 s").params == {"duration_seconds": 8.0}
    long = compiled("sound-effects", "rain on a tent\nDuration: 1:30")
    assert long.params == {}
    assert any("1:30" in notice.text for notice in long.notices)


def test_aiva_has_the_words_to_choose_by() -> None:
    assert compiled("aiva", "a slow waltz, hopeful").text == "To choose by: a slow waltz, hopeful"
