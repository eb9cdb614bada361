"""Letters go out: through servers with and without TLS, past refusals, across crashes; and they sign people in."""
import email
import email.policy
import glob
import os
import re
import statistics
import time
import urllib.parse

import sink
from fixture import Case
from workspace import Visitor

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def plain(port, **more):
    """The settings for a sink on this machine that speaks in clear."""
    return {"PORTICO_MAIL_SERVER": "127.0.0.1", "PORTICO_MAIL_PORT": str(port), "PORTICO_MAIL_SECURITY": "none", **more}


def ask(server, address, way="sign-in/mail", visitor=None, **headers):
    visitor = visitor or Visitor(server)
    answer = visitor.request(
        "POST", f"/acme/{way}", "email=" + urllib.parse.quote(address), {**FORM, **headers})
    return visitor, answer


def link(mail, path):
    """The path and query of the link in a letter."""
    return re.search(r"http://[^/]+(/acme/%s\S+)" % path, mail.get_content()).group(1)


class MailTest(Case):
    def outbox(self, server, part="all"):
        owner = Visitor(server).sign_in("owner@acme.example")
        return owner, owner.get(f"/acme/staff/mail/?part={part}").body.decode()

    def test_the_command_prints_the_dialogue_and_tells_honestly_what_came_of_it(self):
        w, taker = self.workspace, sink.Sink()
        with sink.serving(taker) as port:
            ran = w.must("mail", "test", "you@there.example", env=plain(port))
            self.assertIn(b"> MAIL FROM:<portal@localhost>", ran.out)
            self.assertIn(b"> RCPT TO:<you@there.example>", ran.out)
            self.assertIn(b"The server took it: 250 taken as number 1", ran.out)
            taker.refuse["RCPT"] = "550 5.1.1 nobody of that name"
            ran = w.run("mail", "test", "you@there.example", env=plain(port))
            self.assertEqual(ran.code, 1)
            self.assertIn("The server did not take it: 550 5.1.1 nobody of that name", ran.err)
            with w.serving(plain(port)):
                self.assertIn("550 5.1.1", w.run("mail", "test", "you@there.example").err)
                del taker.refuse["RCPT"]
                ran = w.must("mail", "test", "you@there.example", "--json")
                self.assertTrue(ran.json[0]["taken"])
        self.assertIn("connect", w.run("mail", "test", "you@there.example", env=plain(port)).err)
        self.assertEqual(w.run("mail", "test", "no address").code, 65)
        self.assertIn(b"was put into", w.must("mail", "test", "you@there.example").out)

    def test_starttls_and_tls_verify_the_certificate_and_sign_in(self):
        w = self.workspace
        for implicit in (False, True):
            taker = sink.Sink()
            with sink.serving(taker, self.folder, implicit=implicit, auth=True) as port:
                env = {
                    "PORTICO_MAIL_SERVER": "127.0.0.1", "PORTICO_MAIL_PORT": str(port),
                    "PORTICO_MAIL_SECURITY": "tls" if implicit else "starttls", "PORTICO_MAIL_USER": "portal",
                    "PORTICO_MAIL_PASSWORD_FILE": self.file("password", b"open sesame\n"),
                    "PORTICO_MAIL_TRUSTED": self.folder + "/trusted.pem"}
                ran = w.must("mail", "test", "you@there.example", env=env)
                self.assertEqual(taker.users, [(b"portal", b"open sesame")])
                self.assertTrue(taker.mails[0][3] or implicit)
                self.assertNotIn(b"sesame", ran.out)
                self.assertNotIn(b"b3BlbiBzZXNhbWU", ran.out)
                wrong = {**env, "PORTICO_MAIL_PASSWORD_FILE": self.file("wrong", b"open barley")}
                self.assertIn("535", w.run("mail", "test", "you@there.example", env=wrong).err)
                # A certificate that nobody has vouched for is none.
                ran = w.run("mail", "test", "you@there.example", env={**env, "PORTICO_MAIL_TRUSTED": ""})
                self.assertEqual(ran.code, 1)
                self.assertRegex(ran.err, "certificate|peer")
                self.assertEqual(len(taker.mails), 1)
        # Where STARTTLS is asked for and the server has none, nothing is sent in clear.
        taker = sink.Sink()
        with sink.serving(taker) as port:
            ran = w.run("mail", "test", "you@there.example", env={**plain(port), "PORTICO_MAIL_SECURITY": "starttls"})
            self.assertEqual((ran.code, taker.mails), (1, []))
        ran = w.run("agency", "list", env={**plain(25), "PORTICO_MAIL_SERVER": "mail.example"})
        self.assertEqual(ran.code, 78)

    def test_a_letter_is_what_mail_programs_read(self):
        w, taker = self.workspace, sink.Sink()
        w.must("agency", "set", "acme", "name=Ąžuolų „namai“ ir partneriai", "email=biuras@acme.example")
        with sink.serving(taker) as port, w.serving(plain(port, PORTICO_MAIL_FROM="portal@acme.example")) as server:
            ask(server, "anna@a.example")
            sender, to, mail, _ = taker.wait(1)[0]
        self.assertEqual((sender, to), ("portal@acme.example", ["anna@a.example"]))
        self.assertEqual(mail["From"].addresses[0].display_name, "Ąžuolų „namai“ ir partneriai")
        self.assertEqual(mail["Reply-To"].addresses[0].addr_spec, "biuras@acme.example")
        self.assertEqual(mail["To"].addresses[0].addr_spec, "anna@a.example")
        self.assertEqual(mail["Subject"], "Sign in at Ąžuolų „namai“ ir partneriai")
        self.assertEqual(mail["Auto-Submitted"], "auto-generated")
        self.assertRegex(mail["Message-ID"], r"^<[0-9a-f-]{36}@acme\.example>$")
        self.assertLess(abs(mail["Date"].datetime.timestamp() - time.time()), 60)
        self.assertIsNone(mail["List-Unsubscribe"])
        self.assertEqual(mail.get_content_type(), "text/plain")
        self.assertEqual(mail.defects, [])
        for found in re.findall(r"https?://\S+", mail.get_content()):
            self.assertTrue(found.startswith(f"http://127.0.0.1:{server.port}/acme/"), found)

    def test_without_a_server_letters_are_files(self):
        with self.workspace.serving() as server:
            ask(server, "anna@a.example")
            deadline = time.time() + 20
            pattern = self.workspace.root + "/data/acme/mail/*.eml"
            while not glob.glob(pattern) and time.time() < deadline:
                time.sleep(0.05)
        with open(glob.glob(pattern)[0], "rb") as file:
            mail = email.message_from_binary_file(file, policy=email.policy.default)
        self.assertIn("/acme/sign-in/link?token=", mail.get_content())

    def test_refusals_are_kept_shown_and_followed(self):
        w, taker = self.workspace, sink.Sink()
        with sink.serving(taker) as port, w.serving(plain(port)) as server:
            taker.refuse["RCPT"] = "451 4.7.1 greylisted, come back"
            ask(server, "anna@a.example", "forgotten")
            owner, page = self.until(server, "greylisted")
            self.assertIn("Waiting", page)
            taker.refuse["RCPT"] = "550 5.1.1 no such mailbox"
            ask(server, "ben@b.example", "forgotten")
            owner, page = self.until(server, "no such mailbox")
            self.assertIn("Mail (1 failed)", page)
            again = re.search(r'action="(/acme/staff/mail/[0-9a-f-]{36}/again)"', page).group(1)
            del taker.refuse["RCPT"]
            self.assertEqual(owner.request("POST", again, "", FORM).status, 303)
            self.assertEqual(taker.wait(1)[0][1], ["ben@b.example"])
            self.until(server, "taken as number 1")

    def until(self, server, text):
        deadline = time.time() + 30
        while True:
            owner, page = self.outbox(server)
            if text in page:
                return owner, page
            self.assertLess(time.time(), deadline, page)
            time.sleep(0.3)

    def test_a_server_that_dies_in_the_middle_costs_nothing_and_doubt_is_said(self):
        for after, doubtful in ((b"MAIL", False), (b"RCPT", False), (b"DATA", False), (b".", True)):
            w = self.template().copy(os.path.join(self.folder, "dying-" + after.decode().strip(".").lower()))
            with sink.dying(after) as (port, seen), w.serving(plain(port)) as server:
                ask(server, "anna@a.example", "forgotten")
                deadline = time.time() + 30
                while not seen and time.time() < deadline:
                    time.sleep(0.05)
                time.sleep(0.5)
                _, page = self.outbox(server)
                self.assertIn("Waiting", page, after)
                self.assertEqual("may have arrived twice" in page, doubtful, (after, page))

    def test_killed_between_cause_and_sending_the_letter_goes_out_at_the_next_start(self):
        w, taker = self.workspace, sink.Sink()
        with sink.serving(taker) as port:
            closed = plain(1)
            with w.serving(closed) as server:
                _, answer = ask(server, "anna@a.example", "forgotten")
                self.assertEqual(answer.status, 303)
                server.kill()
            self.assertEqual(taker.mails, [])
            # Nobody opens the agency: the postman does.
            with w.serving(plain(port)):
                # Whether the first server was asked already decides whether it waits a minute.
                mails = taker.wait(1, seconds=90)
            with w.serving(plain(port)):
                time.sleep(2)
            self.assertEqual(len(mails), 1)

    def test_the_way_in_by_mail(self):
        w, taker = self.workspace, sink.Sink()
        with sink.serving(taker) as port, w.serving(plain(port)) as server:
            asker, answer = ask(server, "anna@a.example")
            self.assertEqual((answer.status, answer.headers["Location"]), (303, "/acme/sign-in/mail/"))
            cookie = answer.headers["Set-Cookie"]
            self.assertRegex(cookie, "^__Host-p-acme=.*; Path=/; Max-Age=3600; Secure; HttpOnly; SameSite=Lax$")
            mail = taker.wait(1)[0][2]
            path = link(mail, "sign-in/link")
            # A scanner opens it, twice, and sends the form that it finds: nothing is spent.
            scanner = Visitor(server)
            token = path.split("=")[1]
            for _ in range(2):
                self.assertIn('name="shown"', scanner.get(path).body.decode())
            self.assertEqual(scanner.request("POST", "/acme/sign-in/link", "token=" + token, FORM).status, 401)
            shown = re.search(r'class="shown mono" dir="ltr">([A-Z0-9-]+)<', asker.get("/acme/sign-in/mail/").body.decode())
            phone = Visitor(server)
            answer = phone.request("POST", "/acme/sign-in/link", f"token={token}&shown={shown.group(1)}", FORM)
            self.assertEqual((answer.status, answer.headers["Location"]), (303, "/acme/me/"))
            self.assertEqual(phone.get("/acme/me/").status, 200)
            self.assertEqual(asker.request("POST", "/acme/sign-in/link", "token=" + token, FORM).status, 404)
            # The code, in the browser that asked, and on to where it wanted to go.
            visitor = Visitor(server)
            visitor.request("POST", "/acme/sign-in/mail", "email=anna@a.example&to=/acme/clients/a/cases/", FORM)
            mail = taker.wait(2)[1][2]
            path = link(mail, "sign-in/link")
            self.assertIn('name="to" value="/acme/clients/a/cases/"', visitor.get(path).body.decode())
            # Into this agency alone.
            elsewhere = path.replace("/acme/clients/a/cases/", "/other/")
            self.assertIn('name="to" value=""', visitor.get(elsewhere).body.decode())
            code = re.search(r"^ +(\d{6})\r?$", mail.get_content(), re.M).group(1)
            answer = visitor.request("POST", "/acme/sign-in/code", f"code={code}&to=/acme/clients/a/cases/", FORM)
            self.assertEqual((answer.status, answer.headers["Location"]), (303, "/acme/clients/a/cases/"))
            # Staff never.
            ask(server, "owner@acme.example")
            time.sleep(1)
            self.assertEqual(len(taker.mails), 2)

    def test_a_forgotten_password(self):
        w, taker = self.workspace, sink.Sink()
        with sink.serving(taker) as port, w.serving(plain(port)) as server:
            old = Visitor(server).sign_in()
            ask(server, "anna@a.example", "forgotten")
            path = link(taker.wait(1)[0][2], "new-password")
            visitor = Visitor(server)
            self.assertEqual(visitor.get(path).status, 200)
            token = path.split("=")[1]
            answer = visitor.request("POST", "/acme/new-password", f"token={token}&password=short", FORM)
            self.assertEqual(answer.status, 422)
            body = f"token={token}&password=seven+green+boats+asleep"
            answer = visitor.request("POST", "/acme/new-password", body, FORM)
            self.assertEqual((answer.status, answer.headers["Location"]), (303, "/acme/?done=password"))
            self.assertEqual(visitor.request("POST", "/acme/new-password", body, FORM).status, 404)
            self.assertEqual(old.get("/acme/me/").status, 303)
            self.assertIn("password", taker.wait(2)[1][2]["Subject"])
            Visitor(server).sign_in(password="seven green boats asleep")

    def test_asking_takes_the_same_time_and_says_the_same_for_every_address(self):
        times = {"known": [], "unknown": []}
        bodies = set()
        with self.workspace.serving({"PORTICO_BEHIND_PROXY": "127.0.0.1"}) as server:
            for i in range(80):
                for kind, address in (("known", "anna@a.example"), ("unknown", f"nobody{i}@a.example")):
                    began = time.perf_counter()
                    _, answer = ask(
                        server, address, **{
                            "X-Forwarded-For": f"192.0.2.{i + 1}", "X-Forwarded-Proto": "http",
                            "X-Forwarded-Host": f"127.0.0.1:{server.port}"})
                    times[kind].append(time.perf_counter() - began)
                    bodies.add((answer.status, answer.body, answer.headers["Location"]))
        self.assertEqual(len(bodies), 1, bodies)
        medians = {kind: statistics.median(taken) * 1000 for kind, taken in times.items()}
        print("\n" + ", ".join(f"{kind} {median:.1f} ms" for kind, median in medians.items()))
        self.assertLess(abs(medians["known"] - medians["unknown"]), 5, medians)

    def test_one_click_declines_news_without_signing_in(self):
        w, taker = self.workspace, sink.Sink()
        with sink.serving(taker) as port, w.serving(plain(port)) as server:
            owner = Visitor(server).sign_in("owner@acme.example")
            kept = owner.upload([("plan.txt", b"The plan.\n")], fields=[("visibility", "client")])
            self.assertEqual(kept.status, 201, kept)
            mail = taker.wait(1, seconds=90)[0][2]
            self.assertIn("plan.txt", mail.get_content())
            self.assertEqual(mail["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
            path = re.search(r"<http://[^/]+(/acme/mail\?token=[^>]+)>", mail["List-Unsubscribe"]).group(1)
            visitor = Visitor(server)
            self.assertIn('value="now" checked', visitor.get(path).body.decode())
            self.assertIn('value="now" checked', visitor.get(path).body.decode())
            answer = visitor.request("POST", path, "List-Unsubscribe=One-Click", FORM)
            self.assertIn('value="never" checked', answer.body.decode())
