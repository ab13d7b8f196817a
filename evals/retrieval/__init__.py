"""Measuring the search: own questions, complaints and off-topic questions, the ablation and the tuning."""
