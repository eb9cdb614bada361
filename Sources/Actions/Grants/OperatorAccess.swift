public import Model
import Records
import Synchronization

extension OpenAgency {
    /// The operator is about to look at what the agency keeps, by a command. Every look is an entry of the audit log.
    ///
    /// It needs a grant that is open, or a reason of emergency, which makes one for an hour and tells the owners. Nobody is asked
    /// where the operator is the agency (a setting), or while the agency has no owner who could be.
    /// - Parameters:
    ///   - command: such as `document get`.
    ///   - emergency: why it cannot wait for a grant; nil: it can.
    /// - Throws: `Refusal(.forbidden)` without any of these, and that is an entry too.
    public func operatorLooks(_ command: String, emergency: String? = nil) async throws {
        let now = world.now()
        let (grant, hasOwner) = try await records.read { connection in
            (try connection.openGrant(at: now), try connection.ownerCount() > 0)
        }
        if let grant { return try await noteLook(command, grant) }
        // The agencies of the proofs are nobody's own: what is promised to the others is seen with them.
        if settings.isOperatorAgency, !slug.isSynthetic { return try await noteLook(command, nil, outcome: OperatorLook.own) }
        if !hasOwner { return try await noteLook(command, nil, outcome: OperatorLook.unowned) }
        guard let emergency else {
            try await noteAndWait(Noted(.operator, "operator.read", subject: id.text, outcome: "refused", detail: command))
            throw Refusal(.forbidden, "refusal.access.none", ["agency": slug.text], hint: "hint.access.grant")
        }
        try await noteLook(command, try await breakGlass(emergency))
    }

    /// The operator reads a thread that the agency wrote to them: that it was written to them is the leave, and each reading is an
    /// entry all the same.
    /// - Throws: `Refusal(.notFound)` when there is none of that number.
    public func operatorReads(_ number: Int64) async throws -> SupportThread {
        let thread = try await supportThread(number)
        let what = "support show \(number)"
        try await noteAndWait(
            Noted(.operator, "operator.read", subject: thread.id.text, outcome: OperatorLook.addressed, detail: what))
        return thread
    }

    /// The draft of what the authority or the people are told of an incident, for the operator. What the operator wrote alone is
    /// theirs; what the agency or a detector added names its people, so that is a look like any other.
    /// - Throws: `Refusal(.notFound)` when there is no such incident; as `operatorLooks`.
    public func operatorDraft(_ text: String, toPeople: Bool, emergency: String? = nil) async throws -> String {
        let draft = try await incidentDraft(text, toPeople: toPeople)
        let steps = try await incidents().first { $0.id.text == text }?.steps ?? []
        if steps.contains(where: { $0.actor != Actor.operator.auditName }) {
            try await operatorLooks("incident draft \(text)", emergency: emergency)
        }
        return draft
    }

    /// - Parameter outcome: why no grant was needed, where there is none.
    private func noteLook(_ command: String, _ grant: AccessGrant?, outcome: String = "ok") async throws {
        try await noteAndWait(
            Noted(.operator, "operator.read", subject: grant?.id.text ?? id.text, outcome: outcome, detail: command))
    }

    /// A grant that the operator takes: for an hour, and every owner gets a letter.
    private func breakGlass(_ reason: String) async throws -> AccessGrant {
        let reason = LetterText.line(String(reason.prefix(300)))
        guard !reason.isEmpty else { throw Refusal(.usage, "refusal.access.reason") }
        let now = world.now()
        let grant = AccessGrant(
            id: world.id(), person: nil, given: now, until: now.adding(seconds: AccessGrant.emergency), reason: reason)
        try await change { connection, journal in
            try connection.insert(grant)
            journal.audit(actor: .operator, action: "access.break-glass", subject: grant.id.text, detail: reason)
            for owner in try connection.people() where owner.role == .owner {
                journal.mail(.operatorAccess(reason: reason, until: grant.until), to: owner.id)
            }
        }
        operatorAccess.keep(grant)
        return grant
    }

    /// By what the operator may look now, as far as that is known without asking the records: every page of the staff says so.
    public var openAccess: AccessGrant? {
        operatorAccess.grant.flatMap { $0.isOpen(at: world.now()) ? $0 : nil }
    }

    var operatorAccess: OpenAccess { parts.part { OpenAccess() } }
}

/// The grant that is open, kept where every page of the staff asks.
final class OpenAccess: Sendable {
    private let kept = Mutex<AccessGrant?>(nil)

    var grant: AccessGrant? { kept.withLock { $0 } }

    func keep(_ grant: AccessGrant?) {
        kept.withLock { $0 = grant }
    }
}

/// How the log says that a look needed no grant.
enum OperatorLook {
    /// The operator is the agency: the setting `operator_is_agency`.
    static let own = "own"
    /// What was read was written to the operator.
    static let addressed = "addressed"
    /// The agency had no owner who could be asked.
    static let unowned = "unowned"
}
