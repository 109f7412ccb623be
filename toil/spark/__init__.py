"""Relations computed by Spark from the same SQL files, where that is exact; all others are refused, with the reason."""

from importlib.util import find_spec

from toil.errors import ToilError

if find_spec("sqlglot") is None:
    raise ToilError("this needs sqlglot, which reads our SQL for Spark", do="install it: pip install 'toil[spark]'")
