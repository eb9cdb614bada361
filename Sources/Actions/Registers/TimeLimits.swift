import Model
import Site

extension RecordOfProcessing {
    /// Until when something is kept (Article 30(1)(f)).
    public struct TimeLimit: Encodable, Sendable, Hashable {
        /// The rule of retention by which the program works, as docs/retention.md names it; nil: none does, something else ends it.
        public let rule: String?
        /// In words.
        public let text: String
    }

    /// What ends the keeping of a table's rows.
    enum End: Hashable, Sendable {
        /// A rule of retention.
        case rule(RetentionRule.Subject)
        /// Whom it is about is erased.
        case erasure
        /// The account goes whose it is.
        case account
        /// It was made from another record, and goes with that.
        case source
        /// The agency writes something else in its place.
        case change
        /// A digest has told it.
        case digest
        /// Nothing: it proves what was done.
        case proof
    }

    /// What ends the rows of each table that holds anything personal; a test compares it with the data map.
    static let ends: [String: [End]] = {
        let ofCases: [End] = [.rule(.closedCase), .erasure]
        let ofAccounts: [End] = [.rule(.inactive), .account]
        let groups: [(String, [End])] = [
            ("client invoice invoice_line invoice_party payment", [.erasure, .rule(.erasedInvoice)]),
            ("person contact inactivity put_away", [.rule(.inactive), .erasure]),
            ("client_case event document message message_file paper_request paper paper_file", ofCases),
            ("case_seen visit policy_read mail_choice second_factor recovery_code objection", ofAccounts),
            ("assignment legal_hold restriction", [.erasure]),
            ("conversion derived search_row search_due search search_data search_idx", [.source]),
            ("session", [.rule(.idleSession), .rule(.session)]), ("second_factor_offer", [.rule(.secondFactorOffer)]),
            ("second_step", [.rule(.secondStep)]), ("ticket", [.rule(.ticket)]), ("invitation", [.rule(.invitation)]),
            ("device", [.rule(.device)]), ("address_change", [.rule(.addressChange)]),
            ("receipt receipt_file", [.rule(.receipt)]), ("resumable resumable_piece", [.rule(.upload)]),
            ("mail", [.rule(.letter), .rule(.secretLetter), .rule(.letterFile), .account]), ("notice", [.digest, .account]),
            ("data_request data_request_step", [.rule(.request), .proof]), ("data_request_change", [.erasure]),
            ("data_request_copy", [.rule(.requestCopy)]), ("data_request_ticket", [.rule(.requestTicket)]),
            ("policy_notice", [.rule(.policyNotice)]), ("erased_address", [.rule(.erasedAddress)]),
            ("usage_event", [.rule(.usageAddress), .rule(.usageEvent)]), ("audit_detail", [.rule(.auditDetail)]),
            ("audit consent erasure access_grant incident incident_step", [.proof]),
            ("disclosure disclosure_step support_thread support_message", [.proof]), ("setting picture", [.change]),
        ]
        let pairs = groups.flatMap { tables, ends in tables.split(separator: " ").map { (String($0), ends) } }
        return Dictionary(uniqueKeysWithValues: pairs)
    }()
}

/// The rules of one agency, or what is the same for all of a workspace, in the words of the public page.
struct TimeLimits {
    /// As the page has each: what, counted from, how long, what then, why.
    private let rules: [RetentionRule.Subject: (rule: RetentionRule, cells: [String])]

    init(_ rules: [RetentionRule], _ site: Site) {
        let rows = zip(rules, site.retentionRows(rules, language: "en"))
        self.rules = Dictionary(uniqueKeysWithValues: rows.map { ($0.subject, ($0, $1)) })
    }

    /// What ends some tables, each once.
    func limits(of tables: [String]) -> [RecordOfProcessing.TimeLimit] {
        limits(tables.flatMap { RecordOfProcessing.ends[$0] ?? [] })
    }

    func limits(_ ends: [RecordOfProcessing.End]) -> [RecordOfProcessing.TimeLimit] {
        var seen: Set<RecordOfProcessing.End> = []
        return ends.filter { seen.insert($0).inserted }.compactMap(limit)
    }

    private func limit(_ end: RecordOfProcessing.End) -> RecordOfProcessing.TimeLimit? {
        let text: String
        switch end {
        case .rule(let subject): return rules[subject].map { TimeLimits.limit($0.rule, $0.cells) }
        case .erasure: text = "until whom it is about is erased, by their wish or the agency's"
        case .account: text = "as long as the account is there"
        case .source: text = "as long as the record that it was made from"
        case .change: text = "until the agency writes something else"
        case .digest: text = "until a digest has told it"
        case .proof: text = "as proof, as long as the agency is here"
        }
        return RecordOfProcessing.TimeLimit(rule: nil, text: text)
    }

    private static func limit(_ rule: RetentionRule, _ cells: [String]) -> RecordOfProcessing.TimeLimit {
        let time =
            switch rule.keep {
            case .always: cells[2]
            case .minutes(0): "until \(cells[1]), then \(cells[3])"
            default: "\(cells[2]) from \(cells[1]), then \(cells[3])"
            }
        return RecordOfProcessing.TimeLimit(rule: rule.subject.rawValue, text: "\(cells[0]): \(time)")
    }
}
