"""Measuring what surveys are summed up to: cases of our own, and public data sets where they are at hand."""
