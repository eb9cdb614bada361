import Actions
import Model
import Records
import Site
import Templates

extension Check {
    static let accounts = [
        Check("own-profile") { lab, seen in
            let browser = lab.b.contact.browser
            let changed = try await browser.fill("me/account/profile/", ["name": "Anna Renamed", "language": "lt"])
            try seen.expect("a contact changes their own name and language", changed.status, is: 303)
            let form = try await browser.get("me/account/profile/").text
            let page = try await browser.get("me/").text
            // First of all back again: others look at the same person.
            let back = try await browser.fill("me/account/profile/", ["name": "Anna", "language": "en"])
            try seen.expect("the name is the new one", form.contains("Anna Renamed"), is: true)
            try seen.expect("pages are in the new language", page.contains("<html lang=\"lt\""), is: true)
            try seen.expect("and back", back.status, is: 303)
        },
        Check("own-sessions") { lab, seen in
            let other = Browser(lab.wire, home: lab.b.home)
            let form = "email=\(lab.b.contact.email)&password=\(lab.b.password)"
            let entered = try await other.send(
                "POST", "sign-in",
                [("Content-Type", "application/x-www-form-urlencoded"), ("User-Agent", firefox)], Array(form.utf8))
            try seen.expect("a sign-in in Firefox on Linux", entered.status, is: 303)
            let began = try await lab.b.agency.inspect {
                try $0.one("SELECT max(created) FROM session") { try $0.instant(0) }
            }
            guard let began else { throw Failing("there is no session") }
            let page = try await lab.b.contact.browser.get("me/account/")
            try seen.expect("somebody's account", page.status, is: 200)
            let moment = lab.workspace.site.formats(language: "en", agency: try await lab.b.agency.agency()).moment(began)
            try seen.expect("it says in which browser", page.text.contains("Firefox") && page.text.contains("Linux"), is: true)
            try seen.expect("and when", page.text.contains(moment), is: true)
            let sessions = page.text.matches(of: /name="session" value="([^"]+)"/).count
            try seen.expectSome("sign-ins that it shows and can end", sessions)
            let ended = try await lab.b.contact.browser.post("me/account/sessions", ["session": "others"])
            try seen.expect("ending all others", ended.status, is: 303)
            try seen.expect("the other browser afterwards", try await other.get("me/").status, is: 303)
            try seen.expect("this one afterwards", try await lab.b.contact.browser.get("me/").status, is: 200)
        },
        Check("weak-passwords") { lab, seen in
            for (what, password) in [
                ("a short password", "lamp7"), ("a common one", "passwordpassword"), ("one's own address", lab.b.agent.email),
            ] {
                let answer = try await lab.b.agent.browser.fill(
                    "me/account/password/", ["present": lab.b.password, "new": password])
                try seen.expect(what, answer.status, is: 422)
            }
        },
        Check("guessing-stopped") { lab, seen in
            // From a network of its own, so that nobody else has to wait.
            var wire = lab.wire
            wire.address = "2001:db8:ffff:\(Hex.text(lab.workspace.world.random(2)))::1"
            let stranger = Browser(wire, home: lab.b.home)
            var (tries, status) = (0, 0)
            while tries < 30, status != 429 {
                status = try await stranger.post("sign-in", ["email": lab.b.owner.email, "password": "guess number \(tries)"])
                    .status
                tries += 1
            }
            try seen.expect("a stranger who guesses is told to wait", status, is: 429)
            seen.see("after so many wrong passwords", tries)
            let own = Browser(lab.wire, home: lab.b.home)
            own.jar = lab.b.owner.browser.jar.filter { $0.key == CookieRegistry.device.name(of: lab.b.slug) }
            let answer = try await own.post("sign-in", ["email": lab.b.owner.email, "password": lab.b.password])
            try seen.expect("the person themselves, in their own browser", answer.status, is: 303)
        },
        Check("invitations") { lab, seen in
            let email = "ben@\(lab.a.slug).invalid"
            let token = try await lab.a.agency.invite(email, by: .system).token
            let invited = lab.visitor
            try seen.expect("the link of an invitation", try await invited.get("welcome?token=\(token)").status, is: 200)
            try seen.expect("looked at once more", try await invited.get("welcome?token=\(token)").status, is: 200)
            let accepted = try await invited.post("welcome", ["token": token, "password": lab.a.password + "-ben"])
            try seen.expect("a password is chosen by it", accepted.status, is: 303)
            try seen.expect("the link afterwards", try await lab.visitor.get("welcome?token=\(token)").status, is: 404)
            try seen.expect("who was invited sees their own client", try await invited.get("clients/two/").status, is: 200)
            try seen.expect("and no other", try await invited.get("clients/one/").status, is: 404)
            try seen.expect(
                "a link that nobody was given", try await lab.visitor.get("welcome?token=\(lab.workspace.world.token())").status,
                is: 404)
        },
        Check("security-mail") { lab, seen in
            let browser = lab.b.agent.browser
            let off = try await browser.fill("me/account/mail/", ["choice": "never"])
            try seen.expect("somebody chooses to be written to never", off.status, is: 303)
            func letters() async throws -> Int {
                let email = lab.b.agent.email
                return try await lab.b.agency.inspect {
                    try $0.all("SELECT kind FROM mail WHERE address = \(email) AND security = 1 ORDER BY id") { try $0.text(0) }
                        .count
                }
            }
            let before = try await letters()
            let changed = try await browser.fill(
                "me/account/password/", ["present": lab.b.password, "new": lab.b.password + "-new"])
            try seen.expect("then changes their password", changed.status, is: 303)
            try seen.expect("letters about that which are written all the same", try await letters() - before, is: 1)
        },
    ]

    /// What a browser says of itself.
    private static let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
}
