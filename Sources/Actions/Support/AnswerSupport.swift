public import Model
import Records

extension OpenAgency {
    /// What the agency wrote to the operator, for the operator: what waits first.
    public func supportThreads() async throws -> [SupportThread] {
        try await records.read { try $0.supportThreads() }
    }

    /// One of them.
    /// - Throws: `Refusal(.notFound)` when there is none of that number.
    func supportThread(_ number: Int64) async throws -> SupportThread {
        guard let thread = try await supportThreads().first(where: { $0.number == number }) else {
            throw Refusal(.notFound, "refusal.support.none", ["number": "\(number)"])
        }
        return thread
    }

    /// Answers for the operator. Who asked gets a letter; the owners, when that person is gone.
    /// - Throws: `Refusal(.notFound)` when there is none of that number; `.invalid` for an answer that says nothing.
    @discardableResult public func answerSupport(_ number: Int64, _ body: String) async throws -> SupportThread {
        guard let body = try? Rule.body(body), body.contains(where: { !$0.isWhitespace }), body.count <= OpenAgency.longestMessage
        else {
            throw Refusal(.invalid, "refusal.support.empty", ["most": "\(OpenAgency.longestMessage)"])
        }
        let message = SupportThread.Message(id: world.id(), at: world.now(), side: .operator, person: nil, body: body)
        return try await change { connection, journal in
            guard var thread = try connection.supportThreads().first(where: { $0.number == number }) else {
                throw Refusal(.notFound, "refusal.support.none", ["number": "\(number)"])
            }
            _ = try connection.add(message, to: thread.id)
            thread.messages.append(message)
            journal.audit(actor: .operator, action: "support.answer", subject: thread.id.text)
            for person in try connection.told(of: thread) {
                journal.mail(.supportAnswer(subject: thread.subject, thread: thread.id), to: person)
            }
            return thread
        }
    }
}

extension Connection {
    /// Who wrote last of the agency, if they may still read the answer; else its owners.
    fileprivate func told(of thread: SupportThread) throws -> [ID<Person>] {
        let last = thread.messages.last { $0.side == .agency }?.person
        if let last, let person = try person(last), person.role.isManager, !person.isDisabled { return [last] }
        return try people().filter { $0.role == .owner && !$0.isDisabled }.map(\.id)
    }
}
