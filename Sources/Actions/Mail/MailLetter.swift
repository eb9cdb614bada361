public import Model

/// Every letter that the portal writes to one person, with what it says. `journal.mail(_:to:)` puts it into the outbox.
/// (Digests of what is new are written by the outbox itself, from what `journal.tell(_:)` kept.)
public enum MailLetter: Sendable, Hashable {
    /// A link with which somebody sets their first password.
    case invitation(url: String, until: Instant)
    /// A link, and a code for the browser that asked.
    case signIn(url: String, code: String, until: Instant)
    /// A link with which a forgotten password is replaced.
    case newPassword(url: String, until: Instant)
    /// The password is another now.
    case passwordChanged
    /// Signing in takes a second step now.
    case secondFactorOn
    /// It no longer does.
    case secondFactorOff
    /// Somebody signed in with a recovery code.
    case recoveryCodeUsed
    /// A link with which an account gets another e-mail address; goes to that one.
    case newAddress(url: String, email: String, until: Instant)
    /// The account has another e-mail address now; goes to the one before.
    case addressChanged(from: String)
    /// A privacy policy changes on a day. Nobody can decline to hear of it.
    case policyAnnounced(Policy, url: String, from: Day, reason: String)
    /// Something happened to the security of the agency's data; to its owners.
    case incident(title: String, due: Instant)
    /// The operator took access in an emergency; to the owners.
    case operatorAccess(reason: String, until: Instant)
    /// The operator opened an account of the agency's own people; to the owners.
    case staffOpened(StaffOpening, email: String, at: Instant)
    /// The operator answered what somebody asked; to that person.
    case supportAnswer(subject: String, thread: ID<SupportThread>)
    /// An authority was given data, because the law makes the operator; to the owners.
    case disclosure(authority: String, basis: String, given: Instant)
    /// Something about a request or a restriction of somebody's data, and where it is read.
    case data(DataLetter, url: String)
    /// Nobody has signed in for long; the account will be closed.
    case inactive(until: Instant)
    /// What somebody asked to have erased is, or nothing of them was found; the last that they hear. Emptied when it is out, because
    /// it holds their address.
    case erased(number: Int64, kept: Day?, words: String, isFound: Bool)

    /// As the outbox writes it; also the name of the template below `mail/`.
    public var kind: String {
        switch self {
        case .invitation: "invitation"
        case .signIn: "sign-in"
        case .newPassword: "new-password"
        case .passwordChanged: "password-changed"
        case .secondFactorOn: "second-factor-on"
        case .secondFactorOff: "second-factor-off"
        case .recoveryCodeUsed: "recovery-code-used"
        case .newAddress: "new-address"
        case .addressChanged: "address-changed"
        case .policyAnnounced: "policy-announced"
        case .incident: "incident"
        case .operatorAccess: "operator-access"
        case .staffOpened: "staff-opened"
        case .supportAnswer: "support-answer"
        case .disclosure: "disclosure"
        case .data: "data-request"
        case .inactive: "inactive"
        case .erased: MailLetter.lastKind
        }
    }

    /// The kind of letter of which nothing stays once it is out.
    static let lastKind = "erased"

    /// Where it goes, if not to the person's own address.
    var address: String? {
        switch self {
        case .newAddress(_, let email, _), .addressChanged(let email): email
        default: nil
        }
    }

    /// From when it is worth nothing, and is not sent any more.
    var expires: Instant? {
        switch self {
        case .data(.proof(let until), _), .data(.copy(_, let until), _): until
        case .invitation(_, let until), .signIn(_, _, let until), .newPassword(_, let until), .newAddress(_, _, let until):
            until
        default: nil
        }
    }
}

/// What a letter about somebody's data says.
public enum DataLetter: Sendable, Hashable {
    /// A request came; goes to who made it.
    case received(number: Int64)
    /// A request came; goes to the owners and admins, with the day by which it must be answered.
    case arrived(number: Int64, due: Instant)
    /// It was decided; goes to who made it.
    case decided(number: Int64)
    /// It is open, and so many days are left; goes to the owners.
    case due(number: Int64, days: Int64)
    /// Its time is over; goes to the owners.
    case overdue(number: Int64)
    /// A restriction will be lifted; goes to whom it is about.
    case restrictionEnds
    /// A link that proves an address; goes to who has no account.
    case proof(until: Instant)
    /// A link to a copy of the data, once; goes to who asked for it.
    case copy(number: Int64, until: Instant)
}

/// Somebody without an account, to whom one letter goes.
public struct Stranger: Sendable, Hashable {
    /// Empty: the letter names nobody.
    public let name: String
    /// Where the letter goes.
    public let email: String
    /// Of the page that they came by; whatever is unknown is the agency's.
    public let language: String

    /// - Parameters: as the properties.
    public init(name: String, email: String, language: String) {
        (self.name, self.email, self.language) = (name, email, language)
    }
}
