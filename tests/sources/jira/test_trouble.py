"""What happens when Jira is busy, broken, or does not know us."""

from __future__ import annotations

import pytest

from tests.fakes.jira import Fault
from tests.sources.jira.world import config, ids, issue, reachable, rejections, source
from toil.errors import CredentialsError, SourceUnavailable, ToilError
from toil.sources.base import SourceConfig, Window


@pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "datacenter"])
def test_check_says_where_and_as_whom(cloud: bool) -> None:
    """A check names the edition, the site and the account."""
    with reachable(cloud=cloud) as jira:
        edition = "Cloud" if cloud else "Data Center"
        assert source().check(config(jira)) == f"Jira {edition} at 127.0.0.1 as Tanaka"


def test_a_check_asks_twice_and_no_more() -> None:
    """Somebody waits for a check: it asks once more where Jira is busy, and then says so."""
    with reachable(faults=[Fault("serverInfo", 503, times=9)]) as jira:
        with pytest.raises(SourceUnavailable, match="2 attempts"):
            source().check(config(jira))
        assert len(jira.asked) == 2


def test_a_check_does_not_wait_for_minutes() -> None:
    """A check that is told to come back in ten minutes says so at once."""
    slept: list[float] = []
    busy = Fault("serverInfo", 429, {"Retry-After": "600"}, times=9)
    with reachable(faults=[busy]) as jira, pytest.raises(SourceUnavailable, match="429"):
        source(slept.append).check(config(jira))
    assert slept == []


def test_data_center_takes_a_user_name_and_password() -> None:
    """Data Center can also be reached with a user name in place of the e-mail."""
    with reachable(cloud=False) as jira:
        secrets = {"JIRA_URL": jira.url, "JIRA_EMAIL": "tanaka@example.com", "JIRA_API_TOKEN": "api-secret"}
        assert source().check(SourceConfig({}, secrets)).endswith("as Tanaka")


def test_a_wrong_token_is_a_credentials_error_without_the_token() -> None:
    """401 ends with exit code 4, names the request, and never shows the token."""
    with reachable() as jira:
        settings = config(jira)
        wrong = SourceConfig({}, {**settings.secrets, "JIRA_API_TOKEN": "s3cret-value"})
        with pytest.raises(CredentialsError, match="401") as caught:
            source().check(wrong)
    assert caught.value.where == f"GET {jira.url}/rest/api/3/myself"
    assert "s3cret" not in str(caught.value) + repr(caught.value)


def test_an_answer_as_to_a_stranger_is_an_error() -> None:
    """T19: status 200 with the log-in reason AUTHENTICATED_FAILED is not taken for an empty Jira."""
    stranger = {"X-Seraph-LoginReason": "AUTHENTICATED_FAILED"}
    with reachable(headers=stranger) as jira, pytest.raises(CredentialsError, match="stranger"):
        list(source().fetch(config(jira), Window()))


def test_too_many_requests_are_waited_out() -> None:
    """A 429 is answered by waiting as long as Retry-After says, and nothing is lost."""
    faults = [Fault("/search/jql", 429, {"Retry-After": "30"}, times=2)]
    waits: list[float] = []
    with reachable(issues=[issue(1, 1)], faults=faults) as jira:
        assert ids(list(source(waits.append).fetch(config(jira), Window()))) == ["1"]
    assert [30 <= wait <= 31 for wait in waits if wait >= 1] == [True, True]


@pytest.mark.parametrize("status", [502, 503, 504])
def test_passing_server_errors_are_tried_again(status: int) -> None:
    """A server error that passes costs only time."""
    with reachable(issues=[issue(1, 1)], faults=[Fault("/search/jql", status, times=3)]) as jira:
        assert ids(list(source().fetch(config(jira), Window()))) == ["1"]


def test_a_lasting_server_error_keeps_the_pages_before_it() -> None:
    """Where the second page never comes, the first has been handed over, and the error has exit code 5."""
    faults = [Fault("/search/jql", 503, times=99, after=1)]
    with reachable(issues=[issue(n, n) for n in range(1, 9)], faults=faults, max_page=3) as jira:
        arriving = source().fetch(config(jira, page_size=3), Window())
        pages = [next(arriving) for _ in range(5)]  # statuses, fields, two cursors of worklogs, issues
        with pytest.raises(SourceUnavailable) as caught:
            next(arriving)
    assert ids(pages) == ["1", "2", "3"]
    assert (caught.value.exit_code, "?" in str(caught.value)) == (5, False)


def test_a_log_in_page_in_place_of_json_is_named() -> None:
    """A proxy's HTML with status 200 is an error that says so."""
    faults = [Fault("/myself", 200, body="<html>Log in</html>")]
    with reachable(faults=faults) as jira, pytest.raises(SourceUnavailable, match="other than JSON"):
        source().check(config(jira))


def test_no_server_at_all_is_an_error_for_people() -> None:
    """A port where nobody listens is a SourceUnavailable that names the address."""
    with reachable() as jira:
        settings = config(jira)
    with pytest.raises(SourceUnavailable, match="no connection"):
        source().check(settings)


def test_malformed_issues_are_rejected_one_by_one() -> None:
    """An issue without an id, one that is no object and one without fields are rejected; the rest is kept."""
    no_id = {key: value for key, value in issue(2, 2).items() if key != "id"}
    with reachable(issues=[issue(1, 1), no_id, "nonsense", {"id": "4"}, issue(5, 5)]) as jira:
        pages = list(source().fetch(config(jira), Window()))
    assert ids(pages) == ["1", "5"]
    assert sorted(rejection.reason for rejection in rejections(pages)) == [
        "an issue that is not an object but str",
        "an issue without an id",
        "issue 4 has no fields",
    ]


@pytest.mark.parametrize(
    ("secrets", "message"),
    [
        ({}, "JIRA_URL"),
        ({"JIRA_URL": "https://x.example", "JIRA_EMAIL": "a@b.example"}, "JIRA_API_TOKEN"),
        ({"JIRA_URL": "http://x.example", "JIRA_PERSONAL_TOKEN": "p"}, "this machine only"),
        ({"JIRA_URL": "ftp://x.example", "JIRA_PERSONAL_TOKEN": "p"}, "not a web address"),
    ],
)
def test_unusable_credentials_are_named(secrets: dict[str, str], message: str) -> None:
    """What is missing or unsafe is named before anything is sent."""
    with pytest.raises(ToilError, match=message):
        source().check(SourceConfig({}, secrets))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"project": ["OPS"]}, "there is no setting project"),
        ({"projects": [1]}, "projects is not a list of project keys"),
        ({"jql": "a = b ORDER BY c"}, "without ORDER BY"),
        ({"page_size": 0}, "page_size is not a number from 1"),
        ({"lookback_hours": True}, "lookback_hours is not a number"),
        ({"since": "soon"}, "since is not a date"),
        ({"site": "http://x"}, "site is not a host name"),
    ],
)
def test_unusable_settings_are_named(options: dict[str, object], message: str) -> None:
    """Every wrong setting is an error with its name and what it may be."""
    with reachable() as jira, pytest.raises(ToilError, match=message):
        source().check(config(jira, **options))
