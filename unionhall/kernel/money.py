"""Money is integer fen, end to end; yuan and 万元 exist only at the edge.

No floats, no currencies other than yuan.
"""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

Fen = int


def fen(yuan: str | Decimal | int) -> Fen:
    """Fen from yuan, half up to the fen.

    :raises ValueError: not a number of yuan.
    """
    try:
        return int((Decimal(str(yuan)) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    except InvalidOperation as error:
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
