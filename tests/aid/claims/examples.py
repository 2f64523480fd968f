"""Terms the tests of rules speak of: each notice as one benefit, and mixes that no city has, to meet every branch."""

from dataclasses import replace

from unionhall.aid.claims.rules import Band, Base, Benefit, Counting, Lump, Paper, Rounding, Terms, Way

PAPERS = (
    Paper("invoice", "出院结算单", ("own-cost", "total-cost")),
    Paper("summary", "出院小结", ("days", "diagnosis")),
)

ZHANGJIAJIE = Benefit(
    "zhangjiajie",
    "住院互助",
    Way.BANDS,
    bands=(
        Band(0, 500_000, 4500, "第 7 条"),
        Band(500_000, 1_000_000, 5000, "第 7 条"),
        Band(1_000_000, 2_000_000, 5500, "第 7 条"),
        Band(2_000_000, 3_000_000, 6000, "第 7 条"),
        Band(3_000_000, None, 7000, "第 7 条"),
    ),
    papers=PAPERS,
)
LONGYANG = Benefit(
    "longyang",
    "住院互助",
    Way.BANDS,
    bands=(Band(80_000, 1_000_000, 3000), Band(1_000_000, 10_000_000, 6000), Band(10_000_000, 15_000_000, 8000)),
    deductible_fen=80_000,
    ceiling_fen=15_000_000,
    papers=PAPERS,
)
BEIJING = Benefit("beijing", "住院津贴", Way.DAILY, daily_fen=4000, free_days=3, papers=PAPERS)
NANPING = Benefit(
    "nanping",
    "女职工大病",
    Way.LUMP,
    lumps={
        f"class-{n}": Lump(f"第 {n} 类", fen) for n, fen in ((1, 600_000), (2, 300_000), (3, 200_000), (4, 100_000))
    },
    papers=PAPERS,
)
FUZHOU = Benefit("fuzhou", "住院互助", Way.FLAT, base=Base.TOTAL, rate_bp=1000, papers=PAPERS)
ALL = {benefit.code: benefit for benefit in (ZHANGJIAJIE, LONGYANG, BEIJING, NANPING, FUZHOU)}

MIXED = Terms(ALL, waiting_days=30, claim_days=365, cap_period_fen=6_000_000, articles={"cap_period_fen": "第 9 条"})
TERMS = {
    "mixed": MIXED,
    "cumulative": replace(
        MIXED,
        benefits={
            **ALL,
            "longyang": replace(LONGYANG, counting=Counting.CUMULATIVE),
            "fuzhou": replace(FUZHOU, counting=Counting.CUMULATIVE, deductible_fen=33_333, ceiling_fen=9_999_999),
        },
        rounding=Rounding.HALF_EVEN,
    ),
    "caps": replace(
        MIXED,
        benefits={code: replace(benefit, cap_claim_fen=1_234_567) for code, benefit in ALL.items()},
        cap_life_fen=4_000_001,
        rounding=Rounding.DOWN,
        subtracts_other_aid=True,
    ),
    "once": replace(
        MIXED,
        benefits={**ALL, "nanping": replace(NANPING, is_once=True), "beijing": replace(BEIJING, is_once=True)},
        minimum_fen=20_000,
        cap_life_fen=1_000_000,
        claim_days=None,
    ),
}
