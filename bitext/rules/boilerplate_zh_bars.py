"""Chinese interface lines, word by word: share bars, tool bars, menus, forms, comment bars, players, footers.

A line goes when every word of it is an interface word in one of the two scripts; the words are the labels
that Chinese news, forum and government sites share, collected from pages of some sixty sites.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from bitext.rules.boilerplate_zh_lines import interface_line, theme_of, vocabulary, words
from bitext.rules.rule import Example, Rule, drop

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bitext.rules.rule import Change, Page

__all__ = ["CHANNELS", "RULES", "WORDS"]

WORDS = vocabulary(
    weak=(
        "微信 微博 新浪微博 腾讯微博 騰訊微博 网易微博 人民微博 qq qq空间 qq空間 qq好友 qq群 qzone 空间 豆瓣 豆瓣网 人人网 开心网 贴吧 "
        "百度贴吧 百度空间 抖音 快手 知乎 小红书 今日头条 头条号 微信公众号 公众号 微信号 视频号 微视 share facebook fb twitter x line whatsapp "
        "telegram linkedin 领英 instagram youtube weibo wechat plurk 噗浪 threads email e-mail 邮件 郵件 电子邮件 電子郵件 短信 简讯 手机 手機 "
        "二维码 二維碼 更多 其他 到 至 大 中 小 特大 超大 默认 正常 a a+ a- t t+ t- 高 低 或 和 是 否 共 个 第 页 条 app top rss wap english en "
        "简体 簡體 繁体 繁體 简 繁 中文 简体中文 繁體中文 中文版 英文版 new hot 日 周 月 年 博客 论坛 社区 用户 账号 帳號 内容 标题 匿名 密码 密碼 "
        "推荐 推薦 用户登录 支持 反对 目录 目錄 下载 保存 设置 全部 喜欢 不喜欢 有用 没用 停止 循环 展开 展開 收起 收回 取消 确定 確定 确认 点击 音量 顶 好友 帮助 幫助 招聘信息 信息服务 数据服务 营业执照 常见问题 常見問題 我的"
    ),
    share=(
        "分享 分享到 分享至 分享给 分享本文 分享文章 分享到微信 分享到微博 分享到新浪微博 分享到朋友圈 分享到微信朋友圈 分享到qq空间 分享到qq "
        "分享到手机 分享至手机 分享给好友 分享给朋友 分享让更多人看到 微信分享 微博分享 一键分享 我要分享 转发 转发到 转发至 轉發 转帖到 推荐到 "
        "复制链接 複製連結 複製鏈接 复制网址 复制地址 朋友圈 微信朋友圈 微信好友 发送到手机 发送给朋友 推荐给朋友 推荐给好友 轉寄 "
        "轉寄友人 轉寄給朋友 分享給朋友 用微信扫描二维码 分享至好友和朋友圈 微信二维码 微博二维码 app二维码 手机二维码 客户端二维码"
    ),
    tools=(
        "字号 字號 字体 字體 字体大小 字體大小 文字大小 字级 字級 小字号 大字号 中字号 小字號 大字號 字号增大 字号减小 字号变大 字号变小 "
        "字体放大 字体缩小 放大字体 缩小字体 放大 缩小 縮小 页面放大 页面缩小 打印 打印本页 打印本頁 打印本文 打印此页 打印文章 打印页面 列印 友善列印 列印本頁 "
        "关闭 關閉 关闭窗口 关闭本窗口 关闭此页 关闭本页 關閉視窗 收藏 已收藏 收藏本文 收藏此文 收藏本站 收藏本页 加入收藏 添加收藏 "
        "纠错 糾錯 我要纠错 报错 報錯 朗读 朗讀 语音播报 语音朗读 语音阅读 听新闻 大鼠标 指读 背景色 夜间模式 护眼模式 举报 舉報 我要举报 "
        "举报文章 举报反馈 反馈 意见反馈 投诉 侵权投诉 点赞 點讚 赞 讚 踩 打赏 赞赏 投币 "
        "关注 關注 加关注 已关注 取消关注 刷新 复制 全文复制 查看原图 点击看大图 点击查看大图 查看大图 原图 导出"
    ),
    navigation=(
        "首页 首頁 主页 主頁 返回 返回首页 返回首頁 返回主页 回首页 回首頁 返回顶部 回到顶部 回到首页 返回页首 返回上页 返回上一页 返回上一頁 返回列表 返回目录 "
        "返回目錄 返回正文 返回频道 返回栏目 回頂部 回到頂端 返回頂部 设为首页 設為首頁 导航 導航 网站导航 菜单 選單 搜索 搜尋 站内搜索 全站搜索 高级搜索 "
        "手机版 手機版 电脑版 電腦版 移动版 触屏版 客户端 客戶端 移动客户端 手机客户端 客户端下载 下载客户端 无障碍 无障碍浏览 无障碍阅读 长者模式 "
        "长者浏览 关怀版 适老化 适老版 切换城市 更多频道 全部频道 上一页 下一页 上一頁 下一頁 上页 下页 上頁 下頁 首頁 尾页 末页 末頁 最末页 "
        "第一页 最后一页 上一篇 下一篇 前一篇 后一篇 後一篇 上一条 下一条 上一则 下一则 上一章 下一章 上一节 下一节 上一版 下一版 上一期 下一期 上一张 下一张 "
        "上一组 下一组 版面导航 标题导航 版面目录 往期回顾 数字报 网站首页 返回网站首页"
    ),
    form=(
        "登录 登錄 登陆 登入 立即登录 立即登入 请登录 请先登录 会员登录 會員登入 账号登录 帐号登录 密码登录 短信登录 扫码登录 快捷登录 一键登录 "
        "会员中心 會員中心 个人中心 退出 退出登录 登出 注销 注册 註冊 免费注册 立即注册 立刻注册 会员注册 加入会员 加入會員 忘记密码 忘記密碼 找回密码 修改密码 "
        "记住我 记住密码 记住登录状态 下次自动登录 自动登录 十天免登录 没有账号 没有帐号 验证码 驗證碼 校验码 获取验证码 获取短信验证码 发送验证码 "
        "换一张 看不清 看不清换一张 用户名 使用者名稱 手机号 手机号码 手機號碼 确认密码 提交 重置 送出 清空 点击重新获取 "
        "微信登录 qq登录 微博登录 第三方登录 第三方账号登录 使用第三方账号登录"
    ),
    comments=(
        "评论 評論 网友评论 網友評論 最新评论 最热评论 热门评论 精彩评论 全部评论 文章评论 相关评论 发表评论 發表評論 我要评论 写评论 添加评论 查看评论 "
        "查看全部评论 查看更多评论 暂无评论 已显示所有评论 正在读取评论 发布评论 参与评论 快速评论 登录并评论 评论区 留言 留言板 我要留言 给我留言 发表留言 "
        "跟帖 跟帖管理 跟贴 网友跟帖 我来说两句 說兩句 说两句 回复 回覆 回复本贴 回复此帖 跟从标题 引用 引用此帖 收藏此帖 只看楼主 只看该作者 查看完整版本 "
        "楼主 樓主 沙发 板凳 顶一下 踩一下 发帖 快速回复 回应 回應 最新回复 展开评论"
    ),
    player=(
        "播放 点击播放 點擊播放 暂停 暫停 全屏 全螢幕 进入全屏 退出全屏 静音 靜音 取消静音 静音播放中 恢复音量 倍速 倍速播放 重播 重新播放 "
        "弹幕 开启弹幕 关闭弹幕 发送弹幕 自动播放 循环播放 打开循环播放 连播 自动连播 清晰度 标清 高清 超清 流畅 蓝光 画中画 关灯 开灯 播放列表 网页全屏 "
        "播放器 视频加载中 加载中 正在加载 正在加载中 载入中 載入中 播放信息 播放流水 播放内核 上传日志 调试信息 视频播放 下一个 上一个 即将播放"
    ),
    footer=(
        "关于我们 關於我們 关于本网 关于本站 关于网站 联系我们 聯絡我們 聯繫我們 联系方式 联系本站 网站地图 網站地圖 站点地图 网站简介 网站介绍 网站声明 网站公告 网站律师 法律顾问 "
        "法律声明 法律聲明 版权声明 版權聲明 著作权声明 免责声明 免責聲明 免责条款 版权与免责声明 版权申诉 隐私政策 隱私權政策 隱私政策 隐私条款 隐私权政策 私隱政策 私隱資訊主頁 "
        "服务条款 服務條款 使用条款 使用條款 使用须知 服务协议 用户协议 注册协议 会员条款 广告服务 廣告服務 广告合作 广告刊例 广告报价 刊登廣告 廣告刊登 商务合作 "
        "合作加盟 招贤纳士 招聘英才 诚聘英才 誠徵英才 人才招聘 加入我们 加入我們 友情链接 友情連結 合作伙伴 合作网站 相关链接 投稿须知 我要投稿 欢迎投稿 在线投稿 投稿指南 "
        "供稿服务 投资者关系 帮助中心 帮助与反馈 客服 客服中心 在线客服 联系客服 举报专区 举报中心 举报联系方式 不良信息举报 "
        "不良信息举报中心 网上有害信息举报专区 网络有害信息举报专区 中国互联网举报中心 出版物许可证 站务邮箱 网站留言 报刊订阅 電子報 订阅电子报 开放平台 意见建议 关于版权"
    ),
)

#: Sections of a news site; a line of five or more of them is a menu.
CHANNELS = frozenset(
    "首页 首頁 新闻 新聞 要闻 要聞 时政 時政 国内 國內 国际 國際 全球 社会 社會 财经 財經 经济 經濟 金融 股票 股市 基金 外汇 债券 银行 保险 产经 房产 房產 地产 地產 汽车 汽車 "
    "科技 科學 科学 互联网 数码 手机 教育 文化 文娱 文旅 娱乐 娛樂 体育 體育 健康 旅游 旅遊 时尚 時尚 女性 亲子 生活 美食 家居 军事 軍事 历史 歷史 评论 評論 观点 觀點 理论 理論 "
    "专题 專題 图片 圖片 视频 視頻 影音 直播 访谈 公益 游戏 遊戲 动漫 读书 讀書 博客 论坛 社区 法治 法制 党建 人事 反腐 港澳 台湾 台灣 港澳台 兩岸 两岸 地方 本地 城市 "
    "政务 政策 头条 頭條 推荐 热点 原创 滚动 快讯 資訊 资讯 信息 环球 生态 环保 能源 三农 农业 食品 公告 图解 网评 专栏 專欄 彩票 足球 篮球 综合 副刊 天气 地图 问答 知识 音乐 "
    "电影 电视 电视剧 综艺 明星 星座 母婴 育儿 旅行 酒店 医疗 医药 人才 招聘 企业 品牌 品质 商业 创业 消费 维权 信用 数据 智库 学术 人物 曝光 民生 台海 奥运 冬奥 幻灯 声音 滚动 书画 收藏 国防".split()
)

_CHANNEL_WORDS = dict.fromkeys(CHANNELS, "")

#: How far to look along a run of platform names for the share label they belong to.
_REACH = 12
#: A button's name is no longer than this, in characters. The rule has no triggers: 大, a and x are everywhere.
_LONGEST = 12
_BARE = frozenset({"share", "tools"})


def _role(text: str) -> str:
    """What a text is in a row of buttons: the bar's `label`, a `platform`, `marks` that part them, or "" for none of these."""
    return _short_role(text) if len(text) <= _LONGEST else ""


@lru_cache(maxsize=1 << 14)
def _short_role(text: str) -> str:
    theme = theme_of(text, WORDS)
    if theme in _BARE:
        return "label"
    found = list(words(text, WORDS)) if theme is None else [""]
    return "" if any(WORDS.get(w) != "weak" for w in found) else "platform" if found else "marks"


def _platforms(page: Page) -> Iterable[int]:
    """The places of all that could be a platform's name, where the page has a bar's label."""
    roles = {at: _short_role(block.text) for at, block in enumerate(page.blocks) if len(block.text) <= _LONGEST}
    return [at for at, role in roles.items() if role == "platform"] if "label" in roles.values() else ()


def _loose_platform(page: Page, index: int) -> Iterable[Change]:
    """Drop 微信, QQ空间 or 大 alone in a block where a run of such blocks touches a share or tool bar."""
    if _role(page.blocks[index].text) != "platform":
        return
    for step in (-1, 1):
        at = index + step
        while 0 <= at < len(page.blocks) and abs(at - index) <= _REACH:
            role = _role(page.blocks[at].text)
            if role == "label":
                yield drop()
                return
            if not role:
                break
            at += step


def _menu(page: Page, index: int) -> Iterable[Change]:
    text = page.blocks[index].text
    if len(text) > 300 or "。" in text:
        return
    found = list(words(text, _CHANNEL_WORDS))
    known = sum(w in CHANNELS or w in WORDS for w in found)
    share = 0.5 if found and found[0].endswith(("首页", "首頁")) else 0.8
    if len(found) >= 5 and known >= len(found) * share and max(map(len, found)) <= 8:
        yield drop()


def _footer(page: Page, index: int) -> Iterable[Change]:
    text = page.blocks[index].text
    if len(text) > 400 or "。" in text:
        return
    found = list(words(text, WORDS))
    weight = sum(WORDS.get(w) == "footer" for w in found)
    if weight >= 3 and weight * 4 >= len(found) and max(map(len, found)) <= 24:
        yield drop()


def _triggers(*themes: str) -> tuple[str, ...]:
    return tuple(sorted(w for w, theme in WORDS.items() if theme in themes))


RULES: tuple[Rule, ...] = (
    Rule(
        "zh-share-platform", "share", "The name of a platform beside a share label is a button.", "pages that give each share button its own line",
        _loose_platform, where=_platforms,
        examples=(Example(("分享到：", "微信", "QQ空间"), ("分享到：",)), Example(("字号", "大", "中", "小", "正文从这里开始。"), ("字号", "正文从这里开始。"))),
        leave=(("微信", "微信是一款即时通信软件。"), "QQ"),
    ),
    Rule(
        "zh-share-bar", "share", "Buttons that pass the page on are no text.", "nearly every Chinese news page",
        interface_line("share", WORDS), _triggers("share"),
        examples=(Example("分享到： 微信 微博 QQ空间 | 打印 收藏 | 字号 大 中 小", None), Example("分享至：", None), Example("【轉寄友人】【分享】", None)),
        leave=("分享会在周日举行", "他把照片分享到微信。", "乐于分享，善于合作"),
    ),
    Rule(
        "zh-tool-bar", "navigation", "Type size, print, close and like buttons are no text.", "government and newspaper sites",
        interface_line("tools", WORDS), _triggers("tools"),
        examples=(Example("【字号 大 中 小】【打印】【关闭】", None), Example("[ 列印本頁 ] [ 關閉視窗 ]", None), Example("点赞 40 收藏 98", None)),
        leave=("打印店关闭后，学生只好去校外。", "关闭高耗能企业", "大 中 小"),
    ),
    Rule(
        "zh-navigation-bar", "navigation", "Links to the home page, the top or other pages are no text.", "nearly every Chinese site",
        interface_line("navigation", WORDS), _triggers("navigation"),
        examples=(Example("首页 | 上一页 1 2 下一页 | 尾页", None), Example("返回目录", None), Example("下一版 上一版", None), Example("設為首頁 | 加入收藏", None)),
        leave=("返回地球", "下一篇文章将介绍具体做法。", "搜索与救援"),
    ),
    Rule(
        "zh-login-form", "form", "Labels of a login or registration form are no text.", "portals and forums",
        interface_line("form", WORDS), _triggers("form"),
        examples=(Example("用户名： 密码： 登录 | 注册 | 忘记密码", None), Example("登入 / 註冊", None), Example("获取短信验证码", None)),
        leave=("登录平台后即可查询办理进度。", "登陆日", "注册资本"),
    ),
    Rule(
        "zh-comment-bar", "comments", "Headings and buttons of the comment section are no text.", "blogs, portals and forums",
        interface_line("comments", WORDS), _triggers("comments"),
        examples=(Example("网友评论 ｜ 跟帖管理 ｜ 举报", None), Example("[ 回复本贴 ] [ 跟从标题 ] [ 刷新 ]", None), Example("發表評論", None)),
        leave=("评论：数字经济的下一步", "支持民营经济", "外交部发表评论说，中方反对。"),
    ),
    Rule(
        "zh-video-player", "navigation", "Controls of a video player are no text.", "news pages with a video",
        interface_line("player", WORDS), _triggers("player"),
        examples=(Example("播放 暂停 全屏 00:00 / 03:21", None), Example("正在加载...", None), Example("倍速播放 高清 标清", None)),
        leave=("播放量突破一亿", "电影停止播放。", "高清视频会议"),
    ),
    Rule(
        "zh-footer-label", "navigation", "Links of the page's foot are no text.", "nearly every Chinese site",
        interface_line("footer", WORDS), _triggers("footer"),
        examples=(Example("关于我们 | 联系我们 | 网站地图", None), Example("聯絡我們", None), Example("版权声明", None)),
        leave=("请联系我们的工作人员。", "该公司发布了新版隐私政策。", "他在免责声明上签字"),
    ),
    Rule(
        "zh-footer-links", "navigation", "A row of links at the page's foot is no text.", "newspaper and portal sites",
        _footer, _triggers("footer"),
        examples=(Example("本报概况 | 关于我们 | 报社招聘 | 广告服务 | 合作加盟 | 网站声明 | 联系我们", None),),
        leave=("平台应当公示服务协议、隐私政策、联系方式，方便用户查询。", "关于我们 | 我们的故事从三个年轻人说起"),
    ),
    Rule(
        "zh-channel-menu", "navigation", "A row of section names is the site's menu.", "news portals",
        _menu, ("新闻", "新聞", "首页", "首頁", "财经", "財經", "体育", "體育", "娱乐", "娛樂"),
        examples=(Example("首页 新闻 时政 财经 体育 娱乐 汽车", None), Example("首頁 | 要聞 | 國際 | 財經 | 娛樂 | 體育", None)),
        leave=("体育 文化 旅游", "财经、科技、文化、教育、卫生等领域的新闻报道都要讲求真实。"),
    ),
)  # fmt: skip
