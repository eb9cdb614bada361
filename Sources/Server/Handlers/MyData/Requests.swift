import Actions
import Hummingbird
import Model
import Site
import Templates

/// `/AGENCY/staff/requests/`: what people ask about their data, for owner and admin.
enum RequestHandlers {
    /// GET `/AGENCY/staff/requests/`.
    static func list(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        let requests = try await manager.agency.dataRequests(manager.session)
        let restrictions = try await manager.agency.restrictions(manager.session)
        let (words, formats, now) = (manager.signedIn.words, manager.formats, manager.agency.world.now())
        let page = RequestsPage(
            frame: manager.frame(at: .settings, isBelow: true), settings: manager.visitor.home + "staff/settings/",
            new: manager.requests + "new/", done: manager.visitor.query["done"].map { _ in words.text("requests.done") },
            rows: requests.map { request in
                let (state, label) = MyDataHandlers.status(request, words, at: now)
                let days = [
                    "received": formats.day(formats.day(of: request.received)),
                    "due": formats.day(formats.day(of: request.due)),
                ]
                return RequestsPage.Row(
                    href: manager.requests + "\(request.id)/",
                    title: words.text("data.number", ["number": String(request.number)]) + " · "
                        + (request.name.isEmpty ? words.text("erased.contact") : request.name),
                    about: MyDataHandlers.kind(request.kind, words) + " · "
                        + words.text(request.state == .open ? "data.dates.open" : "data.dates", days),
                    state: state, status: label)
            },
            restrictions: restrictions.map { found in
                RequestsPage.Row(
                    href: manager.visitor.home + "staff/restrictions/\(found.restriction.id)/", title: found.name,
                    about: RestrictionHandlers.reason(found.restriction.reason, words), state: "waiting",
                    status: words.text("restriction.badge"))
            })
        return .page(try page.bytes(site: manager.site, language: manager.signedIn.ownLanguage))
    }

    /// GET and POST `/AGENCY/staff/requests/new/`: what came by letter, by telephone or in person.
    static func record(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        let words = manager.signedIn.words
        return try await FormRun(manager.staff).answer(request) { _ in
            let form = Form(
                [
                    Form.Section(
                        fields: [
                            .text("name", words.text("requests.name"), isRequired: true),
                            .text("email", words.text("requests.email"), kind: .email, hint: words.text("requests.email.hint")),
                            .day("day", words.text("requests.day"), hint: words.text("requests.day.hint")),
                        ] + MyDataForms.fields(words))
                ], buttons: [Form.Button(words.text("requests.save"))], cancel: manager.requests,
                key: manager.agency.world.uuid())
            return FormPage(
                frame: manager.frame(at: .settings, isBelow: true), crumbs: [manager.requestsCrumb],
                title: words.text("requests.new"), lead: words.text("requests.new.lead"), form: form)
        } take: { typed in
            let made = try await manager.agency.recordRequest(manager.session, typed)
            return .go(to: manager.requests + "\(made.id)/")
        }
    }

    /// GET and POST `/AGENCY/staff/requests/ID/`: what was done, and what is decided.
    static func show(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        let id = manager.visitor.path.segments[3]
        return try await FormRun(manager.staff).answer(request) { _ in
            page(try await manager.agency.dataRequest(id, manager.session), manager)
        } take: { typed in
            if typed.button == "note" {
                try await manager.agency.noteRequest(id, typed, manager.session)
                return .go(to: manager.requests + id + "/")
            }
            try await manager.agency.decideRequest(id, typed, manager.session, address: manager.address)
            return .go(to: manager.requests + "?done=decided")
        }
    }

    /// POST `/AGENCY/staff/requests/ID/export`: the export of whoever asked, for them.
    static func export(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        try await proved(request, manager, "requests.export") { id, typed in
            let file = try await manager.agency.exportForRequest(id, typed, manager.session, address: manager.address)
            return .answer(.export(file, name: "\(manager.agency.slug)-data.zip"))
        }
    }

    /// POST `/AGENCY/staff/requests/ID/offer`: a link to the copy goes to whoever asked.
    static func offer(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        try await proved(request, manager, "requests.offer") { id, typed in
            try await manager.agency.offerCopy(id, typed, manager.session, address: manager.address)
            return .go(to: manager.requests + id + "/")
        }
    }

    /// Takes a button of a request that gives out data; whose last proof is too old is asked for the password on a page of its own.
    private static func proved(
        _ request: Request, _ manager: ManagerSession, _ title: String,
        take: (String, Typed) async throws -> FormRun.Outcome
    ) async throws -> Response {
        let (words, id) = (manager.signedIn.words, manager.visitor.path.segments[3])
        let back = manager.requests + id + "/"
        return try await FormRun(manager.staff).answer(request) { _ in
            let number = String(try await manager.agency.requestToCopy(id, manager.session).number)
            let label = words.text("data.number", ["number": number])
            let form = Form(
                [Form.Section(fields: manager.signedIn.presentPassword)], buttons: [Form.Button(words.text(title))], cancel: back)
            return FormPage(
                frame: manager.frame(at: .settings, isBelow: true),
                crumbs: [manager.requestsCrumb, FormPage.Crumb(href: back, label: label)], title: words.text(title),
                lead: words.text("requests.how.access"), form: form)
        } take: { typed in
            try await take(id, typed)
        }
    }

    private static func page(_ known: KnownRequest, _ manager: ManagerSession) -> RequestPage {
        let (words, formats, request) = (manager.signedIn.words, manager.formats, known.request)
        let (state, label) = MyDataHandlers.status(request, words, at: manager.agency.world.now())
        func day(_ instant: Instant) -> String { formats.day(formats.day(of: instant)) }
        let facts: [(String, String)] = [
            ("requests.name", request.name), ("requests.email", request.email),
            ("requests.channel", channel(request.channel, words)), ("requests.received", day(request.received)),
            ("requests.due", day(request.due)),
        ]
        return RequestPage(
            frame: manager.frame(at: .settings, isBelow: true), requests: manager.requests,
            title: words.text("data.number", ["number": String(request.number)]) + " · "
                + MyDataHandlers.kind(request.kind, words), state: state, status: label,
            facts: facts.filter { !$0.1.isEmpty }.map { MyDataPage.Fact(label: words.text($0.0), value: $0.1) },
            changes: known.changes.map { Corrections.fact($0, words, client: known.clients[$0.client]) },
            words: request.words, outcome: request.outcome,
            steps: known.steps.map { step in
                RequestPage.Step(
                    instant: step.at.rfc3339, time: formats.moment(step.at), what: what(step.what, words),
                    who: step.person.map { known.names[$0] ?? words.text("audit.actor.gone") }
                        ?? words.text("audit.actor.system"),
                    words: step.words)
            }, export: known.mayBeCopied ? manager.requests + "\(request.id)/export" : nil,
            offer: known.mayBeCopied && [.access, .portability].contains(request.kind)
                ? manager.requests + "\(request.id)/offer" : nil,
            receipt: manager.visitor.home + "me/data/requests/\(request.id)/receipt", how: how(known, words),
            isOpen: request.state == .open, form: form(known, manager))
    }

    /// The form that decides it; for an erasure with what goes, what stays, and what proves who grants it.
    private static func form(_ known: KnownRequest, _ manager: ManagerSession) -> Form {
        let words = manager.signedIn.words
        let decisions = ["done", "refused"].map { FormField.Option($0, words.text("requests.decision." + $0)) }
        let isErasure = known.request.kind == .erase && known.request.state == .open
        let outlook = isErasure ? ErasureSections(words, manager.formats, known.erases, isSure: false) : nil
        let decision = Form.Section(fields: [
            .choice(
                "decision", words.text("requests.decision"), isErasure ? "" : "done", decisions, kind: .radios, isRequired: true),
            .area("outcome", words.text("requests.outcome"), hint: words.text("requests.outcome.hint"), most: 4000, rows: 4),
        ])
        // A note, or a refusal, takes neither.
        let present = manager.signedIn.presentPassword.map { field in
            var field = field
            field.isRequired = false
            return field
        }
        let proof = isErasure ? (outlook?.confirmation ?? []) + present : []
        let sections =
            (outlook?.sections ?? []) + [decision]
            + (proof.isEmpty
                ? [] : [Form.Section(words.text("erase.confirm"), lead: words.text("requests.erase.confirm"), fields: proof)])
            + [
                Form.Section(fields: [
                    .area("note", words.text("requests.note"), hint: words.text("requests.note.hint"), most: 2000, rows: 3)
                ])
            ]
        var form = Form(
            sections,
            buttons: [Form.Button(words.text("requests.decide")), Form.Button(words.text("requests.note.add"), value: "note")],
            key: manager.agency.world.uuid())
        if let hold = outlook?.hold { form.message = words.text("refusal.erase.held", ["reason": hold]) }
        return form
    }

    private static func channel(_ channel: DataRequest.Channel, _ words: Words) -> String {
        switch channel {
        case .portal: words.text("requests.channel.portal")
        case .form: words.text("requests.channel.form")
        case .staff: words.text("requests.channel.staff")
        }
    }

    private static func what(_ what: RequestStep.What, _ words: Words) -> String {
        switch what {
        case .received: words.text("requests.step.received")
        case .reminded: words.text("requests.step.reminded")
        case .noted: words.text("requests.step.noted")
        case .exported: words.text("requests.step.exported")
        case .offered: words.text("requests.step.offered")
        case .fetched: words.text("requests.step.fetched")
        case .carried: words.text("requests.step.carried")
        case .decided: words.text("requests.step.decided")
        }
    }

    /// What a kind of request takes, and what the program does when it is granted.
    private static func how(_ known: KnownRequest, _ words: Words) -> String {
        switch known.request.kind {
        case .access, .portability: words.text("requests.how.access")
        case .rectify: words.text("requests.how.rectify")
        case .erase where known.erases.isEmpty: words.text("requests.how.erase.nobody")
        case .erase: words.text("requests.how.erase")
        case .restrict: words.text("requests.how.restrict")
        case .object: words.text("requests.how.object")
        }
    }
}

extension ManagerSession {
    /// `/AGENCY/staff/requests/`.
    var requests: String { visitor.home + "staff/requests/" }

    var requestsCrumb: FormPage.Crumb { FormPage.Crumb(href: requests, label: signedIn.words.text("requests.title")) }

    var formats: Formats { site.formats(language: signedIn.ownLanguage, agency: settings) }
}
