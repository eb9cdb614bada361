import Foundation
import Model
import Records

/// A request for erasure: what would go with it, and its granting, which erases.
extension Connection {
    /// Whom a request for erasure is about, in the order in which they are erased: the clients who are the same human being,
    /// then the account, where it does not go with one of them. Nobody without an account.
    /// - Parameter archived: the account that is put away of whoever asked without one.
    func subjects(
        erasedBy request: DataRequest, _ rules: InvoiceKeeping, _ archived: ArchivedAsker?
    ) throws -> [DataMap.Subject] {
        guard request.kind == .erase, let person = try asker(of: request, archived?.person) else { return [] }
        let clients = try report(.person(person), rules).clients.compactMap { try client(slug: $0)?.id }
        let goes = try clients.contains { try people(onlyOf: $0).contains(person) }
        return clients.map(DataMap.Subject.client) + (goes ? [] : [.person(person)])
    }

    /// What the granting of a request would do to each of them.
    func outlooks(
        erasedBy request: DataRequest, _ rules: InvoiceKeeping, _ archived: ArchivedAsker?
    ) throws -> [ErasureOutlook] {
        try subjects(erasedBy: request, rules, archived).map { subject in
            let away = archived.flatMap { subject == .person($0.person) ? $0 : nil }
            var outlook = ErasureOutlook(try report(subject, rules, former: away?.clients ?? []))
            // Everybody who is put away is called the same.
            if away != nil { outlook.number = request.number }
            return outlook
        }
    }

    /// Whose account a request is about: by whom it was made, or who has its address now.
    fileprivate func asker(of request: DataRequest, _ archived: ID<Person>?) throws -> ID<Person>? {
        let known = request.email.isEmpty ? nil : try person(email: request.email)?.id
        guard let person = request.person ?? known ?? archived, try !isGone(.person(person)) else { return nil }
        return person
    }
}

/// Whoever asked without an account, and has one that is put away.
struct ArchivedAsker: Sendable {
    let person: ID<Person>
    /// Whose contact they were.
    let clients: [ID<Client>]
}

extension OpenAgency {
    /// Grants a request for erasure: the data is gone when this returns, and whoever asked is told by a letter that is emptied
    /// once it is out. Where there is no account, not even one that is put away, nothing is erased but the request itself and the
    /// letters about it, and the letter says so.
    /// - Throws: `Refusal(.invalid)` with `fields` for anybody but the owner, and when `name` is not what they are called, or
    ///   the request's number where their account is put away; `.conflict` while a hold keeps them, for the last owner, or when the request is decided.
    func grantErasure(_ text: String, _ outcome: String, _ typed: Typed, _ session: Session, address: String) async throws {
        let (rules, archived) = (try await keeping(), try await archivedAsker(text))
        let (request, asker, subjects, outlooks) = try await records.read { connection in
            guard try connection.manager(session).role == .owner else { throw Refusal.at("decision", "refusal.request.owner") }
            let request = try connection.known(text)
            let subjects = try connection.subjects(erasedBy: request, rules, archived)
            return (
                request, try connection.asker(of: request, archived?.person), subjects,
                try connection.outlooks(erasedBy: request, rules, archived)
            )
        }
        if let confirmation = outlooks.last?.confirmation,
            typed["name"]?.trimmingCharacters(in: .whitespaces) != confirmation
        {
            throw Refusal.at("name", "refusal.erase.name", ["name": confirmation])
        }
        try await prove(session, typed, address: address)
        let kept = outlooks.compactMap(\.keptUntil).max()
        let letter = MailLetter.erased(
            number: request.number, kept: kept, words: outcome, isFound: !subjects.isEmpty)
        let decide = decision(on: request, of: asker, letter, session)
        if subjects.isEmpty { return try await grantForNobody(request, decide) }
        _ = try await room.erase(subjects, by: session.actor, isWanted: true, before: decide)
    }

    /// Where nobody is found: whoever asked is known by the request and the letters about it, and by these no more.
    private func grantForNobody(
        _ request: DataRequest, _ decide: @escaping @Sendable (any Connection, inout Journal) throws -> Void
    ) async throws {
        let letters = try await change { connection, journal -> [String] in
            try decide(connection, &journal)
            guard !request.email.isEmpty else { return [] }
            let letters = try connection.mail(toStranger: request.email)
            _ = try connection.forget(stranger: request.email)
            return letters
        }
        try await room.removeLetters(letters)
    }

    /// The account of whoever made a request without one, if it is put away.
    func archivedAsker(_ text: String) async throws -> ArchivedAsker? {
        let request = try await records.read { connection in
            try ID<DataRequest>(checking: text).flatMap { try connection.dataRequest($0) }
        }
        guard let request, request.kind == .erase, request.state == .open, request.person == nil, !request.email.isEmpty else {
            return nil
        }
        return try await room.archived(named: request.email).map {
            ArchivedAsker(person: $0.away.person, clients: $0.account.clients)
        }
    }

    /// What is written with the erasure, in its transaction and before it.
    private func decision(
        on request: DataRequest, of asker: ID<Person>?, _ letter: MailLetter, _ session: Session
    ) -> @Sendable (any Connection, inout Journal) throws -> Void {
        let now = clock.now()
        return { connection, journal in
            let manager = try connection.acting(session, freshAt: now)
            guard manager.role == .owner else { throw Refusal(.notFound, "refusal.not-found") }
            var request = try connection.known(request.id.text)
            guard request.state == .open else { throw Refusal(.conflict, "refusal.request.closed") }
            if request.person == nil, let asker {
                try connection.give(request.id, to: asker)
                request.person = asker
            }
            let language = try request.person.flatMap { try connection.person($0)?.language } ?? ""
            if !request.email.isEmpty {
                // Without their name, because nothing else of them is left.
                journal.mail(letter, toStranger: Stranger(name: "", email: request.email, language: language))
            }
            try connection.add(RequestStep(at: now, what: .decided, person: manager.id), to: request.id)
            journal.audit(
                actor: session.actor, action: "request.decide", subject: request.id.text, outcome: "done",
                detail: request.kind.rawValue)
            guard request.person == nil else { return }
            (request.state, request.closed) = (.done, now)
            try connection.update(request)
            try connection.empty(request.id)
        }
    }
}
