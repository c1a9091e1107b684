"""The environment variables that configure Parvis, validated once at start."""

from functools import cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(BaseSettings):
    """What an operator may set; `docs/operations.md` holds the same table in words."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    parvis_data_dir: Path = Field(default=Path("data"), description="all state of embedded mode")
    database_url: str = Field(
        default="", description="postgresql://… ; empty: SQLite in the data folder"
    )
    redis_url: str = Field(default="", description="redis://… ; empty: in process")
    storage_url: str = Field(default="", description="s3://bucket?endpoint=… ; empty: data folder")
    email_url: str = Field(
        default="", description="smtp://… ; empty: mails are kept in the data folder"
    )
    email_from: str = Field(default="Parvis <parvis@localhost>")
    base_url: str = Field(default="", description="address that people type, for links in mails")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    secret_key: str = Field(
        default="", description="empty: made at first start, kept in the data folder"
    )
    master_key: str = Field(default="", description="base64, 32 bytes; empty: made at first start")
    debug: bool = False

    @property
    def data_dir(self) -> Path:
        return self.parvis_data_dir.expanduser().resolve()


@cache
def environment() -> Environment:
    """Read and validate the environment once."""
    return Environment()
