"""The command line in an empty folder, as the tests of commands have it."""

from tests.cli.conftest import toil as toil
