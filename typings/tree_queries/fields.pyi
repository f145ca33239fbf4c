from typing import TypeVar

from django.db.models import ForeignKey

SetT = TypeVar("SetT")
GetT = TypeVar("GetT")

class TreeNodeForeignKey(ForeignKey[SetT, GetT]): ...
