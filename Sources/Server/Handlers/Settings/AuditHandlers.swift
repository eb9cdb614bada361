import Actions
import HTTPTypes
import Hummingbird
import Model
import Site
import Templates

/// `/AGENCY/staff/audit/`: who did what, for owner and admin; filtered by the address.
enum AuditHandlers {
    /// Entries of a page, and the most of a file.
    private static let (ofPage, ofFile) = (50, 20_000)

    /// Beginnings of actions that are asked for together.
    private static let families = [
        "sign-in", "document.", "case.", "event.", "invoice.", "message.", "paper.", "client.", "contact.", "person.", "request.",
        "policy.", "agency.", "audit.",
    ]

    /// GET `/AGENCY/staff/audit/?who=&family=&refused=&from=&until=&before=`.
    static func show(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        let (words, question) = (manager.signedIn.words, question(manager))
        let before = manager.visitor.query["before"].flatMap { Int64($0) }
        let found = try await manager.agency.audit(question, before: before, limit: ofPage + 1, for: manager.session)
        let rows = found.prefix(ofPage)
        let formats = manager.site.formats(language: manager.signedIn.ownLanguage, agency: manager.settings)
        let base = manager.visitor.home + "staff/"
        let page = AuditPage(
            frame: manager.frame(at: .settings, isBelow: true), settings: base + "settings/", fields: fields(question, words),
            export: base + "audit.csv" + address(question, nil),
            rows: rows.map { row($0, formats, words) },
            older: found.count > ofPage ? rows.last.map { base + "audit/" + address(question, $0.seq) } : nil)
        return .page(try page.bytes(site: manager.site, language: manager.signedIn.ownLanguage))
    }

    /// GET `/AGENCY/staff/audit.csv`, filtered by the same address: the newest entries, the newest first.
    static func export(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        let found = try await manager.agency.audit(question(manager), limit: ofFile, takesAlong: true, for: manager.session)
        var csv = CSVWriter(["seq", "at", "actor", "name", "action", "subject", "subject_name", "outcome", "detail"])
        for one in found {
            csv.add([
                String(one.seq), one.at.rfc3339, one.actor, one.actorName ?? "", one.action, one.subject,
                one.subjectName ?? "", one.outcome, one.detail,
            ])
        }
        return .csv(csv.bytes, name: "audit.csv")
    }

    private static func question(_ manager: ManagerSession) -> AuditQuestion {
        let query = manager.visitor.query
        var question = AuditQuestion()
        question.who = String((query["who"] ?? "").prefix(254))
        question.family = families.first { $0 == query["family"] } ?? ""
        question.client = String((query["client"] ?? "").prefix(63))
        question.kindName = AuditQuestion.kinds.first { $0 == query["family"] } ?? ""
        question.isRefusedOnly = query["refused"] == "on"
        (question.from, question.until) = (query["from"].flatMap { Day($0) }, query["until"].flatMap { Day($0) })
        return question
    }

    /// The address that asks the same again.
    private static func address(_ question: AuditQuestion, _ before: Int64?) -> String {
        var parts: [(String, String)] = []
        if !question.who.isEmpty { parts.append(("who", question.who)) }
        if !question.client.isEmpty { parts.append(("client", question.client)) }
        if !question.family.isEmpty { parts.append(("family", question.family)) }
        if !question.kindName.isEmpty { parts.append(("family", question.kindName)) }
        if question.isRefusedOnly { parts.append(("refused", "on")) }
        if let from = question.from { parts.append(("from", from.text)) }
        if let until = question.until { parts.append(("until", until.text)) }
        if let before { parts.append(("before", String(before))) }
        return parts.isEmpty ? "" : "?" + parts.map { $0 + "=" + Percent.encoded($1) }.joined(separator: "&")
    }

    private static func fields(_ question: AuditQuestion, _ words: Words) -> [FormField] {
        [
            .text("who", words.text("audit.who"), question.who, hint: words.text("audit.who.hint"), most: 254, width: "half"),
            .text(
                "client", words.text("audit.client"), question.client, hint: words.text("audit.client.hint"), most: 63,
                width: "half"),
            .choice(
                "family", words.text("audit.what"), question.kindName.isEmpty ? question.family : question.kindName,
                [FormField.Option("", words.text("audit.what.all"))]
                    + AuditQuestion.kinds.map { FormField.Option($0, words.text("audit.kind." + $0)) }
                    + families.map { FormField.Option($0, words.text("audit.family." + $0.replacing(".", with: ""))) },
                width: "half"),
            .day("from", words.text("audit.from"), question.from), .day("until", words.text("audit.until"), question.until),
            .flag("refused", words.text("audit.refused"), question.isRefusedOnly),
        ]
    }

    private static func row(_ one: ReadEntry, _ formats: Formats, _ words: Words) -> AuditPage.Row {
        let who =
            switch one.actor {
            case "operator": words.text("audit.actor.operator")
            case "system": words.text("audit.actor.system")
            case "visitor": words.text("audit.actor.visitor")
            default: one.actorName ?? words.text("audit.actor.gone")
            }
        return AuditPage.Row(
            instant: one.at.rfc3339, time: formats.moment(one.at), who: who, action: one.action,
            did: word("audit.did.", one.action, words), subject: one.subjectName ?? "", outcome: outcome(one.outcome, words),
            isBad: one.isRefused, detail: one.detail)
    }

    /// What something came to, in words; nil when that is the usual. Of what was counted the count follows: `ok, again 12`.
    private static func outcome(_ text: String, _ words: Words) -> String? {
        let parts = text.split(separator: ", again ", maxSplits: 1).map(String.init)
        let what = parts.first.map { word("audit.outcome.", $0, words) } ?? ""
        guard parts.count == 2 else { return text == "ok" ? nil : what }
        return parts[0] == "ok"
            ? words.text("audit.more", ["count": parts[1]])
            : words.text("audit.again", ["outcome": what, "count": parts[1]])
    }

    /// The word for a code; one that has none, such as an older program's, stays as it is.
    private static func word(_ beginning: String, _ code: String, _ words: Words) -> String {
        words.keys.contains(beginning + code) ? words.text(beginning + code) : code
    }
}
