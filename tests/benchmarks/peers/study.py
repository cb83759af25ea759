"""The study's own planner, where it stands beside the project: the yardstick of what ours costs and how fair it is."""

import importlib.util
import sys
from functools import cache
from types import ModuleType

from teambot.domain.rotation import Inputs, Plan
from teambot.domain.year import Planner
from tests.benchmarks.peers.planners import made
from tests.benchmarks.process import ROOT

FILE = ROOT.parent / "shared" / "rotation_reference.py"


@cache
def _module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("rotation_reference", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["rotation_reference"] = module  # its dataclasses look themselves up
    spec.loader.exec_module(module)
    return module


def reference() -> Planner | None:
    """Give the study's planner as one of ours, with the same rules; None where it is not there."""
    return _planned if FILE.exists() else None


def _planned(inputs: Inputs) -> Plan:
    study, rules = _module(), inputs.rules
    values = (dict(inputs.room), set(inputs.posts), dict(inputs.balance), dict(inputs.waited), dict(inputs.pair))
    theirs = study.Rules(pushes=rules.load, spread=rules.spread, variety=rules.variety)
    week = study.Week(inputs.team, inputs.week, *values, dict(inputs.fit), set(inputs.never), theirs)
    return made(inputs, study.plan(week)[0])
