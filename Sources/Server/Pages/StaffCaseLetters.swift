import Actions
import Model
import Site
import Templates

/// What was written and asked for on a case, with what staff can do about it: a part of the staff's page of a case.
struct StaffCaseLetters: Renderable, Sendable {
    let messages: Correspondence
    let letter: LetterForm
    /// The newest first.
    let requests: [AskedPapers]
    /// Where papers are asked for.
    let ask: String

    /// - Parameters:
    ///   - documents: all of the case.
    ///   - form: the one-time id of the form.
    ///   - home: `/AGENCY/`.
    init(
        _ letters: StaffLetters, of record: Case, client: Client, documents: [Document], form: String, today: Day, site: Site,
        language: String, settings: Agency, home: String
    ) {
        let (words, formats) = (site.words(language), site.formats(language: language, agency: settings))
        let back = StaffPages.path(home, client.slug, record.slug)
        messages = Correspondence(
            letters.messages, documents: documents, agency: settings, client: client, words: words, formats: formats,
            own: Correspondence.Own(
                unread: letters.unread, withdrawable: letters.withdrawable, verbs: home + "staff/messages/", back: back))
        letter = LetterForm(
            record.slug, of: client.slug, agency: settings.slug, form: form, mayAttach: true, isStaff: true,
            limits: site.upload, words: words, formats: formats)
        let states = Dictionary(
            letters.requests.flatMap(\.papers).map { ($0.id, FormState($0).text) }, uniquingKeysWith: { first, _ in first })
        let own = AskedPapers.Own(verbs: home + "staff/papers/", back: back, states: states)
        requests = letters.requests.reversed().map { request in
            AskedPapers(
                request, of: record.slug, documents: documents, agency: settings, client: client, today: today,
                mayUpload: false, words: words, formats: formats, own: own)
        }
        ask = back + "papers/"
    }

    static let fields = Fields<StaffCaseLetters> {
        $0.one("messages") { $0.messages }
        $0.one("letter") { $0.letter }
        $0.list("requests") { $0.requests }
        $0.flag("hasRequests") { !$0.requests.isEmpty }
        $0.text("ask") { $0.ask }
    }
}
