import Foundation
public import Model
import Records
import Site

/// The record of processing activities (GDPR, Article 30), made of the data map, so that it cannot say anything else than what
/// the records hold.
public struct RecordOfProcessing: Encodable, Sendable, Hashable {
    /// Whose record it is.
    public enum Role: String, Sendable, CaseIterable, Encodable {
        /// An agency's (Article 30(1)).
        case controller
        /// The operator's, who processes on behalf of agencies (Article 30(2)).
        case processor
    }

    /// What is done for one purpose.
    public struct Activity: Encodable, Sendable, Hashable {
        /// What it is done for.
        public let purpose: String
        /// Whose data.
        public let people: [String]
        /// What sort of data.
        public let data: [String]
        /// Why it may be kept (Article 6(1)).
        public let basis: [String]
        /// What becomes of it when it is erased.
        public let erasure: [String]
        /// Until when it is kept, by rule.
        public let until: [TimeLimit]
        /// Where it is kept.
        public let tables: [String]
    }

    /// To whom data is given.
    public struct Recipient: Encodable, Sendable, Hashable {
        /// Who it is, what for, and where.
        public let name, purpose, place: String
        /// What data goes there.
        public let data: [String]
    }

    /// An agency, and whom to ask there.
    public struct Controller: Encodable, Sendable, Hashable {
        /// What it is called, where it is, and whom to ask.
        public let name, address, contact: String

        /// All of it that is known, in a line.
        public var line: String { Controller.joined([name, address, contact]) }

        init(_ agency: Agency) {
            name = agency.legalName.isEmpty ? agency.name : agency.legalName
            address = Controller.joined([agency.address, agency.postcode, agency.city, agency.country])
            contact = Controller.joined([agency.email, agency.phone])
        }

        /// Nothing stands for a part that is empty, no comma either.
        private static func joined(_ parts: [String]) -> String {
            parts.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.filter { !$0.isEmpty }.joined(separator: ", ")
        }
    }

    /// How many clients an agency keeps what it keeps of for one reason.
    public struct Clients: Encodable, Sendable, Hashable {
        /// Which reason (GDPR, Article 6(1)).
        public let basis: String
        /// How many clients it is kept of for that.
        public let clients: Int64
    }

    /// Whether it is the record of a controller or of a processor.
    public let role: Role
    /// The agencies that it is about.
    public let controllers: [Controller]
    /// What is done, one for each purpose.
    public let activities: [Activity]
    /// The bases that a controller has said of its clients, each of them, with how many clients; empty for a processor.
    public let clients: [Clients]
    /// To whom data is given.
    public let recipients: [Recipient]
    /// To which countries outside data goes: to none but those of the recipients.
    public let transfers: [String]
    /// How it is protected (Article 32).
    public let measures: [String]
}

extension Workspace {
    /// An agency's own record, or the operator's of all agencies, or of one.
    public func recordOfProcessing(_ role: RecordOfProcessing.Role, agency slug: Slug?) async throws -> RecordOfProcessing {
        var controllers: [RecordOfProcessing.Controller] = []
        for slug in try slug.map({ [$0] }) ?? slugs {
            controllers.append(RecordOfProcessing.Controller(try await agency(slug).agency()))
        }
        let activities =
            if role == .controller, let slug {
                RecordOfProcessing.activities(TimeLimits(try await agency(slug).retentionRules(), site))
            } else {
                RecordOfProcessing.services(TimeLimits(RecordOfProcessing.sameForAll, site))
            }
        let clients: [Client.Basis: Int64]? =
            if role == .controller, let slug { try await agency(slug).records.read { try $0.clientsByBasis() } } else { nil }
        return RecordOfProcessing(
            role: role, controllers: controllers,
            activities: activities,
            clients: clients.map { counts in
                Client.Basis.allCases.map { RecordOfProcessing.Clients(basis: $0.rawValue, clients: counts[$0] ?? 0) }
            } ?? [],
            recipients: site.processors.map {
                RecordOfProcessing.Recipient(
                    name: $0.name, purpose: $0.purpose(in: "en"), place: $0.place, data: $0.data.map(\.rawValue))
            },
            transfers: Array(Set(site.processors.map(\.place))).sorted(), measures: RecordOfProcessing.standardMeasures)
    }
}

extension RecordOfProcessing {
    /// One activity for each purpose of the data map, in its order; what is about nobody is left out.
    static func activities(_ limits: TimeLimits) -> [Activity] {
        var order: [String] = []
        var columns: [String: [DataMap.Column]] = [:]
        for column in DataMap.columns where column.category != .technical && column.basis != .none {
            if columns[column.purpose] == nil { order.append(column.purpose) }
            columns[column.purpose, default: []].append(column)
        }
        return order.map { purpose in
            let mine = columns[purpose] ?? []
            let tables = unique(mine.map(\.table))
            return Activity(
                purpose: purpose, people: unique(tables.flatMap(people)), data: unique(mine.map(\.category.rawValue)),
                basis: unique(mine.map(\.basis.rawValue)), erasure: unique(mine.map(\.erased.rawValue)),
                until: limits.limits(of: tables), tables: tables)
        }
    }

    /// The rules that no setting of an agency and no country changes.
    static let sameForAll: [RetentionRule] = RetentionRule.table(idle: 0, absolute: 0, closedCases: nil, invoices: 0)
        .filter { [.letter, .secretLetter, .letterFile, .auditDetail].contains($0.subject) }

    /// What is done on behalf of agencies (Article 30(2)(b)). Each agency decides how long its records are kept, so its own record
    /// says that.
    static func services(_ limits: TimeLimits) -> [Activity] {
        let decided = TimeLimit(rule: nil, text: "as each agency's own record says")
        let backups = TimeLimit(rule: nil, text: "56 days at most, and seven for keys")
        let all: [(String, [String], [TimeLimit])] = [
            ("Keeping records and sealed documents", ["row", "emptied", "kept"], [decided]),
            ("Making and giving out the pages of portals", ["row"], limits.limits([.source])),
            ("Sending letters", ["emptied"], limits.limits([.rule(.letter), .rule(.secretLetter), .rule(.letterFile)])),
            ("Proof of access: the audit log", ["orphaned", "kept"], limits.limits([.rule(.auditDetail), .proof])),
            ("Backups", ["expires"], [backups]),
        ]
        return all.map { purpose, erasure, until in
            Activity(
                purpose: purpose, people: ["staff", "clients", "contacts"], data: ["contact", "content", "money", "trace"],
                basis: ["contract"], erasure: erasure, until: until, tables: [])
        }
    }

    static let standardMeasures = [
        "One database an agency; no query can name another's.",
        "Documents sealed with AES-256-GCM, one key a document; keys apart.",
        "Passwords as argon2id; a second factor can be required.",
        "Pages of each contact's own view only; rights checked at every request.",
        "Audit log chained by SHA-256, its ends signed every hour and kept outside the database.",
        "Connections to declared processors only; the operator looks by a grant that expires.",
    ]

    /// Whose data a table holds.
    private static func people(of table: String) -> [String] {
        switch table {
        case "client", "client_case", "event", "invoice", "invoice_line", "invoice_party", "payment": ["clients"]
        case "contact": ["contacts"]
        case "assignment", "access_grant", "case_template": ["staff"]
        case "setting", "picture": ["agency"]
        case "message", "message_file", "document", "derived", "paper_request", "paper", "paper_file", "receipt":
            ["clients", "contacts", "staff"]
        default: ["contacts", "staff"]
        }
    }

    private static func unique(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }
}
