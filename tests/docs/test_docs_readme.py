import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import typer

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def _leaves(command: Any, path: str) -> Iterable[tuple[str, Any]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield path, command
    for name, one in (inner or {}).items():
        yield from _leaves(one, f"{path} {name}")


def _commands() -> dict[str, Any]:
    from toil.cli import app

    return dict(_leaves(typer.main.get_command(app), "toil"))


def test_the_first_screen() -> None:
    """Whoever opens the README sees one sentence, a real picture, `make demo` and `make test`, in this order."""
    top = "\n".join(README.splitlines()[:16])
    places = [top.index(part) for part in ("**toil**", "](docs/images/week-en-light.webp)", "make demo", "make test")]
    assert places == sorted(places)


def test_every_link_leads_somewhere() -> None:
    """Every file that the documents link to is there."""
    for page in (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))):
        targets = re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8"))
        missing = [one for one in targets if "://" not in one and not (page.parent / one.split("#")[0]).exists()]
        assert not missing, f"{page.name}: {missing}"


def test_every_command_is_in_the_readme() -> None:
    """The README's table names every command."""
    assert not [path for path in _commands() if f"`{path}`" not in README]


def test_every_command_that_documents_name_exists() -> None:
    """No document, message or word of the app sends people to a command that does not exist."""
    known = {" ".join(path.split(" ")[:2]) for path in _commands()}
    sources = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("toil/**/*.toml"), *ROOT.glob("toil/**/*.py")]
    for file in sources:
        for name in re.findall(r"`toil ([a-z]+)", file.read_text("utf-8")):
            assert f"toil {name}" in known, f"{file.relative_to(ROOT)} names `toil {name}`"


def test_the_readme_tells_the_exit_codes() -> None:
    """The exit codes of the README are those of the code."""
    from docs.generate import _exit_codes

    told = re.findall(r"^\| (\d) \|", README, re.MULTILINE)
    assert told == [code for code, _ in _exit_codes()]


def test_the_readmes_number_is_a_relation() -> None:
    """The recipe of a number is a SQL file with the header that the build asks for."""
    from toil.relations import parse_sql_relation

    (recipe,) = _blocks("sql")
    relation = parse_sql_relation("planned_work", recipe, "metrics")
    assert relation.grain == ("team", "week", "is_planned")


def test_the_readmes_category_is_a_category() -> None:
    """The recipe of a category joins the taxonomy as it stands."""
    from importlib.resources import files

    from toil.classify.taxonomy import parse_taxonomy

    (recipe,) = _blocks("toml")
    (name,) = tomllib.loads(recipe)
    text = files("toil.classify").joinpath("taxonomy.toml").read_text("utf-8")
    assert name in {one.category for one in parse_taxonomy(f"{text}\n{recipe}").categories}


def test_the_readmes_page_is_python() -> None:
    """The recipe of a page compiles and announces itself in both languages."""
    (recipe,) = _blocks("python")
    compile(recipe, "recipe", "exec")
    assert '"en":' in recipe
    assert '"ja":' in recipe


@pytest.mark.parametrize("file", ["LICENSE", "CHANGELOG.md"])
def test_the_papers_are_there(file: str) -> None:
    """The licence is Apache's in full; the changelog has a section for what is not released yet."""
    text = (ROOT / file).read_text("utf-8")
    assert "Apache License" in text if file == "LICENSE" else "## [Unreleased]" in text
