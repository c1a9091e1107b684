"""Large, realistic and reproducible data, for measurements only: rows are written in bulk."""

from parvis.seeding.writing import seed

__all__ = ["seed"]
