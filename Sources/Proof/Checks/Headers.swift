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
            var answers = 0
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
                }
            }
            try seen.expectSome("answers looked at: pages, documents, redirects, refusals", answers)
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
}
