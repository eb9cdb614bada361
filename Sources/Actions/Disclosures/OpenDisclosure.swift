public import Model
import Records

/// What an authority asks for.
public struct NewDisclosure: Sendable, Hashable {
    /// Who asks.
    public var authority: String
    /// By which law, order or file.
    public var basis: String
    /// A client or a contact, put away or not: an e-mail address, a client's name in addresses, or an id.
    public var who: String
    /// The last day on which the agency must not be told; nil: it is told at once.
    public var gag: Day?

    /// As the command says it.
    public init(authority: String, basis: String, who: String, gag: Day? = nil) {
        (self.authority, self.basis, self.who, self.gag) = (authority, basis, who, gag)
    }
}

extension OpenAgency {
    /// Every disclosure of the agency's data, the newest first.
    public func disclosures() async throws -> [Disclosure] { try await records.read { try $0.disclosures() } }

    /// Writes down that an authority asks for what the agency keeps of a client or a contact. Nothing is given away by that.
    /// - Parameter name: who of the operator's writes it down.
    /// - Throws: `Refusal(.notFound)` when there is no such client or contact; `.invalid` when something is not said, or the day is
    ///   over.
    @discardableResult public func openDisclosure(_ new: NewDisclosure, by name: String) async throws -> Disclosure {
        let (authority, basis, name) = (LetterText.line(new.authority), LetterText.line(new.basis), LetterText.line(name))
        guard !authority.isEmpty, !basis.isEmpty, !name.isEmpty else { throw Refusal(.invalid, "refusal.disclosure.unsaid") }
        if let gag = new.gag, gag < (try await today()) { throw Refusal(.invalid, "refusal.disclosure.gag") }
        let step = Disclosure.Step(at: world.now(), kind: .open, name: name)
        let id: ID<Disclosure> = world.id()
        // Accounts that are put away are found too: the agency still has what they say.
        let subject = try await subject(new.who)
        return try await change { connection, journal in
            if case .person(let person) = subject, try connection.person(person)?.role != .contact {
                throw Refusal(.notFound, "refusal.disclosure.staff")
            }
            let disclosure = Disclosure(
                id: id, number: (try connection.disclosures().first?.number ?? 0) + 1, authority: authority, basis: basis,
                kind: subject.table, subject: subject.id, gag: new.gag, steps: [step])
            try connection.insert(disclosure)
            journal.addsDocumentsOnly()
            return disclosure
        }
    }

    /// One of two agrees.
    /// - Throws: `Refusal(.notFound)` when there is none of that number; `.conflict` when that person has agreed already, or it was
    ///   carried out.
    @discardableResult public func approveDisclosure(_ number: Int64, by name: String) async throws -> Disclosure {
        let name = LetterText.line(name)
        guard !name.isEmpty else { throw Refusal(.invalid, "refusal.disclosure.unsaid") }
        let step = Disclosure.Step(at: world.now(), kind: .approve, name: name)
        return try await change { connection, journal in
            var disclosure = try connection.disclosure(number)
            guard disclosure.exported == nil else {
                throw Refusal(.conflict, "refusal.disclosure.given", ["number": "\(number)"])
            }
            let plain = { (name: String) in name.lowercased().filter { !$0.isWhitespace } }
            let isSame = { (other: String) in plain(other) == plain(name) }
            guard !disclosure.approvers.contains(where: isSame) else {
                throw Refusal(.conflict, "refusal.disclosure.twice", ["name": name])
            }
            disclosure.steps.append(step)
            try connection.add(step, at: disclosure.steps.count, to: disclosure.id)
            journal.addsDocumentsOnly()
            return disclosure
        }
    }
}

extension Connection {
    /// - Throws: `Refusal(.notFound)` when there is none of that number.
    func disclosure(_ number: Int64) throws -> Disclosure {
        guard let found = try disclosures().first(where: { $0.number == number }) else {
            throw Refusal(.notFound, "refusal.disclosure.none", ["number": "\(number)"])
        }
        return found
    }
}
