"""Texts to fit and measure the aligner on: the development sets beside the project, and noise of several kinds made of the clean ones.

Nothing of those texts is kept in the project. Lines of boilerplate are of our own.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bitext.alignment.encoders import encode_runs, name_encoder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from bitext.alignment.encoders import Encoder

__all__ = [
    "FOLDER",
    "NOISE",
    "SETS",
    "Gold",
    "KeptVectors",
    "Text",
    "is_here",
    "make_noisy",
    "make_paragraphs",
    "read_gold",
    "read_news",
    "read_texts",
]

FOLDER = Path(__file__).resolve().parent.parent.parent / "shared" / "bench" / "align"
SETS = ("mac-dev", "nonlit-dev", "mac-dev-noisy", "nonlit-dev-noisy")
Gold = list[tuple[tuple[int, ...], tuple[int, ...]]]
#: Kinds of noise: shares of lines deleted and inserted, Chinese and English.
NOISE = {
    "light": ((0.05, 0.0), (0.03, 0.03)),
    "light-en": ((0.0, 0.06), (0.0, 0.05)),
    "zh-dirty": ((0.1, 0.0), (0.15, 0.0)),
    "en-dirty": ((0.0, 0.1), (0.0, 0.2)),
    "heavy": ((0.15, 0.15), (0.2, 0.2)),
    "third-gone": ((0.3, 0.0), (0.2, 0.2)),
}

BOILERPLATE = {
    "zh": """
当前位置：首页 / 要闻 / 详情|点击蓝字关注我们|本文为原创稿件，转载请联系编辑部|记者 王小满 通讯员 周一凡|字体：大 中 小|上一页 1 2 3 下一页|
猜你喜欢|热门推荐|登录后即可发表评论|已有12人参与讨论|打开客户端，阅读体验更佳|（图片来自网络）|图为活动现场。|资料图|视频加载中，请稍候|
免责声明：本站内容仅供参考，不构成任何建议。|违法和不良信息举报电话见页脚|网站地图 联系我们 招聘信息|编辑 小林 校对 大山|来源：本报综合|
扫描二维码，加入读者群|收藏 点赞 转发|广告位招租|返回顶部|相关专题|延伸阅读：城市里的旧书店|我要纠错|今日天气：多云转小雨|更多精彩内容请下载应用|
订阅早报，每天七点准时送达|版权声明：未经书面授权不得复制或建立镜像""",
    "en": """
You are here: Home / Top stories / Story|Follow us for more|Sign in to leave a comment|12 people are talking about this|Photo: courtesy of the organisers|
File photo|Loading the video, please wait|Page 1 of 3|Next page|You might also like|Most read today|Get the morning briefing in your inbox at seven|
Enter your email address|By clicking you agree to our terms of use and privacy policy.|This content does not constitute advice of any kind.|Back to top|
Report an error|Print|Save for later|Sponsored|Reporting by Ann Miller; editing by John Park|(Web editor: Lin Yi)|Contact us|Sitemap|Careers|
Follow this topic|Share via email|Skip to main content|Download our app for a better reading experience|Today: cloudy, light rain later|Recommended for you|
No part of this site may be copied or mirrored without written permission.""",
}


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its gold: `name` is what leaves together in cross-validation, `kind` the set or the kind of noise."""

    kind: str
    name: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    gold: Gold


def is_here() -> bool:
    """Tell whether the development sets lie beside the project."""
    return FOLDER.is_dir()


def _lines(path: Path) -> tuple[str, ...]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return tuple(lines[:-1] if not lines[-1] else lines)


def _indices(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.strip("[] \n").split(",") if number.strip())


def read_gold(path: Path) -> Gold:
    """Read a ladder's beads, without probabilities."""
    rows = [line.split(":") for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    return [(_indices(row[0]), _indices(row[1])) for row in rows]


def read_texts(sets: Sequence[str] = SETS) -> list[Text]:
    """Read development sets."""
    return [
        Text(name, folder.name, _lines(folder / "src.txt"), _lines(folder / "tgt.txt"), read_gold(folder / "gold.txt"))
        for name in sets
        for folder in sorted((FOLDER / name).iterdir())
    ]


def read_news() -> list[Text]:
    """Read the news of NTREX-128 beside the project, a text a document, line by line."""
    folder = FOLDER.parent / "ntrex"
    ids, zh, en = ((folder / name).read_text(encoding="utf-8").split("\n") for name in ("docid.txt", "zh-Hans.txt", "en.txt"))
    documents: dict[str, list[tuple[str, str]]] = {}
    for own, one, other in zip(ids, zh, en, strict=True):
        if own.strip() and one.strip() and other.strip():
            documents.setdefault(own.strip(), []).append((one.strip(), other.strip()))
    return [
        Text("ntrex", name, tuple(one for one, _ in rows), tuple(other for _, other in rows), [((k,), (k,)) for k in range(len(rows))])
        for name, rows in documents.items()
    ]


def make_noisy(text: Text, kind: str, others: Sequence[Text], seed: int = 0) -> Text:
    """Delete runs of one to five lines, and insert runs of one to three that are boilerplate or from other texts.

    Args:
        text: a clean text.
        kind: of `NOISE`.
        others: where foreign lines are from; the text itself is left out.
        seed: with the same one the noise is the same.
    """
    rng = random.Random(f"{text.kind} {text.name} {kind} {seed}")
    deleted, inserted = NOISE[kind]
    sides = []
    for side, (lines, lang) in enumerate(((text.zh, "zh"), (text.en, "en"))):
        foreign = [line for other in others if other.name != text.name for line in (other.zh, other.en)[side]]
        foreign = rng.sample(foreign, min(len(foreign), 400))
        bare = [line for line in BOILERPLATE[lang].replace("\n", "").split("|") if line]
        sides.append(_dirtied(lines, deleted[side], inserted[side], (foreign, bare), rng))
    places = [{old: new for new, (old, _) in enumerate(side) if old is not None} for side in sides]
    gold: Gold = []
    for zh, en in text.gold:
        left, right = (tuple(place[k] for k in bead if k in place) for bead, place in zip((zh, en), places, strict=True))
        if left and right:
            gold.append((left, right))
    joined = {k for left, _ in gold for k in left}, {k for _, right in gold for k in right}
    gold += [((k,), ()) for k in range(len(sides[0])) if k not in joined[0]]
    gold += [((), (k,)) for k in range(len(sides[1])) if k not in joined[1]]
    left_lines, right_lines = (tuple(line for _, line in side) for side in sides)
    return Text(f"{text.kind}-{kind}", text.name, left_lines, right_lines, gold)


def _dirtied(
    lines: Sequence[str], deleted: float, inserted: float, pools: tuple[list[str], list[str]], rng: random.Random
) -> list[tuple[int | None, str]]:
    """Lines with their old number, None for a foreign one."""
    made: list[tuple[int | None, str]] = []
    skip = 0
    for number, line in enumerate(lines):
        if rng.random() < inserted / 2:
            pool = pools[rng.random() < 0.5]
            at = rng.randrange(len(pool))
            made += [(None, line) for line in pool[at : at + rng.randint(1, 3)]]
        if not skip and rng.random() < deleted / 3:
            skip = rng.randint(1, 5)
        if skip:
            skip -= 1
        else:
            made.append((number, line))
    return made


def make_paragraphs(text: Text, seed: int = 1) -> tuple[list[bool], list[bool]]:
    """Say which sentences of both sides begin a paragraph: of a quarter of the beads, less a tenth, and some at random.

    Most sentences that stand alone are paragraphs of their own, as boilerplate is.
    """
    rng = random.Random(f"{text.kind} {text.name} {seed}")
    made = [False] * len(text.zh), [False] * len(text.en)
    for bead in text.gold:
        if all(bead) and rng.random() < 0.25:
            for side, numbers in zip(made, bead, strict=True):
                side[numbers[0]] = rng.random() >= 0.1
        elif not all(bead) and rng.random() < 0.6:
            for side, numbers in zip(made, bead, strict=True):
                for k in numbers:
                    side[k : k + 2] = [True] * len(side[k : k + 2])
    zh, en = ([begins or rng.random() < 0.04 for begins in side] for side in made)
    return zh, en


def write_table(file: Path, data: Mapping[str, object]) -> None:
    """Write weights as JSON, a list of numbers a line."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    text = re.sub(r"\[\s+([-0-9.e,\s]+?)\s+\]", lambda m: f"[{' '.join(m[1].split())}]", text)
    file.write_text(text + "\n", encoding="utf-8")


class KeptVectors:
    """An encoder that keeps what it encoded in a folder."""

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        self.encoder, self.folder, self.name = encoder, folder, name_encoder(encoder)
        folder.mkdir(parents=True, exist_ok=True)

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode texts."""
        made: NDArray[np.float32] = self.windows(texts, 1, "")[0]
        return made

    def windows(self, texts: Sequence[str], deep: int, joint: str) -> NDArray[np.float32]:
        """Encode runs of texts."""
        said = "\n".join((self.name, str(deep), joint, *texts))
        file = self.folder / f"{hashlib.blake2b(said.encode(), digest_size=12).hexdigest()}.npy"
        if not file.is_file():
            np.save(file, encode_runs(self.encoder, texts, deep, joint))
        kept: NDArray[np.float32] = np.load(file)
        return kept
