import Foundation
public import Model
public import Records
import Site
import Templates

extension OpenAgency {
    /// Erases somebody for the agency's owner, who has proved who they are.
    /// - Parameters:
    ///   - typed: `present`, the password, when the last proof is too old; `name`, what they are called, so that nobody is
    ///     erased by a slip.
    ///   - address: where the request comes from.
    /// - Throws: `Refusal(.notFound)` for anybody but the owner, or when there is nobody; `.invalid` with `fields`; `.conflict`
    ///   while a hold keeps them, or for the last owner; `.tooMany`.
    public func eraseSubject(
        _ subject: DataMap.Subject, _ typed: Typed, by session: Session, address: String
    ) async throws -> ErasureReceipt {
        guard session.person.role == .owner else { throw Refusal(.notFound, "refusal.not-found") }
        let report = try await findSubject(subject.id)
        guard typed["name"]?.trimmingCharacters(in: .whitespaces) == report.name else {
            throw Refusal.at("name", "refusal.erase.name", ["name": report.name])
        }
        try await prove(session, typed, address: address)
        let now = clock.now()
        return try await room.erase(subject, by: session.actor) { connection, _ in
            guard try connection.acting(session, freshAt: now).role == .owner else {
                throw Refusal(.notFound, "refusal.not-found")
            }
        }
    }

    /// Erases somebody on the command line, or by a rule of retention.
    /// - Throws: as the other.
    public func eraseSubject(_ subject: DataMap.Subject, by actor: Actor = .operator) async throws -> ErasureReceipt {
        try await room.erase(subject, by: actor)
    }
}

extension AgencyRoom {
    /// Erases somebody: their rows, and that the rest is to be done, in one transaction; then files, keys and traces. Killed in
    /// between, the next opening goes on where this one ended.
    /// - Parameters:
    ///   - replayed: when they were erased that a backup has brought back; nil: they are erased now, for the first time.
    ///   - isWanted: whether whom it is about asked for it. What is restricted is erased for nobody else.
    ///   - before: what is checked and written in the same transaction, before their rows go.
    func erase(
        _ subject: DataMap.Subject, by actor: Actor, replayed: Instant? = nil, isWanted: Bool = false,
        before: @escaping @Sendable (any Connection, inout Journal) throws -> Void = { _, _ in }
    ) async throws -> ErasureReceipt {
        let receipts = try await erase([subject], by: actor, replayed: replayed, isWanted: isWanted, before: before)
        guard let receipt = receipts.first else { throw Refusal(.notFound, "refusal.subject.none", ["subject": subject.id]) }
        return receipt
    }

    /// Erases several together: the rows of all go in one transaction, or nobody's do. Whoever goes with one of those before has no
    /// receipt of their own.
    /// - Parameters: as of the other; `before` comes before all of them.
    func erase(
        _ subjects: [DataMap.Subject], by actor: Actor, replayed: Instant? = nil, isWanted: Bool = false,
        before: @escaping @Sendable (any Connection, inout Journal) throws -> Void
    ) async throws -> [ErasureReceipt] {
        // What is in memory only would be written behind the erasure.
        await looks.write()
        await audit.empty()
        var planned: [ErasureRun] = []
        for subject in subjects { planned.append(try await run(subject, by: actor, replayed: replayed, isWanted: isWanted)) }
        let runs = planned
        let begun = try await change(alone: false) { connection, journal in
            try before(connection, &journal)
            for run in runs { try run.mayErase(connection) }
            var begun: [String] = []
            for run in runs {
                if try !begun.isEmpty && connection.isGone(run.subject) { continue }
                try run.eraseRows(connection, &journal)
                begun.append(run.id)
            }
            return begun
        }
        var receipts: [ErasureReceipt] = []
        for id in begun { receipts.append(try await finishErasure(id)) }
        return receipts
    }

    private func run(
        _ subject: DataMap.Subject, by actor: Actor, replayed: Instant?, isWanted: Bool
    ) async throws -> ErasureRun {
        let agency = try await agency()
        return ErasureRun(
            agency: agency, subject: subject, actor: actor, id: world.uuid(), now: world.now(),
            keeping: InvoiceKeeping(agency, today: Day(world.now(), in: agency.zone)),
            names: FormerNames(site.words(agency.language)), client: site.words(agency.language).text("erased.client"),
            replayed: replayed, isWanted: isWanted, archived: try await archived(subject),
            guardian: ReturnGuard(keys: keys, isMeant: false))
    }
}

extension Connection {
    /// - Throws: `Refusal(.restricted)` when the data of a client or person may not be changed.
    func mustBeFree(toErase subject: DataMap.Subject) throws {
        switch subject {
        case .client(let client): try mustBeFree(.client(client))
        case .person(let person): try mustBeFree(.person(person))
        case .caseRecord: return
        }
    }
}

extension FormerNames {
    init(_ words: Words) {
        self.init(contact: words.text("erased.contact"), member: words.text("erased.member"))
    }
}
