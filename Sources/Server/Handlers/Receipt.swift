import Actions
import HTTPTypes
import Hummingbird
import Model
import Site
import Templates

/// What became of an upload.
enum ReceiptHandlers {
    /// What stands behind the path of a receipt that answers an upload of bytes that had been received before.
    static let again = "?again=yes"

    /// GET `/AGENCY/clients/CLIENT/receipts/ID/`: for whoever uploaded, and for staff who may see the client.
    static func show(_ request: Request, _ signedIn: SignedInSession, client: Slug, id: String) async throws -> Response {
        let (receipt, client, record) = try await signedIn.agency.receipt(signedIn.session, client: client, id: id)
        return try page(receipt, client: client, case: record, signedIn)
    }

    /// The receipt as a page. An upload of which nothing was kept answers with it at once, with the refusal's status.
    static func page(
        _ receipt: Receipt, client: Client, case record: Case, _ signedIn: SignedInSession,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let (site, language, settings) = (signedIn.site, signedIn.ownLanguage, signedIn.settings)
        let words = site.words(language)
        let formats = site.formats(language: language, agency: settings)
        let isStaff = signedIn.session.person.role.isStaff
        let home = signedIn.visitor.home
        let kept = receipt.files.filter { $0.refusal == nil }
        let refused = receipt.files.compactMap { file in file.refusal.map { (file.name, $0) } }
        var summary: [String] = []
        if !kept.isEmpty { summary.append(words.text("receipt.summary.kept", count: kept.count)) }
        if !refused.isEmpty { summary.append(words.text("receipt.summary.refused", count: refused.count)) }
        let page = ReceiptPage(
            frame: site.frame(
                agency: settings, language: language, signedIn: true,
                nav: StaffPages.navigation(signedIn, at: .clients, isBelow: true)),
            caseHref: isStaff
                ? StaffPages.path(home, client.slug, record.slug)
                : PagePath.client(settings.slug, client.slug) + PagePath.caseRecord(record.slug),
            caseTitle: record.title,
            summary: summary.joined(separator: " "), number: receipt.id.text, instant: receipt.at.rfc3339,
            time: formats.moment(receipt.at), isAgain: signedIn.query["again"] == "yes", isStaff: isStaff,
            kept: kept.map {
                ReceiptPage.Kept(
                    name: $0.name, size: formats.size($0.size), sha256: Hex.text($0.sha256), again: $0.isRepeat)
            },
            refused: refused.map { ReceiptPage.Refused(name: $0, why: words.text($1.word, $1.arguments)) })
        return .page(try page.bytes(site: site, language: language), status: status)
    }
}
