"""Pictures of contents, made by processes that may fail, hang or be killed without harm."""
