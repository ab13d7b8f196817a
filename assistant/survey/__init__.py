"""Reads survey results and says what they say: scores, themes and quotes, every count derived from responses."""
