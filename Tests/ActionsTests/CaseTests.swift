import Foundation
import Model
import Records
import Testing

@testable import Actions

/// What staff do with cases, their histories and their templates.
struct CaseTests {
    /// A house with an agent who is assigned to Acme alone, and their sessions.
    struct Office: Sendable {
        let house: House
        let olga, liam, anna: Session

        init() async throws {
            let house = try await House()
            let (agency, small) = (house.agency, house.small)
            let agent = Person(id: agency.world.id(), email: "liam@agency.example", name: "Liam", role: .agent)
            try await agency.change { connection, journal in
                try connection.insert(agent)
                try connection.setSetting("agents_see_all", "false")
                try connection.assign(agent.id, to: small.acme.id)
                journal.changed(.everything)
            }
            try await agency.settled()
            (self.house, olga, liam, anna) = (
                house, small.session(small.olga), small.session(agent), small.session(small.anna)
            )
        }

        var agency: OpenAgency { house.agency }

        /// What a form for a case sends.
        func typed(_ fields: [String: String], key: String? = nil, state: FormState? = nil) -> Typed {
            var texts = ["title": "Permits", "summary": "", "stages": "", "assignee": "", "due": "", "slug": ""]
            texts.merge(fields) { $1 }
            texts["key"] = key ?? agency.world.uuid()
            texts["state"] = state?.text
            return Typed(texts.mapValues { [$0] })
        }

        func entry(_ fields: [String: String], key: String? = nil) -> Typed {
            var texts = [
                "kind": "note", "day": "2026-03-09", "time": "", "title": "Call back", "body": "", "visibility": "internal",
            ]
            texts.merge(fields) { $1 }
            texts["key"] = key ?? agency.world.uuid()
            return Typed(texts.mapValues { [$0] })
        }

        /// The words of every page of a client in every view.
        func pages(of client: String = "acme") throws -> String {
            try house.place.pages(agency.slug).filter { $0.key.hasPrefix("clients/\(client)/") }
                .map { String(decoding: $0.value, as: UTF8.self) }.joined()
        }
    }

    private let acme = Slug.of("acme")
    private let lease = Slug.of("lease")

    @Test func `a new case is on the client's pages when its form is answered`() async throws {
        let office = try await Office()
        let record = try await office.agency.createCase(
            office.liam, client: acme,
            office.typed([
                "title": "Leidimai „Šiaurės“ sandėliui", "stages": "Asked\r\n Granted \n\n", "due": "2026-05-04",
                "assignee": office.liam.person.id.text,
            ]))
        #expect(record.slug.text == "leidimai-siaures-sandeliui" && record.stages == ["Asked", "Granted"])
        #expect(record.opened == .of("2026-03-10") && record.status == .open && record.assignee == office.liam.person.id)
        let pages = try office.pages()
        #expect(pages.contains("Leidimai „Šiaurės“ sandėliui") && pages.contains("Granted"))
        #expect(try await office.house.log(of: record.id.text) == ["case.create"])
    }

    @Test func `one form is one case, however often it is sent, and another of the same title gets a number`() async throws {
        let office = try await Office()
        let form = office.typed(["title": "Lease"])
        async let one = office.agency.createCase(office.olga, client: acme, form)
        async let other = office.agency.createCase(office.olga, client: acme, form)
        let (first, second) = try await (one, other)
        #expect(first == second && first.slug.text == "lease-2")
        let taken = await refusal {
            try await office.agency.createCase(office.olga, client: acme, office.typed(["slug": "lease"]))
        }
        #expect(taken == "invalid slug: refusal.case.slug")
        let next = try await office.agency.createCase(office.olga, client: acme, office.typed(["title": "Lease"]))
        #expect(next.slug.text == "lease-3")
        // Of another client the same name is free.
        let beta = try await office.agency.createCase(office.olga, client: .of("beta"), office.typed(["title": "Lease"]))
        #expect(beta.slug.text == "lease")
    }

    @Test func `nobody does anything with the case of a client whom they may not see`() async throws {
        let office = try await Office()
        let (agency, beta, audit) = (office.agency, Slug.of("beta"), Slug.of("audit"))
        for session in [office.liam, office.anna] {
            let draft = FormState(CaseDraft(office.house.small.audit))
            let attempts: [() async throws -> Void] = [
                { _ = try await agency.createCase(session, client: beta, office.typed([:])) },
                { _ = try await agency.editCase(session, client: beta, case: audit, office.typed([:], state: draft)) },
                { _ = try await agency.setStatus(session, client: beta, case: audit, .closed) },
                { _ = try await agency.setStage(session, client: beta, case: audit, to: "x") },
                { _ = try await agency.addEntry(session, client: beta, case: audit, office.entry([:])) },
                { _ = try await agency.caseForEntry(session, client: beta, case: audit, correcting: nil) },
                { _ = try await agency.editableCase(session, client: beta, case: audit) },
                { _ = try await agency.caseChoices(session, client: beta) },
                { _ = try await agency.setStatus(session, client: beta, case: .of("none"), .closed) },
                { _ = try await agency.addCaseTemplate(session, office.typed(["name": "T"])) },
                { _ = try await agency.caseTemplates(session) },
            ]
            for attempt in attempts { #expect(await refusal(attempt) == "notFound refusal.not-found") }
        }
        // Whoever has lost the right while the form was open does nothing either.
        let form = office.entry([:])
        try await agency.change { connection, _ in
            _ = try connection.unassign(office.liam.person.id, from: office.house.small.acme.id)
        }
        let late = await refusal { try await agency.addEntry(office.liam, client: acme, case: lease, form) }
        #expect(late == "notFound refusal.not-found")
    }

    @Test func `whoever changes a case that somebody has changed since is told so, and nothing is lost`() async throws {
        let office = try await Office()
        let state = FormState(CaseDraft(office.house.small.lease))
        let edited = try await office.agency.editCase(
            office.olga, client: acme, case: lease,
            office.typed(["title": "Lease, new", "stages": "A\nB", "due": "2026-04-01"], state: state))
        #expect(edited.title == "Lease, new" && edited.slug == lease)
        let late = await refusal {
            try await office.agency.editCase(
                office.liam, client: acme, case: lease, office.typed(["title": "Lease, mine"], state: state))
        }
        #expect(late == "conflict refusal.form.changed")
        #expect(try office.pages().contains("Lease, new") && !office.pages().contains("Lease, mine"))
        // A move to another stage is no change of what the form holds.
        let open = FormState(CaseDraft(edited))
        _ = try await office.agency.setStage(office.liam, client: acme, case: lease, to: "B")
        let again = try await office.agency.editCase(
            office.olga, client: acme, case: lease,
            office.typed(["title": "Lease, new", "stages": "A\nA2\nB", "due": "2026-04-01"], state: open))
        #expect(again.currentStage == "B")
        #expect(try await office.house.log(of: again.id.text) == ["case.edit", "case.stage", "case.edit"])
    }

    @Test func `of two who close a case at once, one has closed it`() async throws {
        let office = try await Office()
        async let one = office.agency.setStatus(office.olga, client: acme, case: lease, .closed)
        async let other = office.agency.setStatus(office.liam, client: acme, case: lease, .closed)
        let (first, second) = try await (one, other)
        #expect(first == second && first.closed == .of("2026-03-10"))
        #expect(try await office.house.log(of: first.id.text) == ["case.status"])
        let open = try await office.agency.setStatus(office.liam, client: acme, case: lease, .open)
        #expect(open.closed == nil)
        #expect(try await office.house.log(of: first.id.text) == ["case.status", "case.status"])
    }

    @Test func `a stage that the case no longer has is refused`() async throws {
        let office = try await Office()
        let answer = await refusal { try await office.agency.setStage(office.olga, client: acme, case: lease, to: "Gone") }
        #expect(answer == "conflict refusal.case.stage")
    }

    @Test func `only staff who may see the client can look after its cases`() async throws {
        let office = try await Office()
        for person in [office.liam.person.id, office.house.small.anna.id, office.agency.world.id(Person.self)] {
            let answer = await refusal {
                try await office.agency.createCase(
                    office.olga, client: .of("beta"), office.typed(["assignee": person.text]))
            }
            #expect(answer == "invalid assignee: refusal.case.assignee")
        }
        let choices = try await office.agency.caseChoices(office.olga, client: .of("beta"))
        #expect(choices.assignees.map(\.name) == ["Olga"])
        #expect(try await office.agency.caseChoices(office.olga, client: acme).assignees.map(\.name) == ["Liam", "Olga"])
    }

    @Test func `an internal entry never becomes bytes of a page; what the client may see is there at once`() async throws {
        let office = try await Office()
        let kept = try await office.agency.addEntry(
            office.liam, client: acme, case: lease, office.entry(["title": "HIDDEN-1", "body": "HIDDEN-2"]))
        #expect(kept.author == office.liam.person.id)
        try await office.agency.settled()
        #expect(try !office.pages().contains("HIDDEN"))
        let shown = try await office.agency.addEntry(
            office.liam, client: acme, case: lease,
            office.entry([
                "title": "Seen <b>", "body": "*soft* <script>alert(1)</script>", "visibility": "client", "time": "14:30",
            ]))
        let pages = try office.pages()
        #expect(pages.contains("Seen &lt;b&gt;") && pages.contains("<em>soft</em>") && !pages.contains("<script>"))
        #expect(pages.contains("14:30") || pages.contains("2:30") || pages.contains("02:30"))
        #expect(!pages.contains("Liam"))
        #expect(try await office.house.log(of: shown.id.text) == ["event.add"])
    }

    @Test func `an entry corrects one of its own case, and one form is one entry`() async throws {
        let office = try await Office()
        let (agency, small) = (office.agency, office.house.small)
        let wrong = try await agency.addEntry(
            office.olga, client: acme, case: lease, office.entry(["title": "3 %", "visibility": "client"]))
        let form = office.entry(["title": "3.5 %", "visibility": "client"])
        let right = try await agency.addEntry(office.liam, client: acme, case: lease, correcting: wrong.id.text, form)
        let again = try await agency.addEntry(office.liam, client: acme, case: lease, correcting: wrong.id.text, form)
        #expect(right == again && right.corrects == wrong.id)
        #expect(try office.pages().contains("href=\"#e-\(wrong.id)\""))
        #expect(try await office.house.log(of: right.id.text) == ["event.correct"])
        // Not one of another case, whoever may see that.
        for old in [wrong.id.text, "nonsense", agency.world.uuid()] {
            let answer = await refusal {
                try await agency.addEntry(
                    office.olga, client: .of("beta"), case: .of("audit"), correcting: old, office.entry([:]))
            }
            #expect(answer == "notFound refusal.not-found", "\(old)")
        }
        #expect(try await agency.records.read { try $0.events(of: small.audit.id) }.isEmpty)
    }

    @Test func `what is wrong in an entry is said at its fields, all at once`() async throws {
        let office = try await Office()
        do {
            _ = try await office.agency.addEntry(
                office.olga, client: acme, case: lease,
                office.entry([
                    "kind": "rumour", "day": "2026-02-30", "time": "25:00", "title": " ", "visibility": "everybody",
                ]))
            Issue.record("it was taken")
        } catch let refusal as Refusal {
            #expect(Set(refusal.fields.keys) == ["kind", "day", "time", "title", "visibility"])
        }
        for stages in ["A\na", String(repeating: "x", count: 61), (0...12).map(String.init).joined(separator: "\n"), "A\u{7}"] {
            #expect(throws: Refusal.self, "\(stages.prefix(20))") { try StageNames.read(stages) }
        }
    }

    @Test func `a case copies its template, which only owners and admins change`() async throws {
        let office = try await Office()
        let agency = office.agency
        func form(_ name: String, _ stages: String, state: FormState? = nil) -> Typed {
            office.typed(["name": name, "title": "Lease of …", "summary": "*What* we do", "stages": stages], state: state)
        }
        let template = try await agency.addCaseTemplate(office.olga, form("Lease", "One\nTwo"))
        let taken = await refusal { try await agency.addCaseTemplate(office.olga, form("Lease", "")) }
        #expect(taken == "invalid name: refusal.case-template.name")
        let draft = CaseDraft(template)
        #expect(draft.stages == ["One", "Two"] && draft.title == "Lease of …")
        // Agents begin with templates, and do not change them.
        #expect(try await agency.caseChoices(office.liam, client: acme).templates == [template])
        for attempt in [
            {
                _ = try await agency.editCaseTemplate(
                    office.liam, id: template.id.text, form("L", "", state: FormState(template)))
            },
            { try await agency.removeCaseTemplate(office.liam, id: template.id.text) },
            { try await agency.removeCaseTemplate(office.olga, id: "nonsense") },
        ] as [() async throws -> Void] {
            #expect(await refusal(attempt) == "notFound refusal.not-found")
        }
        let changed = try await agency.editCaseTemplate(
            office.olga, id: template.id.text, form("Lease", "Three", state: FormState(template)))
        let late = await refusal {
            try await agency.editCaseTemplate(
                office.olga, id: template.id.text, form("Lease", "Four", state: FormState(template)))
        }
        #expect(late == "conflict refusal.form.changed" && changed.stages == ["Three"])
        try await agency.removeCaseTemplate(office.olga, id: template.id.text)
        #expect(try await agency.caseTemplates(office.olga).isEmpty)
        #expect(
            try await office.house.log(of: template.id.text)
                == ["case-template.add", "case-template.edit", "case-template.remove"])
    }

    @Test func `staff see who opened a document and when`() async throws {
        let office = try await Office()
        let agency = office.agency
        let document = try await agency.keep("For you.\n", named: "offer.txt", on: office.house.small.lease, .client)
        #expect(try await agency.staffCase(office.liam, client: acme, case: lease).openings.isEmpty)
        _ = try await agency.document(office.anna, client: acme, id: document.id.text)
        _ = try await agency.document(office.olga, client: acme, id: document.id.text)
        let found = try await agency.staffDocument(office.liam, id: document.id.text)
        #expect(Set(found.openings.map(\.name)) == ["Anna", "Olga"])
        #expect(found.openings.first { $0.isContact }?.name == "Anna")
        let readers = try await agency.staffCase(office.liam, client: acme, case: lease).openings[document.id] ?? []
        #expect(readers.first { $0.isContact }?.name == "Anna" && readers.count == 2)
        for session in [office.anna, office.house.small.session(office.house.small.ben)] {
            let answer = await refusal { try await agency.staffDocument(session, id: document.id.text) }
            #expect(answer == "notFound refusal.not-found")
        }
        try await agency.change { connection, _ in
            _ = try connection.unassign(office.liam.person.id, from: office.house.small.acme.id)
        }
        let late = await refusal { try await agency.staffDocument(office.liam, id: document.id.text) }
        #expect(late == "notFound refusal.not-found")
    }

    @Test func `the work of a member of staff is theirs, what is due, and what has changed`() async throws {
        let office = try await Office()
        let agency = office.agency
        let record = try await agency.createCase(
            office.olga, client: acme, office.typed(["assignee": office.liam.person.id.text, "due": "2026-03-02"]))
        let far = try await agency.createCase(office.olga, client: acme, office.typed(["title": "Far", "due": "2026-09-01"]))
        let hidden = try await agency.createCase(office.olga, client: .of("beta"), office.typed(["due": "2026-03-11"]))
        let work = try await agency.staffWork(office.liam)
        #expect(work.mine.map(\.record.id) == [record.id] && work.today == .of("2026-03-10"))
        #expect(work.due.map(\.record.id) == [record.id])
        #expect(Set(work.recent.map(\.record.id)) == [record.id, far.id])
        let all = try await agency.staffWork(office.olga)
        #expect(all.mine.isEmpty && all.due.map(\.record.id) == [record.id, hidden.id])
        #expect(all.due.first?.assignee == "Liam")
        #expect(await refusal { try await agency.staffWork(office.anna) } == "notFound refusal.not-found")
    }
}
