import Model
import Records
import Testing

@testable import Actions

/// Papers that a case begins with asking for.
@Suite struct CasePaperTests {
    private static let papers = [
        "papers-title": "For the accounts", "papers-days": "14", "papers[0].title": "Statements",
        "papers[0].hint": "All of them.",
        "papers[0].kinds": "pdf", "papers[0].largest": "5", "papers[1].title": "Invoices", "papers[1].kinds": "",
        // A row whose title was emptied is none, whatever else stands in it.
        "papers[2].title": " ", "papers[2].kinds": "sheet", "papers[2].largest": "9",
    ]

    @Test func `a template carries papers, which are changed and taken away with it`() async throws {
        let office = try await CaseTests.Office()
        let agency = office.agency
        let template = try await agency.addCaseTemplate(
            office.olga, office.typed(Self.papers.merging(["name": "Accounts"]) { $1 }))
        #expect(
            template.papers == [
                PaperDraft(title: "Statements", hint: "All of them.", kinds: .pdf, largest: 5 << 20),
                PaperDraft(title: "Invoices"),
            ])
        #expect(template.papersTitle == "For the accounts" && template.papersDays == 14)
        #expect(try await agency.caseTemplate(office.olga, id: template.id.text) == template)
        #expect(try await agency.caseChoices(office.liam, client: .of("acme")).templates == [template])
        // Who was slower than somebody who changed the papers is told so.
        let fewer = ["name": "Accounts", "papers-title": "For us", "papers[0].title": "Invoices"]
        let changed = try await agency.editCaseTemplate(
            office.olga, id: template.id.text, office.typed(fewer, state: FormState(template)))
        #expect(changed.papers == [PaperDraft(title: "Invoices")] && changed.papersDays == nil)
        #expect(
            await refusal {
                try await agency.editCaseTemplate(
                    office.olga, id: template.id.text, office.typed(fewer, state: FormState(template)))
            } == "conflict refusal.form.changed")
        try await agency.removeCaseTemplate(office.olga, id: template.id.text)
        #expect(try await agency.caseTemplates(office.olga) == [])
    }

    @Test func `what is wrong with the papers of a form is said at their fields`() async throws {
        let office = try await CaseTests.Office()
        let wrong = ["papers-days": "-1", "papers[0].title": "Statements", "papers[0].kinds": "exe", "papers[0].largest": "0"]
        let told = await #expect(throws: Refusal.self) {
            try await office.agency.addCaseTemplate(office.olga, office.typed(wrong.merging(["name": "Accounts"]) { $1 }))
        }
        #expect(
            told.map { Set($0.fields.keys) } == ["papers-title", "papers-days", "papers[0].kinds", "papers[0].largest"])
        let opened = await #expect(throws: Refusal.self) {
            try await office.agency.createCase(office.liam, client: .of("acme"), office.typed(wrong))
        }
        #expect(opened.map { Set($0.fields.keys) } == ["papers-title", "papers[0].kinds", "papers[0].largest"])
        #expect(try await office.agency.records.read { try $0.cases().count } == 2)
    }

    @Test func `a case is opened and its papers asked for in one step, once however often the form is sent`() async throws {
        let office = try await CaseTests.Office()
        let agency = office.agency
        let form = office.typed(Self.papers.merging(["title": "Accounts", "papers-due": "2026-03-24"]) { $1 })
        let record = try await agency.createCase(office.liam, client: .of("acme"), form)
        #expect(try await agency.createCase(office.liam, client: .of("acme"), form).id == record.id)
        let requests = try await agency.records.read { try $0.paperRequests(of: record.id) }
        #expect(requests.count == 1)
        let request = try #require(requests.first)
        #expect(
            request.title == "For the accounts" && request.due == .of("2026-03-24") && request.person == office.liam.person.id)
        #expect(request.papers.map(\.title) == ["Statements", "Invoices"] && request.papers[0].largest == 5 << 20)
        let page = try office.pages()
        #expect(page.contains("Statements") && page.contains("For the accounts"))
        #expect(try await office.house.log(of: request.id.text) == ["paper.ask"])
        // Of one instant: in any order.
        let told = try await agency.records.read { try $0.notices(of: office.anna.person.id, limit: 9) }
        #expect(told.map(\.kind).sorted() == ["request", "status"])
        let plain = try await agency.createCase(office.liam, client: .of("acme"), office.typed(["papers-title": "For nothing"]))
        #expect(try await agency.records.read { try $0.paperRequests(of: plain.id) } == [])
    }
}
