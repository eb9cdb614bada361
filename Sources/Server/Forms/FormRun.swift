import Actions
import Foundation
import HTTPTypes
import Hummingbird
import Model
import Site
import Templates

/// One form's coming and going: GET and HEAD show it, POST takes it. What cannot be taken comes back with what was typed: 422
/// with sentences at the fields, 409 when somebody else was faster, 429 and 503 when it must wait.
///
///     try await FormRun(staff).answer(request) { typed in
///         ClientFormPage(…)                          // as it is opened now; proves that the asker may see it
///     } take: { typed in
///         let client = try await staff.agency.changeClient(…, typed)
///         return .go(to: "…")
///     }
///
/// One handler serves both methods: `.get(path, handler)` and `.post(path, handler, body: .form)`.
struct FormRun: Sendable {
    /// What became of a form that was sent.
    enum Outcome: Sendable {
        /// Done: 303 to a page that shows it.
        case go(to: String)
        /// Not yet: the form again with its Markdown as others will see it.
        case preview(HTML)
        /// The form again with what was typed, such as one row more.
        case again
        /// The form as it begins at this address, with these fields as they were typed.
        case begun(keeping: Set<String>)
        /// An answer of its own.
        case answer(Response)
    }

    let site: Site
    let language: String
    let isJSON: Bool
    /// In which the person writes numbers.
    let locale: Locale
    /// The most bytes of a form.
    var limit = FormBody.longLimit

    init(site: Site, language: String, isJSON: Bool, locale: Locale) {
        (self.site, self.language, self.isJSON, self.locale) = (site, language, isJSON, locale)
    }

    /// - Parameter language: of the page; nil: the visitor's.
    init(_ visitor: Visitor, language: String? = nil) {
        let language = language ?? visitor.language
        self.init(
            site: visitor.site, language: language, isJSON: visitor.isJSON,
            locale: visitor.site.formats(language: language, agency: visitor.settings).locale)
    }

    init(_ signedIn: SignedInSession) { self.init(signedIn.visitor, language: signedIn.ownLanguage) }

    init(_ staff: StaffSession) { self.init(staff.signedIn) }

    /// - Parameters:
    ///   - page: the page with the form as it would be opened now; it is given what was typed, for rows that were added.
    ///   - take: does what was asked. It throws `Refusal`s, best with `fields`.
    func answer<Page: FormHolder>(
        _ request: Request, page: (Typed?) async throws -> Page, take: (Typed) async throws -> Outcome
    ) async throws -> Response {
        guard request.method == .post else { return try shown(try await page(nil)) }
        // Who may not see the form learns it here, before a byte of theirs is read.
        let names = try await page(nil).form.names
        let typed = try await FormBody.read(request, names: names, limit: limit).typed(locale: locale)
        do {
            switch try await take(typed) {
            case .go(let path): return .redirect(to: path)
            case .answer(let response): return response
            case .again: return try shown(try await filled(page, typed))
            case .begun(let kept):
                var page = try await page(nil)
                page.form = page.form.filled(with: typed, only: kept)
                return try shown(page)
            case .preview(let html):
                var page = try await filled(page, typed)
                page.form.preview = html
                return try shown(page)
            }
        } catch let refusal as Refusal where !isJSON && FormRun.comesBack.contains(refusal.kind) {
            return try await back(try await filled(page, typed), refusal, fresh: { try await page(nil) })
        }
    }

    /// The refusals that are answered with the form.
    private static let comesBack: Set<Refusal.Kind> = [.invalid, .conflict, .tooMany, .unavailable]

    private func filled<Page: FormHolder>(_ page: (Typed?) async throws -> Page, _ typed: Typed) async throws -> Page {
        var page = try await page(typed)
        page.form = page.form.filled(with: typed)
        return page
    }

    private func back<Page: FormHolder>(
        _ page: Page, _ refusal: Refusal, fresh: () async throws -> Page
    ) async throws -> Response {
        let words = site.words(language)
        var page = page
        page.form = page.form.refused(refusal, words)
        if refusal.kind == .conflict { page.form = page.form.overtaken(by: try await fresh().form, words) }
        var response = try shown(page, status: refusal.kind.status)
        if refusal.kind == .tooMany || refusal.kind == .unavailable {
            response.headers[.retryAfter] = refusal.arguments["seconds"] ?? "5"
        }
        return response
    }

    private func shown(_ page: some FormHolder, status: HTTPResponse.Status = .ok) throws -> Response {
        .page(try page.bytes(site: site, language: language), status: status)
    }
}
