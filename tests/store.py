"""A real S3 server (moto's, a process of its own) that knows one user and lets nobody else in, and the portal with its files there."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
import requests
from botocore.config import Config
from django.conf import settings
from django.test import override_settings
from django.utils.functional import empty

from portal.files import PRIVATE_STORAGE

BUCKET = "klang"
REGION = "us-east-1"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Store:
    """The server; `key` and `secret` are the portal's."""

    def __init__(self) -> None:
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait()
        self.key, self.secret = self._user()
        self.client.create_bucket(Bucket=BUCKET)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def client(self) -> Any:
        """Whoever keeps the store: sees what lies there."""
        return self._client("s3", self.key, self.secret)

    def _client(self, service: str, key: str, secret: str) -> Any:
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id=key,
            aws_secret_access_key=secret,
            config=Config(s3={"addressing_style": "path"}),
        )

    def _wait(self) -> None:
        for _attempt in range(1200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            assert self.process.poll() is None, "the store did not start"
            time.sleep(0.05)
        raise AssertionError("the store did not start")

    def _user(self) -> tuple[str, str]:
        """Make the portal's user; from then on every request has to be signed by one that is known and may do it."""
        people = self._client("iam", "first", "first")
        people.create_user(UserName="klang")
        made = people.create_access_key(UserName="klang")["AccessKey"]
        rights = {
            "Effect": "Allow",
            "Action": "s3:*",
            "Resource": [f"arn:aws:s3:::{BUCKET}", f"arn:aws:s3:::{BUCKET}/*"],
        }
        people.put_user_policy(
            UserName="klang",
            PolicyName="files",
            PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [rights]}),
        )
        assert requests.post(f"{self.url}/moto-api/reset-auth", data="0", timeout=10).ok
        return made["AccessKeyId"], made["SecretAccessKey"]

    def names(self, prefix: str = "") -> list[str]:
        """Return the names of everything that lies there."""
        found = self.client.list_objects_v2(Bucket=BUCKET, Prefix=prefix).get("Contents", ())
        return [one["Key"] for one in found]

    def raw(self, name: str) -> bytes:
        """Return what lies there under a name."""
        return bytes(self.client.get_object(Bucket=BUCKET, Key=name)["Body"].read())

    def takes_nothing(self) -> str:
        """Return the rule of a bucket that gives out what it has and takes nothing new."""
        return self._denied("s3:PutObject", "*")

    def keeps(self, names: str) -> str:
        """Return the rule of a bucket that lets nobody delete certain names."""
        return self._denied("s3:DeleteObject", names)

    def _denied(self, action: str, names: str) -> str:
        denied = {
            "Effect": "Deny",
            "Principal": "*",
            "Action": action,
            "Resource": f"arn:aws:s3:::{BUCKET}/{names}",
        }
        return json.dumps({"Version": "2012-10-17", "Statement": [denied]})

    def empty(self) -> None:
        for name in self.names():
            self.client.delete_object(Bucket=BUCKET, Key=name)

    def hang(self) -> None:
        """Take connections and say nothing, as a broken network does."""
        os.kill(self.process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        os.kill(self.process.pid, signal.SIGCONT)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def files_elsewhere(endpoint: str, **other: str) -> Iterator[None]:
    """Let the portal keep its files in the store at an address.

    Args:
        endpoint: of the store.
        other: settings that differ.
    """
    given = {
        "bucket": BUCKET,
        "endpoint": endpoint,
        "region": REGION,
        "addressing": "path",
        "key": "nobody",
        "secret": "nothing",
        **other,
    }
    storages = {**settings.STORAGES, "default": {"BACKEND": "portal.files.objects.MediaObjects"}}
    try:
        with override_settings(KLANG={**settings.KLANG, "STORE": given}, STORAGES=storages):
            PRIVATE_STORAGE._wrapped = empty
            yield
    finally:
        PRIVATE_STORAGE._wrapped = empty


@contextmanager
def files_in(store: Store, **other: str) -> Iterator[None]:
    """Let the portal keep its files in a store.

    Args:
        store: the server.
        other: settings that differ: `secret`, `endpoint`, `bucket`.
    """
    given = {"endpoint": store.url, "key": store.key, "secret": store.secret, **other}
    with files_elsewhere(**given):
        yield


@pytest.fixture(scope="session")
def store_server() -> Iterator[Store]:
    """The server, once for all tests of a process."""
    store = Store()
    yield store
    store.kill()


@pytest.fixture
def store(store_server: Store) -> Iterator[Store]:
    """The portal with its files in an empty store."""
    store_server.empty()
    with files_in(store_server):
        yield store_server
