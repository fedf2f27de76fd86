"""Chinese lists and counters around a text: related articles, rankings, breadcrumbs, neighbours, comment and reading counts, staff, file names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bitext.rules.boilerplate_zh_bars import CHANNELS
from bitext.rules.boilerplate_zh_lines import core, sentence_like, spaced
from bitext.rules.rule import Example, Rule, drop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bitext.rules.rule import Change, Page

__all__ = ["RULES"]

_ABOUT = "(?:相[关關]|延伸|[扩擴]展|推[荐薦]|[热熱][门門文点點]|精[彩选選编編]|往期|最新|更多|[编編][辑輯]|小[编編]|[图圖]文|新[闻聞]|其他|人[气氣]|[关關][联聯]|深度|猜你|[为為][您你])"
_THING = "(?:[阅閱][读讀]|新[闻聞]|[报報][导導道]|文章|[链鏈][接]|連結|[资資][讯訊]|[内內]容|推[荐薦]|[专專][题題]|[视視][频頻]|影片|信息|搜索|稿件|喜[欢歡]|精[选選]|[话話][题題]|更新|[图圖]片|[问問]答|[热熱][文点點])"
#: The heading of a list of other articles.
_HEADING = re.compile(
    rf"{_ABOUT}{_THING}{{1,2}}(?:列表)?|{_ABOUT}[&和与]{_THING}|(?:你|您)?可能(?:[还還])?(?:[会會])?(?:感[兴興]趣|喜[欢歡]|想看|也喜[欢歡]).{{0,4}}|(?:其他人|大家)(?:也在|都在|也)看|看了(?:又|还|還)看"
    r"|(?:今日|本[周週]|本月|(?:值班)?[总總][编編]|360搜索)推[荐薦]|同[类類](?:文章|新[闻聞])|本[类类]?(?:[栏欄]目)?[热熱][点门門].{0,4}|[这這][里裡]有[热熱][点點]|往期[回内][顾容]|猜你感[兴興]趣|本文相[关關].{0,4}"
    r"|猜你喜[欢歡]|你可能[还還]想看|上一篇文章|原[创創]推[荐薦]|相[关關]标签|相關標籤"
)
_BULLET = re.compile(r"\s*[·•●▪■◆★☆>»›＞▶►\-–—]")
_DATED = re.compile(r".*[(（\[]?\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?[^\u4e00-\u9fff]{0,14}")
_ORDINAL = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[(（]|第.{1,3}[章节部分])")
_AHEAD = 12
_LONGEST_HEADING = 20
_PROSE = 60

_TITLED = re.compile(
    r"[【\[（(■▶>]?\s*(?:(?:相[关關]|延伸|推[荐薦]|[扩擴]展)\s*(?:[阅閱][读讀]|新[闻聞]|[报報][导導道]|文章|[专專][题題]|[链鏈]接|連結)|往期回[顾顧]|往期推荐)\s*(?:[】\]）)]\s*[:：]?|[:：])\s*[^。]{4,80}"
)
_SITE_END = re.compile(r"正文|文章|文章正文|新闻正文|[内內]容|文章[内內]容|[详詳][细情細].{0,2}|新闻|要闻|.{1,6}[频頻]道|.{1,6}新闻")
_ROOT = re.compile(r"首[页頁]|主[页頁]|home|.{0,10}首[页頁]|.{1,8}[网網]|.{1,6}[频頻]道", re.IGNORECASE)
_PLACE = re.compile(
    r"[您你]?(?:现在|目前|[当當]前|現在)?(?:的)?(?:所在)?的?位置(?:是|[为為])?\s*[:：>＞]?\s*(.{0,120})|[当當]前[您你]?在\s*[-:：].{2,100}"
)
_CHAIN = re.compile(r"\s*(?:>>|&gt;|[>＞»›→/])\s*")

#: A column heading with its link: 健康视频 更多>>. Without the space it may be a sentence.
_MORE = re.compile(r"[^\s。，]{2,10}(?:\s[^\s。，]{2,8})?\s+[\[（(]?\s*更多[\s.…>＞»\])）]*")

_ROLE = (
    "(?:责任编辑|責任編輯|责编|責編|编辑|編輯|主编|主編|总编辑?|副主编|编审|編審|值班(?:编委|主任|编辑|总编)|审核|審核|审校|审稿|审签|审读|校对|校對|校审|初审|复审|覆審|终审|終審|一审|二审|三审|一校|二校|三校|监制|監製|总监制|出品人?|统筹|策划|"
    "美编|美術編輯|排版|版式|视觉|视觉设计|制图|图编|设计|运营|实习编辑|实习生|责校|编委|核稿|签发|供稿|文编|编发|推送)"
)
_STAFF = re.compile(rf"(?:[\[（(【]?{_ROLE}(?:[/、|丨]{_ROLE}){{0,3}}[:：丨|/][^:：。，,]{{0,16}}){{1,8}}")

_NUMBER = r"[\d.,]+[wWkK万萬]?\+?"
_COUNTER = re.compile(
    rf"(?:(?:阅读|閱讀|浏览|瀏覽|点击|點擊|点阅|访问|播放|查看|人气|人氣|收藏|点赞|點讚|评论|評論|回复|转发|分享|喜欢|热度|字数|字數|全文字数|推荐|下载)(?:数|數|量|次数|次數|率)?(?:共|约)?[:：(（]?{_NUMBER}[次个個篇人条字]?[)）]?[|/;；,，·-]?){{1,6}}"
    rf"|(?:(?:本文|全文)(?:共计?|约)?|共计?|约){_NUMBER}字[|,，/·]?(?:(?:阅读|预计阅读|閱讀|阅读时间|预计|大约|阅读约?)?(?:需要?|约|大約|時間)?{_NUMBER}(?:分钟|分鐘|秒).{{0,6}})?|(?:预计)?阅读(?:时间|需|本文需要?|约).{{0,4}}{_NUMBER}分钟"
    rf"|{_NUMBER}(?:次|人)?(?:阅读|閱讀|浏览|瀏覽|点击|播放|次浏览|人看过|人阅读|阅读量|次观看|觀看次數|次播放)|您是(?:本文)?第.{{1,10}}(?:位|个)(?:阅览|阅读|访问|浏览)者|浏览字体.{{0,10}}"
)
_COMMENTS = re.compile(
    rf"(?:查看)?(?:全部|更多|所有)?{_NUMBER}(?:条|個|个|則|则)?(?:网友)?(?:评论|評論|跟帖|回复|留言|人参与|人跟帖)(?:[/,，]?{_NUMBER}(?:条)?(?:评论|人参与|跟帖))?|(?:评论|評論|跟帖|留言|回复)[-(（:：]?\d+[)）]?(?:文明上网.{{0,40}})?"
    r"|文明(?:上网|发言|评论).{0,60}|(?:请|請|您|需)?.{0,4}登[录錄入陆陸](?:后|後)?(?:才能|可以|可|即可|参与|发表|再)?(?:发表|發表|参与|查看|进行)?(?:或查看)?(?:评论|評論|留言|回复|跟帖|收藏)"
    r"|(?:还没有|暂无|暂时没有|目前尚无|尚无|沒有)(?:人)?(?:评论|評論|留言|回复|跟帖).{0,16}|(?:快来|来|点击|点这里|我要|我来|欢迎|抢先|发表|發表|添加|查看)(?:抢沙发|发表|參與|参与|查看更多)?(?:您的|你的|我的)?(?:评论|評論|留言|看法)(?:.{0,6})"
    r"|(?:网友|網友|以上)?(?:评论|評論|留言|跟帖|言论)(?:仅|只|僅)(?:供|代表).{0,60}|抢沙发|(?:我来|我也)说(?:两|几)句|.{0,4}被折叠的.{0,30}|(?:发表|回复)(?:于)?评论|发表[、,]?查看更多关于该信息的评论.{0,6}|.{0,6}个?评论.{0,2}排序|按(?:时间|热度)排序"
    r"|举报这条评论|查看更多评论|已显示(?:全部|所有)评论"
)
_FILE = re.compile(
    r"[^。，；！？\u4e00-\u9fff]{0,20}[\u4e00-\u9fff][^。，；！？/]{0,60}\.(?:jpe?g|png|gif|webp|bmp|tiff?|svg|mp4)", re.IGNORECASE
)

_NEXT = re.compile(
    r"[\[【（(<«‹《←→>|\s]*(?:上|下|前|后|後)一?[页頁篇条條则則章节節期版][文章新闻]{0,2}[\]】）)]?\s*(?:[:：>|]|\s(?=没有|沒有|返回))\s*.{0,90}"
    r"|[阅閱][读讀][上下]一篇[:：]?.{0,60}|[^\u4e00-\u9fff]{0,8}第\s*[\d一]+\s*[页頁]\s*[/，,]?\s*共\s*[\d一]+\s*[页頁].{0,40}|共\s*\d+\s*[页頁].{0,40}|\|?<<.{0,40}[上下]一[页頁].{0,12}"
    r"|.{0,8}[上下]一[页頁][^\u4e00-\u9fff]{0,30}(?:[上下]一[页頁]|[尾末][页頁])?.{0,8}"
)
_RANKING = re.compile(
    r"(?:今日|本[周週]|24小[时時]|48小[时時]|一[周週]|7日|每[周日]|月度|新[闻聞]|[图圖]片|[视視][频頻]|[热熱][门門点點文词詞评]|[点點][击擊]|[阅閱][读讀]|[评評][论論]|[浏瀏][览覽]|人[气氣]|[关關]注|下载|[报報][纸紙]|即[时時]|最新|周|月|文章|跟帖|表情|新闻表情|最[热熱])*"
    r"(?:排行榜?|排行[(（].{1,6}[)）]|[热熱][点點榜文搜]|TOP\d{0,3}|点击榜|热评榜|最[热熱]|热门点击|人[气氣]榜)|[点热熱][点點门門击擊]{1,2}排行榜?|最[新近][文章更新发布]{2,4}|.{2,6}新闻TOP\d+|即時新聞|最新消息|[焦熱热][点點門][新闻聞图圖片]{0,2}|图片(?:精选|新闻)|精[彩选][图推][片荐文]|[热熱][门門点點][标標][签籤]|(?:栏目|频道)(?:导航|精选|推荐)",
    re.IGNORECASE,
)


def _behind_headings(page: Page) -> Iterable[int]:
    """The places behind the first heading of a related list, where the page has one."""
    for at, block in enumerate(page.blocks):
        text = block.text
        if len(text) <= _LONGEST_HEADING and not text.isascii() and _HEADING.fullmatch(core(text)):
            return range(at + 1, len(page.blocks))
    return ()


def _related_item(page: Page, index: int) -> Iterable[Change]:
    """Drop a headline behind the heading of a related list; the heading stands right before it, since the items before have gone."""
    if index == 0:
        return
    heading, text = page.blocks[index - 1].text, page.blocks[index].text
    if len(heading) > _LONGEST_HEADING or len(text) > 90 or "。" in text or not _HEADING.fullmatch(core(heading)):
        return
    if _BULLET.match(text) or _DATED.fullmatch(text):
        yield drop()
    elif (
        6 <= len(text) <= 50
        and page.blocks[index].kind != "heading"
        and not _ORDINAL.match(text)
        and not text.rstrip().endswith(("：", ":"))
    ):
        ahead = page.blocks[index + 1 : index + 1 + _AHEAD]
        if not any(len(b.text) > _PROSE and sentence_like(b.text) for b in ahead):
            yield drop()


def _breadcrumb(page: Page, index: int) -> Iterable[Change]:
    text = page.blocks[index].text.strip()
    if len(text) > 140 or "。" in text:
        return
    place = _PLACE.fullmatch(text)
    if place and (not place[1] or _CHAIN.search(place[1]) or _ROOT.match(place[1]) or "：" in text or ":" in text):
        yield drop()
        return
    parts = [p.strip() for p in _CHAIN.split(text)]
    if len(parts) < 2 or max(map(len, parts[:-1])) > 12 or not all(parts[:-1]):
        return
    inner = all(p in CHANNELS or _SITE_END.fullmatch(p) for p in parts[1:])
    if _ROOT.fullmatch(parts[0]) and (len(parts) >= 3 or inner or parts[0][-1] in "页頁"):
        yield drop()


def _whole(pattern: re.Pattern[str], longest: int) -> Callable[[Page, int], Iterable[Change]]:
    def apply(page: Page, index: int) -> Iterable[Change]:
        text = page.blocks[index].text
        if len(text) <= longest and "。" not in text and pattern.fullmatch(core(text)):
            yield drop()

    return apply


def _neighbour(page: Page, index: int) -> Iterable[Change]:
    text = page.blocks[index].text.strip()
    if len(text) <= 120 and "。" not in text and _NEXT.fullmatch(text):
        yield drop()


def _staff(page: Page, index: int) -> Iterable[Change]:
    text = page.blocks[index].text.strip()
    if len(text) <= 120 and _STAFF.fullmatch(core(text) + ("：" if text.endswith(("：", ":")) else "")):
        yield drop()


def _more(page: Page, index: int) -> Iterable[Change]:
    text = page.blocks[index].text.strip()
    if len(text) <= 24 and _MORE.fullmatch(text):
        yield drop()


def _titled(page: Page, index: int) -> Iterable[Change]:
    text = page.blocks[index].text.strip()
    if len(text) <= 110 and _TITLED.fullmatch(text):
        yield drop()


RULES: tuple[Rule, ...] = (
    Rule(
        "zh-related-item", "related", "A headline in a list of other articles is no part of this one.", "newspaper and portal sites, behind 相关新闻 and the like", _related_item, where=_behind_headings,
        examples=(
            Example(("相关新闻", "· 本市三条地铁同日开工", "· 春运首日客流平稳 (2024-01-26)", "■ 年货市场红火"), ("相关新闻",)),
            Example(("延伸閱讀：", "港股收市上升三百點", "樓市成交回暖"), ("延伸閱讀：",)),
        ),
        leave=(
            ("相关新闻", "市政府昨日召开会议，研究部署下一阶段工作。"), ("推荐阅读", "一、总体要求"), ("会议内容", "三条地铁同日开工"),
            ("延伸阅读", "为什么要读这本书", "这本书写于上世纪三十年代，作者在动荡之中完成了全部手稿，读来仍然让人动容。今天的读者不妨从第三章读起，再回头看序言，也许更有收获。"),
        ),
    ),
    Rule(
        "zh-related-heading", "related", "The heading of a list of other articles is no part of this one.", "nearly every Chinese news page",
        _whole(_HEADING, 24),
        spaced(
            "阅读", "閱讀", "新闻", "新聞", "报道", "报导", "報導", "報道", "文章", "链接", "鏈接", "連結", "资讯", "資訊", "内容", "內容", "推荐", "推薦", "专题", "專題", "视频", "視頻", "影片", "信息", "搜索",
            "喜欢", "喜歡", "想看", "兴趣", "興趣", "在看", "又看", "还看", "還看", "回顾", "回顧", "热点", "熱點", "稿件", "精选", "精選", "更新", "图片", "圖片", "问答", "话题", "話題", "标签", "標籤", "也看", "热文",
        ),
        examples=(Example("【 相 关 阅 读 】", None), Example("延伸閱讀：", None), Example("猜你喜欢", None), Example("值班总编推荐", None), Example("你可能還想看", None)),
        leave=("阅读推广", "新闻发布会", "推荐三位候选人", "相关内容见附件三", "他可能喜欢这座城市"),
    ),
    Rule(
        "zh-related-title", "related", "A link to another article inside or behind the text is no part of it.", "newspaper sites and public accounts", _titled,
        ("相关", "相關", "延伸", "推荐", "推薦", "扩展", "擴展", "往期"),
        examples=(Example("推荐阅读 ： 两部门发文规范夜间施工", None), Example("【延伸閱讀】北市三大商圈租金回升", None)),
        leave=("相关报道：这是他第三次夺冠。", "相关新闻工作者参加了会议", "推荐文章可以投到本栏目"),
    ),
    Rule(
        "zh-column-more", "related", "The heading of a column with its link to more is no text.", "side columns of portals", _more, ("更多",),
        examples=(Example("健康问答 更多>>", None), Example("陶渊明 其他作品 [ 更多 ]", None)),
        leave=("需要更多", "他想要的 更多是理解", "更多 更快 更好"),
    ),
    Rule(
        "zh-ranking", "related", "The heading of a ranking of articles is no text.", "side columns of portals", _whole(_RANKING, 24),
        ("排行", "热点", "熱點", "热榜", "熱榜", "热文", "热搜", "top", "最新", "最近", "最热", "最熱", "点击", "即時", "焦点", "焦點", "图片", "精选", "精彩", "热门", "熱門", "人气榜", "人氣榜", "热评", "导航", "推荐"),
        examples=(Example("24小时热文", None), Example("阅读排行榜", None), Example("热点排行", None), Example("最新文章", None)),
        leave=("全球大学排行发布", "最新研究", "热点问题解读", "最近更忙"),
    ),
    Rule(
        "zh-breadcrumb", "navigation", "The path to the page is no text.", "government and newspaper sites", _breadcrumb,
        ("位置", "首页", "首頁", "主页", "主頁", "网", "網", "频道", "頻道", "当前", "當前", "home"),
        examples=(Example("首页 > 财经 > 正文", None), Example("您的位置：首页 / 要闻 / 本地", None), Example("當前位置： 首頁 » 新聞中心", None), Example("某某网 > 新闻 > 热点", None)),
        leave=("该店位置：市中心以东三公里处。", "首页改版", "速度 > 质量", "互联网/物联网", "位置优越", "当前位置优势明显"),
    ),
    Rule(
        "zh-next-article", "navigation", "A link to the page or article before or after is no text.", "newspaper sites, blogs, forums", _neighbour,
        (*(a + b for a in ("上一", "下一", "前一", "后一", "後一") for b in "页頁篇条條则則章节節期版"), "共"),
        examples=(Example("上一篇：县里办起农民夜校", None), Example("下一篇： 没有了", None), Example("第 1 页/共 3 页 << 上一页 | 下一页 >>", None), Example("|<< 1 2 3 4 下一页 >>|", None), Example("下一則：港股收市", None)),
        leave=("下一篇文章将介绍具体做法。", "翻到下一页，他看见了自己的名字", "共3页的报告提出了建议。", "下一期工程今年开工", "上一章讨论了起源"),
    ),
    Rule(
        "zh-comment-count", "comments", "Counts and prompts of the comment section are no text.", "portals and blogs", _whole(_COMMENTS, 120),
        ("评论", "評論", "跟帖", "留言", "回复", "人参与", "文明", "沙发", "言论", "折叠", "收藏", "说两句", "说几句", "排序", "看法"),
        examples=(Example("249 人参与 49 条评论", None), Example("文明上网，理性发言，登录评论！", None), Example("暂无评论", None), Example("网友评论仅供其表达个人看法，并不表明本站立场", None), Example("查看全部66条评论 >>", None)),
        leave=("文明城市创建进入第五年", "外交部发表评论", "共收到30条评论，多数表示支持。", "评论（二）", "文明评论家协会成立。"),
    ),
    Rule(
        "zh-reading-count", "metadata", "Counts of readers, likes or characters are no text.", "blogs, government sites and public accounts", _whole(_COUNTER, 90),
        ("阅读", "閱讀", "浏览", "瀏覽", "阅览", "点击", "點擊", "点阅", "访问", "播放", "人气", "人氣", "收藏", "点赞", "點讚", "字", "热度", "观看", "觀看", "看过", "推荐"),
        examples=(Example("阅读量1.3w 收藏 98", None), Example("浏览次数：1,204", None), Example("人氣：356", None), Example("全文共2300字，阅读约需6分钟", None), Example("阅读(1660) 评论(5)", None)),
        leave=("阅读量突破十万", "每天阅读30分钟。", "他写了5000字的报告", "收藏12件瓷器", "1000字"),
    ),
    Rule(
        "zh-staff-line", "credit", "The page's own staff (checking, layout, review) is no part of the text.", "public accounts and newspaper sites", _staff,
        ("编", "編", "审", "審", "校", "监制", "監製", "排版", "策划", "统筹", "视觉", "制图", "设计", "运营", "签发", "核稿", "出品", "推送", "版式", "供稿", "实习生"),
        examples=(Example("责任编辑：", None), Example("审核：张某 校对：李某", None), Example("初审：王某 | 复审：赵某 | 终审：孙某", None), Example("校對：陳某", None)),
        leave=("审核：这一关为何难过？人们众说纷纭，各有道理", "编辑部：新的一年，新的开始。", "校对工作由他负责", "设计：以人为本，重在细节，贵在坚持"),
    ),
    Rule(
        "zh-image-file", "filename", "The name of an image file is no text.", "pages whose alt texts became text", _whole(_FILE, 90),
        (".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".tif", ".svg", ".mp4"), lang="zh",
        examples=(Example("微信图片_20240102113005.jpg", None), Example("会场全景（摄影）.JPEG", None)),
        leave=("请将照片存为.jpg格式", "图1.jpg 是会场全景", "1.会议通知见附件.pdf，请查收。"),
    ),
)  # fmt: skip
