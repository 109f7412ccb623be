"""A lake in a bucket of S3, or of a server that speaks as S3 does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from toil.errors import CredentialsError, SettingsError, ToilError

_TAKEN = ("PreconditionFailed", "ConditionalRequestConflict", "412", "409")
_ABSENT = ("NoSuchKey", "404", "NotFound")
_UNKNOWN = ("AccessDenied", "403", "Forbidden", "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken")


class BucketLake:
    """Who we are, the region and the endpoint come from boto3's own variables and roles (AWS_…), never from toil.toml.

    A new file is made with `If-None-Match: *`, which S3 promises to at most one of several writers
    (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html).
    """

    def __init__(self, address: str) -> None:
        try:
            import boto3
            from botocore.config import Config
        except ImportError:
            raise ToilError("a lake in a bucket needs boto3", where="[engine] lake",
                            do="install it: pip install 'toil[lake]'") from None  # fmt: skip
        parts = urlsplit(address)
        if not parts.netloc or parts.username or parts.password or parts.query:
            raise SettingsError("this is no bucket", where=f"[engine] lake: {address}", do="write s3://BUCKET/PREFIX")
        self._bucket, self._prefix = parts.netloc, parts.path.strip("/")
        self._prefix += "/" if self._prefix else ""
        self.name = f"s3://{self._bucket}/{self._prefix}".rstrip("/")
        with self._explained():
            quick = Config(connect_timeout=10, retries={"mode": "standard", "max_attempts": 4})
            self._client: Any = boto3.client("s3", config=quick)
        endpoint = urlsplit(self._client.meta.endpoint_url)
        if endpoint.scheme != "https" and endpoint.hostname not in ("127.0.0.1", "localhost", "::1"):
            raise SettingsError("what people worked on would be sent in the clear", where="AWS_ENDPOINT_URL",
                                do="use https:// (http:// only on the loopback)")  # fmt: skip

    def keys(self, prefix: str) -> list[str]:
        """The keys that begin so, in order."""
        with self._explained():
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=self._prefix + prefix
            )
            return sorted(one["Key"].removeprefix(self._prefix) for page in pages for one in page.get("Contents", ()))

    def read(self, key: str) -> bytes | None:
        """A small file; None where there is none."""
        with self._explained():
            try:
                content: bytes = self._client.get_object(**self._place(key))["Body"].read()
            except self._client.exceptions.ClientError as error:
                if _code(error) in _ABSENT:
                    return None
                raise
            return content

    def fetch(self, key: str, file: Path) -> bool:
        """Copy a file of the lake to here; False where there is none."""
        with self._explained():
            try:
                self._client.download_file(self._bucket, self._prefix + key, str(file))
            except self._client.exceptions.ClientError as error:
                if _code(error) in _ABSENT:
                    return False
                raise
            return True

    def put(self, key: str, file: Path) -> None:
        """Copy a file into the lake, under a key that nobody else uses."""
        with self._explained():
            self._client.upload_file(str(file), self._bucket, self._prefix + key)

    def put_first(self, key: str, content: bytes) -> bool:
        """Write a small file unless the key is taken already; of several writers at once exactly one is told True."""
        with self._explained():
            try:
                self._client.put_object(**self._place(key), Body=content, IfNoneMatch="*")
            except self._client.exceptions.ClientError as error:
                if _code(error) in _TAKEN:
                    return False
                raise
            return True

    def remove(self, key: str) -> None:
        """Remove a file, if it is there."""
        with self._explained():
            self._client.delete_object(**self._place(key))

    def _place(self, key: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": self._prefix + key}

    @contextmanager
    def _explained(self) -> Iterator[None]:
        from boto3.exceptions import Boto3Error
        from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

        try:
            yield
        except (BotoCoreError, Boto3Error, ClientError) as error:
            what = f"the lake cannot be used: {str(error).splitlines()[0]}"
            if isinstance(error, NoCredentialsError) or any(f"({code})" in what for code in _UNKNOWN):
                raise CredentialsError(what, where=self.name, do="see AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, or the "
                                       "role of this machine, and what it may do in the bucket") from None  # fmt: skip
            raise ToilError(what, where=self.name, do="see that the bucket is there and AWS_REGION and "
                            "AWS_ENDPOINT_URL_S3 are right, and try again") from None  # fmt: skip


def _code(error: Any) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
