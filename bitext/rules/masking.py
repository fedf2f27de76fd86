"""Rules of `--mask pii`: mail addresses, telephone numbers and identity-card numbers become placeholders.

They run only when the caller asks ("mask:pii"). Amounts, dates, stock codes and ISBNs stay.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bitext.rules.rule import Example, Rule, mend

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["RULES", "is_identity_number"]

_MAIL = r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}[@＠][A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"
_IDENTITY = r"(?<![0-9A-Za-z])[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx](?![0-9A-Za-z])"
# What follows a sum or a count; eleven digits before it are no telephone.
_UNIT = r"(?!\s?(?:元|美元|港元|欧元|日元|人民币|万|亿|股|份|人|吨|yuan|RMB|USD|dollars?|shares?|people|tons?|%|％))"
_PHONES = (
    r"(?:(?:\+|00)?86[- ]?)?1[3-9][0-9](?:[- ]?[0-9]{4}){2}",
    r"[(（]0[0-9]{2,3}[)）] ?[0-9]{3,4}[- ]?[0-9]{4}(?:[-转][0-9]{1,6})?",
    r"(?:\+86[- ]?)?0[0-9]{2,3}[- ][0-9]{3,4}[- ]?[0-9]{4}(?:[-转][0-9]{1,6})?",
    r"\+86[- ][1-9][0-9]{1,2}[- ][0-9]{3,4}[- ]?[0-9]{4}",
    r"[48]00-[0-9]{3}-[0-9]{4}|[48]00-[0-9]{4}-[0-9]{3}",
    r"(?:\+1[- .])?(?:\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}[-.])[0-9]{3}[-.][0-9]{4}",
    r"\+[2-9][0-9]{0,2}(?:[ -][0-9]{1,5}){2,5}",
)
_PHONE = rf"(?<![0-9A-Za-z.,$¥￥€£+-])(?:{'|'.join(_PHONES)})(?![0-9A-Za-z]|[-.,][0-9]){_UNIT}"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def is_identity_number(number: str) -> bool:
    """Tell whether 18 characters bear the right check digit of a Chinese identity card (GB 11643-1999).

    >>> is_identity_number("11010519491231002X"), is_identity_number("110105194912310021")
    (True, False)
    """
    total = sum(w * int(d) for w, d in zip(_WEIGHTS, number, strict=False))
    return "10X98765432"[total % 11] == number[-1].upper()


def _masked(mask: str, proof: Callable[[str], bool] = bool) -> Callable[[re.Match[str]], str]:
    return lambda match: mask if proof(match[0]) else match[0]


def _dials(number: str) -> bool:
    """Tell whether there are enough digits for a telephone: 7 to 15 (ITU-T E.164)."""
    return 7 <= len(re.findall("[0-9]", number)) <= 15


RULES: tuple[Rule, ...] = (
    Rule(
        "mask-mail", "characters", "A mail address is personal data, masked on request.",
        "contact lines under articles", mend(_MAIL, _masked("[email]")), triggers=("@", "＠"), option="mask:pii",
        examples=(Example("Write to li.wei@example.org now", "Write to [email] now"), Example("邮箱：press@example.com.cn。", "邮箱：[email]。")),
        leave=("@chongqing said", "a @ b", "[email protected]"),
    ),
    Rule(
        "mask-identity", "characters", "An identity-card number is personal data, masked on request.",
        "lists of winners, notices and court papers", mend(_IDENTITY, _masked("[id]", is_identity_number)), option="mask:pii",
        examples=(Example("身份证号11010519491231002X。", "身份证号[id]。"),),
        leave=("订单号110105194912310021", "ISBN 9787111128069", "200001011234567890123"),
    ),
    Rule(
        "mask-phone", "characters", "A telephone number is personal data, masked on request.",
        "contact lines under articles", mend(_PHONE, _masked("[phone]", _dials)), option="mask:pii",
        examples=(
            Example("电话13812345678", "电话[phone]"), Example("手机：+86 138-1234-5678。", "手机：[phone]。"),
            Example("热线023-67890123转", "热线[phone]转"), Example("call (023) 6789 0123 or 400-820-8820", "call [phone] or [phone]"),
            Example("Phone: +65 6123 4567, (212) 555-0147", "Phone: [phone], [phone]"),
        ),
        leave=(
            "营收13812345678元", "2025-05-23 12:19", "股票600405、000061", "ISBN 978-7-111-12806-9", "13,812,345,678 yuan", "1990-2020",
            "10.1038/s41586-020-2649-2", "up +3.5 points", "¥13812345678",
        ),
    ),
)  # fmt: skip
