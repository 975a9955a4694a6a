"""Names of lemmas in Lean's own library, and in the embedded one, that often help.

A name that a library lacks costs the one alternative that it stands in, not the script.
"""

from __future__ import annotations


def _names(words: str) -> tuple[str, ...]:
    """Full names; a word without a dot is about Nat, and `←` in front rewrites from right to left."""
    arrow = "← "
    found = []
    for word in words.split():
        name = word.removeprefix("←")
        full = name if "." in name or name in _ROOT else f"Nat.{name}"
        found.append(f"{arrow}{full}" if word != name else full)
    return tuple(found)


_ROOT = frozenset({"absurd", "congrArg", "mt"})

SUM = _names("add_comm add_left_comm add_assoc")
RING = _names("mul_add add_mul mul_comm mul_left_comm mul_assoc add_comm add_left_comm add_assoc")
POWER = _names("pow_succ pow_zero one_mul mul_one")

#: Operator -> equations to rewrite with.
REWRITES = {
    "+": _names(
        """add_comm add_assoc add_left_comm add_right_comm zero_add add_zero add_succ succ_add ←add_assoc"""
    ),
    "*": _names(
        """mul_comm mul_assoc mul_left_comm mul_add add_mul mul_one one_mul zero_mul mul_zero succ_mul
        mul_succ two_mul ←mul_assoc ←mul_add"""
    ),
    "^": _names("pow_succ pow_zero pow_two pow_add mul_pow pow_mul"),
    "-": _names("sub_self add_sub_cancel add_sub_cancel_left sub_zero zero_sub sub_sub sub_add_cancel"),
    "%": _names("add_mod mul_mod pow_mod mod_self mod_eq_of_lt div_add_mod"),
}

#: Outermost symbol of the target -> lemmas to apply.
APPLIED = {
    "≤": _names(
        """le_trans le_refl zero_le le_of_lt le_add_right le_add_left add_le_add add_le_add_right
        add_le_add_left mul_le_mul mul_le_mul_left mul_le_mul_right le_of_eq le_of_not_lt le_of_lt_succ
        succ_le_succ le_of_succ_le_succ pow_le_pow_left pow_le_pow_right le_mul_of_pos_right le_of_dvd"""
    ),
    "<": _names(
        """lt_of_lt_of_le lt_of_le_of_lt lt_trans lt_of_not_le lt_of_le_of_ne pos_of_ne_zero mod_lt pow_pos
        succ_lt_succ lt_succ_self lt_succ_of_le add_lt_add_of_le_of_lt lt_of_mul_lt_mul_left mul_pos"""
    ),
    "=": _names(
        """le_antisymm eq_zero_of_le_zero add_right_cancel add_left_cancel mul_left_cancel Nat.succ.inj
        dvd_antisymm eq_of_mul_eq_mul_left mod_eq_of_lt Eq.symm Eq.trans congrArg"""
    ),
    "≠": _names("ne_of_gt ne_of_lt Ne.symm mt"),
    "∣": _names(
        """dvd_trans dvd_refl dvd_zero dvd_mul_right dvd_mul_left dvd_add mul_dvd_mul dvd_mul_left_of_dvd
        dvd_mul_right_of_dvd gcd_dvd_left gcd_dvd_right pow_dvd_pow_of_dvd dvd_of_mod_eq_zero dvd_sub"""
    ),
    "∨": _names(
        """le_total lt_or_ge lt_or_eq_of_le lt_trichotomy lt_or_gt_of_ne eq_zero_or_pos Classical.em
        Or.symm"""
    ),
    "False": _names("absurd lt_irrefl not_succ_le_self not_lt_zero lt_asymm not_le_of_lt succ_ne_zero"),
}
