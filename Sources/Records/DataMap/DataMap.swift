/// What every column of the records is for: what a record of processing (GDPR, Article 30) is written from, and what an
/// export and an erasure go by. A column that stands in a database but not here fails a test.
public enum DataMap {
    /// What sort of data a column holds.
    public enum Category: String, Sendable, CaseIterable {
        /// Nothing about anyone: settings, counters, versions.
        case technical
        /// A random identity, or a reference to one.
        case reference
        /// Names and how people are reached.
        case contact
        /// What people wrote, or the agency noted about its work for them.
        case content
        /// Amounts, taxes, payments.
        case money
        /// When somebody did what.
        case trace
        /// Hashes of passwords and tokens, wrapped keys.
        case secret
    }

    /// Why it may be kept (GDPR, Article 6(1)).
    public enum Basis: String, Sendable, CaseIterable {
        /// Not personal data.
        case none
        /// (b): what the agency was asked to do.
        case contract
        /// (c): book-keeping and tax law.
        case legalDuty
        /// (f): security of the portal, and proof of what happened in it.
        case legitimateInterest
    }

    /// In whose export it stands.
    public enum Exported: String, Sendable, CaseIterable {
        /// The agency's, and that of the person it is about.
        case person
        /// The agency's alone.
        case agency
        /// In none, because it would open something or can be made again.
        case never
    }

    /// What an erasure does to it.
    public enum Erased: String, Sendable, CaseIterable {
        /// It is about nobody, and stays.
        case untouched
        /// Its row is deleted.
        case row
        /// Emptied, or replaced by a word such as "former contact"; the row stays.
        case emptied
        /// Kept as long as the law asks, for that purpose alone.
        case kept
        /// A reference to somebody who is gone; it stays and leads nowhere.
        case orphaned
        /// Deleted by itself when its time is over.
        case expires
    }

    /// One column.
    public struct Column: Sendable, Hashable {
        /// The table.
        public let table: String
        /// The column.
        public let column: String
        /// What sort of data it holds.
        public let category: Category
        /// What it is kept for.
        public let purpose: String
        /// Why it may be kept.
        public let basis: Basis
        /// In whose export it stands.
        public let exported: Exported
        /// What an erasure does to it.
        public let erased: Erased
    }

    /// Every column of every table.
    public static let columns: [Column] =
        people + work + letters + invoices + documents + previews + access + mail + consent + usage + policies + erasing
        + oversight + rights + machinery

    /// Columns of one table that are alike.
    struct Group {
        let columns: String
        let category: Category
        let exported: Exported
        let erased: Erased

        init(_ columns: String, _ category: Category, _ exported: Exported, _ erased: Erased) {
            (self.columns, self.category, self.exported, self.erased) = (columns, category, exported, erased)
        }
    }

    static func table(_ name: String, _ purpose: String, _ basis: Basis, _ groups: [Group]) -> [Column] {
        groups.flatMap { group in
            group.columns.split(separator: " ").map { column in
                Column(
                    table: name, column: String(column), category: group.category, purpose: purpose,
                    basis: group.category == .technical ? .none : basis, exported: group.exported, erased: group.erased)
            }
        }
    }
}
