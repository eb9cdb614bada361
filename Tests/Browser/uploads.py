"""What people are promised of sending documents: several at once, seen on their way, going on by themselves."""
import hashlib
import os
import shutil
import tempfile

from playwright.sync_api import Error
from promises import CASE

SEND = ".section.upload form[data-resumable] button[type=submit]"
OFFLINE = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}


def made(folder, name, size):
    """A PDF like no other, on the disk, so that it is the same file when it is chosen again."""
    path = os.path.join(folder, name)
    with open(path, "wb") as file:
        file.write(b"%PDF-1.4\n%" + os.urandom(size) + b"\n%%EOF\n")
    return path


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def until(page, what):
    """Waits until something is true. The page's own policy lets nobody evaluate text in it, so it is asked from outside."""
    for _ in range(600):
        try:
            if page.evaluate(what):
                return
        except Error as error:
            # What was waited for may be that the page goes elsewhere, which it does while it is asked.
            if "navigation" not in str(error):
                raise
        page.wait_for_timeout(50)
    raise AssertionError(f"never: {what}")


def wire(page, speed):
    """How many bytes a second go up from now on; 0: there is no network."""
    if not hasattr(page, "wire"):
        page.wire = page.context.new_cdp_session(page)
        page.wire.send("Network.enable")
    online = {**OFFLINE, "offline": False, "uploadThroughput": speed}
    page.wire.send("Network.emulateNetworkConditions", online if speed else OFFLINE)


def opened(on, width=390, height=844, role="contact", path=CASE, **more):
    page = on.sign_in(on.window(width, height, **more), "northgate", role)
    page.goto(f"{on.demo.base}/northgate/{path}")
    page.asked = []
    page.on("request", lambda r: page.asked.append((r.method, r.headers)) if "/uploads" in r.url else None)
    return page


def state(page, name):
    return page.locator(".uploads > li").filter(has_text=name)


def receipt_says(page, paths):
    page.wait_for_url("**/receipts/**", timeout=60_000)
    text = page.inner_text("body").replace(" ", "").replace("\n", "")
    for path in paths:
        assert digest(path) in text, path


def contact_sends_several_files_from_a_phone(visit):
    """A contact sends three files from a phone, sees each on its way, and gets one receipt with their SHA-256."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [made(folder, f"Photo {number}.pdf", 1_500_000 + number) for number in range(3)]
        page = opened(visit)
        visit.look(page)
        page.set_input_files("#file", paths[:2])
        # One more can be added before they are sent.
        page.set_input_files("#file", paths[2:])
        visit.picture(page, "upload-chosen-phone")
        assert page.locator(".uploads > li").count() == 3
        wire(page, 1_000_000)
        page.click(SEND)
        until(page, "document.querySelector('.uploads progress').value > 100000")
        visit.picture(page, "upload-sending-phone")
        assert page.locator(".uploads [data-state=sending]").count() == 2, "two at a time"
        until(page, "/ (25|50|75)/.test(document.querySelector('.section.upload form [role=status]').textContent)")
        visit.look(page)
        receipt_says(page, paths)
        visit.picture(page, "upload-receipt-phone")
        assert not page.wrong, page.wrong


def what_is_sent_again_has_already_arrived(visit):
    """The same file once more, under another name: the list and the receipt say that it had already arrived, and one is kept."""
    with tempfile.TemporaryDirectory() as folder:
        path = made(folder, "Sent twice.pdf", 900_000)
        other = os.path.join(folder, "The very same.pdf")
        shutil.copyfile(path, other)
        page = opened(visit)
        page.set_input_files("#file", [path])
        page.click(SEND)
        receipt_says(page, [path])
        assert "already arrived" not in page.inner_text("main")
        page = opened(visit)
        page.set_input_files("#file", [other])
        page.click(SEND)
        until(page, "location.search || document.querySelector('.uploads .state').textContent.includes('Already received')")
        receipt_says(page, [path])
        assert "had already arrived" in page.inner_text("main")
        visit.look(page)
        page.goto(f"{visit.demo.base}/northgate/{CASE}")
        assert "Sent twice.pdf" in page.inner_text("body") and "The very same.pdf" not in page.inner_text("body")


def an_upload_goes_on_after_a_reload(visit):
    """A page that is loaded again says what was not finished; the same file goes on from where it stopped."""
    with tempfile.TemporaryDirectory() as folder:
        path = made(folder, "Long film.pdf", 16_000_000)
        page = opened(visit, 1280, 900)
        page.set_input_files("#file", path)
        wire(page, 6_000_000)
        page.click(SEND)
        until(page, "document.querySelector('.uploads progress').value > 7000000")
        page.on("dialog", lambda dialog: dialog.accept())
        page.reload()
        page.wait_for_selector(".interrupted li")
        visit.picture(page, "upload-interrupted")
        assert "Long film.pdf" in page.inner_text(".interrupted")
        page.asked.clear()
        page.set_input_files("#file", path)
        page.click(SEND)
        receipt_says(page, [path])
        offsets = [int(headers["upload-offset"]) for method, headers in page.asked if method == "PATCH"]
        assert offsets[0] >= 5 << 20, offsets
        assert not [method for method, _ in page.asked if method == "POST"], page.asked


def an_upload_goes_on_after_an_offline_spell(visit):
    """Without a network an upload waits and says so; when it is back it goes on by itself."""
    with tempfile.TemporaryDirectory() as folder:
        path = made(folder, "Underground.pdf", 12_000_000)
        page = opened(visit, dark=True)
        page.set_input_files("#file", path)
        wire(page, 5_000_000)
        page.click(SEND)
        until(page, "document.querySelector('.uploads progress').value > 6000000")
        wire(page, 0)
        page.wait_for_selector(".uploads [data-state=waiting]")
        page.wait_for_timeout(2500)
        visit.picture(page, "upload-offline-phone-dark")
        assert page.evaluate("dispatchEvent(new Event('beforeunload', { cancelable: true }))") is False
        wire(page, 20_000_000)
        receipt_says(page, [path])
        assert [method for method, _ in page.asked].count("POST") == 1


def a_file_can_be_cancelled_and_removed(visit):
    """Of two files one is cancelled on its way, by keyboard: it is gone from the server too, and the other arrives."""
    with tempfile.TemporaryDirectory() as folder:
        (wanted, other) = (made(folder, "Wanted.pdf", 3_000_000), made(folder, "Other.pdf", 3_000_000))
        page = opened(visit, 1280, 900)
        page.set_input_files("#file", [other, wanted])
        wire(page, 500_000)
        page.focus(SEND)
        page.keyboard.press("Enter")
        until(page, "document.querySelector('.uploads progress').value > 100000")
        button = state(page, "Other.pdf").locator("button.stop")
        assert button.inner_text().startswith("Cancel") and "Other.pdf" in button.text_content()
        button.focus()
        page.keyboard.press("Enter")
        until(page, "document.querySelectorAll('.uploads > li').length === 1")
        assert page.evaluate("document.activeElement.closest('li')?.textContent.includes('Wanted.pdf')")
        wire(page, 50_000_000)
        receipt_says(page, [wanted])
        assert "DELETE" in [method for method, _ in page.asked]
        page.goto(f"{visit.demo.base}/northgate/{CASE}")
        assert "Wanted.pdf" in page.inner_text("body") and "Other.pdf" not in page.inner_text("body")
        assert page.locator(".interrupted").is_hidden()


def what_failed_can_be_tried_again(visit):
    """A file that the server cannot take now says why in its words, and is sent when it is tried again."""
    with tempfile.TemporaryDirectory() as folder:
        (first, second) = (made(folder, "First.pdf", 200_000), made(folder, "Second.pdf", 200_000))
        page = opened(visit)
        page.set_input_files("#file", [first, second])
        words = "There is no room left for documents."
        page.route("**/uploads/*", lambda route: route.fulfill(
            status=507, content_type="application/problem+json", body=f'{{"detail": "{words}"}}')
            if route.request.method == "PATCH" else route.continue_())
        page.click(SEND)
        until(page, "document.querySelectorAll('.uploads [data-state=failed]').length === 2")
        assert words in state(page, "First.pdf").inner_text()
        visit.picture(page, "upload-failed-phone")
        page.unroute("**/uploads/*")
        state(page, "First.pdf").locator("button.again").click()
        page.wait_for_selector(".after:not([hidden]) a")
        assert state(page, "First.pdf").get_attribute("data-state") == "done"
        state(page, "Second.pdf").locator("button.again").click()
        receipt_says(page, [second])


def a_proxy_that_takes_little_at_once_gets_little(visit):
    """When something on the way refuses large requests, the pieces become smaller until they pass."""
    with tempfile.TemporaryDirectory() as folder:
        path = made(folder, "Large.pdf", 7_000_000)
        page = opened(visit, 1280, 900)

        def pass_on(route):
            body = route.request.post_data_buffer if route.request.method == "PATCH" else None
            if body is not None and len(body) > 1_000_000:
                return route.fulfill(status=413, content_type="text/html", body="<h1>413 Request Entity Too Large</h1>")
            return route.continue_()

        page.route("**/uploads/*", pass_on)
        page.set_input_files("#file", path)
        page.click(SEND)
        receipt_says(page, [path])
        assert page.evaluate("localStorage.getItem('upload-chunk')") == str(5 << 17)


def staff_send_what_the_client_sees_at_once(visit):
    """An agent sends a file that the client is to see, and the client sees it; what is refused says why beside it."""
    with tempfile.TemporaryDirectory() as folder:
        path = made(folder, "Draft for the client.pdf", 300_000)
        page_of_html = os.path.join(folder, "page.pdf")
        with open(page_of_html, "w") as file:
            file.write("<html><script>alert(1)</script></html>")
        page = opened(visit, 1280, 900, role="agent", path="staff/" + CASE)
        page.check("input[name=visibility][value=client]")
        page.set_input_files("#file", [path, page_of_html])
        page.click(SEND)
        page.wait_for_selector(".after:not([hidden]) a")
        assert "page.pdf" in state(page, "page.pdf").locator(".state").inner_text()
        assert state(page, "page.pdf").locator("button.again").is_hidden()
        visit.picture(page, "upload-refused-staff")
        page.click(".after a")
        receipt_says(page, [path])
        reader = opened(visit)
        assert "Draft for the client.pdf" in reader.inner_text("body")


def a_paper_that_was_asked_for_is_sent_piece_by_piece(visit):
    """On a phone: a file for a paper goes on after a reload, what the paper does not ask for says so, and the list knows it."""
    with tempfile.TemporaryDirectory() as folder:
        path = made(folder, "Annual accounts.pdf", 9_000_000)
        table = os.path.join(folder, "Accounts.csv")
        with open(table, "w") as file:
            file.write("a,b\n1,2\n")
        page = opened(visit)
        paper = page.locator(".checklist > li").filter(has_text="Annual accounts 2025")
        choose, send = paper.locator("input[type=file]"), paper.locator("button[type=submit]")
        visit.look(page)
        choose.set_input_files(table)
        send.click()
        paper.locator("[data-state=failed]").wait_for()
        assert "not what was asked for" in paper.locator(".uploads .state").inner_text()
        visit.picture(page, "paper-refused-phone")
        paper.locator("button.stop").click()
        choose.set_input_files(path)
        wire(page, 3_000_000)
        send.click()
        until(page, "[...document.querySelectorAll('.checklist progress')].some(bar => bar.value > 5500000)")
        visit.picture(page, "paper-sending-phone")
        page.on("dialog", lambda dialog: dialog.accept())
        page.reload()
        paper.locator(".interrupted li").wait_for()
        assert page.locator(".interrupted").count() == 1, "only where it was"
        page.asked.clear()
        choose.set_input_files(path)
        send.click()
        receipt_says(page, [path])
        assert not [method for method, _ in page.asked if method == "POST"], page.asked
        page.goto(f"{visit.demo.base}/northgate/{CASE}")
        assert "Annual accounts.pdf" in paper.inner_text()
        assert "Sent for: Annual accounts 2025" in page.inner_text("#documents + .rows")
        visit.picture(page, "paper-sent-phone")
