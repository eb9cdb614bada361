import Model
import Records

/// The part of an erasure that is one transaction.
struct ErasureRun: Sendable {
    let agency: Agency
    let subject: DataMap.Subject
    let actor: Actor
    let id: String
    let now: Instant
    let keeping: InvoiceKeeping
    let names: FormerNames
    /// What stands where a client was named.
    let client: String
    /// When they were erased that a backup has brought back: no hold of that time keeps them. Nil: it is the first time.
    let replayed: Instant?
    /// Whether whom it is about asked for it.
    let isWanted: Bool
    /// Who it was, when the account is put away: others may have named them, and clients whose contact they were be on hold.
    let archived: ArchivedAccount?
    let guardian: ReturnGuard
    private var isReplay: Bool { replayed != nil }

    /// Erases; whether it may, `mayErase` has said.
    func eraseRows(_ connection: any Connection, _ journal: inout Journal) throws {
        let all = try subjects(connection)
        var receipt = ErasureReceipt(erasure: id, agency: agency.id.text, subject: subject, asked: now.milliseconds)
        receipt.persons = all.dropFirst().map(\.id)
        let needles = try all.flatMap { try self.needles($0, all, connection) }
        receipt.hasLookedForNames = needles.contains(where: \.isName)
        var plan = try plan(all, needles, connection)
        let others = try clientsNaming(all, connection)
        for client in others { journal.withdraws(.client(client)) }
        for one in all {
            if case .person(let person) = one { try closeRequests(of: person, connection) }
            if let email = try address(of: one, connection) {
                try connection.insert(erasedAddress: guardian.mark(email), at: replayed ?? now)
                if try isTheirs(email, all, connection) { receipt.add([try connection.forget(stranger: email)]) }
            }
            receipt.add(try connection.erase(one, keptFrom: keeping.from, names: names, at: now))
            plan.tombstones.append(
                Tombstone(agency: agency.id.text, erasure: id, kind: one.table, id: one.id, at: now.milliseconds))
            if case .client(let client) = one { journal.withdraws(.client(client)) }
        }
        for needle in needles {
            let found = try connection.replaceMentions(of: [needle.text], by: needle.word)
            for (table, rows) in found.changed { receipt.mentions[table, default: 0] += rows }
            if found.auditDetails > 0 { receipt.mentions["audit_detail", default: 0] += found.auditDetails }
            for client in found.clients { journal.withdraws(.client(client)) }
        }
        let texts = try connection.forgetTexts(
            naming: needles.filter { !$0.isPath }.map(\.text), by: all.map(\.id), ofUnread: others)
        plan.texts = texts.places.map { ErasurePlan.Text(client: $0.client.text, id: $0.document.text) }
        plan.found = texts.left
        if texts.rows > 0 { receipt.mentions["search_row"] = texts.rows }
        receipt.kept = try kept(connection)
        try connection.insert(
            ErasureRow(
                id: id, subject: subject, actor: actor.auditName, asked: now, plan: try plan.json(),
                receipt: try receipt.json()))
        journal.audit(actor: actor, action: "subject.erase", subject: subject.id, detail: isReplay ? "replay \(id)" : id)
    }

    /// - Throws: `Refusal(.notFound)` when they are gone; `.conflict` while a hold keeps them, and for the last owner; `.restricted`.
    func mayErase(_ connection: any Connection) throws {
        guard try !connection.isGone(subject) else { throw Refusal(.notFound, "refusal.subject.none", ["subject": subject.id]) }
        if !isReplay, let hold = try connection.holdAgainstErasing(subject, former: archived?.clients ?? []) {
            throw Refusal(.conflict, "refusal.erase.held", ["reason": hold.reason])
        }
        if !isReplay, !isWanted { for one in try subjects(connection) { try connection.mustBeFree(toErase: one) } }
        if case .person(let id) = subject, let person = try connection.person(id), person.role == .owner, !person.isDisabled,
            try connection.ownerCount() <= 1
        {
            throw Refusal(.conflict, "refusal.person.last-owner", ["email": person.email])
        }
    }

    /// By which somebody would come back.
    private func address(of one: DataMap.Subject, _ connection: any Connection) throws -> String? {
        switch one {
        case .person(let person): try archived?.email ?? connection.person(person)?.email
        case .client(let client): try connection.client(client).flatMap { $0.email.isEmpty ? nil : $0.email }
        case .caseRecord: nil
        }
    }

    /// Whether nobody who stays has the address.
    private func isTheirs(_ email: String, _ all: [DataMap.Subject], _ connection: any Connection) throws -> Bool {
        guard let person = try connection.person(email: email) else { return true }
        return all.contains(.person(person.id))
    }

    /// What somebody asked about their data has its end with the data: an erasure is what they wanted, nothing else can be
    /// done any more. That they asked, and when, stays without who they were.
    private func closeRequests(of person: ID<Person>, _ connection: any Connection) throws {
        let end = replayed ?? now
        for var request in try connection.dataRequests(of: person) where request.state == .open {
            (request.state, request.closed) = (request.kind == .erase ? .done : .refused, max(request.received, end))
            request.erasure = id
            try connection.update(request)
            try connection.add(RequestStep(at: end, what: .carried, person: nil), to: request.id)
        }
    }

    /// Whom this is about: a client, and who is a contact of it alone; or a person.
    private func subjects(_ connection: any Connection) throws -> [DataMap.Subject] {
        guard case .client(let client) = subject else { return [subject] }
        return [subject] + (try connection.people(onlyOf: client)).map(DataMap.Subject.person)
    }

    /// The clients with whom they had to do.
    private func clientsNaming(_ all: [DataMap.Subject], _ connection: any Connection) throws -> Set<ID<Client>> {
        try all.reduce(into: []) { found, one in
            if case .person(let person) = one { found.formUnion(try connection.clientsNaming(person)) }
        }
    }

    /// A name or address that others may have written, and what stands there afterwards.
    private struct Needle {
        let text: String
        let word: String
        var isName = false
        /// A piece of a link, of which a text that people read has nothing.
        var isPath = false
    }

    /// Addresses, and names of at least two words that nobody else has: others would be found where they mean somebody else.
    private func needles(
        _ one: DataMap.Subject, _ all: [DataMap.Subject], _ connection: any Connection
    ) throws -> [Needle] {
        var found: [Needle] = []
        var name = ""
        let word: String
        switch one {
        case .client(let id):
            guard let known = try connection.client(id) else { return [] }
            (name, word) = (known.name, client)
            if !known.email.isEmpty { found.append(Needle(text: known.email, word: word)) }
            // In links of letters to others.
            found.append(Needle(text: "clients/\(known.slug)/", word: "clients/erased/", isPath: true))
        case .person(let id):
            guard let known = try connection.person(id) else { return [] }
            (name, word) = (archived?.name ?? known.name, known.role == .contact ? names.contact : names.member)
            found.append(Needle(text: archived?.email ?? known.email, word: word))
        case .caseRecord: return []
        }
        let isFull = name.split(separator: " ").count > 1
        if isFull, try !connection.isSomebodyElse(name, than: Set(all.map(\.id))) {
            found.append(Needle(text: name, word: word, isName: true))
        }
        return found
    }

    private func plan(
        _ all: [DataMap.Subject], _ needles: [Needle], _ connection: any Connection
    ) throws -> ErasurePlan {
        var plan = ErasurePlan()
        for one in all {
            if case .client(let client) = one { plan.clients.append(client.text) }
            plan.uploads += try connection.rowIDs("resumable", about: one)
            plan.letters += try connection.rowIDs("mail", about: one)
        }
        plan.letters += try needles.flatMap { try connection.mailNaming($0.text) }
        (plan.uploads, plan.letters) = (Array(Set(plan.uploads)).sorted(), Array(Set(plan.letters)).sorted())
        return plan
    }

    /// What stays and why.
    private func kept(_ connection: any Connection) throws -> [ErasureReceipt.Kept] {
        guard case .client(let client) = subject, let last = try connection.lastKeptInvoice(of: client, from: keeping.from)
        else { return [] }
        return try ["invoice", "invoice_line", "invoice_party", "payment"].compactMap { table in
            let rows = try connection.rowCount(table, about: subject)
            guard rows > 0 else { return nil }
            return ErasureReceipt.Kept(
                table: table, rows: rows, basis: DataMap.Basis.legalDuty.rawValue, rule: keeping.rule,
                until: keeping.until(last).text)
        }
    }
}
