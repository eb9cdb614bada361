import Model

extension Sabotage {
    /// What a program that is wrong, or somebody on the way, might do to answers.
    static let onTheWire = [
        Sabotage("a-route-for-everybody", breaks: ["route-matrix"], on: "/proof-a/staff/audit.csv", turning: 404, into: 200),
        Sabotage("nobody-gets-in", breaks: ["roles-let-in"], on: "/proof-a/staff/settings/", turning: 200, into: 404),
        Sabotage(
            "a-hint-that-it-exists", breaks: ["foreign-ids"],
            tamper: { request, answer in
                guard request.path == "/proof-a/clients/one/invoices/P-2/" else { return answer }
                var answer = answer
                answer.headers.append(("x-hint", "not yours"))
                return answer
            }),
        Sabotage(
            "a-document-for-somebody-else", breaks: ["foreign-ids"], on: "/proof-a/clients/two/cases/permit/documents",
            turning: 404, into: 201),
        Sabotage(
            "a-session-for-all-agencies", breaks: ["foreign-sessions"],
            tamper: { request, answer in
                let isForeign =
                    request.path == "/proof-b/staff/"
                    && request.headers.contains { $0.name == "Cookie" && $0.value.contains("proof-a") }
                return isForeign && answer.status == 303 ? answer.with(status: 200) : answer
            }),
        Sabotage(
            "pages-without-a-gate", breaks: ["pages-gated"],
            tamper: { request, answer in
                let isVisitor = !request.headers.contains { $0.name == "Cookie" }
                return request.path == "/proof-a/clients/one/" && isVisitor && answer.status == 303
                    ? answer.with(status: 200) : answer
            }),
        Sabotage(
            "a-start-that-tells-too-much", breaks: ["published-only"],
            tamper: { request, answer in
                request.path == "/proof-a/me/" && answer.status == 200
                    ? answer.replacing("</main>", "<p>hidden.pdf</p></main>") : answer
            }),
        Sabotage("a-header-less", breaks: ["headers"], on: "/proof-a/staff/people/", tamper: { $0.without("referrer-policy") }),
        Sabotage(
            "a-policy-with-a-hole", breaks: ["headers"], on: "/proof-a/clients/one/",
            tamper: { $0.headersReplacing("default-src 'none'", "default-src 'none'; img-src 'self' https://tracker.example") }),
        Sabotage(
            "foreign-picture", breaks: ["no-foreign-addresses"],
            tamper: { request, answer in
                guard request.path == "/proof-a/clients/one/cases/lease/", answer.status == 200 else { return answer }
                return answer.replacing("</main>", "<img src=\"https://tracker.example/pixel.gif\" alt=\"\"></main>")
            }),
        Sabotage(
            "plain-http-once", breaks: ["transport"], on: "/proof-a/nothing/", tamper: { $0.without("strict-transport-security") }
        ),
        Sabotage(
            "an-open-door", breaks: ["transport"],
            tamper: { request, answer in
                request.path.hasSuffix("/privacy/?in-clear") ? answer.with(status: 200) : answer
            }),
        Sabotage(
            "forms-from-anywhere", breaks: ["cross-site"],
            tamper: { _, answer in
                answer.status == 403 ? answer.with(status: 303) : answer
            }),
        Sabotage(
            "cookie-for-scripts", breaks: ["session-cookie"], on: "/proof-b/sign-in",
            tamper: { $0.headersReplacing("; HttpOnly", "") }),
        Sabotage(
            "another-cookie-for-scripts", breaks: ["cookies-known"], on: "/proof-a/sign-in/mail",
            tamper: { $0.headersReplacing("; HttpOnly", "") }),
        Sabotage(
            "cookie-too-many", breaks: ["cookies-known"],
            tamper: { request, answer in
                guard request.path == "/proof-a/me/" else { return answer }
                var answer = answer
                answer.headers.append(("set-cookie", "_visit=1; Path=/"))
                return answer
            }),
        Sabotage(
            "changed-document", breaks: ["document-round-trip"],
            tamper: { request, answer in
                guard request.path.contains("/documents/"), answer.status == 200, answer["content-type"] == "application/pdf"
                else { return answer }
                var answer = answer
                answer.body.append(0)
                return answer
            }),
        Sabotage(
            "any-file-is-taken", breaks: ["document-types"],
            tamper: { _, answer in
                answer.status == 415 ? answer.with(status: 201) : answer
            }),
        Sabotage(
            "an-entry-less", breaks: ["audit-entries"],
            tamper: { request, answer in
                guard request.path == "/proof-a/staff/audit.csv", answer.status == 200 else { return answer }
                return answer.replacing("document.read", "")
            }),
        Sabotage(
            "entries-of-nobody", breaks: ["audit-entries"],
            tamper: { request, answer in
                request.path == "/proof-a/staff/audit.csv" && answer.status == 200 ? answer.replacing(",Anna,", ",,") : answer
            }),
        Sabotage(
            "sentence-without-a-mark", breaks: ["policy-marked"], on: "/proof-a/privacy/",
            tamper: { $0.replacing("id=\"P7\"", "") }),
        Sabotage(
            "marks-that-boast", breaks: ["policy-marked"], on: "/proof-a/privacy/",
            tamper: { $0.replacing(/data-state="[a-z-]+"/, "data-state=\"proved\"") }),
        Sabotage(
            "text-without-a-day", breaks: ["policy-dated"], on: "/proof-a/privacy/",
            tamper: { $0.replacing("Last updated", "Updated") }),
        Sabotage(
            "texts-that-do-not-meet", breaks: ["policies-linked"], on: "/proof-a/privacy/platform/",
            tamper: { $0.replacing("href=\"../\"", "href=\"./\"") }),
        Sabotage(
            "nobody-to-ask", breaks: ["contact-shown"], on: "/proof-a/privacy/platform/",
            tamper: { $0.replacing("mailto:", "nothing:") }),
        Sabotage(
            "text-that-runs", breaks: ["client-life"],
            tamper: { request, answer in
                request.path.hasPrefix("/proof-b/staff/clients/") ? answer.replacing("&lt;script&gt;", "<script>") : answer
            }),
        Sabotage(
            "text-that-runs-for-contacts", breaks: ["typed-stays-text"], on: "/proof-a/clients/one/cases/lease/",
            tamper: { $0.replacing("&lt;script&gt;", "<script>") }),
        Sabotage(
            "settings-for-agents", breaks: ["own-settings", "route-matrix"],
            tamper: { request, answer in
                let isSettings = request.path.hasSuffix("/staff/settings/") && request.method == "GET"
                return isSettings && answer.status == 404 ? answer.with(status: 200) : answer
            }),
        Sabotage(
            "answers-with-one-number", breaks: ["request-numbers"],
            tamper: { request, answer in
                guard request.path == "/proof-a/nothing/" || request.path == "/proof-a/staff/" else { return answer }
                var answer = answer.without("request-id")
                answer.headers.append(("request-id", "1"))
                return answer
            }),
        Sabotage(
            "name-that-stays", breaks: ["own-profile"], on: "/proof-b/me/account/profile/",
            tamper: { $0.replacing("Anna Renamed", "Anna") }),
        Sabotage(
            "session-without-end", breaks: ["own-sessions", "session-cookie", "erasure-granted"],
            tamper: { request, answer in
                let session = CookieRegistry.session.name(of: Slug.synthetic[1])
                let had = request.headers.contains { $0.name == "Cookie" && $0.value.contains(session) }
                return request.path == "/proof-b/me/" && had && answer.status == 303 ? answer.with(status: 200) : answer
            }),
        Sabotage(
            "a-sign-in-without-a-browser", breaks: ["own-sessions"], on: "/proof-b/me/account/",
            tamper: { $0.replacing("Firefox", "A browser") }),
        Sabotage("any-password", breaks: ["weak-passwords"], on: "/proof-b/me/account/password/", turning: 422, into: 303),
        Sabotage("guessing-without-end", breaks: ["guessing-stopped"], on: "/proof-b/sign-in", turning: 429, into: 401),
        Sabotage(
            "link-for-ever", breaks: ["invitations"],
            tamper: { request, answer in
                request.path.hasPrefix("/proof-a/welcome") && answer.status == 404 ? answer.with(status: 200) : answer
            }),
        Sabotage(
            "invoice-with-another-sum", breaks: ["invoice-shown"], on: "/proof-a/clients/one/invoices/P-1/",
            tamper: { $0.replacing("246.00", "264.00") }),
        Sabotage(
            "link-for-any-browser", breaks: ["mail-sign-in"],
            tamper: { request, answer in
                let isSpent = request.path.hasPrefix("/proof-a/sign-in/link?token=") && answer.status == 404
                return isSpent ? answer.with(status: 200) : answer
            }),
        Sabotage("any-code", breaks: ["second-step"], on: "/proof-b/sign-in/second-step", turning: 422, into: 303),
        Sabotage(
            "counted-without-asking", breaks: ["consent-asked"],
            tamper: { request, answer in
                guard request.path == "/proof-b/cookies/", request.method == "GET" else { return answer }
                var answer = answer
                let name = CookieRegistry.analytics.name(of: Slug.synthetic[1])
                answer.headers.append(("set-cookie", "\(name)=1; Path=/; Secure"))
                return answer
            }),
        Sabotage(
            "another-checkpoint", breaks: ["audit-checkpoint"],
            tamper: { request, answer in
                guard request.path == "/.well-known/audit-checkpoint" else { return answer }
                var answer = answer
                answer.body.append(10)
                return answer
            }),
    ]
}

extension Wire.Answer {
    func with(status: Int) -> Wire.Answer {
        var answer = self
        answer.status = status
        return answer
    }

    func without(_ name: String) -> Wire.Answer {
        var answer = self
        answer.headers.removeAll { $0.name == name }
        return answer
    }

    func replacing(_ text: String, _ other: String) -> Wire.Answer {
        var answer = self
        answer.body = Array(self.text.replacing(text, with: other).utf8)
        return answer
    }

    func headersReplacing(_ text: String, _ other: String) -> Wire.Answer {
        var answer = self
        answer.headers = headers.map { ($0.name, $0.value.replacing(text, with: other)) }
        return answer
    }
}
