"""The administrator's journal: every event, filtered, exported, its seals verified."""
