import Actions
import Hummingbird
import Model
import Site
import Templates

/// GET `/AGENCY/me/access/`: who opened a contact's documents and pages.
enum AccessLog {
    static func show(_ request: Request, _ signedIn: SignedInSession) async throws -> Response {
        let lines = try await signedIn.agency.whoLooked(signedIn.session)
        let formats = signedIn.site.formats(language: signedIn.ownLanguage, agency: signedIn.settings)
        let page = AccessLogPage(
            frame: signedIn.accountFrame, account: signedIn.account,
            rows: lines.map { AccessLogPage.Row($0, signedIn.words, formats, agency: signedIn.settings.name) })
        return .page(try page.bytes(site: signedIn.site, language: signedIn.ownLanguage))
    }
}

extension AccessLogPage.Row {
    /// - Parameter agency: its name, for its own people.
    init(_ line: AccessLine, _ words: Words, _ formats: Formats, agency: String) {
        let side =
            switch line.side {
            case .staff: agency
            case .contact: words.text("access-log.side.contact")
            case .operator: words.text("access-log.side.operator")
            }
        let again = line.again == 0 ? nil : words.text("document.again", count: line.again)
        (instant, time) = (line.at.rfc3339, formats.moment(line.at))
        name = line.name ?? words.text(line.side == .operator ? "audit.actor.operator" : "audit.actor.gone")
        about = [side, again].compactMap { $0 }.joined(separator: " · ")
        what =
            switch line.subject {
            case .document(let name): words.text("access-log.document", ["name": name])
            case .caseRecord(let title): words.text("access-log.case", ["name": title])
            case .invoice(let number): words.text("access-log.invoice", ["name": number])
            case .client(let name): words.text("access-log.client", ["name": name])
            }
    }
}
