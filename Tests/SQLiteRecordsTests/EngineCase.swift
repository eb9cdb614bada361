import Foundation
import Model
import Records
import SQLiteRecords
import Testing

/// One engine that must keep every promise of the contract. Another engine joins by one more case in `engines`.
struct EngineCase: Sendable, CustomTestStringConvertible {
    let name: String
    /// Empty records in a folder of the test's own.
    let make: @Sendable (_ folder: URL) async throws -> any Engine

    var testDescription: String { name }
}

let engines = [
    EngineCase(name: "SQLite") { try await SQLiteEngine.open(path: $0.appending(path: "records.sqlite").path) }
]

extension EngineCase {
    /// Lends empty records that have an agency, and clears up.
    func run(_ work: (any Engine) async throws -> Void) async throws {
        try await withFolder { folder async throws in
            let engine = try await make(folder)
            do {
                try await engine.write { try $0.saveAgency(Sample.agency) }
                try await work(engine)
            } catch {
                try? await engine.close()
                throw error
            }
            try await engine.close()
        }
    }
}

/// Lends a fresh folder.
func withFolder<T>(_ work: (URL) async throws -> T) async throws -> T {
    let folder = FileManager.default.temporaryDirectory.appending(path: "records-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await work(folder)
}

/// A few records that fit together.
enum Sample {
    static let agency: Agency = {
        var agency = Agency(id: ID("01980000-0000-7000-8000-000000000001"), slug: slug("acme"), name: "Acme")
        (agency.legalName, agency.address, agency.country) = ("UAB Acme", "Gedimino 1", "LT")
        return agency
    }()

    static func slug(_ text: String) -> Slug {
        guard let slug = Slug(text) else { preconditionFailure("not a slug: \(text)") }
        return slug
    }

    static func day(_ text: String) -> Day {
        guard let day = Day(text) else { preconditionFailure("not a day: \(text)") }
        return day
    }

    static func exact(_ text: String) -> Exact {
        guard let exact = Exact(text) else { preconditionFailure("not a number: \(text)") }
        return exact
    }

    static func id<Owner>(_ number: Int) -> ID<Owner> {
        let digits = String(number)
        return ID("01980000-0000-7000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits)
    }

    static func client(_ number: Int, name: String = "Client") -> Client {
        Client(id: id(number), slug: slug("client-\(number)"), name: name, kind: .company)
    }

    static func caseRecord(_ number: Int, of client: ID<Client>) -> Case {
        Case(
            id: id(number), client: client, slug: slug("case-\(number)"), title: "Case", status: .open, opened: day("2026-01-02"))
    }

    static func person(_ number: Int, _ role: Role = .contact) -> Person {
        Person(id: id(number), email: "p\(number)@example.org", name: "P\(number)", role: role)
    }

    static func event(_ number: Int, of caseID: ID<Case>, _ visibility: Visibility = .client) -> Event {
        Event(
            id: id(number), caseID: caseID, day: day("2026-02-03"), kind: .note, title: "E\(number)", body: "",
            visibility: visibility)
    }

    static func document(_ number: Int, of record: Case, _ origin: Document.Origin = .client, sha: UInt8 = 1) -> Document {
        Document(
            id: id(number), client: record.client, caseID: record.id, name: "a.pdf", type: "application/pdf", size: 10,
            sha256: Array(repeating: sha, count: 32), origin: origin, visibility: .client, person: nil,
            received: at(Int64(number)), wrappedKey: Array(repeating: 9, count: 60))
    }

    static func invoice(_ number: Int, of client: ID<Client>, draft: Bool = false) -> Invoice {
        var invoice = Invoice(
            id: id(number), client: client, reference: "r\(number)", number: draft ? "" : "X-\(number)", currency: "EUR",
            status: draft ? .draft : .issued)
        if !draft { invoice.issued = day("2026-03-04") }
        invoice.lines = [line(number * 10 + 1, 1), line(number * 10 + 2, 2)]
        return invoice
    }

    static let seller = InvoiceParty(
        name: "North, UAB", address: "Main street 1", city: "Vilnius", postcode: "01100", country: "LT", vat: "LT100000000001",
        companyCode: "300000001", email: "office@north.example", phone: "+370 1")

    static func line(_ number: Int, _ position: Int64) -> Invoice.Line {
        Invoice.Line(
            id: id(number), position: position, description: "Work", quantity: exact("2.50"), unit: "h",
            unitPrice: exact("10.00"), taxRate: exact("21"))
    }

    static func at(_ seconds: Int64) -> Instant { Instant(milliseconds: 1_767_225_600_000 + seconds * 1000) }

    static func audit(_ action: String, _ seconds: Int64 = 0, detail: String = "d") -> NewAuditEntry {
        NewAuditEntry(at: at(seconds), actor: .operator, action: action, detail: detail, salt: World.real.random(16))
    }
}
