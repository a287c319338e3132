"""Reading and writing the prompt language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse.errors import ParameterError
from polymuse.prompts.model import Flag, Prompt, PromptPart, Reference, Span
from polymuse.prompts.parser import read, write
from tests.prompts.strategies import TEXTS


def weights(text: str) -> dict[str, float]:
    return {span.text.strip(): span.weight for part in read(text).parts for span in part.spans if span.text.strip()}


def composed(text: str) -> list[tuple[str, float]]:
    return [(part.text, part.weight) for part in read(text).parts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a (cat:1.2) sat", {"a": 1, "cat": 1.2, "sat": 1}),
        ("(cat) ((dog)) (((cow)))", {"cat": 1.1, "dog": 1.21, "cow": 1.331}),
        ("[cat] and [[dog]]", {"cat": 0.9091, "and": 1, "dog": 0.8264}),
        ("(a (red:1.5) cat:0.8)", {"a": 0.8, "red": 1.2, "cat": 0.8}),
        ("(cat:0) (dog:-1)", {"cat": 0, "dog": -1}),
        (r"\(cat\) \[dog\] (cow\:1.2)", {"(cat) [dog]": 1, "cow:1.2": 1.1}),
        ('a sign "(OPEN) AND [SHUT] --no"', {'a sign "(OPEN) AND [SHUT] --no"': 1}),
        ("(cat:dog) (cat:1.2.3)", {"cat:dog": 1.1, "cat:1.2.3": 1.1}),
        ("🐱 (قطة سوداء:1.3) 猫", {"🐱": 1, "قطة سوداء": 1.3, "猫": 1}),
    ],
)
def test_weights(text: str, expected: dict[str, float]) -> None:
    assert weights(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a mountain AND autumn :1.3", [("a mountain", 1), ("autumn", 1.3)]),
        ("[mountain] AND [autumn] :1.5 AND [--no snow]", [("mountain", 1), ("autumn", 1.5)]),
        ("a [red] cat AND dog", [("a red cat", 1), ("dog", 1)]),
        ("cat::2 dog::1", [("cat", 2), ("dog", 1)]),
        ("space:: ship::-0.5 sky", [("space", 1), ("ship", -0.5), ("sky", 1)]),
        ("(cat AND dog)", [("cat AND dog", 1)]),
        (r"salt \AND pepper", [("salt AND pepper", 1)]),
        ("score 3 :2", [("score 3 :2", 1)]),
        ("BRAND NEW AND SHINY", [("BRAND NEW", 1), ("SHINY", 1)]),
        ("AND AND", []),
    ],
)
def test_composition(text: str, expected: list[tuple[str, float]]) -> None:
    assert composed(text) == expected


def test_a_square_bracket_around_a_whole_composed_part_only_groups() -> None:
    assert [span.weight for part in read("[mountain] AND [autumn]").parts for span in part.spans] == [1, 1]
    assert [span.weight for part in read("[mountain]").parts for span in part.spans] == [0.9091]


def test_flags() -> None:
    prompt = read(
        "a cat --ar 16:9 --v 8.1 --style raw --s 250 --no snow, people on skis --sref https://example.com/a.png::2 1234 "
        "--cref https://example.com/b.png --sw 200 --seed 7 --chaos 20 --quality 2 --tile --iw 1.5 --niji 7"
    )
    assert [part.text for part in prompt.parts] == ["a cat"]
    assert [part.text for part in prompt.negative] == ["snow", "people on skis"]
    assert (prompt.aspect, prompt.version, prompt.style, prompt.stylize, prompt.seed) == ((16, 9), "8.1", "raw", 250, 7)
    assert prompt.references == (
        Reference("style", "https://example.com/a.png", 2),
        Reference("style", "1234"),
        Reference("character", "https://example.com/b.png"),
    )
    assert {(f.name, f.value) for f in prompt.flags} == {
        ("sw", "200"), ("c", "20"), ("q", "2"), ("tile", ""), ("iw", "1.5"), ("niji", "7"),
    }  # fmt: skip
    assert prompt.notices == ()


def test_long_names_and_raw_are_the_same_flags() -> None:
    assert read("x --aspect 1:1 --version 7 --stylize 9 --raw") == read("x --ar 1:1 --v 7 --s 9 --style raw")


def test_pictures_that_a_prompt_begins_with() -> None:
    prompt = read("https://example.com/a.png https://example.com/b.png a cat like https://example.com/c.png")
    assert [r.url for r in prompt.references] == ["https://example.com/a.png", "https://example.com/b.png"]
    assert [part.text for part in prompt.parts] == ["a cat like https://example.com/c.png"]


def test_words_after_a_flag_stay_words() -> None:
    assert [part.text for part in read("a cat --seed 3 on a mat --tile asleep").parts] == ["a cat on a mat asleep"]


def test_unknown_flags_are_kept_and_reported() -> None:
    prompt = read("a cat --sparkle 3 --glow very much so")
    assert prompt.flags == (Flag("sparkle", "3"), Flag("glow"))
    assert [part.text for part in prompt.parts] == ["a cat very much so"]
    assert ["--sparkle 3" in prompt.notices[0].text, "--glow" in prompt.notices[1].text] == [True, True]


def test_a_flag_said_twice_is_reported() -> None:
    prompt = read("x --seed 1 --seed 2")
    assert prompt.seed == 2
    assert "--seed" in prompt.notices[0].text


@pytest.mark.parametrize(
    "text",
    ["--ar banana", "--ar 16:0", "--ar 1.85:1", "--ar", "--seed x", "--seed 4294967296", "--s 5000", "--c 101", "--v new",
     "--q", "--iw 9", "--sref", "--sref nothing", "--style 3"],
)  # fmt: skip
def test_a_flag_with_a_wrong_value_is_an_error_with_a_remedy(text: str) -> None:
    with pytest.raises(ParameterError) as caught:
        read(f"a cat {text} --tile")
    assert text.split(maxsplit=1)[0] in caught.value.message
    assert caught.value.hint.startswith("It takes ")


@pytest.mark.parametrize(
    ("text", "words"), [("a) cat", "a) cat"), ("((cat)", "(cat"), ("[cat", "[cat"), ("a (b] c", "a (b] c")]
)
def test_brackets_without_a_partner_are_words_and_reported(text: str, words: str) -> None:
    prompt = read(text)
    assert "".join(part.text for part in prompt.parts) == words
    assert "no partner" in prompt.notices[0].text


def test_lines_with_a_label() -> None:
    prompt = read(
        "a cat\nstyle: (ink:1.3) wash --no dogs\nText: CLOSED (ON MONDAYS)\nLyrics:\n[Verse]\nla --la (oh)\n\nlo\n--ar 1:1"
    )
    assert [(part.role, part.text) for part in prompt.parts] == [
        (None, "a cat"),
        ("style", "ink wash"),
        ("text", "CLOSED (ON MONDAYS)"),
        ("lyrics", "[Verse]\nla --la (oh)\n\nlo"),
    ]
    assert prompt.parts[1].spans == (Span("ink", 1.3), Span(" wash"))
    assert [part.text for part in prompt.negative] == ["dogs"]
    assert prompt.aspect == (1, 1)


@given(TEXTS)
def test_what_was_read_reads_back_the_same(text: str) -> None:
    try:
        prompt = read(text)
    except ParameterError:
        return
    assert read(write(prompt)) == prompt


@given(st.text(alphabet=st.characters(exclude_categories=("Z", "C"), exclude_characters='()[]:\\",-'), max_size=80))
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    prompt = read(text)
    assert "".join(part.text for part in prompt.parts) == ("" if text == "AND" else text)


def test_a_prompt_made_by_hand_reads_back() -> None:
    prompt = Prompt(
        parts=(
            PromptPart.of('5" AND 6" (nails) --tall', weight=2),
            PromptPart.of("Style: ink"),
            PromptPart.of("Speech: a\n--b", "lyrics"),
        ),
        negative=(PromptPart.of("a, b"),),
    )
    assert read(write(prompt)) == prompt


@pytest.mark.parametrize(
    "sign", ["(", ")", "[", '"', "\\", "::", "--x ", "a AND ", "https://a ", "\n", "Style: a\n", ":1)", "((a) "]
)
def test_long_and_strange_texts_are_read(sign: str) -> None:
    prompt = read(sign * (20_000 // len(sign)))
    assert read(write(prompt)) == prompt


def test_settings_of_two_prompts() -> None:
    both = read("a cat --seed 1 --c 5").over(read("Style: ink --seed 2 --ar 1:1 --c 9 --tile"))
    assert write(both) == "a cat\nStyle: ink\n--ar 1:1 --seed 1 --c 5 --tile"
