import Model

extension Check {
    static let routes = [
        Check("route-matrix") { lab, seen in
            var (asked, wrong) = (0, [String]())
            for route in lab.routes where route.path.hasPrefix("/AGENCY/") && route.method != "HEAD" {
                let path = filled(route.path, lab)
                for (who, browser, status) in turnedAway(route, lab) {
                    let answer = try await browser.send(route.method, path, [("Accept", "application/json")], [])
                    asked += 1
                    if answer.status != status { wrong.append("\(route.method) \(route.path) for a \(who): \(answer.status)") }
                }
            }
            try seen.expectSome("routes, each with who may use it", lab.routes.count)
            try expect(
                lab.routes.allSatisfy { ["all", "signed in", "staff", "owner, admin"].contains($0.permission) },
                "a route is open to nobody knows whom")
            try seen.expectSome("requests by those who may not", asked)
            try seen.expect("of them that were not turned away", wrong, is: [])
        },
        Check("roles-let-in") { lab, seen in
            // What turns everybody away would keep the promise above, and be of no use.
            let open: [(String, Browser, String)] = [
                ("contact, own page", lab.a.contact.browser, "clients/one/"), ("contact, start", lab.a.contact.browser, "me/"),
                ("agent, clients", lab.a.agent.browser, "staff/"), ("agent, client", lab.a.agent.browser, "staff/clients/one/"),
                ("owner, people", lab.a.owner.browser, "staff/people/"),
                ("owner, audit log", lab.a.owner.browser, "staff/audit/"),
                ("owner, settings", lab.a.owner.browser, "staff/settings/"),
            ]
            for (what, browser, path) in open { try seen.expect(what, try await browser.get(path).status, is: 200) }
        },
    ]

    /// Who may not use a route, and what they get: a visitor learns that one signs in, everybody else that there is no such thing.
    private static func turnedAway(_ route: LabRoute, _ lab: Lab) -> [(String, Browser, Int)] {
        let visitor = ("visitor", lab.visitor, 401)
        let contact = ("contact", lab.a.contact.browser, 404)
        switch route.permission {
        case "signed in": return [visitor]
        case "staff": return [visitor, contact]
        case "owner, admin": return [visitor, contact, ("member of staff", lab.a.agent.browser, 404)]
        default: return []
        }
    }

    private static func filled(_ path: String, _ lab: Lab) -> String {
        let values = ["AGENCY": lab.a.slug.text, "CLIENT": "one", "CASE": "lease", "ID": lab.a.published.text, "**": ""]
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).map { segment in
            values[String(segment)] ?? (segment.allSatisfy(\.isUppercase) && !segment.isEmpty ? "nothing" : String(segment))
        }
        return segments.joined(separator: "/")
    }
}
