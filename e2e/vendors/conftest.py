"""Every story is told on both databases."""

import itertools
import os

import psycopg
import pytest
from psycopg import sql

from support.mailbox import Mailbox
from support.usher import Usher

DATABASES = ("sqlite", "postgres")


@pytest.fixture(scope="session")
def mailbox():
    mailbox = Mailbox().start()
    yield mailbox
    mailbox.close()


@pytest.fixture(scope="session", params=DATABASES)
def usher(request, mailbox):
    """A running installation with an owner."""
    url = None
    if request.param == "postgres":
        cluster = os.environ["USHER_TEST_POSTGRES_URL"]
        with psycopg.connect(cluster, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier("vendors")))
        url = cluster.rsplit("/", 1)[0] + "/vendors"
    usher = Usher(mailbox.url, url)
    try:
        yield usher.start()
    finally:
        usher.close()


NUMBERS = itertools.count(1)


@pytest.fixture
def account(usher):
    """An account of the story's own."""
    return usher.account(f"Engines {next(NUMBERS)}")


@pytest.fixture
def person():
    """The login of somebody whom no other story knows."""
    return f"person{next(NUMBERS)}"
