"""Rules for captions and picture credits, Chinese and English.

Captions describe a picture that the text no longer shows, so they go; `keep:caption` and `keep:credit`
among the page's options keep them as blocks of that kind. A block of several sentences is no caption
merely because it begins with "Photo".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bitext.rules.rule import Change, Example, Page, Rule, compile_later, drop, retype

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bitext.model import Kind

__all__ = ["RULES"]

#: Longest caption in characters: those of agencies run to some 300 in English, 120 in Chinese.
_LONGEST_EN, _LONGEST_ZH = 360, 150
_SENTENCE_END = re.compile(r"[a-z0-9)”\"][.!?][”\"]? +[A-Z“\"]|[。！？](?=.)")
#: Agencies and stock libraries that stand behind a slash or a comma in a credit.
_AGENCY = (
    r"(?:getty(?: images)?|gettyimages|afp|reuters|ap|associated press|xinhua|vcg|ic|cns|imaginechina|shutterstock|istock(?:photo)?|alamy|epa(?:-efe)?|bloomberg"
    r"|upi|pexels|unsplash|pixabay|cnsphoto|china daily|people['’]s daily|pa(?: images| wire)?|dpa|zuma(?: press)?|sipa|depositphotos|dreamstime|adobe stock|flickr|nasa|pool|file)"
)
_PICTURE = r"(?:photos?|pictures?|images?|photographs?)"
_HAN = r"[\u3007\u3400-\u4dbf\u4e00-\u9fff·]"
_NAMES = _HAN + r"{2,6}(?:[\s　、]{1,3}" + _HAN + r"{1,6}){0,3}"


def _away(page: Page, index: int, kind: Kind) -> Iterable[Change]:
    """Drop the block, or keep it as `kind` where the caller wants to."""
    if f"keep:{kind}" not in page.options:
        yield drop()
    elif page.blocks[index].kind != kind:
        yield retype(kind)


def _lines(kind: Kind, *patterns: str, longest: int, sentences: int = 2) -> Callable[[Page, int], Iterable[Change]]:
    """Make an `apply` that takes a whole block for a caption or credit: short, few sentences, one pattern fits all of it."""
    compiled = compile_later(*patterns, flags=re.IGNORECASE)

    def apply(page: Page, index: int) -> Iterable[Change]:
        block = page.blocks[index]
        text = block.text.strip()
        if len(text) > longest or block.kind in ("heading", "code", "table") or not any(p.fullmatch(text) for p in compiled()):
            return
        if len(_SENTENCE_END.findall(text)) < sentences:
            yield from _away(page, index, kind)

    return apply


def _kept_kind(kind: Kind) -> Callable[[Page, int], Iterable[Change]]:
    """Make an `apply` for blocks that HTML itself marks as `kind` (figcaption)."""

    def apply(page: Page, index: int) -> Iterable[Change]:
        if page.blocks[index].kind == kind:
            yield from _away(page, index, kind)

    return apply


_SHOWS = re.compile(r"(?:the|this) (?:above |following )?(?:photo|picture|image) shows (.{3,200})", re.IGNORECASE)
_REPORTED = re.compile(r"\b(?:that|how|why|whether|said|says|he|she|we|according|but|because|investors|clear)\b|[:;?“”\"]", re.IGNORECASE)
_CREDITED = re.compile(r"(?:photo|picture|image)s? (?:courtesy|by|credit|provided)|.{1,60}\.(?:jpe?g|png|gif)", re.IGNORECASE)


def _the_picture_shows(page: Page, index: int) -> Iterable[Change]:
    """Take "The picture shows …" for a caption if it names someone or stands beside a credit, and argues nothing."""
    block = page.blocks[index]
    text = block.text.strip()
    match = _SHOWS.fullmatch(text)
    if match is None or block.kind in ("heading", "code", "table") or _SENTENCE_END.search(text) or _REPORTED.search(match[1]):
        return
    beside = [page.blocks[i].text.strip() for i in (index - 1, index + 1) if 0 <= i < len(page.blocks)]
    names = re.search(r"\b[A-Z][a-z]+", match[1]) is not None
    if names or any(_CREDITED.match(b) for b in beside):
        yield from _away(page, index, "caption")


# The patterns are laid out by meaning.
# fmt: off
RULES: tuple[Rule, ...] = (
    Rule(
        id="caption-element",
        category="caption",
        why="The page itself marks it as the caption of a picture.",
        source="HTML figcaption",
        apply=_kept_kind("caption"),
        where=lambda page: [at for at, block in enumerate(page.blocks) if block.kind == "caption"],
        examples=(Example("A heron stands on the lock.", "A heron stands on the lock."),),
        leave=("A heron stands on the lock.",),
    ),
    Rule(
        id="credit-element",
        category="credit",
        why="The page itself marks it as the credit of a picture.",
        source="HTML of agencies and newspapers",
        apply=_kept_kind("credit"),
        where=lambda page: [at for at, block in enumerate(page.blocks) if block.kind == "credit"],
        examples=(Example("Ann Lee", "Ann Lee"),),
        leave=("Ann Lee",),
    ),
    Rule(
        id="en-picture-shows",
        category="caption",
        why="A machine-translated 图为 line: the caption of a picture.",
        source="Chinanews pages in English",
        apply=_the_picture_shows,
        triggers=("photo shows ", "picture shows ", "image shows "),
        lang="en",
        examples=(
            Example("The picture shows Lin Hai opening the lock.", None),
            Example(("The picture shows a worker at the gate.", "Photo courtesy of the port"), ("Photo courtesy of the port",)),
        ),
        leave=(
            "The picture shows a mixed economy.", "The picture shows that Fuling has grown faster than its port.",
            "The picture shows Lin Hai at the lock. He had come by boat. Nobody had met him.",
        ),
    ),
    Rule(
        id="en-photo-caption",
        category="caption",
        why="It is the caption of a photograph.",
        source="Xinhua Silk Road, AP and Reuters pages",
        apply=_lines(
            "caption",
            (
                r"(?:(?:file |combo |undated |aerial |drone |handout |screenshot )?photos? (?:shows?|taken)|(?:an?|this|the"
                r"|these) (?:aerial|file|undated|drone|combo|combined|handout|panoramic)"
                r"(?: drone)? photos? (?:(?:taken|released|provided|dated)\b.{0,120} )?shows?)\b.{3,}"
            ),
            (
                r"(?:an? |the )?(?:aerial|drone|file|undated|panoramic)(?: drone)? (?:photos?|pictures?|images?|view) "
                r"(?:taken (?:on|with|from|by|in)|of|from|provided|released)\b.{3,}"
            ),
            (
                r"(?:an? )?(?:file|aerial|archive|illustrative|illustration|stock|representative|representational)(?: drone)? "
                r"(?:photo|picture|image)\s?[:：.]?.{0,6}"
            ),
            r"(?:file|aerial) (?:photo|picture)\s?[:：].{3,}",
            (
                r"in this (?:[\w .,]{3,40},? )?(?:file |undated |aerial |handout |combination )*(?:photo|picture|image"
                r"|photograph)s?(?: (?:taken|provided|released|made available|from|by|dated)\b| ?,).{3,}"
            ),
            longest=_LONGEST_EN,
        ),
        triggers=("photo", "aerial ", "file picture", "file image", "drone ", "stock image", "in this "),
        lang="en",
        examples=(
            Example("Photo shows the lock museum, located in Fuling, a river town.", None),
            Example("File photo of the northern quay", None),
            Example("An aerial photo taken on May 3, 2024 shows boats below the bridge.", None),
            Example("In this Jan. 5, 2020, file photo, boats lie below the bridge.", None),
        ),
        leave=(
            "Photo shows are rare here. The last one closed in 2011. Nobody has rented the hall since, and the roof leaks.",
            "Photos of the bridge were sold at the gate.",
            "In this photo essay we follow a heron through a year on the river, month by month and weir by weir.",
        ),
    ),
    Rule(
        id="en-credited-caption",
        category="caption",
        why="It ends in a picture credit: the caption of a photograph.",
        source="China Daily, Xinhua, AP and Getty pages",
        apply=_lines(
            "caption",
            (
                r".{8,330}?[(\[（]\s?(?:file )?(?:"
                + _PICTURE
                + r"|ap photo|afp photo|image credit|picture credit|photo credit|credit|source|image source|photo source)"
                r"\s?(?:by|courtesy|credits?|source|from|via|provided|of|/|:|：|©)[^()\[\]（）]{1,90}[)\]）]\s?\.?"
            ),
            (
                r".{8,330}?[(\[（]\s?(?:xinhua|reuters|afp|ap|epa|chinanews|cns|vcg|people['’]s daily online|global times)\s?"
                r"(?:photo)?\s?/[^()\[\]（）]{2,60}[)\]）]\s?\.?"
            ),
            (
                r".{8,330}?[(\[（]\s?(?:credit\s?[:：] ?)?(?:[\w .'’-]{0,40}[/,] ?)?(?:via )?(?:getty images|vcg|istock"
                r"|shutterstock|science photo library|file photo|xinhua photo)[)\]）]\s?\.?"
            ),
            r".{0,300}?\s(?:photo|credit|image)\s?[:…. ]{1,6}\s?[\w .'’-]{2,40}/ ?(?:" + _AGENCY + r"|the new york times)\.?",
            longest=_LONGEST_EN,
            sentences=3,
        ),
        triggers=(
            "photo", "credit", "xinhua/", "reuters/", "afp/", "ap/", "vcg", "getty images", "istock", "shutterstock", "(image", "[image",
            "picture",
        ),
        lang="en",
        examples=(
            Example("Boats lie below the bridge in Fuling. (Photo by Lin Hai/Xinhua)", None),
            Example("The quay at dusk. [Photo provided to harbourpost.example]", None),
            Example("A heron on the weir (Credit: Getty Images)", None),
        ),
        leave=(
            "The archive (photos by the thousand) burnt in 1911, and with it the map of the weir.",
            "It was found by Lin (picture him at ten, in a boat).",
            "The lens sees ultraviolet light (source: the maker's own test of 2019), which no painter ever did. The eye does not. A bee's does. So much for realism.",
        ),
    ),
    Rule(
        id="en-photo-credit",
        category="credit",
        why="It is the credit of a picture.",
        source="Chinanews in English; English news pages",
        apply=_lines(
            "credit",
            (
                r"[(\[（]?(?:file |cover |main |featured? |header |top |lead |all |above |left |right )*"
                + _PICTURE
                + r"(?: illustration)? (?:courtesy(?: of| by| from|:)|credits?\s?:?|sources?\s?:|(?:provided|supplied) (?:by|to)|via) ?.{0,180}"
            ),
            (
                r"[(\[（]?(?:file |cover |main |featured? |header |top |lead |all )*"
                + _PICTURE
                + r"(?: illustration)? by (?!.* (?:shows?|was|were|is|are|has|have|had|and the|who|which)\b)"
                r"(?-i:[A-Z@])[\w .,'’/|@&-]{1,110}[)\]）]{0,2}\.?"
            ),
            (
                r"[(\[（]?(?:photos?|pictures?|image credit|photo credits?|picture credit|image source|photo source|credits?"
                r"|image(?=\s?[:：]\s?©))\s?(?:[:：/|]|…|\.\.\.)\s?(?:©\s?)?(?-i:[A-Z@])[\w .,'’/&@()-]{2,90}[)\]）]?\.?"
            ),
            r"(?:ap|afp|epa|reuters|xinhua) photo(?:s)?(?:\s?/\s?[\w .,'’-]{2,60})?",
            r"[\w .,'’&/-]{2,80}/\s?" + _AGENCY + r"(?:\s?[/,]\s?[\w .,'’-]{2,40}){0,2}\.?",
            r"(?:getty images|shutterstock|istock|alamy|vcg|images? by getty images(?: and [\w ]{2,40})?|photos? provided by .{2,60})\.?",
            r"courtesy(?: of(?: the)?)?(?: (?-i:[A-Z])[\w.'’/&-]{1,30}){1,6}",
            r"(?:©|\(c\))\s?[\w .'’-]{2,50}/\s?[\w .'’-]{2,40}",
            longest=220,
            sentences=2,
        ),
        triggers=(
            "photo", "picture", "image", "credit", "courtesy", "/getty", "/ getty", "getty images", "/afp", "/ap", "/reuters",
            "/ reuters", "/xinhua", "/shutterstock", "shutterstock", "istock", "alamy", "vcg", "/epa", "/bloomberg", "/ pool", "/pool",
        ),
        lang="en",
        examples=(
            Example("Photo courtesy of the Organizing Committee of the river summit", None),
            Example("Photo by Lin Hai/Getty Images", None), Example("(Image credit: Harbour Post)", None),
            Example("Lin Hai/Reuters", None), Example("(Photo/Xinhua)", None),
        ),
        leave=(
            "Photo by photo, the archive grew until the room was full, and then the next room, and the next.",
            "Courtesy of the tide, the boats came home before noon.",
            "Image: what others think of you when you have left the room for good",
            "Pictures provided the proof. The judge looked at them twice. Then he went to lunch and came back late.",
        ),
    ),
    Rule(
        id="zh-caption",
        category="caption",
        why="It is the caption of a picture (图为…, 资料图：…).",
        source="Xinhua, Chinanews and The Paper, in Chinese",
        apply=_lines(
            "caption",
            r"[（(【▲△◎↑\s]*(?:上|下|左|右|题|資料|资料|效果|示意|组|組|航拍|截|配|插)?[图圖](?:片|中)?[为為](?!了|此|什|何|主).{3,}",
            r"[（(【▲△◎↑\s]*(?:资料|資料|效果|示意|航拍|配|题|组|組|视频截|視頻截)?[图圖](?:片说明|片說明|说|說)?\s?[：:丨｜|].{1,}",
            r"[（(【▲△◎↑\s]*[图圖]\s?[/／]\s?.{2,40}",
            r"[（(【▲△◎↑\s]*(?:资料图片?|資料圖片?|效果[图圖]|示意[图圖]|[图圖]片?说明|网络[图圖]片?|網絡圖片?|网页截[图圖]|视频截[图圖]|微博截[图圖])[）)】。]?",
            longest=_LONGEST_ZH,
        ),
        triggers=("图", "圖"),
        examples=(Example("图为涪陵港夜间装卸现场。", None), Example("圖為涪陵港的船閘。", None), Example("资料图：去年五月的江面", None), Example("▲图：货轮驶过新桥", None)),
        leave=("图为了解水位而绘，至今仍挂在墙上。", "图书馆昨日开放，市民可凭证入内。", "图为什么画反了，没有人说得清。", "图为旧港。港口建于明代。清末扩建。今日已停用，只余石阶。"),
    ),
    Rule(
        id="zh-credited-caption",
        category="caption",
        why="It ends in the name of a photographer: the caption of a picture.",
        source="Xinhua, People's Daily and local papers, in Chinese",
        apply=_lines(
            "caption",
            (
                r".{10,}?(?:记者|記者|通讯员|通訊員|新华社发|新華社發|中新社发)?[\s　]{1,4}"
                + _HAN
                + r"{2,12}(?:[\s　、]{1,3}"
                + _HAN
                + r"{1,6})?[\s　]{1,4}(?:摄|攝)(?:影)?[。）)]?"
            ),
            r".{10,}?[（(][^（）()]{1,40}(?:摄|攝|供图|供圖|制图|製圖)(?:影)?[）)]。?",
            r".{4,}?[。\s　]" + _HAN + r"{2,24}(?:供图|供圖)[。）)]?",
            r".{4,}?[/／|｜][图圖][：:].{1,30}",
            longest=_LONGEST_ZH,
            sentences=3,
        ),
        triggers=("摄", "攝", "供图", "供圖", "制图", "製圖", "/图", "／图", "|图"),
        examples=(Example("五月三日，工人在涪陵港检修闸门。本报记者 林海 摄", None), Example("五月清晨，江上的白鹭与渔船（林海摄）", None), Example("学员在船上实习。涪陵航运学校供图", None)),
        leave=("这部片子由他独自拍摄", "他学会了摄影。后来又学会了冲洗。再后来，他开了一家照相馆（门口写着“代客拍摄”）。", "厂方负责供图，工人照图施工。"),
    ),
    Rule(
        id="zh-photo-credit",
        category="credit",
        why="It names the source or the photographer of a picture.",
        source="Xinhua, People's Daily and portals, in Chinese",
        apply=_lines(
            "credit",
            (
                r"[（(【\s]*(?:本文|文中|封面|首|头|题|除署名外|部分|全部)?(?:配|插)?[图圖](?:片|文)?(?:均|皆|都)?"
                r"(?:(?:来源|來源|来自|來自|源自|源|据)(?:于|於)?(?:\s?[：:/／|｜]\s?.{1,50}|[^，。；]{1,25}。?)"
                r"|由[^，。；]{1,20}(?:提供|拍摄|拍攝|供图|授权)[）)。]{0,2})"
            ),
            r"[（(【\s]*(?:摄影|攝影|供图|供圖|制图|製圖|绘图|繪圖|摄|攝|视觉|美编|图片编辑|封图)(?:师|記者|记者)?\s?[：:/／|｜丨]\s?.{1,40}",
            (
                r"[（(]?(?:(?:新华|中新)社发|(?:新華|中新)社發|(?:新华社|新華社|中新社|本报|本報|人民网)?(?:记者|記者))[\s　]{0,4}[（(]?"
                + _NAMES
                + r"[\s　]{0,4}(?<!拍)(?:摄|攝)[）)]?。?"
            ),
            r"[（(]" + _NAMES + r"[\s　]{0,4}(?<!拍)(?:摄|攝)影?[）)]。?",
            _NAMES + r"[\s　]{1,4}(?:摄|攝)影?。?",
            r"[（(]?" + _HAN + r"{2,24}(?:供图|供圖)[）)]?。?",
            longest=70,
        ),
        triggers=("图", "圖", "摄", "攝", "视觉", "美编"),
        examples=(Example("图片来源：涪陵日报", None), Example("新华社记者 林海 摄", None), Example("新华社发（林海摄）", None), Example("受访者供图", None)),
        leave=("他一生只做一件事：摄影。", "剧组在此地拍摄", "图片由他人修改，原作者并不知情，直到展览开幕那天在墙上看见自己的名字被人写错，才写信给馆方。信里没有一句怨言，只要求更正。"),
    ),
)
