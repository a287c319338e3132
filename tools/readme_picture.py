"""Makes docs/images/film.jpg, frames of the example films side by side: python tools/readme_picture.py"""

from __future__ import annotations

import tempfile
from pathlib import Path

from PIL import Image, ImageDraw

import polymuse
from polymuse.flows.film import Film
from polymuse.media.video import frame_at

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "images" / "film.jpg"
FRAMES = (
    ("lighthouse.md", "scene-01", 0.5), ("park.txt", "scene-02", 0.15), ("lighthouse.md", "scene-02", 0.7),
    ("baker.md", "scene-02", 0.6), ("lighthouse.md", "scene-04", 0.55), ("park.txt", "scene-04", 0.7),
)  # fmt: skip
"""An example, a shot of its film, and how far into the shot, 0 to 1."""
COLUMNS, CELL, GAP, ROUND = 3, (424, 239), 12, 10
PAPER = "#efe9dd"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        names = dict.fromkeys(name for name, _, _ in FRAMES)
        films = {name: _film(name, Path(folder)) for name in names}
        pictures = [_frame(films[name], shot, at) for name, shot, at in FRAMES]
    sheet(pictures).save(PAGE, quality=88, optimize=True)


def _film(name: str, folder: Path) -> Film:
    script = ROOT / "examples" / name
    return polymuse.film(script, folder / name, size="848x478", fps=12, cards=False, music="none")


def _frame(film: Film, shot: str, at: float) -> Image.Image:
    timeline = film.timeline
    start, end = timeline.span(next(one for one in timeline.shots if one.id == shot))
    return frame_at(film.path, (start + at * (end - start)) / timeline.seconds)


def sheet(pictures: list[Image.Image]) -> Image.Image:
    """The pictures in rows, with rounded corners, on paper."""
    width, height = CELL
    rows = -(-len(pictures) // COLUMNS)
    size = (COLUMNS * (width + GAP) + GAP, rows * (height + GAP) + GAP)
    made = Image.new("RGB", size, PAPER)
    mask = Image.new("L", (4 * width, 4 * height))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, 4 * width, 4 * height), 4 * ROUND, fill=255)
    mask = mask.resize(CELL, Image.Resampling.LANCZOS)
    for n, picture in enumerate(pictures):
        row, column = divmod(n, COLUMNS)
        place = (GAP + column * (width + GAP), GAP + row * (height + GAP))
        made.paste(picture.resize(CELL, Image.Resampling.LANCZOS), place, mask)
    return made


if __name__ == "__main__":
    main()
