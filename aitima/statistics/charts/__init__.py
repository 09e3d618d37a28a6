"""Pictures of figures, as SVG that a strict Content-Security-Policy lets through."""

from aitima.statistics.charts.bars import Bar, bars
from aitima.statistics.charts.months import MonthlyCounts, MonthlyMedians, columns, lines
from aitima.statistics.charts.sparkline import sparkline

__all__ = ["Bar", "MonthlyCounts", "MonthlyMedians", "bars", "columns", "lines", "sparkline"]
