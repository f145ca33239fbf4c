"""Likely the same thing: a truth table of names as unions write them."""

import pytest

from progress_app.enums import Likeness
from progress_app.rules.likeness import COMMON, keys_of, likely_same, likeness

CODE, OTHER_CODE = "91500105MA5U7KXX3T", "91500112MA60B1YY0K"


def keys(name, identifier="", address=""):
    return keys_of(name=name, identifier=identifier, address=address)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # The same identifier says it all.
        (("甲公司工会", CODE), ("乙公司", CODE.lower()), Likeness.IDENTIFIER),
        (("甲公司", "9150 0105 MA5U 7KXX 3T"), ("乙", CODE), Likeness.IDENTIFIER),
        # One union, written in two ways.
        (
            ("重庆长安汽车股份有限公司工会委员会", "", "江北区建新东路260号"),
            ("长安汽车公司工会", "", "重庆市江北区建新东路260号"),
            Likeness.PLACE,
        ),
        (
            ("重庆市渝北区顺丰速运有限公司工会联合会",),
            ("渝北区 顺丰速运 工会",),
            Likeness.NAME,
        ),
        (
            ("重庆顺丰速运（集团）有限公司", "", "回兴街道服装城大道8号"),
            ("重庆顺丰速运(集团)有限公司工会委员会", "", "渝北区回兴街道服装城大道8号"),
            Likeness.PLACE,
        ),
        # One haven: the county said once, the street told more or less fully.
        (
            ("江北区观音桥渝工港湾", "", "江北区建新北路16号"),
            ("观音桥街道渝工港湾", "", "建新北路16号负一层"),
            Likeness.PLACE,
        ),
        (
            ("解放碑社区渝工港湾", "", "民权路28号"),
            ("渝中区解放碑社区渝工港湾", "", "渝中区民权路28号"),
            Likeness.PLACE,
        ),
        (("南坪商圈户外劳动者驿站",), ("南坪商圈户外劳动者驿站。",), Likeness.NAME),
        # Alike by habit only.
        (("江北区快递行业工会联合会",), ("渝北区快递行业工会联合会",), None),
        (("石柱土家族自治县物流工会",), ("秀山土家族苗族自治县物流工会",), None),
        (("观音桥渝工港湾",), ("石桥铺渝工港湾",), None),
        (("南坪渝工港湾",), ("北坪渝工港湾",), None),
        (("长安汽车第一分公司工会",), ("长安汽车第二分公司工会",), None),
        (("龙湖天街1号渝工港湾",), ("龙湖天街2号渝工港湾",), None),
        (
            ("渝工港湾", "", "万州区高笋塘1号"),
            ("渝工港湾", "", "涪陵区南门山9号"),
            None,
        ),
        (
            ("观音桥渝工港湾", "", "建新北路16号"),
            ("观音桥渝工港湾", "", "建新北路88号"),
            None,
        ),
        # Two identifiers leave only the very same name and place.
        (("顺丰速运公司一部", CODE), ("顺丰速运公司一部门", OTHER_CODE), None),
        (("顺丰速运公司", CODE), ("顺丰速运有限公司工会", OTHER_CODE), Likeness.NAME),
    ],
)
def test_likeness_of_names_as_unions_write_them(one, other, expected):
    mine, theirs = keys(*one), keys(*other)

    assert likeness(mine, theirs) == expected
    assert likeness(theirs, mine) == expected


@pytest.mark.parametrize(
    ("name", "county", "core"),
    [
        ("重庆市江北区观音桥港湾", "江北区", "观音桥港湾"),
        ("重庆江北区观音桥港湾", "江北区", "观音桥港湾"),
        ("酉阳土家族苗族自治县物流工会", "酉阳土家族苗族自治县", "物流"),
        ("城口县物流工会联合会", "城口县", "物流"),
        ("解放碑社区港湾", "", "解放碑社区港湾"),
        ("两江园区港湾", "", "两江园区港湾"),
        ("长安公司工会", "", "长安"),
        ("工会", "", "工会"),
    ],
)
def test_county_and_endings_are_set_apart(name, county, core):
    found = keys(name)

    assert (found.county, found.core) == (county, core)


def test_nothing_is_like_a_blank():
    assert likeness(keys("甲公司", ""), keys("乙公司", "")) is None


def test_each_item_finds_its_own_twins():
    mine = [keys("观音桥渝工港湾"), keys("石桥铺渝工港湾"), keys("甲", CODE)]
    pool = [
        keys("南坪渝工港湾"),
        keys("江北区观音桥渝工港湾"),
        keys("乙", CODE),
        keys("观音桥 渝工港湾"),
    ]

    assert likely_same(mine, pool) == [
        [(1, Likeness.NAME), (3, Likeness.NAME)],
        [],
        [(2, Likeness.IDENTIFIER)],
    ]


def test_what_is_most_certain_comes_first():
    mine = keys("观音桥渝工港湾", CODE, "建新北路16号")
    pool = [
        keys("观音桥渝工港湾"),
        keys("观音桥渝工港湾", "", "建新北路16号"),
        keys("乙", CODE),
    ]

    assert likely_same([mine], pool) == [
        [(2, Likeness.IDENTIFIER), (1, Likeness.PLACE), (0, Likeness.NAME)]
    ]


def test_names_made_of_common_words_only_find_the_very_same():
    pool = [keys("渝工港湾", "", f"某路{n}号") for n in range(COMMON + 50)]

    [found] = likely_same([keys("渝工港湾", "", "某路240号")], pool)

    assert found == [(240, Likeness.PLACE)]


def test_a_common_word_does_not_hide_a_twin():
    """A pair of characters in every name says nothing; the others still do."""
    places = "石桥铺南坪沙坪坝大坪杨家坪解放碑北碚鱼洞李家沱茶园"
    pool = [
        keys(f"{a}{b}{c}渝工港湾") for a in places for b in places for c in places[:1]
    ]
    pool.append(keys("两路口渝工港湾"))

    [found] = likely_same([keys("两路口  渝工港湾")], pool)

    assert found == [(len(pool) - 1, Likeness.NAME)]
