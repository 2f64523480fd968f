"""Money is integer fen, end to end; yuan and 万元 exist only at the edge.

No floats, no currencies other than yuan.
"""

from decimal import ROUND_HALF_UP, Decimal, DecimalException

Fen = int


def fen(yuan: str | Decimal | int) -> Fen:
    """Fen from yuan, half up to the fen.

    :raises ValueError: not a number of yuan.
    """
    try:
        return int((Decimal(str(yuan)) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    except DecimalException as error:  # no number, or (1e999999) one beyond all counting
        raise ValueError(f"not an amount of yuan: {yuan!r}") from error


def yuan(amount_fen: Fen) -> Decimal:
    """Exact yuan of an amount in fen, always two places."""
    return Decimal(amount_fen).scaleb(-2)


def show_yuan(amount_fen: Fen) -> str:
    """9,613,100.00"""
    return f"{yuan(amount_fen):,.2f}"


def show_wan(amount_fen: Fen, places: int = 2) -> str:
    """Amount in 万元, half up: 961.31"""
    wan = Decimal(amount_fen).scaleb(-6).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{wan:,}"


_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "兆")


def capital_yuan(amount_fen: Fen) -> str:
    """壹万壹仟柒佰贰拾陆元肆角捌分: an amount as it stands on what is signed (支付结算办法 附一, 正确填写票据)."""
    if amount_fen < 0:
        return f"负{capital_yuan(-amount_fen)}"
    whole, rest = divmod(amount_fen, 100)
    jiao, cents = divmod(rest, 10)
    text = f"{_capital(whole)}元" if whole else ""
    if not rest:
        return f"{text or '零元'}整"
    if jiao:
        text += f"{'零' if whole and whole % 10 == 0 else ''}{_DIGITS[jiao]}角"
    elif text:
        text += "零"
    return f"{text}{_DIGITS[cents]}分" if cents else f"{text}整"


def _capital(number: int) -> str:
    """A whole number above zero; one 零 for any run of zeros between digits."""
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    text, skipped = "", False
    for at in range(len(groups) - 1, -1, -1):
        group = groups[at]
        if not group:
            skipped = bool(text)
            continue
        if text and (skipped or group < 1000):
            text += _DIGITS[0]
        text += _capital_group(group) + _GROUPS[at]
        skipped = False
    return text


def _capital_group(group: int) -> str:
    text, skipped = "", False
    for at in range(3, -1, -1):
        digit = group // 10**at % 10
        if not digit:
            skipped = bool(text)
            continue
        text += (_DIGITS[0] if skipped else "") + _DIGITS[digit] + _PLACES[at]
        skipped = False
    return text
