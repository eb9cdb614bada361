import Model
import Records

/// What whoever has the command line did to an account of the agency's own people: each is a way to sign in as one of them.
public enum StaffOpening: String, Sendable, CaseIterable {
    /// Somebody new is one of them.
    case added
    /// Somebody has a link to set a password with.
    case invited
    /// Somebody has another password.
    case password
    /// Somebody signs in without a second step.
    case secondFactor = "second-factor"
    /// Somebody who was locked out may sign in.
    case enabled
}

extension Connection {
    /// Tells every owner, in this transaction, that the operator opens an account of the agency's own people. A grant is not asked
    /// for, because an owner who is locked out must be helped; but whoever signs in so could grant themselves access, so nobody
    /// does it unseen. Asked before the account changes: while no owner can sign in, the agency is being set up, and there is
    /// nobody to tell.
    func tellOwners(
        _ opening: StaffOpening, of person: Person, by actor: Actor, at now: Instant, _ journal: inout Journal
    ) throws {
        guard actor == .operator, person.role.isStaff else { return }
        let owners = try people().filter { $0.role == .owner && !$0.isDisabled }
        guard owners.contains(where: \.hasPassword) else { return }
        for owner in owners { journal.mail(.staffOpened(opening, email: person.email, at: now), to: owner.id) }
    }
}
