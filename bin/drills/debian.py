"""`bin/drill debian TREE [--booted]`: the commands of docs/operations.md, followed one by one in an empty Debian 12 until a pair answers.

TREE is what `debootstrap --include=dbus bookworm TREE` leaves. The commands are read out of the manual itself, so that it cannot say
something else than what was tried. With `--booted` its own systemd runs (drills/booted.py) and starts the units. Without it what they
would start is started by hand: the very line of its unit, under its account and with its settings. Each line that is not followed as
it stands is named with its reason.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

Write = Callable[[str], object]
ROOT = Path(__file__).resolve().parents[2]
MANUAL = ROOT / "docs" / "operations.md"
STEPS = ("1", "2", "3", "5", "6")
"""Sections that make a province's pair; 4 is the district's instead of 5."""
NAME = "oscc.example.go.th"
UNITS = ("klang-web@8001", "klang-web@8002", "klang-worker@1", "klang-worker@2")
UNBOOTED = ("timedatectl", "systemctl", "install -m 644 deploy/systemd", "certbot", "nginx -t")
"""What can be followed as it stands where a systemd runs."""
OTHERWISE: dict[str, tuple[str, str]] = {
    "timedatectl": ("true", "no systemd runs here"),
    "git clone ADDRESS": ("git clone -q /source /opt/klang && cd /opt/klang", "from the tree beside it"),
    "editor /etc/klang/environment": (
        "sed -i 's#^EMAIL_URL=.*#EMAIL_URL=smtp://127.0.0.1:25#' /etc/klang/environment",
        "typed by the drill",
    ),
    "systemctl": ("true", "no systemd runs here; the units' own lines are started below"),
    "install -m 644 deploy/systemd": (
        "cd /opt/klang && install -m 644 deploy/systemd/* /etc/systemd/system/",
        "without daemon-reload",
    ),
    "certbot": ("true", "nobody outside answers for the name; a certificate of its own instead"),
    "nginx -t": ("nginx -t", "started below"),
}
POSTGRES = (
    "cluster=$(pg_lsclusters -h | cut -d' ' -f1) && pg_conftool $cluster main set listen_addresses ''"
    " && pg_conftool $cluster main set port 5432 && pg_ctlcluster $cluster main restart"
)
"""What its package starts by systemd. The tree has the ports of the machine around it: by its socket alone nobody is in the way."""
CERTIFICATE = (
    f"install -d /etc/letsencrypt/live/{NAME} && openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN={NAME}"
    f" -keyout /etc/letsencrypt/live/{NAME}/privkey.pem -out /etc/letsencrypt/live/{NAME}/fullchain.pem"
)


@dataclass(frozen=True)
class Command:
    """A line of the manual.

    Attributes:
        step: number of its section.
        said: as it stands there.
        done: what is run.
        why: of a difference; "" when it is followed as it stands.
    """

    step: str
    said: str
    done: str
    why: str = ""


def commands(manual: str, steps: tuple[str, ...] = STEPS, *, booted: bool = False) -> list[Command]:
    """Return the lines of the code blocks of the steps, in their order.

    Args:
        manual: docs/operations.md.
        steps: numbers of their sections.
        booted: whether a systemd runs.
    """
    found = []
    for number, text in re.findall(r"^## (\d)\. [^\n]*\n(.*?)(?=^## )", manual, re.M | re.S):
        if number not in steps:
            continue
        for block in re.findall(r"^```\n(.*?)^```", text, re.M | re.S):
            whole = block.replace("\\\n", " ").replace("&&\n", "&& ")
            found += [
                _command(number, " ".join(line.split("   #")[0].split()), booted)
                for line in whole.splitlines()
                if line.strip()
            ]
    return found


def _command(step: str, said: str, booted: bool) -> Command:
    for begin, (done, why) in OTHERWISE.items():
        if said.startswith(begin) and not (booted and begin in UNBOOTED):
            return Command(step, said, done, why)
    return Command(step, said, said.replace("YOUR.NAME", NAME))


def helper(manual: str) -> str:
    """Return the shell function by which the manual calls the portal's commands.

    Raises:
        RuntimeError: it has none.
    """
    found = re.search(r"^klang\(\) \{.*?^    .*?; \}$", manual, re.M | re.S)
    if found is None:
        raise RuntimeError("docs/operations.md has no klang()")
    return found.group()


class Tree:
    """The empty machine."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Give it what a kernel and a network give a machine, and take it away again."""
        mounts = [("proc", "proc", "proc"), ("devtmpfs", "dev", "devtmpfs"), ("tmpfs", "run", "tmpfs")]
        for what, where, kind in mounts:
            subprocess.run(["mount", "-t", kind, what, str(self.root / where)], check=True)  # noqa: S607
        try:
            self.equip()
            yield
        finally:
            self._end_all()
            for _what, where, _kind in reversed(mounts):
                subprocess.run(["umount", "-l", str(self.root / where)], check=False)  # noqa: S607

    def equip(self) -> None:
        """Lay into it whom this machine asks for names, whom it believes, and the program."""
        for name in ("etc/resolv.conf", "etc/ssl/certs/ca-certificates.crt"):
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(f"/{name}", self.root / name)
        believed = "usr/local/share/ca-certificates"
        shutil.copytree(f"/{believed}", self.root / believed, dirs_exist_ok=True)
        source = self.root / "source"
        shutil.rmtree(source, ignore_errors=True)
        subprocess.run(["git", "clone", "-q", "--no-hardlinks", str(ROOT), str(source)], check=True)  # noqa: S607

    def into(self) -> list[str]:
        """Return the words before a command that is to run in the tree."""
        return ["chroot", str(self.root)]

    def _end_all(self) -> None:
        """End what runs in the tree, and nothing else."""
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if (process / "root").samefile(self.root):
                    os.kill(int(process.name), signal.SIGKILL)
        time.sleep(0.5)

    def shell(self, line: str) -> subprocess.CompletedProcess[str]:
        """Run one line as root in a shell of the tree."""
        kept = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": "/root",
            "LANG": "C.UTF-8",
        }
        kept |= {"DEBIAN_FRONTEND": "noninteractive", "GIT_CONFIG_COUNT": "1"}
        kept |= {"GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"}
        # Where this machine asks for packages, and whom it believes, the tree does too.
        kept |= {
            name: value
            for name, value in os.environ.items()
            if name.startswith(("PIP_", "SSL_CERT_FILE", "REQUESTS_CA"))
        }
        place = "cd /opt/klang 2>/dev/null || cd /"
        return subprocess.run(
            [
                *self.into(),
                "bash",
                "-c",
                f"set -e\n{helper(MANUAL.read_text('utf-8'))}\n{place}\n{line}",
            ],  # noqa: S607
            env=kept,
            capture_output=True,
            text=True,
            check=False,
        )

    def certify(self) -> None:
        """Lay a certificate of its own where the one of the portal is to be."""
        self.shell(CERTIFICATE)

    def start(self, unit: str) -> None:
        """Start what a unit would, by its own line, account and settings."""
        name, _at, instance = unit.partition("@")
        text = (ROOT / "deploy" / "systemd" / f"{name}@.service").read_text("utf-8")
        (line,) = re.findall(r"^ExecStart=(.*)$", text, re.M)
        run = line.replace("%i", instance)
        done = self.shell(
            "set -a; . /etc/klang/environment; set +a; HOME=/var/lib/klang setsid setpriv --reuid klang --regid klang --clear-groups"
            f" {shlex.join(shlex.split(run))} >/var/log/{shlex.quote(unit)}.log 2>&1 &"
        )
        if done.returncode:
            raise RuntimeError(f"{unit}: {done.stderr[-500:]}")


def follow(tree: Tree, write: Write, lines: list[Command]) -> bool:
    """Run the lines in their order; return whether all ended well."""
    for command in lines:
        if command.said.startswith("klang() {"):
            continue
        started = time.monotonic()
        done = tree.shell(command.done.replace("apt-get install", "apt-get install -y -qq"))
        if command.said.startswith("apt-get install --no-install-recommends postgresql"):
            tree.shell(POSTGRES)
        if command.said.startswith("apt-get install --no-install-recommends certbot"):
            tree.certify()
        told = f"   — {command.why}" if command.why else ""
        write(f"{command.step}. {time.monotonic() - started:6.1f} s  {command.said[:110]}{told}")
        if done.returncode:
            write(f"FAILED with {done.returncode}:\n{done.stdout[-1500:]}\n{done.stderr[-2500:]}")
            return False
    return True


def run(write: Write, root: Path) -> int:
    """Follow the manual; return 1 when a line fails or nobody answers in the end."""
    tree, began = Tree(root), time.monotonic()
    with tree.entered():
        if not follow(tree, write, commands(MANUAL.read_text("utf-8"))):
            return 1
        for unit in UNITS:
            tree.start(unit)
        tree.shell("nginx")
        well = answers(tree, write)
        said = tree.shell("klang verify --language en | head -40")
        write(said.stdout.strip())
    write(f"{time.monotonic() - began:.0f} s; the pair {'answers' if well else 'does not answer'}")
    return 0 if well else 1


def answers(tree: Tree, write: Write) -> bool:
    """Return whether the pages of the portal come through nginx, within three minutes each."""
    ask = f"curl -sk --resolve {NAME}:443:127.0.0.1 -o /dev/null -w '%{{http_code}}'"
    came: dict[str, str] = {}
    for address in ("/readyz", "/", "/request/", "/search/?q=flood", "/desk/"):
        for _attempt in range(90):
            came[address] = tree.shell(f"{ask} 'https://{NAME}{address}'").stdout
            if came[address] in ("200", "302"):
                break
            time.sleep(2)
    write(", ".join(f"{address} {code}" for address, code in came.items()))
    return all(code in ("200", "302") for code in came.values())
