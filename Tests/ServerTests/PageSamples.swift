import Actions
import Model
import Site

@testable import Server

enum Slugs {
    static var acme: Slug { slug("acme") }
    static var baltic: Slug { slug("baltic") }
    static var lease: Slug { slug("lease") }

    private static func slug(_ text: String) -> Slug {
        guard let slug = Slug(text) else { preconditionFailure("\(text) is no slug") }
        return slug
    }
}

/// One filled specimen of each dynamic page, with hostile text wherever a person may write.
enum Samples {
    static func all(_ site: Site, _ language: String) throws -> [(String, String)] {
        [
            ("error", try error(site, language)),
            ("sign-in", try signIn(site, language, email: PagesTests.hostile, error: PagesTests.hostile)),
            ("welcome", try welcome(site, language)),
            ("welcome-done", try text(WelcomeDonePage(frame: frame(site, language), signIn: "/acme/"), site, language)),
            ("second-step", try secondStep(site, language)),
            ("account", try account(site, language)),
            ("second-factor", try secondFactor(site, language)),
            ("recovery-codes", try recoveryCodes(site, language)),
            ("staff/people", try staffPeople(site, language)),
            ("staff/person", try staffPerson(site, language)),
            ("staff/invited", try staffInvited(site, language)),
            ("portal/erased", try erased(site, language)),
            ("portal/data", try data(site, language)), ("staff/requests", try requests(site, language)),
            ("staff/request", try request(site, language)),
            ("staff/appearance", try appearance(site, language)),
            ("staff/audit", try audit(site, language)),
            ("me", try me(site, language)),
            ("receipt", try receipt(site, language)),
            ("document", try document(site, language, hasPreview: true)),
            ("staff/search", try search(site, language)),
            ("document-none", try document(site, language, hasPreview: false)),
            ("staff/clients", try staffClients(site, language)), ("staff/client", try staffClient(site, language)),
            ("staff/invitation", try invitation(site, language)),
            ("staff/case", try staffCase(site, language)),
            ("staff/document", try staffDocument(site, language)),
            ("staff/work", try work(site, language)),
            ("staff/templates", try templates(site, language)),
            ("staff/writing", try writing(site, language)),
            ("staff/inbox", try staffInbox(site, language)),
            ("portal/message", try message(site, language)),
            ("portal/policy", try policy(site, language)),
            ("forms/form", try form(site, language)), ("kept", try kept(site, language)),
            ("staff/mail", try outbox(site, language)), ("consent", try consent(site, language)),
            ("staff/usage", try usage(site, language)), ("staff/policies", try policyVersions(site, language)),
        ] + (try byMail(site, language)).enumerated().map { ("by mail \($0)", $1) }
            + (try InvoiceSamples.all(site, language)) + (try OversightSamples.all(site, language))
    }

    static func frame(_ site: Site, _ language: String) -> Frame {
        site.frame(agency: PagesTests.agency, language: language, signedIn: false)
    }

    static func text(_ page: some ServerPage, _ site: Site, _ language: String) throws -> String {
        String(decoding: try page.bytes(site: site, language: language), as: UTF8.self)
    }

    static func error(_ site: Site, _ language: String) throws -> String {
        let page = ErrorPage(
            status: 503, title: PagesTests.hostile, message: PagesTests.hostile, hint: PagesTests.hostile,
            requestID: "1", home: "/acme/", agencyName: PagesTests.hostile, language: language)
        return String(decoding: try page.bytes(site: site), as: UTF8.self)
    }

    static func signIn(_ site: Site, _ language: String, email: String, error: String?) throws -> String {
        let page = SignInPage(
            frame: frame(site, language), action: "/acme/sign-in", to: "/acme/me/", email: email, error: error,
            done: error, forgotten: "/acme/forgotten")
        return try text(page, site, language)
    }

    static func welcome(_ site: Site, _ language: String) throws -> String {
        let page = WelcomePage(
            frame: frame(site, language), greeting: PagesTests.hostile, action: "/acme/welcome",
            token: PagesTests.hostile, email: PagesTests.hostile, error: PagesTests.hostile)
        return try text(page, site, language)
    }

    static func secondStep(_ site: Site, _ language: String) throws -> String {
        let page = SecondStepPage(
            frame: frame(site, language), action: "/acme/sign-in/second-step", to: "/acme/me/", again: "/acme/",
            error: PagesTests.hostile)
        return try text(page, site, language)
    }

    static func me(_ site: Site, _ language: String) throws -> String {
        let clients = ["a", "b"].map {
            MePage.Client(href: "/acme/clients/\($0)/", name: PagesTests.hostile, about: "2", unpaid: "1")
        }
        let page = MePage(
            frame: frame(site, language), greeting: PagesTests.hostile, clients: clients,
            news: [
                .init(
                    href: "/acme/clients/a/", title: PagesTests.hostile, about: PagesTests.hostile, iso: "2026-03-01",
                    date: "1 Mar 2026")
            ], staff: "/acme/staff/")
        return try text(page, site, language)
    }

    /// The pages on the way in by mail.
    static func byMail(_ site: Site, _ language: String) throws -> [String] {
        let (bad, frame) = (PagesTests.hostile, frame(site, language))
        return [
            try text(
                SignInCodePage(frame: frame, action: bad, to: bad, shown: bad, error: bad, signIn: "/acme/"), site, language),
            try text(
                SignInLinkPage(frame: frame, action: bad, token: bad, to: bad, isElsewhere: true, error: bad), site, language),
            try text(MailGonePage(frame: frame, signIn: "/acme/"), site, language),
            try text(ForgottenPage(frame: frame, signIn: "/acme/"), site, language),
            try text(NewPasswordPage(frame: frame, action: bad, token: bad, email: bad, error: bad), site, language),
            try text(NewAddressPage(frame: frame, action: bad, token: bad, lead: bad), site, language),
            try text(
                MailChoicePage(
                    frame: frame, lead: bad, action: bad, options: [.init(value: bad, label: bad, isChosen: true)],
                    isDone: true), site, language),
        ]
    }

    static func outbox(_ site: Site, _ language: String) throws -> String {
        let bad = PagesTests.hostile
        let entry = OutboxPage.Entry(
            subject: bad, to: bad, about: bad, state: "failed", status: "Failed", reply: bad, doubt: bad,
            again: "/acme/staff/mail/1/again")
        let page = OutboxPage(
            frame: frame(site, language), lead: bad, parts: [.init(label: "All", href: "?part=all", current: "page")],
            entries: [entry], older: "?before=1", done: bad, test: "/acme/staff/mail/test",
            trial: .init(isTaken: false, sentence: bad, dialogue: ["> EHLO", "< 554 " + bad]))
        return try text(page, site, language)
    }

    /// Every kind of field, with hostile text in each place, come back with everything wrong.
    static func form(_ site: Site, _ language: String) throws -> String {
        let bad = PagesTests.hostile
        func field(_ kind: FormField.Kind) -> FormField {
            FormField(
                name: kind.rawValue, kind: kind, label: bad, values: [bad],
                options: [.init(bad, bad, about: bad), .init("x", bad)], hint: bad, now: bad, isRequired: true,
                autocomplete: "off", inputmode: "text", most: 300)
        }
        let kinds: [FormField.Kind] = [
            .text, .email, .tel, .url, .search, .date, .password, .number, .textarea, .select, .radios, .checkbox, .checkboxes,
            .hidden,
        ]
        let wrong = Refusal(.invalid, "form.flaw.least", ["least": bad])
        var form = Form(
            [Form.Section(bad, lead: bad, fields: kinds.map(field)), Form.Section(fields: [.text("last", bad)])],
            buttons: [.init(bad), .init(bad, value: "preview")], cancel: "/acme/staff/", state: FormState(bad), key: "k")
        form.preview = site.html(bad)
        form = form.refused(
            .form(Dictionary(uniqueKeysWithValues: kinds.map { ($0.rawValue, wrong) })), site.words(language))
        let page = FormPage(
            frame: frame(site, language), crumbs: [.init(href: "/acme/staff/", label: bad)], title: bad, lead: bad, done: bad,
            form: form,
            dangers: [
                .init(anchor: "archive", label: bad, sentence: bad, action: "/acme/x", hidden: [.hidden("state", bad)])
            ])
        return try text(page, site, language)
    }

    static func receipt(_ site: Site, _ language: String) throws -> String {
        let page = ReceiptPage(
            frame: frame(site, language), caseHref: "/acme/clients/baltic/cases/lease/", caseTitle: PagesTests.hostile,
            summary: "1", number: "018f", instant: "2026-03-01T10:00:00Z", time: "1 March 2026, 12:00", isAgain: true,
            isStaff: true,
            kept: [
                .init(name: PagesTests.hostile, size: "2 MB", sha256: String(repeating: "ab", count: 32), again: false),
                .init(name: "b.pdf", size: "2 MB", sha256: String(repeating: "cd", count: 32), again: true),
            ],
            refused: [.init(name: PagesTests.hostile, why: "Nope.")])
        return try text(page, site, language)
    }

    static func document(_ site: Site, _ language: String, hasPreview: Bool) throws -> String {
        let neighbour = DocumentViewPage.Neighbour(href: "/acme/clients/a/documents/2/view/", name: PagesTests.hostile)
        let page = DocumentViewPage(
            frame: frame(site, language), listHref: "/acme/clients/a/cases/b/", list: PagesTests.hostile, place: "1 of 2",
            name: PagesTests.hostile, about: PagesTests.hostile, open: "/acme/clients/a/documents/1", openLabel: "Open",
            original: hasPreview ? "/acme/clients/a/documents/1/original" : nil,
            preview: hasPreview
                ? .init(
                    src: "/acme/clients/a/documents/1/preview", width: "1600", height: "900", alt: PagesTests.hostile,
                    note: "1") : nil,
            why: "No preview.", previous: hasPreview ? neighbour : nil, next: neighbour)
        return try text(page, site, language)
    }

    static func search(_ site: Site, _ language: String) throws -> String {
        let client = Client(id: ID("c"), slug: Slugs.baltic, name: PagesTests.hostile, kind: .company)
        let pieces = [
            SearchAnswer.Piece(text: PagesTests.hostile, isFound: true), .init(text: PagesTests.hostile, isFound: false),
        ]
        let groups = SearchAnswer.Kind.allCases.map { kind in
            SearchAnswer.Group(
                kind: kind, count: 7,
                results: [
                    SearchAnswer.Result(
                        kind: kind, subject: "s", title: pieces, snippet: pieces, client: client, record: nil, number: "1")
                ])
        }
        let maker = SearchPageMaker(site: site, language: language, settings: PagesTests.agency, home: "/acme/")
        return try text(maker.page(PagesTests.hostile, nil, SearchAnswer(groups: groups)), site, language)
    }

    static func staffCase(_ site: Site, _ language: String) throws -> String {
        let maker = CasePageMaker(
            site: site, language: language, settings: PagesTests.agency, home: "/acme/")
        let client = Client(id: ID("c"), slug: Slugs.baltic, name: PagesTests.hostile, kind: .company)
        var record = Case(
            id: ID("k"), client: client.id, slug: Slugs.lease, title: PagesTests.hostile, status: .open, opened: day)
        record.summary = "Not more than **five** years. <b onclick=alert(1)>raw</b>"
        (record.stages, record.stage) = (["Asked", PagesTests.hostile, "Done"], 1)
        (record.due, record.assignee) = (day, ID("p"))
        let documents = [
            document("1", "passport.jpg", .client, .client), document("2", "lease.pdf", .staff, .client),
            document("3", "limits.txt", .staff, .internal), document("4", PagesTests.hostile, .staff, .internal),
        ]
        let found = StaffCase(
            client: client, record: record,
            events: [
                event("1", .meeting, .client), event("2", .note, .internal, corrects: ID("1")), event("3", .call, .client),
                event("4", .note, .client),
            ], documents: documents, letters: letters, names: [ID("p"): PagesTests.hostile],
            openings: [ID("2"): [.init(name: PagesTests.hostile, isContact: true, at: instant)]])
        let page = maker.page(
            found, form: PagesTests.hostile, filter: HistoryFilter(), today: day.adding(days: 3), done: .published)
        return try text(page, site, language)
    }

    /// One of each side, unread and to be withdrawn, and papers in every state.
    private static var letters: StaffLetters {
        let messages = ["a", "b"].map { id in
            Message(
                id: ID(id), client: ID("c"), caseID: ID("k"), person: ID("p"), author: PagesTests.hostile,
                origin: id == "a" ? .client : .staff, at: Instant(milliseconds: 1_772_360_000_000), text: PagesTests.hostile,
                documents: [ID("1")])
        }
        let papers = Paper.State.allCases.map { state in
            Paper(
                id: ID(state.rawValue), request: ID("r"), title: PagesTests.hostile, hint: PagesTests.hostile, kinds: .pdf,
                largest: 5 << 20, state: state, note: PagesTests.hostile, documents: [ID("1")])
        }
        let request = PaperRequest(
            id: ID("r"), client: ID("c"), caseID: ID("k"), person: ID("p"), at: Instant(milliseconds: 1_772_360_000_000),
            title: PagesTests.hostile, due: day.adding(days: -1), papers: papers)
        return StaffLetters(
            messages: messages, requests: [request], unread: [ID("a")], withdrawable: [ID("b")])
    }

    static func staffInbox(_ site: Site, _ language: String) throws -> String {
        let rows = ["/a/", "/b/"].map {
            StaffInboxPage.Row(
                href: $0, title: PagesTests.hostile, client: PagesTests.hostile, latest: PagesTests.hostile,
                names: PagesTests.hostile, counts: ["1 message", "2 documents"], instant: "2026-03-01T10:00:00Z", time: "1 March")
        }
        return try text(StaffInboxPage(frame: frame(site, language), until: "1", rows: rows), site, language)
    }

    static func message(_ site: Site, _ language: String) throws -> String {
        let formats = site.formats(language: language, agency: PagesTests.agency)
        let letter = LetterForm(
            Slugs.lease, of: Slugs.baltic, agency: Slugs.acme, form: PagesTests.hostile, mayAttach: true, isStaff: true,
            limits: site.upload, words: site.words(language), formats: formats, text: PagesTests.hostile,
            error: PagesTests.hostile, fileError: PagesTests.hostile)
        return try text(
            MessagePage(
                frame: frame(site, language), caseHref: "/acme/clients/baltic/cases/lease/", caseTitle: PagesTests.hostile,
                letter: letter), site, language)
    }

    static func policy(_ site: Site, _ language: String) throws -> String {
        let page = PolicyPage(
            frame: frame(site, language), start: "/acme/me/", title: PagesTests.hostile, updated: "1", textLanguage: "lt",
            body: HTML(trusted: "<p>A text.</p>"), digest: PagesTests.hostile, error: PagesTests.hostile)
        return try text(page, site, language)
    }

    static var day: Day { Day(count: 20_500) }

    private static func event(
        _ id: String, _ kind: Event.Kind, _ visibility: Visibility, corrects: ID<Event>? = nil
    ) -> Event {
        Event(
            id: ID(id), caseID: ID("k"), day: day, at: Instant(milliseconds: 1_772_360_000_000), kind: kind,
            title: PagesTests.hostile, body: "A *body*.", visibility: visibility, corrects: corrects)
    }

    static func document(
        _ id: String, _ name: String, _ origin: Document.Origin, _ visibility: Visibility
    ) -> Document {
        Document(
            id: ID(id), client: ID("c"), caseID: ID("k"), name: name, type: "application/pdf", size: 1_234_567,
            sha256: Array(repeating: 7, count: 32), origin: origin, visibility: visibility, person: nil,
            received: Instant(milliseconds: 1_772_360_000_000), wrappedKey: [])
    }
}
