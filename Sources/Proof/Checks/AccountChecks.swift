import Actions
import Model
import Records

extension Check {
    static let accounts = [
        Check("own-profile") { lab, seen in
            let browser = lab.b.contact.browser
            let changed = try await browser.fill("me/account/profile/", ["name": "Anna Renamed", "language": "lt"])
            try seen.expect("a contact changes their own name and language", changed.status, is: 303)
            let form = try await browser.get("me/account/profile/").text
            try seen.expect("the name is the new one", form.contains("Anna Renamed"), is: true)
            try seen.expect(
                "pages are in the new language", try await browser.get("me/").text.contains("<html lang=\"lt\""), is: true)
            let back = try await browser.fill("me/account/profile/", ["name": "Anna", "language": "en"])
            try seen.expect("and back", back.status, is: 303)
        },
        Check("own-sessions") { lab, seen in
            let other = Browser(lab.wire, home: lab.b.home)
            try await other.signIn(lab.b.contact.email, lab.b.password)
            let page = try await lab.b.contact.browser.get("me/account/")
            try seen.expect("somebody's account", page.status, is: 200)
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
        Check("letters-plain") { lab, seen in
            for one in [lab.a, lab.b] {
                _ = try await one.agency.invite("ben@\(one.slug).invalid", isMailed: true, by: .system)
            }
            var (count, foreign) = (0, 0)
            for one in [lab.a, lab.b] {
                let bodies = try await one.agency.inspect { try $0.all("SELECT body FROM mail ORDER BY id") { try $0.text(0) } }
                count += bodies.count
                for body in bodies {
                    let addresses = body.matches(of: /https?:\/\/[^\s>]+/).map { String($0.0) }
                    foreign += addresses.count { !$0.hasPrefix(lab.workspace.settings.baseURL + "/") }
                    foreign += body.contains(/<(?:img|a|link|style|script)\b/) ? 1 : 0
                }
            }
            try seen.expectSome("letters in the outboxes of two agencies", count)
            try seen.expect("of them with a picture, or an address elsewhere", foreign, is: 0)
        },
        Check("letters-closed") { lab, seen in
            guard let server = lab.mail.server else {
                return seen.see("how letters leave", "not at all: they are put as files into the workspace")
            }
            seen.see("how letters leave", server.security.rawValue)
            let isHere = ["localhost", "127.0.0.1", "::1"].contains(server.host)
            try seen.expect("encrypted, or to this very machine", server.security != .none || isHere, is: true)
        },
    ]
}
