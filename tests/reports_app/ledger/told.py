"""What the tests of the ledger share."""

import re
from html import unescape

from django.utils.html import strip_tags

HAVENS = "新建渝工港湾"
RATE = "建会率"
STAGE = "实名制管理"
INSURED = "参加互助保障的职工"


def text_of(response) -> str:
    """Return a page's words, as they are read."""
    return re.sub(r"\s+", " ", unescape(strip_tags(response.content.decode())))
