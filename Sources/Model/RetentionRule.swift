/// How long something is kept, from when on, what happens then, and why: a row of the table by which the program works, and which
/// the agency's public page shows.
public struct RetentionRule: Sendable, Hashable {
    /// What is kept.
    public enum Subject: String, Sendable, CaseIterable {
        /// A session that is not used.
        case idleSession
        /// A session, however much it is used.
        case session
        /// A sign-in that waits for its second factor.
        case secondStep
        /// A second factor that somebody began to set up.
        case secondFactorOffer
        case invitation
        /// A link or code to sign in by mail.
        case ticket
        /// A wish for another e-mail address, until its link is opened.
        case addressChange
        /// A wish about personal data of somebody without an account, until its link is opened.
        case requestTicket
        /// A link to a copy of somebody's data.
        case requestCopy
        /// A browser that is known by its cookie.
        case device
        /// Bytes of an upload that was not ended.
        case upload
        case receipt
        /// Text and address of a letter that was sent; that it was sent stays.
        case letter
        /// The text of a letter whose link is over.
        case secretLetter
        /// A letter that lies as a file, where there is no mail server.
        case letterFile
        /// What an audit entry says beyond identities.
        case auditDetail
        /// A closed case, with all that belongs to it.
        case closedCase
        /// The account of a contact who does not sign in.
        case inactive
        /// An issued invoice of a client who is erased.
        case erasedInvoice
        /// Who asked something about their data, and what they wrote; that it came and was answered stays.
        case request
        /// That somebody was told of a change of a policy.
        case policyNotice
        /// The mark by which somebody who was erased is known when something brings them back.
        case erasedAddress
        /// The address from which a page was asked for.
        case usageAddress
        /// What is counted of requests.
        case usageEvent
        /// Figures of how the portal is used.
        case usageFigure
    }

    /// From when the time counts.
    public enum Trigger: String, Sendable, CaseIterable { case used, made, expired, closed, signedIn, yearEnd }

    /// How long.
    public enum Keep: Sendable, Hashable {
        case minutes(Int)
        case days(Int)
        case months(Int)
        case years(Int)
        /// Until somebody deletes it.
        case always
    }

    /// What happens then.
    public enum Action: String, Sendable, CaseIterable {
        case delete
        /// The row stays, without its text.
        case empty
        /// The row stays, without whom it is about.
        case forget
        /// An address becomes a block of many.
        case shorten
        /// Three letters, then the account is closed, a year later erased.
        case warn
    }

    /// Why it may be kept so long (GDPR, Article 6(1)).
    public enum Basis: String, Sendable, CaseIterable { case security, contract, law, proof, use }

    /// What it is about.
    public let subject: Subject
    /// From when on it is counted.
    public let trigger: Trigger
    /// How long it is kept.
    public let keep: Keep
    /// What happens then.
    public let action: Action
    /// Why.
    public let basis: Basis

    /// - Parameters: as the properties.
    public init(_ subject: Subject, _ trigger: Trigger, _ keep: Keep, _ action: Action, _ basis: Basis) {
        (self.subject, self.trigger, self.keep, self.action, self.basis) = (subject, trigger, keep, action, basis)
    }
}

extension RetentionRule {
    /// Months without a sign-in after which an account is inactive.
    public static let inactiveMonths = 24
    /// Months without a sign-in after which an account is erased.
    public static let inactiveErasedMonths = 36

    /// The table.
    /// - Parameters:
    ///   - idle: minutes that a session may be unused.
    ///   - absolute: days that a session may live.
    ///   - closedCases: years after its closing that a case is kept; nil: until somebody deletes it.
    ///   - invoices: years after the end of the year of issue.
    public static func table(idle: Int, absolute: Int, closedCases: Int?, invoices: Int) -> [RetentionRule] {
        [
            RetentionRule(.idleSession, .used, .minutes(idle), .delete, .security),
            RetentionRule(.session, .made, .days(absolute), .delete, .security),
            RetentionRule(.secondStep, .made, .minutes(5), .delete, .security),
            RetentionRule(.secondFactorOffer, .made, .minutes(30), .delete, .security),
            RetentionRule(.ticket, .made, .days(1), .delete, .security),
            RetentionRule(.invitation, .expired, .days(7), .delete, .security),
            RetentionRule(.addressChange, .expired, .minutes(0), .delete, .security),
            RetentionRule(.requestTicket, .expired, .minutes(0), .delete, .security),
            RetentionRule(.requestCopy, .expired, .minutes(0), .delete, .security),
            RetentionRule(.device, .made, .days(400), .delete, .security),
            RetentionRule(.upload, .used, .days(1), .delete, .contract),
            RetentionRule(.receipt, .made, .days(90), .delete, .contract),
            RetentionRule(.letter, .made, .days(90), .empty, .contract),
            RetentionRule(.secretLetter, .expired, .minutes(0), .empty, .security),
            RetentionRule(.letterFile, .made, .days(90), .delete, .contract),
            RetentionRule(.auditDetail, .made, .months(24), .delete, .security),
            RetentionRule(.closedCase, .closed, closedCases.map(Keep.years) ?? .always, .delete, .contract),
            RetentionRule(.inactive, .signedIn, .months(inactiveMonths), .warn, .contract),
            RetentionRule(.erasedInvoice, .yearEnd, .years(invoices), .delete, .law),
            RetentionRule(.request, .closed, .years(3), .forget, .proof),
            RetentionRule(.policyNotice, .expired, .years(3), .delete, .proof),
            RetentionRule(.erasedAddress, .made, .months(12), .delete, .proof),
            RetentionRule(.usageAddress, .made, .days(30), .shorten, .use),
            RetentionRule(.usageEvent, .made, .days(90), .delete, .use),
            RetentionRule(.usageFigure, .made, .months(24), .delete, .use),
        ]
    }

    /// The instant before which what the rule counts from must lie; nil when it is kept always.
    /// - Parameter today: the day of `now` for the agency.
    public func cutoff(_ now: Instant, today: Day, start: (Day) -> Instant) -> Instant? {
        switch keep {
        case .minutes(let count): now.adding(seconds: -Int64(count) * 60)
        case .days(let count): now.adding(seconds: -Int64(count) * 86_400)
        case .months(let count): start(today.adding(months: -count))
        case .years(let count): start(today.adding(months: -12 * count))
        case .always: nil
        }
    }
}

extension Day {
    /// The same day that many months later (earlier when negative); the last of the month where it has no such day.
    public func adding(months: Int) -> Day {
        let count = max(12, min(9999 * 12 + 11, self.year * 12 + self.month - 1 + months))
        let (year, month) = (count / 12, count % 12 + 1)
        for day in stride(from: self.day, through: 1, by: -1) {
            if let found = Day(year: year, month: month, day: day) { return found }
        }
        return self
    }
}
