"""What WCAG 2.2 asks of every page type and axe does not look at (docs/accessibility.md, letter X; issue 12, "Done when").

Each check looks at the page as it is drawn on a phone, at its style and at what Tab does; what only a person can judge is not
claimed here.
"""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

from cases.demo import load_demo_cases
from cases.models import Case
from tests.browser.conftest import NARROW, WIDE, Visitor
from tests.browser.test_journey import sign_in
from tests.browser.test_walks import ask, begin, follow
from tests.helpers import SENSES

PUBLIC = (
    *("/", "/search/?q=น้ำท่วม", "/search/?q=ไม่มีทางพบคำนี้แน่นอนxyz", "/library/", "/guide/", "/guide/violence/"),
    *("/announcements/", "/results/", "/contact/", "/units/", "/site-map/", "/ask/", "/languages/my/"),
    *("/request/", "/track/", "/track/lost/", "/alerts/new/?list=library", "/accounts/login/"),
)
DRAWN_OTHERWISE = """
[...document.querySelectorAll('main *')].filter((one) => {
  const style = getComputedStyle(one);
  // A figure above its label means the same as below it.
  return one.checkVisibility() && !one.matches('dl.figures *') && (style.order !== '0' || style.flexDirection.endsWith('reverse') || one.tabIndex > 0);
}).map((one) => one.outerHTML.slice(0, 90))
"""
"""Whatever stands elsewhere than it is read (1.3.2, 2.4.3)."""
COLOR_ALONE = """
[...document.querySelectorAll('main p a[href], main .prose li a[href]')].filter((one) => {
  const style = getComputedStyle(one);
  const box = style.borderBottomWidth !== '0px' || style.backgroundColor !== 'rgba(0, 0, 0, 0)';
  const own = [...one.parentElement.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  return own && one.checkVisibility() && !box && !style.textDecorationLine.includes('underline');
}).map((one) => one.outerHTML.slice(0, 90))
"""
"""Links among words that only their color tells (1.4.1)."""
CLIPPED = """
[...document.querySelectorAll('main *')].filter((one) => {
  const style = getComputedStyle(one);
  if (!one.checkVisibility() || !one.textContent.trim() || one.clientWidth < 3 || one.closest('.visually-hidden') || one.matches('textarea, select, svg *')) return false;
  const cut = (way) => ['hidden', 'clip'].includes(style[way]);
  return (cut('overflowY') && one.scrollHeight > one.clientHeight + 2) || (cut('overflowX') && one.scrollWidth > one.clientWidth + 2);
}).map((one) => one.outerHTML.slice(0, 90))
"""
"""Words that are cut off."""
TOO_WIDE = """
[...document.querySelectorAll('body *')].filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map((one) => one.outerHTML.slice(0, 60)).slice(0, 4)
"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SPACED = """
for (const one of document.querySelectorAll('body *')) {
  one.style.setProperty('line-height', '1.5', 'important');
  one.style.setProperty('letter-spacing', '0.12em', 'important');
  one.style.setProperty('word-spacing', '0.16em', 'important');
  if (one.matches('p')) one.style.setProperty('margin-bottom', '2em', 'important');
}
"""
FOREIGN = """
(() => {
  const found = [];
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  const of = { my: /[\\u1000-\\u109f]/, km: /[\\u1780-\\u17ff]/, lo: /[\\u0e80-\\u0eff]/, th: /[\\u0e00-\\u0e7f]{4}/ };
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const said = element.closest('[lang]').lang;
    for (const [lang, letters] of Object.entries(of))
      if (letters.test(walker.currentNode.textContent) && said !== lang && element.checkVisibility()) found.push(lang + ': ' + walker.currentNode.textContent.trim().slice(0, 50));
  }
  return found;
})()
"""
"""Words in another script than the language says that holds them (3.1.2)."""
STOPS = """
(() => {
  const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')];
  const groups = new Set();
  return all.filter((one) => {
    if (!one.checkVisibility({ visibilityProperty: true }) || one.disabled || one.closest('[inert]')) return false;
    if (one.type !== 'radio') return true;
    const group = one.form ? one.name : '';
    if (groups.has(group)) return false;
    groups.add(group);
    return true;
  }).length;
})()
"""
FROM_THE_TOP = """
(() => {
  const start = Object.assign(document.createElement('span'), { tabIndex: -1 });
  document.body.prepend(start);
  start.focus();
  start.remove();
})()
"""
PLACE = """
(() => {
  const one = document.activeElement;
  return one === document.body ? -1 : [...document.querySelectorAll('*')].indexOf(one);
})()
"""


def judge(visitor: Visitor) -> list[str]:
    """Return what is wrong with the page that is open; the browser stays on it."""
    page, url = visitor.page, visitor.page.url
    wrong = [f"1.3.2/2.4.3 {one}" for one in page.evaluate(DRAWN_OTHERWISE)]
    wrong += [f"1.3.3 {found[0]}" for found in SENSES.finditer(visitor.text())]
    wrong += [f"1.4.1 {one}" for one in page.evaluate(COLOR_ALONE)]
    wrong += [f"3.1.2 {one}" for one in page.evaluate(FOREIGN)]
    wrong += _tabbed(visitor)
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    if (wider := page.evaluate(WIDER)) > 1:
        wrong.append(f"1.4.4 {wider} px too wide: {page.evaluate(TOO_WIDE)}")
    wrong += [f"1.4.4 {one}" for one in page.evaluate(CLIPPED)]
    page.evaluate("document.documentElement.style.removeProperty('font-size')")
    page.evaluate(SPACED)
    if (wider := page.evaluate(WIDER)) > 1:
        wrong.append(f"1.4.12 {wider} px too wide")
    wrong += [f"1.4.12 {one}" for one in page.evaluate(CLIPPED)]
    assert page.url == url, "looking at it changes nothing"
    return [f"{url.removeprefix(visitor.base)}: {one}" for one in wrong]


def _tabbed(visitor: Visitor) -> list[str]:
    """Walk the page by Tab: everything is reached, in its order, nothing keeps the focus or acts on it (2.1.1, 2.1.2, 3.2.1)."""
    page, url = visitor.page, visitor.page.url
    wanted = page.evaluate(STOPS)
    page.evaluate(FROM_THE_TOP)
    places: list[int] = []
    for _press in range(wanted + 12):
        page.keyboard.press("Tab")
        if page.url != url:
            return ["3.2.1 the focus alone opened another page"]
        place = page.evaluate(PLACE)
        if place == -1 or (places and place == places[0]):
            break
        places.append(place)
    else:
        return [f"2.1.2 {len(places)} stops of {wanted} and no end"]
    wrong = [] if len(places) >= wanted - 1 else [f"2.1.1 {len(places)} of {wanted} are reached"]
    return wrong + (["2.4.3 the focus jumps back"] if places != sorted(places) else [])


def test_every_page_type_is_what_the_criteria_ask(visit, portal_open):
    """On a phone; the pages of a request, of following it, of mistakes and of the desk are reached as people reach them."""
    wrong: list[str] = []
    someone = visit(size=NARROW, axe=False)
    for path in PUBLIC:
        someone.open(path)
        wrong += judge(someone)
    someone.open("/library/")
    someone.page.locator("main .results a, main article a").first.click()
    someone.page.wait_for_load_state("load")
    wrong += judge(someone)
    for path in ("/en/", "/en/request/", "/en/track/"):
        someone.open(path)
        wrong += judge(someone)
    someone.page.goto(someone.base + "/nothing-here/")
    wrong += judge(someone)
    someone.errors.clear()

    asking = visit(size=NARROW, axe=False)
    asking.look = lambda: wrong.extend(judge(asking))
    begin(asking, "/request/")
    asking.send()
    answers = {
        "problem": {"problem": "disaster"},
        "whom": {"danger": "no", "whom": "me"},
        "place": {"subdistrict": "810116"},
        "story": {"story": "น้ำท่วม เรื่องสมมติ"},
        "contact": {"name": "ยาย เรื่องสมมติ", "phone": "0812345678"},
    }
    reference, secret = ask(asking, answers, 9)
    follow(asking, reference, secret)

    load_demo_cases()
    officer = visit(size=WIDE, axe=False)
    sign_in(officer, "center", portal_open)
    officer.look = lambda: wrong.extend(judge(officer))
    case = Case.objects.filter(holder__type="center").exclude(stage="closed").first()
    assert case is not None
    for path in ("/desk/", f"/desk/cases/{case.reference}/", "/desk/new/", "/desk/statistics/"):
        officer.open(path)
    assert not wrong, "\n".join(dict.fromkeys(wrong))


def test_nothing_is_done_before_a_finger_is_lifted():
    """2.5.2: pressing down keeps the focus where it is, or shuts what floats; it chooses nothing."""
    scripts = list(Path(settings.BASE_DIR, "static", "js").glob("*.js"))
    assert len(scripts) > 10
    acts = re.compile(
        r"(?:mouse|pointer|touch)(?:down|start)\", (?!\(event\) => event\.preventDefault\(\)|this\.away)"
    )
    assert [path.name for path in scripts if acts.search(path.read_text("utf-8"))] == []


def test_the_search_does_nothing_by_itself_and_says_what_it_found(visit) -> None:
    """3.2.2 and 4.1.3: typing and going through the suggestions leads nowhere; what was found is said, the empty answer too."""
    visitor = visit(size=NARROW, axe=False)
    page = visitor.page
    visitor.open("/search/")
    box = page.locator("#search-q")
    box.focus()
    page.keyboard.type("น้ำท่วม", delay=20)
    page.wait_for_timeout(600)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    assert page.url == f"{visitor.base}/search/", "nothing was sent by typing"
    for words in ("น้ำท่วม", "ไม่มีทางพบคำนี้แน่นอนxyz"):
        visitor.open(f"/search/?q={words}")
        said = page.locator("main [role=status]")
        assert said.count() >= 1 and said.first.inner_text().strip()


def test_what_a_person_cannot_remember_may_be_pasted(visit) -> None:
    """3.3.8: codes and passwords are taken from the clipboard or a password store; nothing has to be remembered or solved."""
    visitor = visit(size=NARROW, axe=False)
    page = visitor.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for path, selector in (
        ("/track/", "[name=secret]"),
        ("/accounts/login/", "[name=password]"),
        ("/track/lost/", "[name=reference]"),
        ("/ask/answer/", "[name=secret]"),
    ):
        visitor.open(path)
        field = page.locator(f"main {selector}")
        field.focus()
        page.evaluate("navigator.clipboard.writeText('1234 5678 9012 3456 7890')")
        page.keyboard.press("Control+V")
        assert field.input_value().startswith("1234"), path
    for script in (settings.BASE_DIR / "static" / "js").glob("*.js"):
        assert '"paste"' not in script.read_text(encoding="utf-8"), script.name


def test_the_quick_exit_never_stands_over_what_has_the_focus(visit) -> None:
    """2.4.11: the bar sticks to the top; whatever Shift+Tab leads to is scrolled to where it can be seen."""
    visitor = visit(size=NARROW, axe=False)
    visitor.open("/guide/violence/")
    page = visitor.page
    page.locator("main a").last.focus()
    hidden, seen = [], 0
    for _step in range(60):
        page.keyboard.press("Shift+Tab")
        found = page.evaluate(
            """() => {
              const one = document.activeElement, box = one.getBoundingClientRect();
              if (!one.closest('main') || one.closest('.exit')) return null;
              const hit = document.elementFromPoint(box.left + 3, box.top + box.height / 2);
              return hit && hit.closest('.exit') ? one.outerHTML.slice(0, 90) : '';
            }"""
        )
        if found is None:
            break
        seen += 1
        hidden += [found] if found else []
    assert seen > 5 and hidden == []
