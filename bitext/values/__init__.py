"""Values that a text states, with their place, in Chinese and English: numbers, money, percentages, dates, times, quantities."""

from __future__ import annotations

from bitext.values.comparison import Comparison, compare_values, values_match
from bitext.values.dates import DateValue, find_dates
from bitext.values.record import Value
from bitext.values.scanning import find_values

__all__ = ["Comparison", "DateValue", "Value", "compare_values", "find_dates", "find_values", "values_match"]
