"""A citizen without JavaScript, over plain HTTP, against a real server process."""

from __future__ import annotations

import re

import requests
from bs4 import BeautifulSoup, Tag

PREFERRED = {
    "problem": "disaster",
    "danger": "no",
    "whom": "me",
    "subdistrict": "810116",
    "narrative": "น้ำท่วมบ้านสูงถึงเอว ต้องการถุงยังชีพและเรือ",
    "story": "น้ำท่วมบ้านสูงถึงเอว ต้องการถุงยังชีพและเรือ",
    "name": "สมใจ ทดสอบระบบ",
    "phone": "081-234-5678",
    "email": "",
}
REFERENCE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b")


class Citizen:
    """Fills the pages as they come and remembers what the last one said."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.session = requests.Session()
        self.requests = 0
        self.page = BeautifulSoup("", "html.parser")
        self.url = ""

    def get(self, path: str) -> int:
        """Open an address; returns the status."""
        return self._keep(self.session.get(self.base + path, timeout=20))

    def _keep(self, response: requests.Response) -> int:
        self.requests += 1 + len(response.history)
        self.url = response.url
        self.page = BeautifulSoup(response.text, "html.parser")
        return response.status_code

    def fill_until_check(self) -> None:
        """Start a request and answer every page until the answers are to be checked."""
        assert self.get("/request/") == 200
        for _page in range(30):
            if self.url.endswith("/request/check/"):
                return
            before = self.url
            form = self.form()
            if form is None:
                # Not the short form of a flood that is on: these are the questions of every day.
                start = self.page.select_one(
                    'main a.button:not([href*="event="]), main a[href$="/request/problem/"]'
                )
                assert start is not None, f"{self.url} leads nowhere"
                assert self.get(str(start["href"])) == 200
                continue
            assert self._keep(self._post(form)) == 200
            errors = self.page.select(".error-summary li")
            assert self.url != before and not errors, f"{self.url}: {[error.get_text() for error in errors]}"
        raise AssertionError("the questions have no end")

    def form(self) -> Tag | None:
        """Return the form in the main part of the page that leads on."""
        forms = [form for form in self.page.select("main form") if form.get("method", "").lower() == "post"]
        return forms[0] if forms else None

    def _post(self, form: Tag) -> requests.Response:
        action = str(form.get("action") or "") or self.url
        if action.startswith("/"):
            action = self.base + action
        return self.session.post(action, data=self._values(form), headers={"Referer": self.url}, timeout=30)

    @staticmethod
    def _values(form: Tag) -> dict[str, str]:
        values: dict[str, str] = {}
        for field in form.select("input[name], select[name], textarea[name]"):
            name = str(field["name"])
            kind = field.get("type", field.name)
            wanted = PREFERRED.get(name)
            if kind == "hidden":
                values[name] = str(field.get("value", ""))
            elif kind == "radio":
                if (wanted == field.get("value")) or (wanted is None and name not in values):
                    values[name] = str(field["value"])
            elif kind in ("checkbox", "file", "submit"):
                continue
            elif wanted is not None:
                values[name] = wanted
            else:
                values.setdefault(name, "")
        return values

    def send(self) -> int:
        """Press "send" on the page with all answers; returns the status of what came back."""
        form = self.form()
        assert form is not None
        return self._keep(self._post(form))

    def shown(self) -> tuple[str, str] | None:
        """Return reference and secret when the page shows them."""
        if not self.url.endswith("/request/sent/"):
            return None
        codes = [code.get_text(strip=True) for code in self.page.select(".code, .codes dd [aria-hidden]")]
        references = [code for code in codes if REFERENCE.fullmatch(code)]
        assert references, self.page.get_text(" ", strip=True)[:500]
        return references[0], next(code for code in codes if code != references[0])
