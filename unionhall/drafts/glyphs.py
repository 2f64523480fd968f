"""One glyph for one glyph: full-width, traditional and look-alike characters folded so that offsets stay true.

Not a converter of texts: only the characters that numbers and their words are made of.
"""

_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_SIGNS = {
    "％": "%",
    "﹪": "%",
    "．": ".",
    "＋": "+",
    "／": "/",
    "＊": "*",
    "　": " ",
    "\u00a0": " ",
    "\u2009": " ",
    "\u202f": " ",
    "—": "-",
    "–": "-",
    "－": "-",
    "−": "-",
    "―": "-",
    "～": "~",
    "〜": "~",
    "∶": "：",
    ":": "：",
    ";": "；",
    "(": "（",
    ")": "）",
    "【": "（",
    "】": "）",
    "[": "〔",
    "]": "〕",
    "［": "〔",
    "］": "〕",
    "﹝": "〔",
    "﹞": "〕",
    "「": "“",
    "」": "”",
    "『": "“",
    "』": "”",
    "?": "？",
    "!": "！",
    "｡": "。",
    "､": "、",
    "﹑": "、",
    "〇": "零",
    "○": "零",
}
# Traditional → simplified, for the words this reading knows.
_TRADITIONAL = dict(
    zip(
        "萬億個項戶場佔增長數倍點佰仟貳參叁陸兩餘幾與較達減幫會職員經費總額還處對支隊單業縣區鎮鄉鄰級覈結"
        "辦計劃標務應實發給補貼贈專題講戰線開營網題質檢驗書簽訂議調解決勞動關係養護殘層練習訓傳統產創優獎勵獲評選"
        "際記錄條體購買賣價幣錢積據繳納軍農電視頻論壇環節慶歲齡壯漢東門間問閱讀覽觀眾聽說話語證讓認識誰",
        "万亿个项户场占增长数倍点百千二三三六两余几与较达减帮会职员经费总额还处对支队单业县区镇乡邻级核结"
        "办计划标务应实发给补贴赠专题讲战线开营网题质检验书签订议调解决劳动关系养护残层练习训传统产创优奖励获评选"
        "际记录条体购买卖价币钱积据缴纳军农电视频论坛环节庆岁龄壮汉东门间问阅读览观众听说话语证让认识谁",
        strict=True,
    )
)
_FOLD = str.maketrans({**{chr(a): chr(b) for a, b in _WIDE.items()}, **_SIGNS, **_TRADITIONAL})


def fold(text: str) -> str:
    """The text with one character for each of its own: `fold(t)[i]` stands for `t[i]`."""
    return text.translate(_FOLD)
