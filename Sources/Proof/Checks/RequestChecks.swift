import Actions
import Model
import Records

/// What people ask the agency about their data.
extension Check {
    static let dataRequests = [
        Check("public-request") { lab, seen in
            let (outsider, asking) = ("outsider@\(lab.a.slug).invalid", lab.visitor)
            let privacy = try await asking.get("privacy/").text
            let form = "\(lab.a.home)privacy/request/"
            try seen.expect(
                "the privacy text leads to the form",
                privacy.contains("href=\"request/\"") || privacy.contains("href=\"\(form)\""),
                is: true)
            let before = try await lab.a.requests()
            var answers: Set<String> = []
            for email in [outsider, lab.a.contact.email] {
                let answer = try await asking.fill(
                    "privacy/request/", ["kind": "access", "name": "Otto", "email": email, "words": "A copy."])
                try seen.expect("somebody without an account asks", answer.status, is: 303)
                answers.insert(answer.comparable)
            }
            try seen.expect("different answers for an address that is known here and one that is not", answers.count, is: 1)
            try seen.expect("requests made of that, before an address is proved", try await lab.a.requests() - before, is: 0)
            let link = try await lab.a.link(in: outsider, to: "privacy/request/confirm")
            let letters = try await lab.a.agency.inspect { connection in
                try connection.all("SELECT body FROM mail WHERE address = \(outsider)") { try $0.text(0) }
            }
            try seen.expect("letters with the name that was typed", letters.filter { $0.contains("Otto") }.count, is: 0)
            try seen.expect("the link of the letter is looked at", try await asking.get(link).status, is: 200)
            try seen.expect("requests made of that", try await lab.a.requests() - before, is: 0)
            let proved = try await asking.post(link, [:])
            try seen.expect("who has the letter proves the address", proved.status, is: 303)
            try seen.expect("requests made of that", try await lab.a.requests() - before, is: 1)
            try seen.expect("the link afterwards", try await asking.get(link).status, is: 404)
            let days = try await lab.a.agency.dataRequestList().filter { $0.email == outsider }.map {
                ($0.due.milliseconds - $0.received.milliseconds) / 86_400_000
            }
            try seen.expect("days until it is due", days, is: [30])
            let guess = "privacy/request/confirm?token=\(lab.workspace.world.token())"
            try seen.expect("a link that nobody was sent", try await asking.get(guess).status, is: 404)
        },
        Check("copy-by-link") { lab, seen in
            let (contact, owner, agent) = (lab.a.contact, lab.a.owner.browser, lab.a.agent.browser)
            let asked = try await contact.browser.fill("me/data/request/", ["kind": "access", "words": "A copy."])
            try seen.expect("a contact asks for a copy", asked.status, is: 303)
            guard
                let request = try await lab.a.agency.dataRequestList().first(where: {
                    $0.kind == .access && $0.channel == .portal
                })
            else { throw Failing("the request is not in the agency's list") }
            let path = "staff/requests/\(request.id)/"
            try seen.expect("an agent sends them one", try await agent.post(path + "offer", [:]).status, is: 404)
            func offered() async throws -> String {
                try seen.expect("the owner sends them a link", try await owner.post(path + "offer", [:]).status, is: 303)
                return try await lab.a.link(in: contact.email, to: "privacy/request/copy")
            }
            let first = try await offered()
            let visitor = lab.visitor
            try seen.expect("the link is looked at", try await visitor.get(first).status, is: 200)
            let copy = try await lab.workspace.read(export: try await visitor.save(first, password: ""))
            try seen.expect("what it gives is of one person", copy.scope, is: "person")
            try seen.expect("and whole", copy.problems, is: [])
            try seen.expect("files with an internal note", copy.files(holding: lab.a.hiddenWord), is: 0)
            try seen.expect("the link a second time", try await visitor.get(first).status, is: 404)
            try seen.expect("sent once more", try await visitor.post(first, [:]).status, is: 404)
            let second = try await offered()
            try seen.expect("another link", try await visitor.get(second).status, is: 200)
            let span = try await lab.a.agency.inspect { connection in
                try connection.one("SELECT max(expires - created) FROM data_request_copy") { try $0.integer(0) } ?? 0
            }
            try seen.expect("days that it holds", span / 86_400_000, is: 7)
            // As if they had passed.
            _ = try await lab.a.agency.sabotage {
                try $0.run("UPDATE data_request_copy SET created = created - 700000000, expires = expires - 700000000")
            }
            try seen.expect("the link after that", try await visitor.get(second).status, is: 404)
            let decided = try await owner.fill(path, ["decision": "done", "outcome": "You have it."])
            try seen.expect("the owner decides", decided.status, is: 303)
            for button in ["export", "offer"] {
                let after = try await owner.post(path + button, [:])
                try seen.expect("the owner's button \(button) after that", after.status, is: 409)
            }
        },
        Check("requests-in-time") { lab, seen in
            let agency = lab.b.agency
            _ = try await agency.addPerson(
                NewPerson(email: "admin@\(lab.b.slug).invalid", role: .admin, name: "Admin", password: lab.b.password),
                by: .system)
            let day = try await agency.today().adding(days: -26)
            let written = try await lab.b.owner.browser.fill(
                "staff/requests/new/", ["kind": "access", "name": "Otto", "words": "A copy.", "day": day.text])
            try seen.expect("the owner writes down what came 26 days ago", written.status, is: 303)
            func letters(_ role: Role) async throws -> Int64 {
                try await agency.inspect { connection in
                    try connection.one(
                        """
                        SELECT count(*) FROM mail JOIN person ON person.id = mail.person
                        WHERE mail.kind = 'data-request' AND person.role = \(role)
                        """
                    ) { try $0.integer(0) } ?? 0
                }
            }
            let before = (try await letters(.owner), try await letters(.admin))
            for _ in 0..<2 { try await agency.remindOfRequests() }
            try seen.expect(
                "letters to the owner about it, though it was looked at twice", try await letters(.owner) - before.0, is: 1)
            try seen.expect("to an admin, because it is day 25 or later", try await letters(.admin) - before.1, is: 1)
            let figures = try await lab.figures()
            seen.see("requests that were made of all agencies", figures.all)
            seen.see("of them open", figures.open)
            seen.see("days since the oldest of these came", figures.oldest)
            seen.see("answered within 30 days, of a hundred that were answered", figures.share)
            try seen.expect("overdue, those of the two test agencies among them", figures.overdue, is: 0)
            try seen.expect("answered later than that, those among them too", figures.late, is: 0)
        },
        Check("rights-everywhere") { lab, seen in
            let (contact, staff) = (lab.a.contact.browser, lab.a.agent.browser)
            var shown: [String: Set<String>] = [:]
            let countries = ["LT", "US", "BR", ""]
            for country in countries {
                let changed = try await staff.fill("staff/clients/one/edit/", ["country": country])
                try expect(changed.status == 303, "a client's country could not be changed: \(changed.status)")
                for path in ["me/data/", "me/data/request/", "me/data/export/", "me/data/objections/", "privacy/request/"] {
                    let page = try await contact.get(path)
                    try expect(page.status == 200, "\(path) was answered with \(page.status)")
                    shown[path, default: []].insert(Check.offers(page.text))
                }
            }
            seen.see("countries that a client was said to be in, one after the other", countries.count)
            let most = shown.values.map(\.count).max() ?? 0
            try seen.expect("pages of rights looked at", shown.count, is: 5)
            try seen.expect("kinds of what each of them offers", most, is: 1)
            let kinds = DataRequest.Kind.allCases.count
            let asked = try await contact.get("me/data/request/").text.matches(of: /name="kind" value="[a-z]+"/).count
            try seen.expect("things that can be asked for", asked, is: kinds)
        },
    ]

    /// What a page lets somebody do: its links, forms, fields and buttons. Counts on it go up by being looked at, and each form has a
    /// key of its own.
    private static func offers(_ html: String) -> String {
        html.replacing(/name="key" value="[0-9a-f-]{36}"/, with: "name=\"key\"").matches(
            of: /(?s)<(?:a|form|button|input|textarea|option)\b[^>]*>[^<]*|<span class="(?:title|badge)"[^>]*>[^<]*/
        )
        .map { String($0.0) }.joined(separator: "\n")
    }
}

extension Synthetic {
    /// How many requests the agency has.
    fileprivate func requests() async throws -> Int { try await agency.dataRequestList().count }

    /// The path of the newest link in a letter to an address.
    fileprivate func link(in email: String, to place: String) async throws -> String {
        let bodies = try await agency.inspect { connection in
            try connection.all("SELECT body FROM mail WHERE address = \(email) ORDER BY created DESC, id DESC") { try $0.text(0) }
        }
        let tokens = bodies.flatMap { $0.matches(of: /([a-z\/-]+)\?token=([A-Za-z0-9_-]{43})/) }
            .filter { $0.1.hasSuffix(place) }.map { String($0.2) }
        guard let token = tokens.first else { throw Failing("no letter leads to \(place)") }
        return "\(place)?token=\(token)"
    }
}

extension Lab {
    /// What stands in the requests of all agencies; of the two of a run, only whether one is or was overdue.
    fileprivate struct Figures {
        var all = 0
        var open = 0
        var overdue = 0
        var late = 0
        /// Days.
        var oldest: Int64 = 0
        /// `97`, or `none was answered`.
        var share = ""
    }

    fileprivate func figures() async throws -> Figures {
        let now = workspace.world.now()
        var (figures, answered, inTime) = (Figures(), 0, 0)
        for agency in try await agencies() {
            for request in try await agency.dataRequestList() {
                figures.overdue += request.isOverdue(at: now) ? 1 : 0
                let isLate = request.closed.map { $0 > request.due } ?? false
                figures.late += isLate ? 1 : 0
                // What the checks ask for themselves is nobody's request.
                if agency.slug.isSynthetic { continue }
                figures.all += 1
                if request.closed != nil {
                    answered += 1
                    inTime += isLate ? 0 : 1
                    continue
                }
                figures.open += 1
                figures.oldest = max(figures.oldest, (now.milliseconds - request.received.milliseconds) / 86_400_000)
            }
        }
        figures.share = answered == 0 ? "none was answered" : "\(inTime * 100 / answered)"
        return figures
    }
}
