"""A program that reads untrusted files may be killed in the middle, and so may the server that began it: nothing is lost by it."""
import os
import random
import signal
import statistics
import subprocess
import time

from fixture import Case
from workspace import Visitor


class ConverterTest(Case):
    def setUp(self):
        super().setUp()
        if "previews" in self.workspace.run("doctor").err:
            self.skipTest("there is no sandbox here")

    def test_a_file_is_read_again_whose_reader_was_killed(self):
        with self.workspace.serving() as server:
            visitor = Visitor(server).sign_in()
            for name, content in self.files():
                id = self.brought(visitor, name, content)
                os.kill(self.reader(server), signal.SIGKILL)
                self.assertEqual(self.thumbnail(visitor, id)[:2], b"\xff\xd8", f"{name}: {server.output()[-2000:]}")
                # Others open a photo only as the copy that was made of it.
                self.assertEqual(visitor.document(id).status, 200, name)
            self.assertEqual(server.output().count("a reader of untrusted files was killed"), 2)

    def test_a_server_killed_while_a_file_is_read_takes_the_reader_along_and_begins_again(self):
        cookies = None
        for name, content in self.files():
            with self.workspace.serving() as server:
                visitor = Visitor(server, cookies)
                cookies = cookies or visitor.sign_in().cookies
                id = self.brought(visitor, name, content)
                reader = self.reader(server)
                server.kill()
                deadline = time.time() + 10
                while os.path.exists(f"/proc/{reader}") and time.time() < deadline:
                    time.sleep(0.01)
                self.assertFalse(os.path.exists(f"/proc/{reader}"), "the reader outlived the server")
            with self.workspace.serving() as server:
                visitor = Visitor(server, cookies)
                self.assertEqual(self.thumbnail(visitor, id)[:2], b"\xff\xd8", name)
        self.workspace.must("check", "acme")

    def test_pages_are_as_quick_while_fifty_previews_are_made(self):
        with self.workspace.serving() as server:
            visitor = Visitor(server).sign_in()
            photos = self.photos(50)
            idle = [self.seconds(visitor) for _ in range(200)]
            ids = []
            for start in range(0, 50, 10):
                answer = visitor.upload(photos[start:start + 10])
                self.assertEqual(answer.status, 201, answer)
                ids += [file["id"] for file in answer.json["files"]]
            busy = []
            # In the order in which they came: a part of that time tells enough.
            busy, deadline = [], time.time() + 15
            while time.time() < deadline and self.has_no_thumbnail(visitor, ids[-1]):
                busy += [self.seconds(visitor) for _ in range(10)]
            self.assertGreaterEqual(len(busy), 200, "too few pages to tell")
            self.thumbnail(visitor, ids[0])
            lines = [f"{name}: median {statistics.median(times) * 1000:.1f} ms, 95 of 100 within {part(times) * 1000:.1f} ms"
                     f" ({len(times)} pages)" for name, times in (("idle", idle), ("while previews are made", busy))]
            print("\n" + "\n".join(lines))
            self.assertLess(statistics.median(busy), statistics.median(idle) * 3 + 0.005, lines)
            self.assertLess(part(busy), 0.2, lines)

    def photos(self, count):
        """Pictures of two megapixels, none like another."""
        noise, photo = os.path.join(self.folder, "noise.v"), os.path.join(self.folder, "photo.jpg")
        subprocess.run(["vips", "gaussnoise", noise, "1600", "1200"], check=True)
        subprocess.run(["vips", "jpegsave", noise, photo], check=True)
        with open(photo, "rb") as file:
            content = file.read()
        # A comment (FF FE, length, text) after the first marker makes each another file.
        return [(f"IMG_{i}.jpg", content[:2] + b"\xff\xfe\x00\x06%04d" % i + content[2:]) for i in range(count)]

    def seconds(self, visitor):
        """How long a page takes that is read anew on a new connection."""
        began = time.perf_counter()
        self.assertEqual(visitor.get("/acme/clients/a/").status, 200)
        return time.perf_counter() - began

    def has_no_thumbnail(self, visitor, id):
        return visitor.get(f"/acme/clients/a/documents/{id}/thumbnail").headers["Content-Type"] != "image/jpeg"

    def brought(self, visitor, name, content):
        answer = visitor.upload([(name, content)])
        self.assertEqual(answer.status, 201, answer)
        return answer.json["files"][0]["id"]

    def files(self):
        """A PDF and a photo of a phone that take some time to read."""
        return [("plan.pdf", plan()), ("IMG_1.heic", self.photo())]

    def photo(self):
        noise, photo = os.path.join(self.folder, "noise.v"), os.path.join(self.folder, "photo.heic")
        subprocess.run(["vips", "gaussnoise", noise, "1600", "1200"], check=True)
        subprocess.run(["vips", "heifsave", noise, photo], check=True)
        with open(photo, "rb") as file:
            return file.read()

    def reader(self, server):
        """The first child of the server that reads a file."""
        deadline = time.time() + 30
        while time.time() < deadline:
            for pid in filter(str.isdigit, os.listdir("/proc")):
                try:
                    with open(f"/proc/{pid}/stat") as file:
                        name, rest = file.read().split("(", 1)[1].rsplit(")", 1)
                except OSError:
                    continue
                if name == "bwrap" and int(rest.split()[1]) == server.process.pid:
                    # Not at its very beginning.
                    time.sleep(random.uniform(0.01, 0.08))
                    return int(pid)
            time.sleep(0.002)
        raise AssertionError("nothing was read:\n" + server.output()[-2000:])

    def thumbnail(self, visitor, id):
        """Once it is there."""
        deadline = time.time() + 60
        while time.time() < deadline:
            answer = visitor.get(f"/acme/clients/a/documents/{id}/thumbnail")
            if answer.headers["Content-Type"] == "image/jpeg":
                return answer.body
            time.sleep(0.1)
        raise AssertionError(f"no thumbnail: {answer}")


def part(times):
    """The time within which 95 of 100 came."""
    return sorted(times)[len(times) * 95 // 100]


def plan():
    """One page of many lines."""
    chance = random.Random(5)
    lines = "".join(
        f"{chance.randint(0, 600)} {chance.randint(0, 600)} m {chance.randint(0, 600)} {chance.randint(0, 600)} l S\n"
        for _ in range(20_000))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 600]/Contents 4 0 R>>",
        f"<</Length {len(lines)}>>stream\n{lines}\nendstream"]
    out, places = "%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (f"{out}xref\n0 5\n0000000000 65535 f \n{table}trailer<</Size 5/Root 1 0 R>>\n"
            f"startxref\n{len(out)}\n%%EOF").encode()
