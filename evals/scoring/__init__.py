"""Scorers: functions from what the product made to marks; each is tested on hand-made good and bad outputs."""
