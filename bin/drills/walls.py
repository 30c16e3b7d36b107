"""What `bin/drill debian TREE --booted` asks of the units once they run: their walls, an upload, a paper, backups, restarts."""

from __future__ import annotations

import io
import re
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import requests
from bs4 import Tag
from PIL import Image
from urllib3.exceptions import InsecureRequestWarning

from drills.debian import UNITS, Tree, Write
from tests.reliability.citizen import Citizen


@dataclass(frozen=True)
class Kind:
    """What an installation consists of.

    Attributes:
        standing: units that are to be active.
        confined: of those, whose walls are looked at.
        killed: a web server that is killed.
        port: at which it answers.
        pair: whether another one answers meanwhile.
    """

    standing: tuple[str, ...]
    confined: tuple[str, ...]
    killed: str
    port: int
    pair: bool


_TIMERS = ("klang-backup.timer", "klang-verify.timer", "certbot.timer", "nginx")
PROVINCE = Kind(
    (*UNITS, "klang.target", *_TIMERS, "postgresql@15-main"),
    ("klang-web@8001", "klang-worker@1"),
    "klang-web@8002",
    8002,
    pair=True,
)
DISTRICT = Kind(("klang.service", *_TIMERS), ("klang.service",), "klang.service", 8001, pair=False)
CONFINED = """
pid=$(systemctl show -P MainPID {unit})
inside() {{ nsenter -t $pid -m setpriv --reuid klang --regid klang --clear-groups "$@"; }}
never() {{ if "$@" 2>/dev/null; then echo "could: $*" >&2; exit 1; fi; }}
grep -qx 'NoNewPrivs:.1' /proc/$pid/status
grep -qx 'Seccomp:.2' /proc/$pid/status
grep -qx 'CapBnd:.0*' /proc/$pid/status
# As root, whom modes of files do not stop: the walls alone do.
for place in /opt/klang /etc/klang /usr /var/www /root /home; do never nsenter -t $pid -m touch $place/drill; done
inside touch /var/lib/klang/drill /tmp/drill
never test -e /tmp/drill
rm /var/lib/klang/drill
never inside test -e /proc/1/status
never test "$(stat -c %d /dev)" = "$(nsenter -t $pid -m stat -c %d /dev)"
most=$(cat /sys/fs/cgroup/memory$(grep -oP ':memory:\\K.*' /proc/$pid/cgroup)/memory.limit_in_bytes 2>/dev/null \\
    || cat /sys/fs/cgroup$(grep -oP '^0::\\K.*' /proc/$pid/cgroup)/memory.max)
test $most = $(systemctl show -P MemoryMax {unit})
echo $((most >> 20)) MB
"""
"""Ends with the most memory of a unit; fails at the first wall that does not stand."""
GREEDY = """
if systemd-run --quiet --wait --unit=greedy-drill -p MemoryMax=64M python3 -c 'bytearray(b"x") * (1 << 28)'; then exit 1; fi
systemctl show -P Result greedy-drill
systemctl reset-failed greedy-drill
"""
"""That the limit is held at all, by one who takes too much."""
KILLED = """
old=$(systemctl show -P MainPID {unit})
kill -9 $old
for n in $(seq 120); do
    sleep 0.5
    test $(systemctl show -P MainPID {unit}) != $old && systemctl is-active -q {unit} \\
        && curl -so /dev/null http://127.0.0.1:{port}/healthz && exit 0
done
exit 1
"""
REPEATED = 60
"""Pages that are asked for while a web server is started anew."""
ANEW = f"""
systemctl restart klang-web@8001 &
for n in $(seq {REPEATED}); do
    curl -sk --max-time 20 -o /dev/null -w '%{{http_code}} ' https://127.0.0.1/ || true
    sleep 0.2
done
wait $!
"""


def _picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (1200, 900), "navy").save(file, "JPEG")
    return file.getvalue()


class Sender(Citizen):
    """A citizen who adds a picture, through nginx."""

    def __init__(self, base: str) -> None:
        super().__init__(base)
        # The certificate is of nobody whom this machine knows, whatever its environment names.
        self.session.verify = self.session.trust_env = False
        self.added = 0

    def _post(self, form: Tag) -> requests.Response:
        values = self._values(form)
        if form.select("input[name=has_files]"):
            values["has_files"] = "on"
        fields = form.select("input[type=file][name]")
        if not fields:
            return self.session.post(self.url, data=values, headers={"Referer": self.url}, timeout=60)
        self.added += 1
        return self.session.post(
            self.url,
            data=values | {"action": "continue"},
            files={str(fields[0]["name"]): ("photo.jpg", _picture(), "image/jpeg")},
            headers={"Referer": self.url},
            timeout=60,
        )


def standing(tree: Tree, write: Write, kind: Kind) -> bool:
    """Return whether what the manual starts runs."""
    said = {unit: tree.shell(f"systemctl is-active '{unit}'").stdout.strip() for unit in kind.standing}
    write(", ".join(f"{unit} {state}" for unit, state in said.items()))
    return set(said.values()) == {"active"}


def confined(tree: Tree, write: Write, kind: Kind) -> bool:
    """Return whether web server and worker stand within their walls, seen from inside."""
    well = True
    for unit in kind.confined:
        done = tree.shell(f"set -x\n{CONFINED.format(unit=unit)}")
        write(
            f"{unit}: system calls filtered, program, settings and homes not writable, "
            f"a /tmp and devices of its own, no process of others seen; at most {done.stdout.strip()}"
            if done.returncode == 0
            else f"{unit}: a wall is not there\n{done.stderr[-800:]}"
        )
        well = well and done.returncode == 0
    greedy = tree.shell(GREEDY)
    ended = greedy.stdout.strip() in ("oom-kill", "signal")
    write(f"who takes more than its MemoryMax= is {'ended' if ended else 'NOT ended'}")
    return well and ended


def sent(_tree: Tree, write: Write, _kind: Kind) -> bool:
    """Return whether somebody can ask for help with a picture and take the receipt along."""
    citizen, began = Sender("https://127.0.0.1"), time.monotonic()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", InsecureRequestWarning)
        citizen.fill_until_check()
        citizen.send()
        shown = citizen.shown()
        paper = citizen.session.get(f"{citizen.base}/request/sent/receipt.pdf", timeout=60)
    drawn = paper.content[:5] == b"%PDF-"
    write(
        f"a request with {citizen.added} picture: number {'shown' if shown else 'NOT shown'}; its receipt of "
        f"{len(paper.content)} bytes {'is' if drawn else 'is NOT'} a PDF; {time.monotonic() - began:.0f} s"
    )
    return bool(shown and citizen.added and drawn)


def kept(tree: Tree, write: Write, _kind: Kind) -> bool:
    """Return whether backup and verify come to their ends as units.

    In a new installation a request lies where nobody can act: verify says so and fails, which is what it is for.
    """
    began = time.monotonic()
    tree.shell("systemctl start klang-backup.service klang-verify.service")
    result = tree.shell(
        "systemctl show -P Result klang-backup.service; ls -A /var/backups/klang | tail -1"
    ).stdout
    verified = tree.shell(
        "journalctl -u klang-verify -o cat | grep -E 'checks, [0-9]+ findings|^NOW' | tail -4"
    ).stdout
    tree.shell("systemctl reset-failed klang-verify")
    write(
        f"backup and verify as units: {' '.join(result.split())}; {'; '.join(' '.join(line.split()) for line in verified.splitlines())};"
        f" {time.monotonic() - began:.0f} s"
    )
    return result.split()[:1] == ["success"] and " checks, " in verified


def one_answers(tree: Tree, write: Write, kind: Kind) -> bool:
    """Return whether nobody is sent away while one web server of two is started anew."""
    if not kind.pair:
        return True
    began = time.monotonic()
    done = tree.shell(ANEW)
    codes = done.stdout.split()
    write(
        f"klang-web@8001 anew: {codes.count('200')} of {REPEATED} pages answered; {time.monotonic() - began:.0f} s"
    )
    return done.returncode == 0 and codes == ["200"] * REPEATED


def raised(tree: Tree, write: Write, kind: Kind) -> bool:
    """Return whether a web server that is killed comes back by itself."""
    began = time.monotonic()
    done = tree.shell(KILLED.format(unit=kind.killed, port=kind.port))
    back = done.returncode == 0
    write(
        f"{kind.killed} after kill -9: {'back' if back else 'NOT back'} after {time.monotonic() - began:.0f} s"
    )
    return back


def told(tree: Tree, write: Write, kind: Kind) -> bool:
    """Return whether the journal holds what the portal says, and name what it warned of."""
    lines = tree.shell("journalctl -u 'klang*' -o cat --no-pager").stdout.splitlines()
    warned = [line for line in lines if re.search(r'"level": "(WARNING|ERROR|CRITICAL)"', line)]
    write(f"the journal holds {len(lines)} lines of the units, {len(warned)} of them warn")
    for line in warned[:10]:
        write(f"  {line[:300]}")
    write(tree.shell(f"systemd-analyze security --no-pager {kind.killed} | tail -1").stdout.strip())
    return bool(lines)


TRIALS: tuple[Callable[[Tree, Write, Kind], bool], ...] = (
    *(standing, confined, sent, kept),
    *(one_answers, raised, told),
)


def hold(tree: Tree, write: Write, kind: Kind) -> bool:
    """Return whether every trial ends well; all are tried, whatever one of them says."""
    return all([trial(tree, write, kind) for trial in TRIALS])
