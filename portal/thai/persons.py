"""A person's name taken apart: given name, family name, and what everybody calls them.

People in trouble are reported by whatever name the one who reports knows: "สมศรี ใจดี", "น.ส.สมศรี", "ป้าแดง",
"สมศรี (แดง)", "แดง ลูกยายสี". The parts are compared, never the whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.thai.bounds import LINE
from portal.thai.names import without_title
from portal.thai.text import fold, key

_CALLED = re.compile(r"\(([^()]{1,40})\)|(?:ชื่อเล่น|เรียกว่า|หรือ) ?(?P<called>[^ ()]{1,40})")
_KIN_GLUED = ("ป้า", "ลุง", "น้า", "ย่า", "ปู่", "พี่", "น้อง", "เจ๊", "เฮีย", "ก๊ะ", "โต๊ะ")
"""Words of kinship whose tone marks no given name begins with, so that they may stand glued to the name."""
_KIN_APART = (*_KIN_GLUED, "ตา", "ยาย", "อา", "บัง", "มะ", "แม่", "พ่อ", "เมาะ", "ผู้ใหญ่", "กำนัน", "หมอ")
"""These need a blank: ตาล, อาทิตย์ and บังอร are names."""
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as far as it was written.

    Attributes:
        given: key of the given name; "" where only a nickname was written.
        family: key of the family name; "" where none was written.
        called: keys of nicknames.
        whole: key of given and family name together, for names written without a blank.
    """

    given: str = ""
    family: str = ""
    called: frozenset[str] = frozenset()
    whole: str = ""

    @property
    def is_known(self) -> bool:
        """Whether anything was written."""
        return bool(self.given or self.called)


def read_person(name: str) -> PersonName:
    """Take a typed name apart; never refuses.

    Args:
        name: as typed; its first 1,000 characters count.
    """
    folded = fold(name[:LINE])
    called = {key(found[1] or found["called"]) for found in _CALLED.finditer(folded)}
    bare = without_title(_CALLED.sub(" ", folded).replace("(", " ").replace(")", " "))
    words = bare.split()
    nickname, words = _without_kin(words)
    if nickname and words:
        called.add(key(words[0]))
        # Behind a nickname a family name may still follow: "ป้าแดง ใจดี".
        return PersonName("", key("".join(words[1:])), _kept(called), "")
    given = key(words[0]) if words else ""
    family = key("".join(words[1:]))
    return PersonName(given, family, _kept(called), given + family)


def _without_kin(words: list[str]) -> tuple[bool, list[str]]:
    """Return whether a word of kinship stands first, and the words without it."""
    if len(words) > 1 and words[0] in _KIN_APART:
        return True, words[1:]
    for kin in _KIN_GLUED:
        if words and words[0].startswith(kin) and len(words[0]) - len(kin) >= _FEWEST:
            return True, [words[0][len(kin) :], *words[1:]]
    return False, words


def _kept(called: set[str]) -> frozenset[str]:
    return frozenset(name for name in called if len(name) >= _FEWEST)
