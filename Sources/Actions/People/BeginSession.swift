import Model
import Records

/// Where a sign-in comes from, as the account's list of sessions says it later.
public struct Caller: Sendable {
    /// The client's address; kept shortened.
    public let address: String
    /// The browser's own words about itself (`User-Agent`); only its name and its system's are kept.
    public let agent: String

    /// - Parameters: as the properties.
    public init(address: String, agent: String) {
        (self.address, self.agent) = (address, agent)
    }
}

/// What a sign-in leads to: a session, or first the question for the second factor.
public enum Entered: Sendable {
    case signedIn(SignedIn)
    /// The person has a second factor, and nothing but `finishSignIn` with its code goes on from here.
    case secondStep(SecondStep)
}

/// A sign-in that waits for the second factor.
public struct SecondStep: Sendable {
    /// For a cookie of the browser that gave the password: 256 random bits, base64url. Stands nowhere else.
    public let token: String

    /// Seconds that it lives (ASVS 6.6.2).
    public static let lifetime: Int64 = 5 * 60
    /// Wrong codes after which it is worth nothing (ASVS 6.6.3).
    static let tries: Int64 = 5
    /// The most at a time for one person: the oldest go.
    static let most = 20
}

/// A session about to begin: fresh secrets, made before the transaction that stores them.
///
/// There are two ways from here into the agency, and no third: `enter` for whoever has shown what a path of sign-in asks
/// for, which asks for the second factor if there is one, and `enter(…, having:)` for whoever has shown that too.
struct NewSession: Sendable {
    /// The most browsers that one account remembers, and the most sessions at a time: the oldest go.
    static let mostDevices = 50
    static let mostSessions = 100

    let token: NewToken
    /// Nil when the browser is known already.
    let device: NewToken?
    let knownDevice: String
    let at: Instant
    let times: (idle: Int64, absolute: Int64)
    let caller: Caller

    /// - Parameter device: the token in the browser's device cookie, when the account knows it.
    init(_ agency: OpenAgency, role: Role, device: String?, from caller: Caller) {
        token = NewToken(agency.world)
        self.device = device == nil ? NewToken(agency.world) : nil
        knownDevice = device ?? ""
        at = agency.clock.now()
        times = agency.settings.sessions.times(role)
        self.caller = caller
    }

    /// The end of the first step, whatever it was: a session, or the question for the second factor (ASVS 6.3.3).
    func enter(_ person: Person, _ connection: any Connection) throws -> Entered {
        guard person.hasSecondFactor else { return .signedIn(try begin(person, connection)) }
        try connection.insert(
            StoredSecondStep(token: token.hash, person: person.id, epoch: person.epoch, created: at))
        try connection.deleteSecondSteps(of: person.id, beyond: SecondStep.most)
        try connection.raiseClock(to: at)
        return .secondStep(SecondStep(token: token.text))
    }

    /// The end of the second step.
    /// - Parameter code: the proof that a code of this person was taken.
    func enter(_ person: Person, having code: TakenCode, _ connection: any Connection) throws -> SignedIn {
        guard code.person == person.id else { throw Refusal(.signIn, "refusal.second-step.wrong") }
        return try begin(person, connection)
    }

    /// The same person goes on in the same browser under a new token, because something changed that ends sessions: the
    /// person's other ones are over, this one has not become younger.
    /// - Throws: `Refusal(.signIn)` when the session was over already.
    func renew(_ session: Session, _ connection: any Connection) throws -> SignedIn {
        guard let old = try connection.session(session.tokenHash), let person = try connection.person(session.person.id),
            old.session.person == person.id
        else { throw Refusal(.signIn, "refusal.sign-in.needed") }
        try connection.deleteSessions(of: person.id)
        var stored = old.session
        (stored.token, stored.epoch, stored.seen) = (token.hash, person.epoch, at)
        try connection.insert(stored)
        return SignedIn(session: Session(person: person, stored: stored), token: token.text, deviceToken: knownDevice)
    }

    /// Stores the session. What the person has left behind of sessions long over goes.
    private func begin(_ person: Person, _ connection: any Connection) throws -> SignedIn {
        try connection.deleteSessions(
            of: person.id, seenBefore: at.adding(seconds: -times.idle), createdBefore: at.adding(seconds: -times.absolute))
        var stored = StoredSession(token: token.hash, person: person.id, epoch: person.epoch, created: at, seen: at)
        (stored.proved, stored.device) = (at, DeviceName(agent: caller.agent).text)
        stored.address = AddressBlock.shortened(caller.address)
        try connection.insert(stored)
        try connection.deleteSessions(of: person.id, beyond: NewSession.mostSessions)
        if let device {
            try connection.insertDevice(device.hash, of: person.id, at: at)
            try connection.deleteDevices(of: person.id, beyond: NewSession.mostDevices)
        }
        try connection.setSignedIn(person.id, at: at)
        try connection.raiseClock(to: at)
        return SignedIn(
            session: Session(person: person, stored: stored), token: token.text, deviceToken: device?.text ?? knownDevice)
    }
}
