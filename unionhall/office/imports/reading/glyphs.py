"""Characters that look like others: spaces nobody sees, full-width digits, the many dots of minority names.

Tables of characters only; what is done with them is in `clean` and `lexicon`.
"""

import unicodedata

#: Everything that is blank to the eye, with line breaks, tabs, zero-width and direction marks.
SPACES = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\xad\u034f\u061c\u115f\u1160\u1680\u180e"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f"
    "\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u202f\u205f\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069"
    "\u2800\u3000\u3164\ufeff\uffa0\x00\ufffc"
)
#: Those of them that stand between words; the others are dropped even inside a text.
WIDE_SPACES = (
    "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
INVISIBLE = "".join(sorted(set(SPACES) - set(WIDE_SPACES)))

#: Full-width ASCII to ASCII.
HALF_WIDTH = {chr(0xFF01 + n): chr(0x21 + n) for n in range(94)}
DASHES = "-‐‑‒–—―−－﹣"
QUOTES = "'’‘‛`´ˊˋ′＇｀\"“”″＂"
#: What is typed for the dot of 买买提·艾力; the Latin full stop only between Han characters.
DOTS = "·•・‧･∙⋅●．.᛫‣⸱ꞏ・˙。﹒"
DOT = "·"

#: Regular-expression class (Rust and Python alike) of Han characters, with all extension planes and 〇.
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003347f"


def squashed(text: str) -> str:
    """No blanks at all, full-width folded: the form in which headers and keywords are compared."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(ch for ch in folded if ch not in SPACES)
