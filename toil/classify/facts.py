"""Facts of many pieces of work, each distinct one kept once, and the sentences that they are told in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toil.locales import words
from toil.locales.evidence import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd


def with_facts(table: pd.DataFrame, rows: pd.Index[Any], facts: Sequence[str]) -> pd.DataFrame:
    """`table`, whose `facts` are categories of pandas, with other facts in these rows."""
    new = sorted(set(facts).difference(table["facts"].cat.categories))
    table["facts"] = table["facts"].cat.add_categories(new)
    table.loc[rows, "facts"] = list(facts)
    return table


def with_sentences(table: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """`table` with the English `evidence` that its facts tell, as `told` (facts, evidence) has it; both categories."""
    import numpy as np
    import pandas as pd

    known = told.drop_duplicates("facts").set_index("facts")["evidence"].to_dict()
    english, facts = words("en"), table["facts"].cat
    said = [known[one] if one in known else sentence(one, english) for one in facts.categories]
    codes, distinct = pd.factorize(np.array(said, dtype=object))
    return table.assign(
        evidence=pd.Categorical.from_codes(codes[facts.codes.to_numpy()], categories=pd.Index(distinct))
    )
