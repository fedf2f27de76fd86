"""Word lists behind the features: function words, and the words of interfaces and page furniture.

The function words are the most frequent of each language (any frequency list agrees on them); the furniture
words are those that recur in navigation, share bars, bylines, footers and prompts of news pages.
"""

from __future__ import annotations

__all__ = ["DATE_PAIRS", "DATE_WORDS", "EN_FUNCTION", "LEXICON", "LEXICON_PAIRS", "ZH_FUNCTION"]

EN_FUNCTION = tuple(
    "the of and to in a is that for it was on as with he be by at are this have from his or not had but they which an you we were her she "
    "all there been one their has will would what if can more when who so no said out up about into than them then its also my our your "
    "after could other these over only just some how i do because most even where while such any very much those being between through "
    "before against many under both during each still".split()
)
ZH_FUNCTION = (
    "的了是在和有我他这中也就不都而及与或为以到说要对会她它们你把被从让给但因又还于之其将并等来去着过地得這個們為與從讓給過還對會說將並來於"
)

LEXICON = tuple(
    "copyright subscribe subscription newsletter newsletters signup login register follow share tweet facebook twitter whatsapp instagram "
    "pinterest linkedin reddit related recommended advertisement advertise ads sponsored promoted cookie cookies privacy terms comment "
    "comments reply click tap download email contact tags tag published updated posted editor photo photos photograph getty credit reuters "
    "trending popular viewed watch listen next previous icp app menu search filed rights reserved policy copyrighted unsubscribe shares "
    "views likes print donate membership password account advertising author byline read more".split()
)
LEXICON_PAIRS = (
    *"责编 编辑 来源 标题 作者 记者 相关 推荐 热门 更多 点击 阅读 分享 评论 收藏 点赞 关注 版权 转载 声明 免责 上一 下一 返回 首页 登录 注册 下载 客服 广告 "
    "扫码 扫一 二维 微信 微博 公众 订阅 投稿 举报 备案 许可 联系 关于 发布 时间 字号 打印 标签 分类 浏览 人气 回复 排行 最新 视频 专题 搜索 本网 本站 网友 "
    "用户 客户 图源 图片 资料 查看 打开 展开 收起 全文 责任 通讯 摄影 图为 朋友 手机 平台 违法 侵权 删除 責編 編輯 來源 標題 記者 相關 推薦 熱門 點擊 閱讀 評論 "
    "點讚 關注 版權 轉載 聲明 免責 返回 登入 註冊 下載 廣告 掃碼 訂閱 舉報 聯絡 發佈 時間 瀏覽 專題 搜尋 圖片 責任".split(),
    "sign up", "sign in", "log in", "all rights", "share this", "share on", "read more", "read next", "more from", "more on", "you may",
    "also like", "see also", "leave a", "click here", "posted by", "posted on", "posted in", "min read", "photo by", "image credit",
    "most read", "most popular", "latest news", "follow us", "contact us", "about us", "terms of", "associated press", "this story",
    "the author", "our newsletter", "your inbox", "your email", "for more",
)  # fmt: skip
DATE_WORDS = tuple(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec "
    "am pm gmt utc est edt ago hours minutes".split()
)
DATE_PAIRS = ("小时前", "分钟前", "天前", "小時前", "分鐘前", "月0", "月1", "月2", "月3", "年0", "年1")
