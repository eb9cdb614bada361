import Actions
import Model

extension Check {
    /// What people type.
    static let typed = [
        Check("typed-stays-text") { lab, seen in
            let (contact, staff) = (lab.a.contact.browser, lab.a.agent.browser)
            let (place, word) = ("clients/one/cases/lease/", lab.a.canary + "-typed")
            let program = "\(word) <script>alert(7)</script> <img src=x onerror=alert(7)> [look](javascript:alert(7))"
            let sent = try await contact.write(program, at: place)
            try seen.expect("a contact writes a program into a message", sent.status, is: 303)
            let noted = try await staff.fill(
                "staff/" + place + "entry/", ["title": program, "body": program, "visibility": "client", "kind": "note"])
            try seen.expect("staff write one into the history", noted.status, is: 303)
            try await lab.a.agency.settled()
            for (who, browser, path) in [("the contact", contact, place), ("an agent", staff, "staff/" + place)] {
                let page = try await browser.get(path).text
                try seen.expectSome("times that \(who) is shown what was typed", page.matches(of: /-typed/).count)
                let running = page.matches(of: /<script>alert|<img src="?x|href="javascript:/)
                try seen.expect("of it what would run there", running.count, is: 0)
            }
        }
    ]
}

extension Browser {
    /// Sends the form of a message on a case.
    fileprivate func write(_ text: String, at path: String) async throws -> Wire.Answer {
        guard let form = try await get(path).text.firstMatch(of: /name="form" value="([^"]+)"/)?.1 else {
            throw Failing("the case has no form for messages")
        }
        let boundary = "portico-proof-boundary"
        let body = [("form", String(form)), ("text", text)].map { name, value in
            "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
        }
        return try await send(
            "POST", path + "messages", [("Content-Type", "multipart/form-data; boundary=\(boundary)")],
            Array((body.joined() + "--\(boundary)--\r\n").utf8))
    }
}
