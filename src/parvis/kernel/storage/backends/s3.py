"""Objects in a bucket that speaks S3, over boto3.

django-storages' file objects spool a whole object to disk before the first byte is read, so
boto3 is used directly: parts go out as they come, ranges come back as they are asked for. An
object appears only when its upload is completed, hence no temporary name.
"""

import logging
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from parvis.kernel.storage.backends.base import StoredObject
from parvis.kernel.storage.errors import BackendError, BlobMissingError

logger = logging.getLogger(__name__)

PART_BYTES = 8 * 1024 * 1024
READ_BYTES = 1024 * 1024
_MISSING = {"NoSuchKey", "404", "NotFound"}


class _S3Writer:
    def __init__(self, *, client: Any, bucket: str, key: str) -> None:
        self._client = client
        self._place = {"Bucket": bucket, "Key": key}
        self._part = bytearray()
        self._upload_id = ""
        self._parts: list[dict[str, Any]] = []

    def write(self, piece: bytes) -> None:
        self._part += piece
        if len(self._part) >= PART_BYTES:
            self._send_part()

    def _send_part(self) -> None:
        try:
            if not self._upload_id:
                self._upload_id = self._client.create_multipart_upload(**self._place)["UploadId"]
            number = len(self._parts) + 1
            answer = self._client.upload_part(
                **self._place,
                UploadId=self._upload_id,
                PartNumber=number,
                Body=bytes(self._part),
            )
        except (BotoCoreError, ClientError) as error:
            raise BackendError(str(error)) from error
        self._parts.append({"PartNumber": number, "ETag": answer["ETag"]})
        self._part.clear()

    def commit(self) -> None:
        try:
            if not self._upload_id:
                self._client.put_object(**self._place, Body=bytes(self._part))
                return
            if self._part:
                self._send_part()
            self._client.complete_multipart_upload(
                **self._place, UploadId=self._upload_id, MultipartUpload={"Parts": self._parts}
            )
        except (BotoCoreError, ClientError) as error:
            raise BackendError(str(error)) from error

    def abort(self) -> None:
        """Give the parts back; those that cannot be now, the sweeper will."""
        if not self._upload_id:
            return
        try:
            self._client.abort_multipart_upload(**self._place, UploadId=self._upload_id)
        except (BotoCoreError, ClientError):
            logger.warning("an interrupted upload is left to the sweeper", exc_info=True)


class S3Backend:
    """A bucket, with an optional prefix before each name."""

    def __init__(self, *, client: Any, bucket: str, prefix: str = "") -> None:
        self._client = client
        self._bucket = bucket
        self._prefix = prefix

    @classmethod
    def from_url(cls, url: str) -> "S3Backend":
        """Read `s3://key:secret@host[:port]/bucket[/prefix]?region=…&insecure=1`.

        Without key and secret, boto3 looks for them where it always does. `insecure=1` speaks plain
        HTTP, for a store on the same machine.
        """
        parts = urlsplit(url)
        bucket, _, prefix = unquote(parts.path).strip("/").partition("/")
        if parts.scheme != "s3" or not parts.hostname or not bucket:
            raise BackendError(
                "STORAGE_URL is written s3://key:secret@host:port/bucket?region=eu-west-3"
            )
        options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        scheme = "http" if options.get("insecure") == "1" else "https"
        port = f":{parts.port}" if parts.port else ""
        client = boto3.client(
            "s3",
            endpoint_url=f"{scheme}://{parts.hostname}{port}",
            region_name=options.get("region", "us-east-1"),
            aws_access_key_id=unquote(parts.username) if parts.username else None,
            aws_secret_access_key=unquote(parts.password) if parts.password else None,
            config=Config(
                connect_timeout=5,
                read_timeout=60,
                retries={"max_attempts": 4, "mode": "standard"},
                s3={"addressing_style": "path"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )
        return cls(client=client, bucket=bucket, prefix=f"{prefix}/" if prefix else "")

    def _place(self, name: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": f"{self._prefix}{name[:2]}/{name[2:4]}/{name}"}

    def create(self, name: str) -> _S3Writer:
        place = self._place(name)
        return _S3Writer(client=self._client, bucket=place["Bucket"], key=place["Key"])

    def _get(self, name: str, start: int, end: int) -> dict[str, Any]:
        try:
            answer: dict[str, Any] = self._client.get_object(
                **self._place(name), Range=f"bytes={start}-{end - 1}"
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in _MISSING:
                raise BlobMissingError(name) from error
            raise BackendError(str(error)) from error
        except BotoCoreError as error:
            raise BackendError(str(error)) from error
        return answer

    def head(self, name: str, length: int) -> tuple[bytes, int]:
        answer = self._get(name, 0, length)
        total = int(answer["ContentRange"].rpartition("/")[2])
        with closing(answer["Body"]) as body:
            return body.read(), total

    def read(self, name: str, start: int, end: int) -> Iterator[bytes]:
        if end <= start:
            return
        with closing(self._get(name, start, end)["Body"]) as body:
            try:
                yield from body.iter_chunks(READ_BYTES)
            except BotoCoreError as error:
                raise BackendError(str(error)) from error

    def delete(self, name: str) -> None:
        try:
            self._client.delete_object(**self._place(name))
        except (BotoCoreError, ClientError) as error:
            raise BackendError(str(error)) from error

    def objects(self) -> Iterator[StoredObject]:
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=self._prefix
        )
        try:
            for page in pages:
                for item in page.get("Contents", []):
                    name = item["Key"].rpartition("/")[2]
                    yield StoredObject(name, item["Size"], item["LastModified"])
        except (BotoCoreError, ClientError) as error:
            raise BackendError(str(error)) from error

    def sweep_temporary(self, *, older_than: timedelta) -> int:
        limit = datetime.now(UTC) - older_than
        pages = self._client.get_paginator("list_multipart_uploads").paginate(
            Bucket=self._bucket, Prefix=self._prefix
        )
        try:
            stale = [
                upload
                for page in pages
                for upload in page.get("Uploads", [])
                if upload["Initiated"] < limit
            ]
            for upload in stale:
                self._client.abort_multipart_upload(
                    Bucket=self._bucket, Key=upload["Key"], UploadId=upload["UploadId"]
                )
        except (BotoCoreError, ClientError) as error:
            raise BackendError(str(error)) from error
        return len(stale)

    def check(self) -> None:
        try:
            self._client.head_bucket(Bucket=self._bucket)
        except (BotoCoreError, ClientError) as error:
            raise BackendError(f"bucket {self._bucket}: {error}") from error
