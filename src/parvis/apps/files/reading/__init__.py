"""What is written in contents, read by processes that may fail, hang or be killed without harm."""
