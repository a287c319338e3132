"""Prompts for pictures, family by family."""

from __future__ import annotations

import pytest

from polymuse.prompts import CompiledPrompt, Prompt, TextLimits, dialect, read


def compiled(name: str, text: str, limits: TextLimits | None = None) -> CompiledPrompt:
    return dialect(name).compile(read(text), limits)


def noted(result: CompiledPrompt) -> str:
    return "\n".join(notice.text for notice in result.notices)


def test_midjourney_is_one_line_with_flags() -> None:
    result = compiled(
        "midjourney",
        "https://example.com/a.png a red boat --ar 16:9 --seed 7 --s 250 --style raw --v 7 --no people, cars "
        "--sref https://example.com/b.png::2 1234 --sw 200 --oref https://example.com/c.png --c 20 --tile\n"
        'Style: woodcut\nText: OPEN (LATE) "NOW"',
    )
    assert result.text == (
        'https://example.com/a.png a red boat, woodcut style, the words "OPEN (LATE) "NOW"" --no people, cars --ar 16:9 '
        "--seed 7 --s 250 --raw --sref https://example.com/b.png::2 1234 --oref https://example.com/c.png --v 7 "
        "--sw 200 --c 20 --tile"
    )
    assert result.notices == ()


def test_midjourney_s_weights_are_those_of_phrases() -> None:
    result = compiled("midjourney", "mountain AND [autumn] :1.5 AND fog :-0.5 --v 6.1")
    assert result.text == "mountain::1 autumn::1.5 fog::-0.5 --v 6.1"
    assert result.notices == ()
    assert "6.1" in noted(compiled("midjourney", "mountain::2 autumn"))
    assert compiled("midjourney", "cat::1 dog::-3").text == "cat --no dog"
    assert compiled("midjourney", "a (red:1.3) boat").text == "a red boat, with emphasis on red"


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("a --q 2 --v 8.1", "--q"),
        ("a --q 2", "--q"),
        ("a --cref https://a.de --v 7", "character"),
        ("a --ow 5 --v 6", "--ow"),
    ],
)
def test_midjourney_s_flags_that_a_version_does_not_take_are_reported(text: str, flag: str) -> None:
    result = compiled("midjourney", text)
    assert flag in noted(result)
    assert flag not in result.text


def test_midjourney_s_words_are_never_taken_for_flags() -> None:
    result = compiled("midjourney", r"a line \--no end, a\:\:b")
    assert result.text == "a line –no end, a:b"
    assert "signs" in noted(result)


def test_stable_diffusion_keeps_weights_and_composition() -> None:
    result = compiled(
        "diffusion",
        r"a (red:1.3) boat \(old\) AND ((fog)) :0.5 AND sun :-0.4 --no (hands:1.2), text --tile" "\nStyle: [ink] wash",
    )
    assert result.text == (
        r"a (red:1.3) boat \(old\), (ink:0.9091) wash style AND (fog:1.21), (ink:0.9091) wash style :0.5 "
        r"AND sun, (ink:0.9091) wash style :-0.4"
    )
    assert result.negative == "(hands:1.2), text"
    assert result.params == {"tiling": True}


def test_stable_diffusion_reads_its_own_text_back() -> None:
    words = read("a (red:1.3) boat, ((calm)) sea AND fog :0.5 --no hands")
    result = dialect("diffusion").compile(words)
    assert read(f"{result.text} --no {result.negative}") == words


def test_plain_sentences() -> None:
    result = compiled("plain", "a [lonely] sea AND a (red:1.3) boat :1.5 --no people, cars\nMood: calm\nText: OPEN")
    assert result.text == (
        "A red boat and a lonely sea, combined in one. Calm mood. The words “OPEN” appear exactly as written. "
        "Most prominent: red, a red boat. Only faintly: lonely. No people, no cars."
    )
    assert result.notices == ()


def test_flux_says_the_opposite_of_what_is_not_wanted() -> None:
    result = compiled("flux", "a street --no people, unicorns --seed 3")
    assert result.text == "A street. Deserted."
    assert result.params == {"seed": 3}
    assert "“people” became “deserted”" in noted(result)
    assert "unicorns" in noted(result)


def test_a_family_offers_its_shapes() -> None:
    assert compiled("ideogram", "a --ar 16:9").params == {"aspect_ratio": "16x9"}
    other = compiled("sd3", "a --ar 2:1")
    assert other.params == {"aspect_ratio": "16:9"}
    assert "2:1" in noted(other)


def test_a_model_without_a_field_for_negatives_is_told_in_words() -> None:
    assert compiled("ideogram", "a cat --no dogs").negative == "dogs"
    assert compiled("ideogram", "a cat --no dogs", TextLimits(negative=0)).text == "A cat. No dogs."


def test_a_long_description_leaves_room_for_what_is_said_shortly() -> None:
    prompt = read("The sea is wide. " * 100 + "--no people\nStyle: woodcut")
    result = dialect("sd3").compile(prompt, TextLimits(text=300))
    assert len(result.text) <= 300
    assert result.text.endswith("The sea is wide. Woodcut style.")
    assert "characters are left out, from “The sea is wide." in noted(result)


def test_words_of_no_weight_are_left_out_and_reported() -> None:
    result = compiled("plain", "a cat (in a hat:0) (asleep:-1)")
    assert result.text == "A cat. No asleep."
    assert "“in a hat” has the weight 0" in noted(result)


def test_what_cannot_be_expressed_is_reported() -> None:
    told = noted(dialect("sd3").compile(read("a --v 8.1 --s 9 --sref https://a.de::2 --c 3\nTempo: 90 BPM")))
    assert ["--v 8.1" in told, "--s 9" in told, "https://a.de::2" in told, "--c 3" in told, "90 BPM" in told] == [
        True
    ] * 5
    assert dialect("sd3").compile(Prompt()).text == ""


def test_midjourney_s_phrases_have_no_full_stops() -> None:
    text = compiled("midjourney", "A red boat in the morning.\nSetting: the sea").text
    assert "morning, the sea" in text
