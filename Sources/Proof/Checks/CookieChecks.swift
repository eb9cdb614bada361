extension Check {
    static let cookies = [
        Check("session-cookie") { lab, seen in
            let name = "__Host-s-\(lab.b.slug)"
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
            var names: Set<String> = []
            for (browser, start) in [
                (lab.visitor, lab.a.home), (lab.a.contact.browser, lab.a.home + "me/"),
                (lab.a.owner.browser, lab.a.home + "staff/"),
            ] {
                let crawl = try await Crawl.go(browser, from: start, most: 25)
                try seen.expectSome("pages looked at", crawl.pages.count)
                for answer in crawl.pages.values {
                    names.formUnion(answer.all("set-cookie").map { String($0.prefix { $0 != "=" }) })
                }
            }
            // Signing in is where cookies are set.
            let browser = Browser(lab.wire, home: lab.a.home)
            let answer = try await browser.post("sign-in", ["email": lab.a.contact.email, "password": lab.a.password])
            names.formUnion(answer.all("set-cookie").map { String($0.prefix { $0 != "=" }) })
            let kinds = Set(names.map { $0.replacing("-\(lab.a.slug)", with: "") })
            try seen.expectSome("kinds of cookies that were set", kinds.count)
            seen.see("which", kinds.sorted().joined(separator: ", "))
            let told = try await lab.visitor.get("cookies/").text
            for kind in kinds {
                try expect(told.contains(kind + "-"), "the page on cookies does not tell of \(kind)")
            }
            let needed: Set = ["__Host-s", "__Host-d", "__Host-p", "__Host-c"]
            try seen.expect("cookies that are not needed to sign in", kinds.subtracting(needed).sorted(), is: [])
        },
    ]
}
