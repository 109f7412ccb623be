"""The ready schedules: they call commands that exist, at one time, end what hangs, and hold no secret."""

from __future__ import annotations

import ast
import configparser
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.command_words import check_command
from tests.conftest import ROOT
from toil.store.run_log import LONGEST

FOLDER = ROOT / "pipelines" / "schedules"
CRON = "17 5 * * 1-5"
SECRETS = {"JIRA_EMAIL", "JIRA_API_TOKEN", "PAGERDUTY_API_KEY", "SLACK_WEBHOOK_URL"}


def text(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


def cron_line() -> tuple[str, str]:
    (line,) = [line for line in text("crontab").splitlines() if re.match(r"[\d*]", line)]
    when = line.split(maxsplit=5)
    return " ".join(when[:5]), when[5]


def systemd(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(text(f"systemd/{name}"))
    return parser


def workflow() -> dict[Any, Any]:
    found: dict[Any, Any] = yaml.safe_load(text("github-actions/toil.yml"))
    return found


def kubernetes(kind: str) -> dict[str, Any]:
    (found,) = [one for one in yaml.safe_load_all(text("kubernetes/toil.yaml")) if one["kind"] == kind]
    return dict(found)


def python_constant(name: str, wanted: str) -> str:
    (value,) = [node.value.value for node in ast.parse(text(name)).body  # type: ignore[attr-defined]
                if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == wanted]  # fmt: skip
    return str(value)


def pods() -> list[dict[str, Any]]:
    return [kubernetes("CronJob")["spec"]["jobTemplate"]["spec"]["template"]["spec"],
            kubernetes("Deployment")["spec"]["template"]["spec"]]  # fmt: skip


def commands() -> dict[str, list[list[str]]]:
    """Every `toil …` of every file, as words."""
    shell = [step["run"] for step in workflow()["jobs"]["run"]["steps"] if "run" in step]
    said = {"cron": [cron_line()[1]], "systemd": [systemd("toil.service")["Service"]["ExecStart"]], "github": shell}
    found = {}
    for name, lines in said.items():
        calls = re.findall(r"\S*bin/toil [^;&|>\n]*", "\n".join(lines))
        found[name] = [shlex.split(re.sub(r"\d$", "", call)) for call in calls]
    found["kubernetes"] = [[*one["command"], *one["args"]] for pod in pods() for one in pod["containers"]]
    for name in ("airflow/toil_dag.py", "dagster/toil_job.py", "prefect/toil_flow.py"):
        found[name] = [shlex.split(python_constant(name, "COMMAND"))]
    return found


@pytest.mark.parametrize(("name", "calls"), commands().items(), ids=commands())
def test_every_command_could_be_typed(name: str, calls: list[list[str]]) -> None:
    """Each exists with the options it is given, never asks anything, and one of them is `toil run`."""
    names = [check_command(call) for call in calls]
    assert ["run"] in names
    assert all("--no-input" in call for call in calls)


@pytest.mark.parametrize("wrong", [["toil", "rn"], ["toil", "run", "--lgo", "json"], ["toil", "run", "--log", "xml"],
                                   ["toil", "store", "backup"]])  # fmt: skip
def test_a_command_that_is_wrong_would_be_found(wrong: list[str]) -> None:
    """The check that the others rest on can fail."""
    with pytest.raises(ValueError, match="toil"):
        check_command(wrong)


def test_all_run_at_one_time() -> None:
    """Every file says every weekday at 05:17."""
    assert cron_line()[0] == CRON
    assert workflow()[True]["schedule"] == [{"cron": CRON}]  # YAML 1.1 reads `on` as true
    assert kubernetes("CronJob")["spec"]["schedule"] == CRON
    assert systemd("toil.timer")["Timer"]["OnCalendar"] == "Mon..Fri 05:17"
    for name in ("airflow/toil_dag.py", "dagster/toil_job.py", "prefect/toil_flow.py"):
        assert f'"{CRON}"' in text(name)


def test_what_hangs_is_ended_when_the_app_begins_to_warn() -> None:
    """Each gives a run two hours, which is when the app takes a run without an end for cut off."""
    hours = LONGEST.total_seconds() / 3600
    assert f"timeout {hours:g}h " in cron_line()[1]
    assert systemd("toil.service")["Service"]["TimeoutStartSec"] == f"{hours:g}h"
    assert workflow()["jobs"]["run"]["timeout-minutes"] == hours * 60
    assert kubernetes("CronJob")["spec"]["jobTemplate"]["spec"]["activeDeadlineSeconds"] == hours * 3600
    assert f"timedelta(hours={hours:g})" in text("airflow/toil_dag.py")
    assert f'"dagster/max_runtime": {hours * 3600:g}' in text("dagster/toil_job.py")
    assert f"timeout_seconds={hours * 3600:g}" in text("prefect/toil_flow.py")


def test_no_two_runs_beside_each_other_are_started() -> None:
    """Where a scheduler can be told, it is told; `toil run` itself would refuse the second."""
    assert workflow()["concurrency"] == {"group": "toil", "cancel-in-progress": False}
    assert kubernetes("CronJob")["spec"]["concurrencyPolicy"] == "Forbid"
    assert kubernetes("Deployment")["spec"]["strategy"] == {"type": "Recreate"}
    assert "max_active_runs=1" in text("airflow/toil_dag.py")


def test_secrets_are_only_referred_to() -> None:
    """No file gives a secret a value: they come from a file, the repository's or a Kubernetes secret, or the host."""
    environment = workflow()["jobs"]["run"]["env"]
    assert {name: environment[name] for name in SECRETS} == {name: f"${{{{ secrets.{name} }}}}" for name in SECRETS}
    run, app = (pod["containers"][0] for pod in pods())
    assert run["envFrom"] == [{"secretRef": {"name": "toil-secrets"}}]
    assert "envFrom" not in app
    assert not [one for one in yaml.safe_load_all(text("kubernetes/toil.yaml")) if one["kind"] == "Secret"]
    assert systemd("toil.service")["Service"]["EnvironmentFile"].endswith("secrets.env")
    for file in [one for one in FOLDER.rglob("*") if one.is_file()]:
        given = re.findall(r"^\s*(?:export )?([A-Z_]+)=(\S+)", file.read_text("utf-8"), re.MULTILINE)
        assert not [name for name, _ in given if name in SECRETS], file.name


def test_systemd_knows_every_key() -> None:
    """Keys are those of systemd.unit, systemd.service, systemd.exec and systemd.timer that we mean; 5 is no failure."""
    known = {
        "Unit": {"Description", "Wants", "After"},
        "Service": {"Type", "WorkingDirectory", "EnvironmentFile", "ExecStart", "SuccessExitStatus", "TimeoutStartSec",
                    "UMask", "NoNewPrivileges", "PrivateTmp"},
        "Timer": {"OnCalendar", "RandomizedDelaySec", "Persistent"},
        "Install": {"WantedBy"},
    }  # fmt: skip
    for name in ("toil.service", "toil.timer"):
        found = systemd(name)
        assert not [(part, key) for part in found.sections() for key in found[part] if key not in known[part]]
    assert systemd("toil.service")["Service"]["SuccessExitStatus"] == "5"


@pytest.mark.parametrize("pod", pods(), ids=["run", "app"])
def test_pods_are_locked_down_and_find_their_volumes(pod: dict[str, Any]) -> None:
    """Non-root, nothing writable but volumes, no cluster token; every mount has a volume whose source is here."""
    (container,) = pod["containers"]
    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert str(pod["securityContext"]["runAsUser"]) in (ROOT / "Containerfile").read_text("utf-8")
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["securityContext"] == {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True,
                                            "capabilities": {"drop": ["ALL"]}}  # fmt: skip
    assert {"requests", "limits"} == set(container["resources"])
    assert {one["name"] for one in container["volumeMounts"]} == {one["name"] for one in pod["volumes"]}
    mounts = {one["mountPath"] for one in container["volumeMounts"]}
    assert {"/data", "/tmp"} <= mounts
    assert Path(container["env"][0]["value"]).parent.as_posix() in mounts
    sources = {one["name"]: one for one in pod["volumes"]}
    assert (
        sources["stores"]["persistentVolumeClaim"]["claimName"]
        == kubernetes("PersistentVolumeClaim")["metadata"]["name"]
    )
    assert sources["settings"]["configMap"]["name"] == kubernetes("ConfigMap")["metadata"]["name"]


def test_the_cron_job_knows_the_exit_codes() -> None:
    """A setting, credentials or another run are not tried again; a source that was partly read is."""
    job = kubernetes("CronJob")["spec"]["jobTemplate"]["spec"]
    (rule,) = job["podFailurePolicy"]["rules"]
    assert rule == {
        "action": "FailJob",
        "onExitCodes": {"containerName": "toil", "operator": "In", "values": [2, 4, 6]},
    }
    assert job["template"]["spec"]["restartPolicy"] == "Never"  # the policy needs it
    assert job["backoffLimit"] == 2


def test_the_app_is_probed_and_found() -> None:
    """All three probes ask Streamlit's own; selectors, labels and ports fit each other."""
    deployment, service = kubernetes("Deployment")["spec"], kubernetes("Service")["spec"]
    (container,) = deployment["template"]["spec"]["containers"]
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert container[probe]["httpGet"] == {"path": "/_stcore/health", "port": "http"}
    labels = deployment["template"]["metadata"]["labels"]
    assert deployment["selector"]["matchLabels"] == labels == service["selector"]
    assert container["ports"] == [{"name": "http", "containerPort": int(container["args"][-1])}]
    affinity = pods()[0]["affinity"]["podAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]
    assert affinity[0]["labelSelector"]["matchLabels"] == labels


def test_the_settings_in_the_cluster_are_settings(tmp_path: Path) -> None:
    """The ConfigMap's toil.toml is read without a complaint."""
    from toil.settings import load_settings

    file = tmp_path / "toil.toml"
    file.write_text(kubernetes("ConfigMap")["data"]["toil.toml"], "utf-8")
    assert load_settings(file, environ={}).calendar.zone == "Asia/Tokyo"
