import Model

extension Check {
    static let cookies = [
        Check("session-cookie") { lab, seen in
            let name = CookieRegistry.session.name(of: lab.b.slug)
            func signIn(_ browser: Browser) async throws -> String {
                let answer = try await browser.post("sign-in", ["email": lab.b.contact.email, "password": lab.b.password])
                guard let line = answer.all("set-cookie").first(where: { $0.hasPrefix(name + "=") }) else {
                    throw Failing("a sign-in gives no session cookie")
                }
                return line
            }
            let browser = Browser(lab.wire, home: lab.b.home)
            let (first, second) = (try await signIn(browser), try await signIn(Browser(lab.wire, home: lab.b.home)))
            let words = first.lowercased().split(separator: ";").dropFirst().map { $0.drop { $0 == " " } }
            for word in ["secure", "httponly", "samesite=lax", "path=/"] {
                try seen.expect("the cookie is \(word)", words.contains { $0 == word }, is: true)
            }
            try seen.expect("it names a domain", words.contains { $0.hasPrefix("domain") }, is: false)
            func value(_ line: String) -> Substring { line.prefix { $0 != ";" }.drop { $0 != "=" } }
            try seen.expect("another sign-in gives another number", value(first) != value(second), is: true)
            try seen.expect("letters of that number", value(first).count - 1, is: 43)
            let kept = browser.jar
            try seen.expect("signed in", try await browser.get("me/").status, is: 200)
            try seen.expect("signing out", try await browser.post("sign-out", [:]).status, is: 303)
            browser.jar = kept
            try seen.expect("the old cookie afterwards", try await browser.get("me/").status, is: 303)
        },
        Check("cookies-known") { lab, seen in
            var lines: [String] = []
            for (browser, start) in [
                (lab.visitor, lab.a.home), (lab.a.contact.browser, lab.a.home + "me/"),
                (lab.a.owner.browser, lab.a.home + "staff/"),
            ] {
                let crawl = try await Crawl.go(browser, from: start, most: 25)
                try seen.expectSome("pages looked at", crawl.pages.count)
                for answer in crawl.pages.values {
                    lines += answer.all("set-cookie")
                }
            }
            // Signing in is where cookies are set.
            let browser = Browser(lab.wire, home: lab.a.home)
            let answer = try await browser.post("sign-in", ["email": lab.a.contact.email, "password": lab.a.password])
            let asking = try await lab.visitor.post("sign-in/mail", ["email": lab.a.contact.email])
            lines += answer.all("set-cookie") + asking.all("set-cookie")
            let names = Set(lines.map { String($0.prefix { $0 != "=" }) })
            try seen.expectSome("cookies that were set, by their names", names.count)
            let (rules, home) = (names.map { CookieRegistry.rule(of: $0) }, lab.a.slug)
            seen.see("which", rules.compactMap { $0?.name }.sorted().joined(separator: ", "))
            try seen.expect("cookies that are not in the list of all", rules.count { $0 == nil }, is: 0)
            try seen.expect(
                "cookies that scripts, other sites or an open connection could read", lines.count(where: isReadByOthers), is: 0)
            try seen.expect("cookies that are not needed to sign in", rules.count { $0?.use != .essential }, is: 0)
            let told = try await lab.visitor.get("cookies/").text
            for rule in CookieRegistry.all {
                try expect(told.contains(rule.name(of: home)), "the page on cookies does not tell of the cookie \(rule.name)")
            }
        },
    ]

    /// Whether a line that sets a cookie leaves it open to anybody but this portal and a browser.
    static func isReadByOthers(_ line: String) -> Bool {
        let words = Set(line.lowercased().split(separator: ";").dropFirst().map { String($0.drop { $0 == " " }) })
        return !words.isSuperset(of: ["secure", "httponly", "path=/"])
            || words.isDisjoint(with: ["samesite=lax", "samesite=strict"])
            || words.contains { $0.hasPrefix("domain") }
    }
}
