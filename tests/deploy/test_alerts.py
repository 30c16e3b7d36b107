"""Every alert asks for a figure that is exported, and says what to do (issue 15, point 3)."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from django.urls import reverse
from prometheus_client.openmetrics.parser import text_string_to_metric_families

ROOT = Path(__file__).parents[2]
ALERTS = ROOT / "deploy" / "alerts.yml"
RULES = [rule for group in yaml.safe_load(ALERTS.read_text("utf-8"))["groups"] for rule in group["rules"]]
# What Prometheus itself adds to every figure.
OF_PROMETHEUS = {"instance", "job"}


@pytest.fixture
def samples(db: None, client: Client, settings: Any, tmp_path: Path) -> dict[str, dict[str, set[str]]]:
    """Return every exported name with the values of its labels."""
    settings.KLANG_VAR = tmp_path
    found: dict[str, dict[str, set[str]]] = {}
    for family in text_string_to_metric_families(client.get(reverse("metrics")).content.decode()):
        for sample in family.samples:
            labels = found.setdefault(sample.name, {})
            for name, value in sample.labels.items():
                labels.setdefault(name, set()).add(value)
    return found


def test_every_name_and_label_of_an_alert_is_exported(samples: dict[str, dict[str, set[str]]]) -> None:
    asked = 0
    for rule in RULES:
        for name, selector in re.findall(r"\b(klang_\w+)(?:\{([^}]*)\})?", rule["expr"]):
            assert name in samples, f"{rule['alert']}: {name}"
            for label, values in re.findall(r'(\w+)=~?"([^"]*)"', selector):
                assert set(values.split("|")) <= samples[name].get(label, set()), (
                    f"{rule['alert']}: {selector}"
                )
            asked += 1
        said = {
            label for text in rule["annotations"].values() for label in re.findall(r"\$labels\.(\w+)", text)
        }
        known = {label for name in re.findall(r"klang_\w+", rule["expr"]) for label in samples[name]}
        assert said <= known | OF_PROMETHEUS, rule["alert"]
    assert asked >= 15


def test_every_figure_stands_in_the_manual(samples: dict[str, dict[str, set[str]]]) -> None:
    manual = (ROOT / "docs" / "operations.md").read_text("utf-8")
    names = {re.sub(r"_(total|bucket|count|sum)$", "", name) for name in samples}
    assert [name for name in sorted(names) if f"`{name}" not in manual] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_an_alert_says_how_soon_and_what_to_do(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in {"now", "today", "month"}
    path, _, anchor = rule["annotations"]["runbook"].partition("#")
    headings = re.findall(r"^#+ (.*)$", (ROOT / path).read_text("utf-8"), re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}
    assert anchor in anchors


@pytest.mark.skipif(shutil.which("promtool") is None, reason="this machine has no promtool")
def test_prometheus_takes_the_rules() -> None:
    ran = subprocess.run(["promtool", "check", "rules", str(ALERTS)], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
