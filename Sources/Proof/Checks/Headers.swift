extension Check {
    static let headers = [
        Check("headers") { lab, seen in
            let paths = [
                "", "privacy/", "cookies/", "me/", "clients/one/", "clients/one/cases/lease/",
                "clients/one/documents/\(lab.a.published)", "staff/",
                "staff/people/", "nothing/", "clients/nobody/",
            ]
            let wanted: [(name: String, value: String)] = [
                ("x-content-type-options", "nosniff"), ("referrer-policy", "same-origin"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"), ("permissions-policy", "browsing-topics=()"),
                ("content-security-policy", "default-src 'none'"), ("content-security-policy", "frame-ancestors 'none'"),
                ("cache-control", "no-store"),
            ]
            var (answers, elsewhere) = (0, Set<String>())
            for browser in [lab.visitor, lab.a.contact.browser, lab.a.owner.browser] {
                for path in paths {
                    let answer = try await browser.get(path)
                    answers += 1
                    for (name, value) in wanted {
                        try expect(
                            answer[name]?.contains(value) == true,
                            "an answer below /\(path.prefix { $0 != "/" }) lacks \(name): \(value)")
                    }
                    try expect(answer["server"] == nil, "an answer names the program that made it")
                    for policy in answer.all("content-security-policy") { elsewhere.formUnion(foreignSources(policy)) }
                }
            }
            try seen.expectSome("answers looked at: pages, documents, redirects, refusals", answers)
            try seen.expect("places elsewhere from which one of them lets a browser load", elsewhere.sorted(), is: [])
            seen.see("what each of them carries", Set(wanted.map(\.name)).sorted().joined(separator: ", "))
        },
        Check("no-foreign-addresses") { lab, seen in
            for (who, browser, start) in [
                ("visitor", lab.visitor, lab.a.home), ("contact", lab.a.contact.browser, lab.a.home + "clients/one/"),
                ("owner", lab.a.owner.browser, lab.a.home + "staff/"),
            ] {
                let crawl = try await Crawl.go(browser, from: start)
                try seen.expectSome("pages that a \(who) was given", crawl.pages.count)
                try seen.expect("addresses elsewhere that they load or send to", crawl.foreign.count, is: 0)
            }
        },
        Check("transport") { lab, seen in
            try seen.expect("people come by https", lab.wire.isSecure, is: true)
            for path in ["", "privacy/", "nothing/"] {
                let header = try await lab.visitor.get(path)["strict-transport-security"] ?? "none"
                try seen.expect("browsers are told to come by nothing else", header, is: "max-age=31536000")
            }
            // The same address, and a proxy that says that somebody came in clear.
            var clear = Wire(
                port: lab.wire.port, baseURL: lab.wire.baseURL.replacing("https:", with: "http:"), address: lab.wire.address)
            clear.tamper = lab.wire.tamper
            for path in ["privacy/?in-clear", "?in-clear"] {
                let answer = try await lab.a.visitor(clear).get(path)
                try seen.expect("whoever comes in clear is sent away", answer.status, is: 421)
            }
            let entering = lab.a.visitor(clear)
            _ = try await entering.post("sign-in", ["email": lab.a.contact.email, "password": lab.a.password])
            try seen.expect("cookies given to who signs in in clear", entering.jar.count, is: 0)
        },
        Check("cross-site") { lab, seen in
            let paths = ["sign-out", "me/account/profile/", "me/account/mail/", "clients/one/cases/lease/messages"]
            for path in paths {
                let answer = try await lab.a.contact.browser.send(
                    "POST", path,
                    [("Content-Type", "application/x-www-form-urlencoded"), ("Origin", "https://elsewhere.example")], [],
                    site: "cross-site")
                try seen.expect("a form that another site sends, to \(path)", answer.status, is: 403)
            }
            let still = try await lab.a.contact.browser.get("me/")
            try seen.expect("still signed in afterwards", still.status, is: 200)
        },
    ]

    /// What a policy of content (CSP 3) names as sources that are not this portal itself: hosts and schemes. Words of its own stand in
    /// quotation marks.
    private static func foreignSources(_ policy: String) -> [String] {
        policy.split(separator: ";").flatMap { $0.split(separator: " ").dropFirst() }.map(String.init).filter {
            !$0.hasPrefix("'")
        }
    }
}
