"""A data folder of its own for each test, and both kinds of places for blobs."""

import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import boto3
import pytest
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from pytest_django import Settings
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, settings: Settings) -> Path:
    settings.DATA_DIR = tmp_path
    settings.MASTER_KEY = ""
    settings.MASTER_KEY_PREVIOUS = ""
    settings.STORAGE_URL = ""
    return tmp_path


@pytest.fixture
def organisation_id() -> UUID:
    return uuid4()


class _Silent(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def object_store() -> Iterator[BaseWSGIServer]:
    """A server that speaks S3 over real HTTP on loopback."""
    app = DomainDispatcherApplication(create_backend_app)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def storage_url(object_store: BaseWSGIServer) -> str:
    """The address of an empty bucket."""
    bucket = f"blobs-{uuid4().hex}"
    client = boto3.client(
        "s3",
        endpoint_url=f"http://127.0.0.1:{object_store.port}",
        region_name="us-east-1",
        aws_access_key_id="town",
        aws_secret_access_key="s/cret",
    )
    client.create_bucket(Bucket=bucket)
    client.close()
    return f"s3://town:s%2Fcret@127.0.0.1:{object_store.port}/{bucket}/parvis?insecure=1"


@pytest.fixture(params=["folder", "s3"])
def place(request: pytest.FixtureRequest, settings: Settings) -> str:
    """Run the test once in a folder and once against S3."""
    if request.param == "s3":
        settings.STORAGE_URL = request.getfixturevalue("storage_url")
    return str(request.param)
