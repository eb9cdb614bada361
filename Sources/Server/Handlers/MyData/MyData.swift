import Actions
import HTTPTypes
import Hummingbird
import Model
import NIOCore
import Site
import Templates

/// `/AGENCY/me/data/`: what there is of a person, to see, correct and take along; what they ask for.
enum MyDataHandlers {
    /// GET `/AGENCY/me/data/`.
    static func show(_ request: Request, _ signedIn: SignedInSession) async throws -> Response {
        let own = try await signedIn.agency.ownData(signedIn.session)
        let (words, base) = (signedIn.words, path(signedIn))
        let formats = signedIn.site.formats(language: signedIn.ownLanguage, agency: signedIn.settings)
        let page = MyDataPage(
            frame: signedIn.accountFrame, account: signedIn.account,
            done: signedIn.query["done"].flatMap(DataDone.init)?.sentence(words),
            restricted: own.restriction.map {
                words.text("data.restricted", ["date": formats.day(formats.day(of: $0.since))])
            }, facts: facts(own, signedIn), rows: rows(own, signedIn),
            requests: own.requests.map { request in
                shown(
                    request, own.changes[request.id] ?? [], base, words, formats, at: signedIn.agency.world.now())
            })
        return .page(try page.bytes(site: signedIn.site, language: signedIn.ownLanguage))
    }

    static func path(_ signedIn: SignedInSession) -> String { signedIn.visitor.start + "data/" }

    static func kind(_ kind: DataRequest.Kind, _ words: Words) -> String {
        switch kind {
        case .access: words.text("data.kind.access")
        case .rectify: words.text("data.kind.rectify")
        case .erase: words.text("data.kind.erase")
        case .restrict: words.text("data.kind.restrict")
        case .portability: words.text("data.kind.portability")
        case .object: words.text("data.kind.object")
        }
    }

    /// The badge of a request: how the style goes, and in a word.
    static func status(_ request: DataRequest, _ words: Words, at now: Instant) -> (state: String, label: String) {
        if request.isOverdue(at: now) { return ("overdue", words.text("data.state.overdue")) }
        return switch request.state {
        case .open: ("waiting", words.text("data.state.open"))
        case .done: ("kept", words.text("data.state.done"))
        case .refused: ("closed", words.text("data.state.refused"))
        }
    }

    private static func shown(
        _ request: DataRequest, _ changes: [RequestChange], _ base: String, _ words: Words, _ formats: Formats, at now: Instant
    ) -> MyDataPage.Request {
        let days = ["received": formats.day(formats.day(of: request.received)), "due": formats.day(formats.day(of: request.due))]
        let (state, label) = status(request, words, at: now)
        return MyDataPage.Request(
            title: words.text("data.number", ["number": String(request.number)]) + " · " + kind(request.kind, words),
            about: words.text(request.state == .open ? "data.dates.open" : "data.dates", days), state: state, status: label,
            outcome: request.outcome, changes: changes.map { Corrections.fact($0, words) },
            receipt: base + "requests/\(request.id)/receipt")
    }

    private static func rows(_ own: OwnData, _ signedIn: SignedInSession) -> [AccountPage.Row] {
        let (words, base) = (signedIn.words, path(signedIn))
        let objections = own.objections.count
        let clients = AccountPage.Row(
            href: base + "correction/", title: words.text("correction.title"), about: words.text("correction.about"))
        return [
            AccountPage.Row(href: base + "export/", title: words.text("data.export"), about: words.text("data.export.about")),
            AccountPage.Row(
                href: signedIn.account + "profile/", title: words.text("data.correct"), about: words.text("data.correct.about")),
        ] + (own.isContact ? [clients] : []) + [
            AccountPage.Row(href: base + "request/", title: words.text("data.ask"), about: words.text("data.ask.about")),
            AccountPage.Row(href: base + "erase/", title: words.text("data.erase"), about: words.text("data.erase.about")),
            AccountPage.Row(
                href: base + "objections/", title: words.text("data.object"), about: words.text("data.object.about"),
                badge: objections == 0
                    ? nil : AccountPage.Badge(state: "kept", label: words.text("data.object.count", count: objections))),
        ]
    }

    /// Tables by what people call them, and where one looks at what they hold.
    private struct Group: Sendable {
        enum Place: Sendable { case account, start, nowhere }

        let word: String
        let tables: Set<String>
        let place: Place

        init(_ word: String, _ tables: Set<String>, _ place: Place) {
            (self.word, self.tables, self.place) = (word, tables, place)
        }

        static let all = [
            Group("data.held.clients", ["client", "contact"], .start),
            Group("data.held.sessions", ["session", "device", "invitation", "second_factor"], .account),
            Group("data.held.cases", ["client_case", "event", "paper_request", "paper"], .start),
            Group("data.held.messages", ["message"], .start), Group("data.held.documents", ["document", "receipt_file"], .start),
            Group("data.held.invoices", ["invoice", "invoice_line", "invoice_party", "payment"], .start),
            Group("data.held.mail", ["mail", "notice"], .nowhere),
        ]
    }

    private static func facts(_ own: OwnData, _ signedIn: SignedInSession) -> [MyDataPage.Fact] {
        let (words, person) = (signedIn.words, own.person)
        let language = person.language.isEmpty ? "" : Offers(signedIn).language(person.language)
        let account = MyDataPage.Fact(
            label: words.text("data.held.account"),
            value: [person.name, person.email, language].filter { !$0.isEmpty }.joined(separator: " · "), href: signedIn.account)
        func count(_ rows: [(table: String, rows: Int)]) -> Int { rows.reduce(0) { $0 + $1.rows } }
        var facts =
            [account]
            + Group.all.compactMap { group -> MyDataPage.Fact? in
                let found = count(own.rows.filter { group.tables.contains($0.table) })
                guard found > 0 else { return nil }
                let href: String? =
                    switch group.place {
                    case .account: signedIn.account
                    case .start: signedIn.visitor.start
                    case .nowhere: nil
                    }
                return MyDataPage.Fact(
                    label: words.text(group.word), value: words.text("data.held.count", count: found), href: href)
            }
        let known = Group.all.reduce(into: Set(["person"])) { $0.formUnion($1.tables) }
        let rest = count(own.rows.filter { !known.contains($0.table) })
        if rest > 0 {
            // What is in no page of its own is in the file of all of it.
            facts.append(
                MyDataPage.Fact(
                    label: words.text("data.held.other"), value: words.text("data.held.count", count: rest),
                    href: path(signedIn) + "export/"))
        }
        return facts
    }
}

/// What was done, as the page of one's own data says it.
enum DataDone: String {
    case asked, objections

    var query: String { "?done=" + rawValue }

    func sentence(_ words: Words) -> String {
        switch self {
        case .asked: words.text("data.done.asked")
        case .objections: words.text("data.done.objections")
        }
    }
}

extension Response {
    /// An export, streamed; it is gone when it was read.
    static func export(_ file: ExportedFile, name: String) -> Response {
        var headers = HTTPFields()
        headers[.cacheControl] = "private, no-store"
        headers[.contentType] = "application/zip"
        headers[.contentDisposition] = ContentDisposition.field(name, isInline: false)
        let body = ResponseBody(contentLength: Int(file.size)) { writer in
            for try await bytes in file.bytes { try await writer.write(ByteBuffer(bytes: bytes)) }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }
}
