import Foundation
public import Model
import Records

/// A request for erasure: what would go with it, and its granting, which erases.
extension Connection {
    /// Whom a request for erasure is about, in the order in which they are erased: the clients who are the same human being,
    /// then the account, where it does not go with one of them. Nobody without an account.
    func subjects(erasedBy request: DataRequest, _ rules: InvoiceKeeping) throws -> [DataMap.Subject] {
        guard request.kind == .erase, let person = request.person, try !isGone(.person(person)) else { return [] }
        let clients = try report(.person(person), rules).clients.compactMap { try client(slug: $0)?.id }
        let goes = try clients.contains { try people(onlyOf: $0).contains(person) }
        return clients.map(DataMap.Subject.client) + (goes ? [] : [.person(person)])
    }
}

extension OpenAgency {
    /// Grants a request for erasure: the data is gone when this returns, and whoever asked is told by a letter that is emptied
    /// once it is out. Where there is no account, staff have erased by hand, and what is left is the request itself.
    /// - Throws: `Refusal(.invalid)` with `fields` for anybody but the owner, and when `name` is not what they are called;
    ///   `.conflict` while a hold keeps them, for the last owner, or when the request is decided.
    func grantErasure(_ text: String, _ outcome: String, _ typed: Typed, _ session: Session, address: String) async throws {
        let rules = try await keeping()
        let (request, subjects, name) = try await records.read { connection in
            guard try connection.manager(session).role == .owner else { throw Refusal.at("decision", "refusal.request.owner") }
            let request = try connection.known(text)
            let subjects = try connection.subjects(erasedBy: request, rules)
            return (request, subjects, try subjects.last.map { try connection.report($0, rules).name } ?? "")
        }
        guard subjects.isEmpty || typed["name"]?.trimmingCharacters(in: .whitespaces) == name else {
            throw Refusal.at("name", "refusal.erase.name", ["name": name])
        }
        try await prove(session, typed, address: address)
        let kept = try await records.read { connection in
            try subjects.compactMap { try connection.report($0, rules).keptUntil }.max()
        }
        let decide = decision(
            on: request, outcome, MailLetter.erased(number: request.number, kept: kept, words: outcome), session)
        guard let last = subjects.last else { return try await change { try decide($0, &$1) } }
        for subject in subjects.dropLast() {
            _ = try await room.erase(subject, by: session.actor, isWanted: true)
        }
        _ = try await room.erase(last, by: session.actor, isWanted: true, before: decide)
    }

    /// What is written with the last erasure, in its transaction.
    private func decision(
        on request: DataRequest, _ outcome: String, _ letter: MailLetter, _ session: Session
    ) -> @Sendable (any Connection, inout Journal) throws -> Void {
        let now = clock.now()
        return { connection, journal in
            let manager = try connection.acting(session, freshAt: now)
            guard manager.role == .owner else { throw Refusal(.notFound, "refusal.not-found") }
            var request = try connection.known(request.id.text)
            guard request.state == .open else { throw Refusal(.conflict, "refusal.request.closed") }
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
