"""`bin/drill debian TREE --booted`: the tree under its own systemd, so that the units run within all of their walls.

systemd-nspawn boots it (package `systemd-container`), also where the machine around it has none. Network, clock and ports are those of
the machine; the first process of the tree may not set the clock or load modules.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from drills import walls
from drills.debian import MANUAL, NAME, UNITS, Tree, Write, answers, commands, follow

CGROUPS = Path("/sys/fs/cgroup")
GROUP = "klang-drill"
LIMITS = ("memory", "pids", "devices")
"""Of the old hierarchies: what MemoryMax=, TasksMax= and PrivateDevices= are held by."""
ASKED = "https://localhost:14000/dir"
ACME = {
    "pebble": {
        "listenAddress": "127.0.0.1:14000",
        "managementListenAddress": "127.0.0.1:15000",
        "certificate": "/etc/pebble/cert.pem",
        "privateKey": "/etc/pebble/key.pem",
        "httpPort": 80,
        "tlsPort": 443,
    }
}
"""Pebble, a server as Let's Encrypt has one, to try clients: it comes to port 80 and looks for what certbot laid there."""
CERTBOT = f"server = {ASKED}\nno-verify-ssl = true\nnon-interactive = true\nagree-tos = true\nregister-unsafely-without-email = true\n"
"""/etc/letsencrypt/cli.ini: what an operator is asked once, and whom to ask instead of Let's Encrypt."""
DISTRICT = f"""
systemctl disable -q --now klang.target {" ".join(UNITS)} klang-backup.timer klang-verify.timer
find /var/lib/klang /var/backups/klang -mindepth 1 -delete
rm /etc/systemd/system/klang*
sed -i 's#^DATABASE_URL=.*#DATABASE_URL=sqlite:////var/lib/klang/klang.sqlite3#' /etc/klang/environment
sed -i '/127.0.0.1:8002/d' /etc/nginx/conf.d/klang.conf
systemctl reload nginx
"""
"""From the province back to where step 4 begins."""


def own_groups(told: str, root: Path) -> list[Path]:
    """Return the control groups in which the tree is to be, each a child of where this process is.

    Args:
        told: /proc/self/cgroup.
        root: where they are mounted.
    """
    found = []
    for line in told.splitlines():
        _number, controllers, path = line.split(":", 2)
        if not controllers:
            top = root / "unified" if (root / "unified").is_dir() else root
        elif controllers == "name=systemd":
            top = root / "systemd"
        elif controllers in LIMITS:
            top = root / controllers
        else:
            continue
        found.append(top / path.lstrip("/") / GROUP)
    return found


def _remove(group: Path) -> None:
    for folder, _below, _files in os.walk(group, topdown=False):
        with suppress(OSError):
            Path(folder).rmdir()


class Booted(Tree):
    """The empty machine with a first process of its own."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._first = 0

    def into(self) -> list[str]:
        """Return the words before a command that is to run in the tree."""
        return ["nsenter", "-t", str(self._first), "-a", "--"]

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Boot it, and shut it down again."""
        self.equip()
        groups = own_groups(Path("/proc/self/cgroup").read_text("utf-8"), CGROUPS)
        for group in groups:
            group.mkdir(exist_ok=True)
        join = "; ".join(f"echo $$ > '{group}/cgroup.procs'" for group in groups)
        started = subprocess.Popen(
            [
                *(
                    "sh",
                    "-ec",
                    f'{join}; exec "$@"',
                    "sh",
                    "setpriv",
                    "--pdeathsig",
                    "TERM",
                    "systemd-nspawn",
                ),
                *("--quiet", "--boot", "--directory", str(self.root), "--register=no", "--keep-unit"),
                *("--console=pipe", "--link-journal=no", "--resolv-conf=off"),
            ],  # noqa: S607
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            self._wait(started)
            self._let_limit()
            yield
        finally:
            started.terminate()
            started.wait(120)
            for group in groups:
                _remove(group)

    def certify(self) -> None:
        """Start an authority in the tree, which finds the name of the portal there.

        Raises:
            RuntimeError: it does not start.
        """
        folder = self.root / "etc" / "pebble"
        folder.mkdir()
        (folder / "config.json").write_text(json.dumps(ACME), "utf-8")
        with (self.root / "etc" / "letsencrypt" / "cli.ini").open("a", encoding="utf-8") as settings:
            settings.write(CERTBOT)
        done = self.shell(
            f"apt-get install -y -qq pebble; echo '127.0.0.1 {NAME}' >> /etc/hosts; cd /etc/pebble;"
            " openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -keyout key.pem -out cert.pem;"
            " systemd-run --unit=pebble --setenv=PEBBLE_VA_NOSLEEP=1 --setenv=PEBBLE_WFE_NONCEREJECT=0 pebble -config /etc/pebble/config.json;"
            f" curl -sk --retry 20 --retry-connrefused --retry-delay 1 -o /dev/null {ASKED}"
        )
        if done.returncode:
            raise RuntimeError(f"no authority: {done.stderr[-500:]}")

    def _let_limit(self) -> None:
        """Hand the old hierarchies to the tree, which nspawn lets it see only: with the new one alone there is nothing to do."""
        for name in LIMITS:
            self.shell(f"mount -o remount,bind,rw {CGROUPS / name}")
        # It asks at its start alone which of them it may write.
        self.shell("systemctl daemon-reexec")

    def _wait(self, started: subprocess.Popen[bytes]) -> None:
        """Wait until the tree is up.

        Raises:
            RuntimeError: it is not, after three minutes.
        """
        for _attempt in range(300):
            time.sleep(0.5)
            children = Path(f"/proc/{started.pid}/task/{started.pid}/children").read_text("utf-8").split()
            if not children or Path(f"/proc/{children[0]}/comm").read_text("utf-8") != "systemd\n":
                continue
            self._first = int(children[0])
            if self.shell("systemctl is-system-running").stdout.strip() in ("running", "degraded"):
                return
        raise RuntimeError("systemd does not come up in the tree")


def run(write: Write, root: Path) -> int:
    """Follow the manual under systemd and try the walls, of a province and then of a district; return 1 when something fails."""
    tree, began = Booted(root), time.monotonic()
    manual = MANUAL.read_text("utf-8")
    with tree.entered():
        well = follow(tree, write, commands(manual, booted=True))
        well = well and answers(tree, write) and walls.hold(tree, write, walls.PROVINCE)
    if well:
        again = time.monotonic()
        with tree.entered():
            well = walls.standing(tree, write, walls.PROVINCE) and answers(tree, write)
            write(f"switched off and on: {time.monotonic() - again:.0f} s")
            tree.shell(DISTRICT)
            well = well and follow(tree, write, commands(manual, ("4",), booted=True))
            well = well and answers(tree, write) and walls.hold(tree, write, walls.DISTRICT)
    write(f"{time.monotonic() - began:.0f} s; {'all is well' if well else 'NOT WELL'}")
    return 0 if well else 1
