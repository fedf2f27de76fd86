"""The cleaning rules, grouped by what they mend."""
