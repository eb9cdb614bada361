import Actions
import Hummingbird
import Model
import Site
import Templates

/// GET `/AGENCY/staff/search?q=WORDS&kind=KIND`: what answers, in groups. A page without script; templates/assets/find.js asks
/// for the same page while one types.
enum StaffSearch {
    /// More is not looked at.
    static let longest = 200

    static func show(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let text = String((staff.query["q"] ?? "").prefix(longest))
        let kind = staff.query["kind"].flatMap(SearchAnswer.Kind.init(rawValue:))
        let answer = try await staff.agency.search(staff.session, text, kind: kind, limit: kind == nil ? 5 : 50)
        let language = staff.signedIn.ownLanguage
        let page = SearchPageMaker(
            site: staff.site, language: language, settings: staff.settings, home: staff.visitor.home,
            nav: StaffPages.navigation(staff, at: nil)
        ).page(text, kind, answer)
        return .page(try page.bytes(site: staff.site, language: language))
    }
}

/// Makes the page of a search.
struct SearchPageMaker {
    let site: Site
    let language: String
    let settings: Agency
    /// `/AGENCY/`.
    let home: String
    /// The ways to the parts of the workspace.
    var nav: [Frame.Item] = []

    func page(_ text: String, _ kind: SearchAnswer.Kind?, _ answer: SearchAnswer) -> SearchPage {
        let words = site.words(language)
        let isEmpty = text.allSatisfy(\.isWhitespace)
        let here = home + "staff/search"
        return SearchPage(
            frame: site.frame(
                agency: settings, language: language, signedIn: true, nav: nav),
            action: here, query: text, script: site.assets.url("find.js"),
            summary: isEmpty ? words.text("search.hint") : words.text("search.found", count: answer.total),
            groups: answer.groups.map { group in
                SearchPage.Group(
                    anchor: "found-" + group.kind.rawValue, title: title(group.kind, words),
                    count: words.text("search.found", count: group.count),
                    all: kind == nil && group.count > group.results.count
                        ? "\(here)?q=\(RequestQuery.encoded(text))&kind=\(group.kind.rawValue)" : nil,
                    results: group.results.map { row($0, words) })
            },
            back: kind == nil ? nil : "\(here)?q=\(RequestQuery.encoded(text))")
    }

    private func title(_ kind: SearchAnswer.Kind, _ words: Words) -> String {
        switch kind {
        case .client: words.text("search.kind.client")
        case .contact: words.text("search.kind.contact")
        case .case: words.text("search.kind.case")
        case .invoice: words.text("search.kind.invoice")
        case .document: words.text("search.kind.document")
        case .event: words.text("search.kind.event")
        case .message: words.text("search.kind.message")
        }
    }

    private func row(_ result: SearchAnswer.Result, _ words: Words) -> SearchPage.Row {
        var place: [String] = []
        if result.kind != .client { place.append(result.client.name) }
        if let record = result.record, result.kind != .case { place.append(record.title) }
        let title =
            result.title.isEmpty ? [SearchAnswer.Piece(text: words.text("search.no-number"), isFound: false)] : result.title
        return SearchPage.Row(
            href: href(result), title: title.map(SearchPage.Piece.init), snippet: result.snippet.map(SearchPage.Piece.init),
            place: place.joined(separator: " · "))
    }

    private func href(_ result: SearchAnswer.Result) -> String {
        let client = PagePath.client(settings.slug, result.client.slug)
        let record = result.record.map { StaffPages.path(home, result.client.slug, $0.slug) }
        switch result.kind {
        case .client, .contact: return "\(home)staff/clients/\(result.client.slug)/"
        case .case, .message: return record ?? client
        case .event: return (record ?? client) + PagePath.anchor(ID<Event>(result.subject))
        case .document: return PagePath.document(settings.slug, result.client.slug, ID(result.subject)) + "/view/"
        case .invoice: return client + (result.number.map { $0.isEmpty ? "invoices/" : PagePath.invoice($0) } ?? "invoices/")
        }
    }
}

/// Values in the query of a URL of ours.
enum RequestQuery {
    static func encoded(_ text: String) -> String { Percent.encoded(text) }
}
