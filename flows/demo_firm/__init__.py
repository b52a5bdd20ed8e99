"""The firm of the demo: who its people and clients are, what clients say, and how its months go by."""

LANGUAGES = ("en", "ru")
SEED = 2026
