import Foundation
import Model
import Records
import TestKit

@testable import Actions

/// A client and its contact whose every name is a word that stands nowhere else: where it is found, something was left.
struct Canary: Sendable {
    /// What is looked for, whatever the case.
    static let words = ["kanarija", "giesmininke", "iulbut", "v-kan-77", "37069900077"]

    let client: Client
    let person: Person
    let record: Case
    let document: Document

    /// - Parameter hasInvoice: whether an invoice was issued to the client.
    init(_ agency: OpenAgency, hasInvoice: Bool = false) async throws {
        let world = agency.world
        var client = Client(
            id: world.id(), slug: .of("kanarija-giesmininke"), name: "Kanarija Giesmininkė-Čiulbutė", kind: .person)
        (client.email, client.phone) = ("kanarija@giesmininke.example", "+37069900077")
        (client.address, client.city, client.vat) = ("Kanarijos g. 1", "Kanarijai", "V-KAN-77")
        let person = Person(
            id: world.id(), email: "kanarija@giesmininke.example", name: "Kanarija Giesmininkė-Čiulbutė", role: .contact)
        let record = Case(
            id: world.id(), client: client.id, slug: .of("kanarijos-byla"), title: "Kanarijos byla", status: .open,
            opened: .of("2026-01-05"))
        let invoice = SmallAgency.invoice(world, client, number: "INV-2026-0099", due: "2026-03-20")
        (self.client, self.person, self.record) = (client, person, record)
        let staff = try await agency.people().map(\.person).first { $0.role.isStaff }
        try await agency.change { [client, person, record] connection, journal in
            try connection.insert(client)
            try connection.insert(person)
            try connection.insert(record)
            try connection.insert(
                Contact(id: world.id(), client: client.id, person: person.id, language: "en", sees: .all))
            try connection.insert(
                Event(
                    id: world.id(), caseID: record.id, day: .of("2026-02-10"), kind: .call, title: "Kanarija called",
                    body: "She is *Kanarija Giesmininkė*.", visibility: .client))
            try connection.insert(
                Message(
                    id: world.id(), client: client.id, caseID: record.id, person: person.id, author: person.name,
                    origin: .client, at: world.now(), text: "I am Kanarija, giesmininke."), form: "f",
                digest: .init(repeating: 1, count: 32))
            if hasInvoice { try connection.insert(invoice) }
            journal.mail(.passwordChanged, to: person.id)
            journal.audit(
                actor: .operator, action: "client.add", subject: client.id.text, detail: "\(client.slug) \(client.name)")
            journal.audit(
                actor: .visitor, action: "sign-in", subject: "", outcome: "failed",
                detail: "Kanarija@Giesmininke.example 192.0.2.1")
            journal.changed(.client(client.id))
            if let staff {
                try connection.insert(
                    Mail(
                        id: world.id(), person: staff.id, kind: "digest", isSecurity: false, address: staff.email,
                        subject: "Kanarija Giesmininkė-Čiulbutė wrote",
                        body: "https://x.example/north/clients/kanarija-giesmininke/cases/kanarijos-byla/", created: world.now()))
            }
        }
        document = try await agency.keep("The will of Kanarija.\n", named: "kanarijos-testamentas.txt", on: record, .client)
        try Disk.makeFolders(agency.settings.spool(of: agency.slug.text))
        for mail in try await agency.records.read({ try $0.latestMail(limit: 10) }) {
            let file = "\(agency.settings.spool(of: agency.slug.text))/\(mail.id).eml"
            try Data("To: \(mail.address)\r\n\r\n\(mail.body)".utf8).write(to: URL(filePath: file))
        }
        while try await IndexWork(room: agency.room).step() {}
        try await agency.settled()
        agency.note(Noted(.visitor, "sign-in", subject: "", outcome: "failed", detail: "kanarija@giesmininke.example"))
    }

    /// Every file below a folder in which one of the words stands, in its name or anywhere in its bytes.
    static func hunt(_ folder: String) throws -> [String] {
        var found: [String] = []
        // SQLite's own log keeps pages of before: all of it is read.
        for path in try Disk.files(below: folder) {
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: folder + "/" + path)))
            for word in words where path.lowercased().contains(word) || contains(bytes, word) {
                found.append("\(path): \(word)")
            }
        }
        return found
    }

    /// Whether bytes hold a word as UTF-8, in capitals too.
    private static func contains(_ bytes: [UInt8], _ word: String) -> Bool {
        let folded = bytes.map { $0 >= 65 && $0 <= 90 ? $0 + 32 : $0 }
        return [word, word.uppercased()].contains { variant in
            let needle = Data(variant.utf8.map { $0 >= 65 && $0 <= 90 ? $0 + 32 : $0 })
            return Data(folded).range(of: needle) != nil
        }
    }
}
