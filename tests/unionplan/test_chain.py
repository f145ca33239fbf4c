"""The hash chain and its seal."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionplan.lib.chain import GENESIS, body_hash, link_hash, seal


def link(*fields, previous=GENESIS):
    return link_hash(previous_hash=previous, fields=fields)


def test_a_link_is_the_sha256_of_a_json_list_of_strings():
    text = '["' + "0" * 64 + '","1","入账"]'

    assert link("1", "入账") == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("1", "23"), ("12", "3")),
        (("a",), ("a", "")),
        (("", "a"), ("a", "")),
        (('a","b',), ("a", "b")),
        (("a\\",), ("a",)),
    ],
)
def test_other_fields_make_another_link(one, other):
    assert link(*one) != link(*other)


@given(st.lists(st.text()), st.lists(st.text()))
def test_links_are_equal_only_for_equal_fields(one, other):
    assert (link(*one) == link(*other)) == (one == other)


def test_a_link_depends_on_the_one_before():
    assert link("1") != link("1", previous=link("0"))


def test_only_the_key_makes_the_seal():
    sealed = seal(key="our key", link=link("1"))

    assert seal(key="our key", link=link("1")) == sealed
    assert seal(key="another key", link=link("1")) != sealed
    assert seal(key="our key", link=link("2")) != sealed
    assert len(sealed) == 64


def test_a_body_is_the_same_whatever_the_order_of_its_keys():
    assert body_hash({"a": 1, "b": [2]}) == body_hash({"b": [2], "a": 1})


@pytest.mark.parametrize(
    ("one", "other"),
    [([1, 2], [2, 1]), ({"a": "1"}, {"a": "2"}), ("5", 5), ("", None)],
)
def test_another_body_has_another_hash(one, other):
    assert body_hash(one) != body_hash(other)


def test_a_body_may_hold_half_a_character():
    assert body_hash(["\ud800"]) != body_hash(["\ud801"])
