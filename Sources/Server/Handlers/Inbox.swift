import Actions
import Hummingbird
import Model
import Site
import Templates

/// What came from clients.
enum InboxHandlers {
    /// GET `/AGENCY/staff/inbox/`: what one has not seen yet, by case.
    static func show(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let shown = staff.parts.world.now()
        let cases = try await staff.agency.inbox(staff.session)
        let (site, language) = (staff.site, staff.signedIn.ownLanguage)
        let words = site.words(language)
        let page = StaffInboxPage(
            frame: site.frame(
                agency: staff.settings, language: language, signedIn: true,
                nav: StaffPages.navigation(staff, at: .inbox)),
            until: String(shown.milliseconds),
            rows: cases.map { row($0, staff, words, site.formats(language: language, agency: staff.settings)) })
        return .page(try page.bytes(site: site, language: language))
    }

    /// POST the same: all that the list showed counts as seen.
    static func clear(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let body = try await FormBody.read(request, names: ["until"])
        guard let until = body["until"].flatMap({ Int64($0) }), until >= 0 else {
            throw Refusal(.usage, "refusal.form.malformed")
        }
        try await staff.agency.seeAll(staff.session, until: Instant(milliseconds: until))
        return .redirect(to: staff.visitor.home + "staff/inbox/")
    }

    private static func row(
        _ one: InboxCase, _ staff: StaffSession, _ words: Words, _ formats: Formats
    ) -> StaffInboxPage.Row {
        var counts: [String] = []
        if one.messages > 0 { counts.append(words.text("inbox.messages", count: one.messages)) }
        if !one.papers.isEmpty { counts.append(words.text("inbox.papers", count: one.papers.count)) }
        if !one.documents.isEmpty { counts.append(words.text("inbox.documents", count: one.documents.count)) }
        let names = (one.papers + one.documents).prefix(3).joined(separator: ", ")
        let path = StaffPages.path(staff.visitor.home, one.client, one.record)
        let latest = one.latest.map { $0.text.isEmpty ? $0.author : "\($0.author): \(staff.site.excerpt($0.text))" }
        return StaffInboxPage.Row(
            href: path + (one.latest.map { "#m-\($0.id)" } ?? ""), title: one.title, client: one.clientName,
            latest: latest, names: names, counts: counts, instant: one.at.rfc3339, time: formats.moment(one.at))
    }
}
