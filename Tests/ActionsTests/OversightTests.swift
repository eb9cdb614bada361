import Crypto
import Foundation
import Model
import Records
import TestKit
import Testing

@testable import Actions

/// An agency with an owner, in a workspace where the operator is somebody else.
private struct Overseen {
    let place: Place
    let workspace: Workspace
    let agency: OpenAgency
    let small: SmallAgency

    init(adjust: (inout WorkspaceSettings) -> Void = { _ in }) async throws {
        place = try Place()
        workspace = try place.workspace(.command, adjust: adjust)
        agency = try await workspace.make("north")
        small = try await SmallAgency(agency)
    }

    var owner: Session { small.session(small.olga) }

    func actions() async throws -> [String] {
        try await agency.auditEntries(limit: 10_000).map { "\($0.action) \($0.outcome)" }
    }

    func letters() async throws -> [Mail] {
        try await agency.records.read { try $0.latestMail(in: [.waiting, .sent], limit: 100) }
    }
}

@Suite struct `The operator's access` {
    @Test func `needs a grant, which ends by itself, and each look is an entry`() async throws {
        let house = try await Overseen()
        await #expect(throws: Refusal.self) { try await house.agency.operatorLooks("document get x") }
        #expect(try await house.actions().last == "operator.read refused")
        let form = Typed(fields: ["length": "3600", "reason": "ticket 12"])
        try await house.agency.grantAccess(form, by: house.owner)
        try await house.agency.operatorLooks("document get x")
        let overview = try await house.agency.accessOverview(house.owner)
        #expect(overview.entries.map(\.giver) == ["Olga"])
        #expect(overview.entries.first?.uses.map(\.what) == ["document get x"])
        house.place.clock.advance(seconds: 3600)
        await #expect(throws: Refusal.self) { try await house.agency.operatorLooks("document get x") }
        await house.workspace.stop()
    }

    @Test func `ends when an owner says so`() async throws {
        let house = try await Overseen()
        try await house.agency.grantAccess(Typed(fields: ["length": "86400", "reason": "move"]), by: house.owner)
        let grant = try #require(try await house.agency.accessOverview(house.owner).entries.first?.grant)
        #expect(house.agency.openAccess == grant)
        try await house.agency.endAccess(grant.id.text, by: house.owner)
        #expect(house.agency.openAccess == nil)
        await #expect(throws: Refusal.self) { try await house.agency.operatorLooks("audit list") }
        await house.workspace.stop()
    }

    @Test func `is taken in an emergency for an hour, and every owner gets a letter`() async throws {
        let house = try await Overseen()
        await #expect(throws: Refusal.self) { try await house.agency.operatorLooks("document list", emergency: " ") }
        try await house.agency.operatorLooks("document list", emergency: "The disk is dying")
        #expect(try await house.letters().map(\.kind) == ["operator-access"])
        #expect(try await house.letters().first?.body.contains("The disk is dying") == true)
        #expect(try await house.agency.accessOverview(house.owner).entries.first?.grant.isEmergency == true)
        // The same grant serves for the hour: one letter, however often they look.
        try await house.agency.operatorLooks("document list", emergency: "again")
        #expect(try await house.letters().count == 1)
        house.place.clock.advance(seconds: AccessGrant.emergency)
        await #expect(throws: Refusal.self) { try await house.agency.operatorLooks("document list") }
        await house.workspace.stop()
    }

    @Test func `asks nobody where the operator is the agency, or where there is no owner; the entry is written all the same`()
        async throws
    {
        let own = try await Overseen { $0.isOperatorAgency = true }
        try await own.agency.operatorLooks("audit list")
        #expect(try await own.actions().last == "operator.read own")
        await own.workspace.stop()
        let place = try Place()
        let workspace = try place.workspace(.command)
        let empty = try await workspace.make("empty")
        try await empty.operatorLooks("audit list")
        #expect(try await empty.auditEntries(limit: 10_000).last.map { "\($0.action) \($0.outcome)" } == "operator.read unowned")
        await workspace.stop()
    }

    @Test func `is not asked for to read what was written to the operator, and that is an entry too`() async throws {
        let house = try await Overseen()
        await #expect(throws: Refusal.self) { _ = try await house.agency.operatorReads(1) }
        let key = house.agency.world.uuid()
        let thread = try await house.agency.askOperator(
            Typed(fields: ["subject": "Anna", "body": "Anna cannot sign in.", "key": key]), by: house.owner)
        #expect(try await house.agency.operatorReads(1).messages.map(\.body) == ["Anna cannot sign in."])
        let entry = try #require(try await house.agency.auditEntries(limit: 10_000).last)
        #expect([entry.action, entry.subject, entry.outcome] == ["operator.read", thread.text, "addressed"])
        await house.workspace.stop()
    }

    @Test func `is asked for to draft an incident in which the agency or a detector wrote`() async throws {
        let house = try await Overseen()
        let own = try await house.agency.openIncident(NewIncident(.availability, title: "The disk died"), by: .operator)
        func draft(_ emergency: String? = nil) async throws -> String {
            try await house.agency.operatorDraft(own.id.text, toPeople: true, emergency: emergency)
        }
        let before = try await house.actions()
        #expect(try await draft().contains("The disk died"))
        #expect(try await house.actions() == before)
        let (anna, owner) = (house.small.anna, house.owner)
        try await house.agency.addStep(.update, facts: "Letters of \(anna.name)", to: own.id.text, by: owner.actor)
        await #expect(throws: Refusal.self) { _ = try await draft() }
        #expect(try await house.actions().last == "operator.read refused")
        #expect(try await draft("72 hours").contains("Letters of \(anna.name)"))
        #expect(try await house.actions().last == "operator.read ok")
        await #expect(throws: Refusal.self) { _ = try await house.agency.operatorDraft("none", toPeople: true) }
        await house.workspace.stop()
    }

    @Test func `is given by owners alone`() async throws {
        let house = try await Overseen()
        var admin = house.small.olga
        admin.role = .admin
        for person in [admin, house.small.anna] {
            await #expect(throws: Refusal.self) {
                try await house.agency.grantAccess(
                    Typed(fields: ["length": "3600", "reason": "x"]), by: house.small.session(person))
            }
            await #expect(throws: Refusal.self) { _ = try await house.agency.accessOverview(house.small.session(person)) }
        }
        for form in [["length": "7200", "reason": "x"], ["length": "3600", "reason": " "]] {
            await #expect(throws: Refusal.self) { try await house.agency.grantAccess(Typed(fields: form), by: house.owner) }
        }
        await house.workspace.stop()
    }
}

@Suite struct `Incidents` {
    @Test func `have a clock of 72 hours, and a history to which is only added`() async throws {
        let house = try await Overseen()
        var new = NewIncident(.confidentiality, title: "A laptop was stolen")
        (new.facts, new.shown) = ("One laptop, encrypted.", "A laptop was stolen; it was encrypted.")
        let opened = try await house.agency.openIncident(new, by: .operator)
        #expect(opened.due == Place.morning.adding(seconds: 72 * 3600))
        #expect(try await house.letters().map(\.kind) == ["incident"])
        house.place.clock.advance(seconds: 72 * 3600 - 1)
        #expect(!opened.isOverdue(at: house.place.clock.now))
        house.place.clock.advance(seconds: 1)
        #expect(opened.isOverdue(at: house.place.clock.now))
        let told = try await house.agency.addStep(.toldAuthority, to: opened.id.text, by: .operator)
        #expect(!told.isOverdue(at: house.place.clock.now))
        await #expect(throws: Refusal.self) { try await house.agency.addStep(.update, to: opened.id.text, by: .operator) }
        try await house.agency.addStep(.close, measures: "Keys changed.", to: opened.id.text, by: .operator)
        await #expect(throws: Refusal.self) {
            try await house.agency.addStep(.update, facts: "more", to: opened.id.text, by: .operator)
        }
        #expect(try await house.agency.incidents().first?.steps.map(\.kind) == [.open, .toldAuthority, .close])
        for sql: SQL in ["UPDATE incident_step SET facts = ''", "DELETE FROM incident_step", "UPDATE incident SET title = 'x'"] {
            await #expect(throws: (any Error).self) { _ = try await house.agency.records.write { try $0.run(sql) } }
        }
        let draft = try await house.agency.incidentDraft(opened.id.text, toPeople: false)
        #expect(draft.contains("One laptop, encrypted.") && draft.contains("Keys changed."))
        _ = try await house.agency.build()
        let page = try #require(try house.place.pages(.of("north"))["privacy/security/index.html"])
        #expect(String(decoding: page, as: UTF8.self).contains("A laptop was stolen; it was encrypted."))
        await house.workspace.stop()
    }

    @Test func `are opened when the audit log is not what was written, once`() async throws {
        let house = try await Overseen()
        try await house.workspace.makeCheckpoint()
        try await house.agency.set([("phone", "1")])
        try await house.workspace.makeCheckpoint()
        #expect(try await house.agency.incidents().isEmpty)
        try await house.agency.set([("phone", "2")])
        _ = try await house.agency.records.write {
            try $0.run("UPDATE audit SET subject = 'x' WHERE seq = (SELECT max(seq) FROM audit)")
        }
        try await house.workspace.makeCheckpoint()
        let found = try await house.agency.incidents()
        #expect(found.map(\.kind) == [.integrity] && found.map(\.origin) == [.detector])
        let problem = try #require(try await house.agency.verifyAudit().problem)
        await house.agency.tellAltered(problem)
        #expect(try await house.agency.incidents().count == 1)
        await house.workspace.stop()
    }

    @Test func `are opened when somebody opens more than a hundred things within a minute, and not when they take their time`()
        async throws
    {
        let house = try await Overseen()
        let reader = house.small.session(house.small.anna)
        func read(_ count: Int, every seconds: Int64) {
            for number in 0..<count {
                house.agency.note(Noted(reader.actor, "page.read", subject: "\(number)", group: .session(reader.tokenHash)))
                if seconds > 0 { house.place.clock.advance(seconds: seconds) }
            }
        }
        read(300, every: 1)
        house.place.clock.advance(seconds: 61)
        read(ReadWatch.most, every: 0)
        // The same once more is nothing new.
        read(ReadWatch.most, every: 0)
        try await Task.sleep(for: .milliseconds(300))
        #expect(try await house.agency.incidents().isEmpty)
        house.place.clock.advance(seconds: 61)
        read(ReadWatch.most + 1, every: 0)
        for _ in 0..<100 where try await house.agency.incidents().isEmpty { try await Task.sleep(for: .milliseconds(20)) }
        let found = try await house.agency.incidents()
        #expect(found.map(\.kind) == [.confidentiality])
        #expect(found.first?.steps.first?.facts.contains(house.small.anna.id.text) == true)
        await house.workspace.stop()
    }
}

@Suite struct `What an authority gets` {
    private func open(_ house: Overseen, _ who: String, gag: Day? = nil) async throws -> Int64 {
        let new = NewDisclosure(authority: "District court", basis: "Order 7", who: who, gag: gag)
        return try await house.agency.openDisclosure(new, by: "Rasa").number
    }

    private func give(_ house: Overseen, _ number: Int64) async throws -> Disclosure {
        let path = house.place.scratch.path("given-\(number)")
        return try await house.agency.exportDisclosure(
            number, to: try LocalWriter(path), key: try LocalWriter(path + ".key"), by: "Rasa")
    }

    @Test func `needs two people, and is about one client or contact`() async throws {
        let house = try await Overseen()
        let number = try await open(house, "acme")
        func refused() async -> String? {
            do {
                _ = try await give(house, number)
                return nil
            } catch { return (error as? Refusal)?.word }
        }
        #expect(await refused() == "refusal.disclosure.approvals")
        try await house.agency.approveDisclosure(number, by: "Rasa")
        #expect(await refused() == "refusal.disclosure.approvals")
        await #expect(throws: Refusal.self) { try await house.agency.approveDisclosure(number, by: " RA  SA ") }
        try await house.agency.approveDisclosure(number, by: "Tomas")
        let given = try await give(house, number)
        #expect(given.isTold && given.approvers == ["Rasa", "Tomas"])
        // Nobody agrees to what was given.
        await #expect(throws: Refusal.self) { try await house.agency.approveDisclosure(number, by: "Late") }
        let bytes = try Data(contentsOf: URL(filePath: house.place.scratch.path("given-\(number)")))
        #expect(given.steps.first { $0.kind == .export }?.sha256 == Hex.text(Array(SHA256.hash(data: bytes))))
        for who in ["nobody", house.small.olga.email] {
            await #expect(throws: Refusal.self) { _ = try await open(house, who) }
        }
        for sql: SQL in [
            "UPDATE disclosure SET basis = 'x'", "DELETE FROM disclosure_step", "UPDATE disclosure_step SET name = 'x'",
        ] {
            await #expect(throws: (any Error).self) { _ = try await house.agency.records.write { try $0.run(sql) } }
        }
        await house.workspace.stop()
    }

    @Test func `is told to the owners and counted, at once or when a court allows it`() async throws {
        let house = try await Overseen()
        func figure() throws -> String? {
            let page = try #require(try house.place.pages(.of("north"))["privacy/platform/index.html"])
            return String(decoding: page, as: UTF8.self).firstMatch(of: /<strong>(\d+)<\/strong><\/span><\/li>/).map {
                String($0.1)
            }
        }
        _ = try await house.agency.build()
        #expect(try figure() == "0")
        let today = try await house.agency.today()
        await #expect(throws: Refusal.self) { _ = try await open(house, "acme", gag: today.adding(days: -1)) }
        let number = try await open(house, "acme", gag: today.adding(days: 2))
        for name in ["Rasa", "Tomas"] { try await house.agency.approveDisclosure(number, by: name) }
        let before = try await house.actions()
        #expect(try await give(house, number).isTold == false)
        house.place.clock.advance(seconds: 2 * 86_400)
        try await house.agency.tellDisclosures()
        _ = try await house.agency.build()
        #expect(try await house.letters().isEmpty && figure() == "0")
        // Not even that data was exported stands in the log, which the owners read.
        #expect(try await house.actions() == before)
        house.place.clock.advance(seconds: 86_400)
        for _ in 0..<2 { try await house.agency.tellDisclosures() }
        _ = try await house.agency.build()
        #expect(try await house.letters().map(\.kind) == ["disclosure"])
        #expect(try await house.letters().first?.body.contains("District court (Order 7)") == true)
        #expect(try await house.actions() == before + ["disclosure.tell ok"])
        #expect(try figure() == "1")
        await house.workspace.stop()
    }
}

@Suite struct `Connections` {
    private func egress(_ processors: [Processor], _ place: Place) -> Egress {
        Egress(processors: processors, root: place.scratch.path, world: place.clock.world)
    }

    private func processor(_ place: Place, until: String = "2026-03-10", sha256: String? = nil) throws -> Processor {
        try Data("contract".utf8).write(to: URL(filePath: place.scratch.path("contract.pdf")))
        let digest = Hex.text(Checkpoint.digest(of: "contract"))
        return Processor(
            name: "Mail", purpose: ["en": "Mail"], data: [.contact], place: "LT",
            hosts: [try #require(Processor.Host("smtp.mail.example:587"))],
            contract: Processor.Contract(file: "contract.pdf", sha256: sha256 ?? digest, validUntil: .of(until)))
    }

    private func word(_ egress: Egress, _ host: String, _ port: Int) -> String? {
        do {
            _ = try egress.permit(host, port)
            return nil
        } catch { return (error as? Refusal)?.word }
    }

    @Test func `go to declared hosts alone, while the contract holds`() throws {
        let place = try Place()
        let declared = egress([try processor(place)], place)
        #expect(word(declared, "SMTP.mail.example", 587) == nil)
        #expect(word(declared, "smtp.mail.example", 25) == "refusal.egress.host")
        #expect(word(declared, "mail.example", 587) == "refusal.egress.host")
        #expect(word(egress([], place), "smtp.mail.example", 587) == "refusal.egress.host")
        #expect(word(egress([], place), "localhost", 25) == nil)
        place.clock.advance(seconds: 86_400)
        #expect(word(declared, "smtp.mail.example", 587) == "refusal.egress.contract.expired")
        let other = egress([try processor(place, until: "2027-01-01", sha256: String(repeating: "0", count: 64))], place)
        #expect(word(other, "smtp.mail.example", 587) == "refusal.egress.contract.changed")
        try FileManager.default.removeItem(atPath: place.scratch.path("contract.pdf"))
        #expect(word(other, "smtp.mail.example", 587) == "refusal.egress.contract.missing")
    }

    @Test func `to an undeclared mail server are not opened: letters wait, and the log says why`() async throws {
        let house = try await Overseen { settings in
            settings.mail.server = MailSettings.Server(host: "smtp.mail.example", port: 587)
        }
        try await house.agency.change { [anna = house.small.anna.id] _, journal in journal.mail(.passwordChanged, to: anna) }
        let courier = Courier(house.agency.settings.mail, house.agency.egress)
        #expect(try await house.agency.deliver(by: courier).isOpen == false)
        #expect(try await house.letters().map(\.state) == [.waiting])
        #expect(try await house.actions().last == "egress.refuse refused")
        #expect(house.workspace.listEgress().map(\.refusal?.word) == ["refusal.egress.host"])
        await house.workspace.stop()
    }

    @Test func `are opened by nothing but what holds a permit`() throws {
        // libcurl is the only client of other machines, and the carrier of letters alone uses it.
        let users = Checkout.files(below: "Sources", endings: ["swift"]).filter { file in
            let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
            return text.contains("curl_easy_init") || text.contains("ClientBootstrap") || text.contains("URLSession")
        }
        #expect(users.map(\.lastPathComponent) == ["SMTPCarrier.swift"])
    }
}

@Suite struct `Who looked` {
    @Test func `is told to contacts of what they see, and of nothing else`() async throws {
        let house = try await Overseen()
        let (small, agency) = (house.small, house.agency)
        let shown = try await agency.keep("shown", named: "shown.txt", on: small.lease, .client)
        let hidden = try await agency.keep("hidden", named: "hidden.txt", on: small.lease, .internal)
        let olga = small.session(small.olga)
        for document in [shown, hidden] { _ = try await agency.document(olga, client: small.acme.slug, id: document.id.text) }
        _ = try await agency.documentBytes(shown.id.text)
        agency.note(Noted(olga.actor, "invoice.read", subject: small.draft.id.text))
        agency.note(Noted(olga.actor, "invoice.read", subject: small.open.id.text))
        let lines = try await agency.whoLooked(small.session(small.anna))
        #expect(Set(lines.map(\.subject)) == [.document(name: "shown.txt"), .invoice(number: "INV-2026-0001")])
        #expect(lines.filter { $0.side == .operator }.count == 1)
        #expect(lines.filter { $0.name == "Olga" }.count == 2)
        #expect(try await agency.whoLooked(small.session(small.ben)).isEmpty)
        await #expect(throws: Refusal.self) { _ = try await agency.whoLooked(olga) }
        let view = try await agency.view(small.session(small.anna), client: small.acme.slug, id: shown.id.text)
        #expect(view.openings.count == 2)
        await house.workspace.stop()
    }

    @Test func `is asked of the audit log by client, by person and by what they did`() async throws {
        let house = try await Overseen()
        let (small, agency) = (house.small, house.agency)
        let olga = small.session(small.olga)
        agency.note(Noted(olga.actor, "client.read", subject: small.acme.id.text))
        agency.note(Noted(olga.actor, "page.read", subject: Page.caseRecord(small.acme.id, small.lease.id).key))
        agency.note(Noted(olga.actor, "client.read", subject: small.beta.id.text))
        agency.note(Noted(olga.actor, "clients.export", subject: agency.id.text))
        func asked(_ change: (inout AuditQuestion) -> Void) async throws -> [String] {
            var question = AuditQuestion()
            change(&question)
            return try await agency.audit(question, limit: 100, for: olga).map(\.action).filter { $0 != "audit.read" }.sorted()
        }
        #expect(try await asked { $0.client = "acme" } == ["client.read", "page.read"])
        #expect(try await asked { $0.client = "nobody" }.isEmpty)
        #expect(try await asked { $0.kindName = "exported" } == ["clients.export"])
        #expect(
            try await asked {
                $0.kindName = "saw"; $0.who = small.olga.id.text
            } == ["client.read", "client.read", "page.read"])
        #expect(try await asked { $0.kindName = "changed" }.contains("agency.add"))
        await house.workspace.stop()
    }
}
