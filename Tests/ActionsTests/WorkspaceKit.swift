import Documents
import Foundation
import Logging
import Model
import Records
import SQLiteRecords
import Site
import Synchronization
import TestKit

@testable import Actions

/// A clock that stands still until a test moves it.
final class HeldClock: Sendable {
    private let instant: Mutex<Instant>

    init(_ instant: Instant) { self.instant = Mutex(instant) }

    var now: Instant { instant.withLock { $0 } }

    func advance(seconds: Int64) { instant.withLock { $0 = $0.adding(seconds: seconds) } }

    var world: World {
        var world = World.real
        world.now = { self.now }
        return world
    }
}

/// A workspace in a folder of its own, with real engines.
struct Place: Sendable {
    /// 2026-03-10 09:00 UTC.
    static let morning = Instant(milliseconds: 1_773_133_200_000)
    /// Templates and texts are the same in every test.
    static let site = Result { try Site.load(workspace: nil) }

    let scratch: Scratch
    /// Where its backups lie: never in the workspace itself.
    let elsewhere: Scratch
    let clock = HeldClock(Place.morning)

    init() throws {
        (scratch, elsewhere) = (try Scratch("actions"), try Scratch("backups"))
        try FileManager.default.createDirectory(
            atPath: scratch.path("keys"), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        _ = try RootKey.create(scratch.path("keys/root.key"))
    }

    /// What a killed server leaves: the same files, as they stand, in another folder.
    init(copying other: Place) throws {
        (scratch, elsewhere) = (try Scratch("actions"), try Scratch("backups"))
        for name in ["data", "keys", "public"] {
            try FileManager.default.copyItem(atPath: other.scratch.path(name), toPath: scratch.path(name))
        }
    }

    static let engines = Engines(
        records: { try await SQLiteEngine.open(path: $0) },
        keys: { folder, slug, id, isNew in
            try SQLiteKeyStore.open(
                path: "\(folder)/\(slug).sqlite", root: try RootKey.load("\(folder)/root.key"), agency: id, creating: isNew)
        },
        root: { try RootKey.load($0 + "/root.key").key })

    func workspace(
        _ mode: Workspace.Mode = .serving, engines: Engines = Place.engines, adjust: (inout WorkspaceSettings) -> Void = { _ in }
    ) throws -> Workspace {
        var settings = WorkspaceSettings(root: scratch.path)
        settings.limits.reserveBytes = 0
        settings.withdrawnWait = 100
        // The handles of a test live as long as the test.
        settings.stopWait = 0
        adjust(&settings)
        // The folder stays as long as the workspace, whatever the test still holds.
        var engines = engines
        engines.records = { [open = engines.records, scratch] path in
            try await withExtendedLifetime(scratch) { open }(path)
        }
        var log = Logger(label: "test")
        log.logLevel = .critical
        return try Workspace(
            settings: settings, site: try Place.site.get(), engines: engines, world: clock.world, log: log, mode: mode)
    }

    /// The permissions of a file.
    func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: scratch.path(path))[.posixPermissions] as? Int
    }

    /// Every rendered file of an agency.
    func pages(_ agency: Slug) throws -> [String: [UInt8]] {
        var found: [String: [UInt8]] = [:]
        let folder = scratch.path("public/\(agency)")
        for path in try Disk.files(below: folder) {
            found[path] = Array(try Data(contentsOf: URL(filePath: folder + "/" + path)))
        }
        return found
    }
}

/// Slugs, days and other values that tests write as text.
extension Slug {
    static func of(_ text: String) -> Slug { Slug(text) ?? never("slug \(text)") }
}

extension Day {
    static func of(_ text: String) -> Day { Day(text) ?? never("day \(text)") }
}

extension Exact {
    static func of(_ text: String) -> Exact { Exact(text) ?? never("number \(text)") }
}

private func never<T>(_ what: String) -> T { preconditionFailure("a test says \(what)") }

extension Workspace {
    /// A new agency in Vilnius.
    func make(_ slug: String) async throws -> OpenAgency {
        _ = try await addAgency(
            NewAgency(
                slug: .of(slug), name: "Agency \(slug)", country: "LT", timeZone: "Europe/Vilnius", locale: "en", currency: "EUR")
        )
        return try await agency(.of(slug))
    }
}

/// A small agency: two clients, cases with internal and published things, invoices of every sort.
struct SmallAgency: Sendable {
    let acme: Client
    let beta: Client
    let lease: Case
    let audit: Case
    let anna: Person
    let ben: Person
    let olga: Person
    let open: Invoice
    let draft: Invoice

    init(_ agency: OpenAgency) async throws {
        let world = agency.world
        acme = Client(id: world.id(), slug: .of("acme"), name: "Acme & Sons", kind: .company)
        beta = Client(id: world.id(), slug: .of("beta"), name: "Beta", kind: .person)
        lease = Case(
            id: world.id(), client: acme.id, slug: .of("lease"), title: "Lease of the mill", status: .open,
            opened: .of("2026-01-05"))
        audit = Case(
            id: world.id(), client: beta.id, slug: .of("audit"), title: "Yearly audit", status: .waiting,
            opened: .of("2026-02-01"))
        anna = Person(id: world.id(), email: "anna@acme.example", name: "Anna", role: .contact)
        ben = Person(id: world.id(), email: "ben@beta.example", name: "Ben", role: .contact)
        olga = Person(id: world.id(), email: "olga@agency.example", name: "Olga", role: .owner)
        open = SmallAgency.invoice(world, acme, number: "INV-2026-0001", due: "2026-03-20")
        var draft = SmallAgency.invoice(world, acme, number: "", due: nil)
        (draft.status, draft.issued, draft.notes) = (.draft, nil, "SECRET draft")
        self.draft = draft
        let made = self
        try await agency.change { connection, journal in
            for client in [made.acme, made.beta] { try connection.insert(client) }
            for record in [made.lease, made.audit] { try connection.insert(record) }
            for person in [made.anna, made.ben, made.olga] { try connection.insert(person) }
            try connection.insert(
                Contact(id: world.id(), client: made.acme.id, person: made.anna.id, language: "en", sees: .all))
            try connection.insert(
                Contact(id: world.id(), client: made.beta.id, person: made.ben.id, language: "lt", sees: [.cases]))
            try connection.insert(made.event("Kick-off", .client, world))
            try connection.insert(made.event("SECRET thought", .internal, world))
            try connection.insert(made.open)
            try connection.insert(made.draft)
            journal.changed(.everything)
        }
    }

    func event(_ title: String, _ visibility: Visibility, _ world: World) -> Event {
        Event(
            id: world.id(), caseID: lease.id, day: .of("2026-02-10"), kind: .note, title: title, body: "Body of *\(title)*",
            visibility: visibility)
    }

    /// An event that Acme's contact sees on the page of the lease, once that is rendered.
    func publish(_ title: String, in agency: OpenAgency) async throws {
        try await agency.change { connection, journal in
            try connection.insert(event(title, .client, agency.world))
            journal.changed(.events(acme.id, lease.id))
        }
    }

    static func invoice(_ world: World, _ client: Client, number: String, due: String?) -> Invoice {
        var invoice = Invoice(
            id: world.id(), client: client.id, reference: number, number: number, currency: "EUR", status: .issued)
        invoice.issued = .of("2026-03-01")
        invoice.due = due.map { .of($0) }
        (invoice.seller, invoice.buyer) = (InvoiceParty(name: "North"), InvoiceParty(client))
        invoice.lines = [
            Invoice.Line(
                id: world.id(), position: 1, description: "Work", quantity: .of("2"), unitPrice: .of("100"), taxRate: .of("21"))
        ]
        return invoice
    }

    func session(_ person: Person) -> Session {
        Session(person: person, tokenHash: Array(repeating: UInt8(truncatingIfNeeded: person.email.utf8.count), count: 32))
    }
}

extension Place {
    /// The agency `north` with its pages, and nothing open.
    @discardableResult
    func built() async throws -> SmallAgency {
        let workspace = try workspace(.command)
        let agency = try await workspace.make("north")
        let small = try await SmallAgency(agency)
        _ = try await agency.build()
        await workspace.stop()
        return small
    }
}

extension OpenAgency {
    /// A text document with a row, as the operator brings one.
    func keep(_ text: String, named name: String, on record: Case, _ visibility: Visibility) async throws -> Document {
        let incoming = try documents.receive(client: record.client, document: world.id(), name: name)
        try incoming.write(Array(text.utf8))
        let received = try incoming.finish()
        let document = Document(
            id: received.id, client: record.client, caseID: record.id, name: received.shownName, type: received.type,
            size: received.size, sha256: received.sha256, origin: .staff, visibility: visibility, person: nil,
            received: world.now(), wrappedKey: received.wrappedKey)
        try await change { connection, journal in
            try connection.insert(document)
            journal.audit(actor: .operator, action: "document.add", subject: document.id.text)
            if visibility == .client { journal.changed(.documents(record.client, record.id)) }
        }
        return document
    }
}
