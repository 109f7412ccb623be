"""Facts of many pieces of work, each distinct one kept once, and the sentences that they are told in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toil.locales import words
from toil.locales.evidence import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pandas as pd

    Codes = np.ndarray[tuple[int, ...], np.dtype[np.intp]]


def each_once(distinct: pd.DataFrame, codes: Codes) -> pd.DataFrame:
    """The rows of `distinct` at these codes; texts are categories of pandas, each kept once."""
    import pandas as pd

    columns: dict[str, Any] = {}
    for name in distinct.columns:
        if name == "confidence":
            columns[name] = distinct[name].to_numpy()[codes]
        else:
            numbers, texts = pd.factorize(distinct[name])
            columns[name] = pd.Categorical.from_codes(numbers[codes], categories=pd.Index(texts))
    return pd.DataFrame(columns)


def with_texts(table: pd.DataFrame, name: str, rows: pd.Index[Any], texts: pd.Series[str]) -> pd.DataFrame:
    """`table`, whose column of this name are categories of pandas, with other texts in these rows."""
    import pandas as pd

    column = table[name].cat.add_categories(sorted(set(texts.unique()).difference(table[name].cat.categories)))
    codes = column.cat.codes.to_numpy().astype("int64")
    codes[table.index.get_indexer(rows)] = column.cat.categories.get_indexer(pd.Index(texts))
    return table.assign(**{name: pd.Categorical.from_codes(codes, categories=column.cat.categories)})


def with_facts(table: pd.DataFrame, rows: pd.Index[Any], facts: Sequence[str]) -> pd.DataFrame:
    """`table` with other facts in these rows; see `with_texts`."""
    import pandas as pd

    return with_texts(table, "facts", rows, pd.Series(list(facts), dtype=object))


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
