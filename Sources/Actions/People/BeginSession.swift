import Model
import Records

/// A session about to begin: fresh secrets, made before the transaction that stores them.
struct NewSession: Sendable {
    /// The most browsers that one account remembers, and the most sessions at a time: the oldest go.
    static let mostDevices = 50
    static let mostSessions = 100

    let token: NewToken
    /// Nil when the browser is known already.
    let device: NewToken?
    let at: Instant
    let times: (idle: Int64, absolute: Int64)

    init(_ agency: OpenAgency, role: Role, isKnownDevice: Bool) {
        token = NewToken(agency.world)
        device = isKnownDevice ? nil : NewToken(agency.world)
        at = agency.clock.now()
        times = agency.settings.sessions.times(role)
    }

    /// Stores it. What the person has left behind of sessions long over goes.
    func insert(for person: Person, _ connection: any Connection) throws -> Session {
        try connection.deleteSessions(
            of: person.id, seenBefore: at.adding(seconds: -times.idle), createdBefore: at.adding(seconds: -times.absolute))
        try connection.insert(
            StoredSession(token: token.hash, person: person.id, epoch: person.epoch, created: at, seen: at))
        try connection.deleteSessions(of: person.id, beyond: NewSession.mostSessions)
        if let device {
            try connection.insertDevice(device.hash, of: person.id, at: at)
            try connection.deleteDevices(of: person.id, beyond: NewSession.mostDevices)
        }
        try connection.raiseClock(to: at)
        return Session(person: person, tokenHash: token.hash)
    }
}
