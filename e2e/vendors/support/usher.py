"""The built binary as a process: its own data folder, a free port, its log in a file."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import requests

from support.ports import free_port

ROOT = Path(__file__).resolve().parents[3]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
BINARY = Path(os.environ.get("USHER_BIN", TARGET / "release" / "usher")).resolve()

REGION = "eu-de"


class Usher:
    """One installation on one database, and its administrator's way in."""

    def __init__(self, smtp_url: str, database_url: str | None = None):
        self.folder = Path(tempfile.mkdtemp(prefix="usher-vendors-"))
        self.url = f"http://127.0.0.1:{free_port()}"
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("USHER__")}
        self.env = inherited | {
            "USHER__DATA_DIR": str(self.folder / "data"),
            "USHER__HTTP__LISTEN": self.url.removeprefix("http://"),
            "USHER__HTTP__PUBLIC_URL": self.url,
            "USHER__MAIL__SMTP_URL": smtp_url,
            "USHER__MAIL__FROM": "Usher <no-reply@example.test>",
        }
        if database_url:
            # Several nodes may share such a database, so the keyring's place has to be said.
            self.env["USHER__DATABASE__URL"] = database_url
            self.env["USHER__SECRET_KEY_FILE"] = str(self.folder / "secret.key")
            self.cli("secret", "create")
        self.process: subprocess.Popen | None = None

    def start(self) -> "Usher":
        """Starts it, makes the first owner and waits until it answers."""
        self.cli("admin", "create", "--email", "owner@example.test", "--password-stdin", typed="Ada knows 42 engines\n")
        self.token = self.cli("token", "create", "--name", "vendors", "--role", "owner").strip()
        with open(self.log_file, "ab") as log:
            self.process = subprocess.Popen([BINARY, "serve"], cwd=self.folder, env=self.env, stdout=log, stderr=log)
        for _ in range(300):
            if self.process.poll() is not None:
                raise AssertionError(f"usher ended: {self.log()[-4000:]}")
            try:
                if requests.get(f"{self.url}/healthz", timeout=2).ok:
                    return self
            except requests.ConnectionError:
                time.sleep(0.05)
        raise AssertionError(f"usher does not answer: {self.log()[-4000:]}")

    def close(self) -> None:
        """Ends the process and removes what it left behind."""
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=30)
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def log_file(self) -> Path:
        return self.folder / "usher.log"

    def log(self) -> str:
        """Everything the process has written."""
        return self.log_file.read_text() if self.log_file.exists() else ""

    def cli(self, *arguments: str, typed: str = "") -> str:
        """Runs another command of the binary on the same installation; what it printed."""
        done = subprocess.run(
            [BINARY, *arguments], cwd=self.folder, env=self.env, input=typed, text=True, capture_output=True, timeout=60
        )
        assert done.returncode == 0, f"usher {' '.join(arguments)}: {done.stderr}"
        return done.stdout

    def api(self, method: str, path: str, body: object = None, expect: int = 200) -> dict:
        """A call of the native REST API as the owner's program."""
        answer = requests.request(
            method, f"{self.url}{path}", json=body, headers={"Authorization": f"Bearer {self.token}"}, timeout=30
        )
        assert answer.status_code == expect, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else {}

    def account(self, name: str) -> dict:
        """A new account."""
        return self.api("POST", "/api/v1/accounts", {"name": name}, expect=201)

    def user(self, account: dict, login: str, **more: object) -> dict:
        """A new user of an account, with an address of her own."""
        body = {"login": login, "email": f"{login}@example.test", "display_name": login.title()} | more
        return self.api("POST", f"/api/v1/accounts/{account['id']}/users", body, expect=201)

    def access_key(self, role: str, account: dict) -> tuple[str, str]:
        """An access key and its secret, as the command line prints them."""
        access, secret = self.cli("access-key", "create", "--role", role, "--account", account["name"]).split()
        return access, secret

    def api_token(self, role: str, account: dict) -> str:
        """An API token that is good for one account."""
        return self.cli("token", "create", "--name", "story", "--role", role, "--account", account["name"]).strip()
