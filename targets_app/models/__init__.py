"""Targets with their definitions, pace curves and quotas; reporting periods."""

from targets_app.models.periods import ReportingPeriod
from targets_app.models.targets import PaceCurve, Quota, Target, TargetDefinition

__all__ = ["PaceCurve", "Quota", "ReportingPeriod", "Target", "TargetDefinition"]
