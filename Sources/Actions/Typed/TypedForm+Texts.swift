import Foundation
public import Model

/// Fields of text.
extension TypedForm {
    /// One line without control characters, trimmed.
    /// - Parameters:
    ///   - least: characters that it must have; 1 makes the field required.
    ///   - most: characters that it may have.
    public mutating func line(_ name: String, least: Int = 0, most: Int = 300) -> String {
        lasting(name, least) { raw throws(Flaw) in try Rule.line(raw, most: most) }
    }

    /// Several lines, such as Markdown: line ends as LF, nothing trimmed but blank lines at the end.
    public mutating func body(_ name: String, least: Int = 0, most: Int = 20_000) -> String {
        lasting(name, least) { raw throws(Flaw) in
            // Before anything else looks at it: what is far too long is not worth more work.
            guard raw.utf8.count <= most * 4 else { throw .long(most: most) }
            let value = try Rule.body(raw)
            let end = value.lastIndex { !$0.isWhitespace }.map(value.index(after:)) ?? value.startIndex
            guard value[..<end].count <= most else { throw .long(most: most) }
            return String(value[..<end])
        }
    }

    private mutating func lasting(_ name: String, _ least: Int, _ rule: (String) throws(Flaw) -> String) -> String {
        ruled(name, else: "") { raw throws(Flaw) in
            let value = try rule(raw)
            guard value.count >= least else { throw value.isEmpty ? .required : .short(least: least) }
            return value
        }
    }

    /// An e-mail address in its one spelling: trimmed, lower case.
    public mutating func email(_ name: String, isRequired: Bool = false) -> String {
        ruled(name, else: "") { raw throws(Flaw) in
            let value = try Rule.email(raw)
            guard !value.isEmpty || !isRequired else { throw .required }
            return value
        }
    }

    /// A name that may stand in a path; capitals are taken for small letters.
    public mutating func slug(_ name: String) -> Slug {
        ruled(name, else: Stand.slug) { raw throws(Flaw) in
            let value = raw.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
            guard !value.isEmpty else { throw .required }
            return try Rule.slug(value)
        }
    }

    /// A calendar day, as date fields send it: `YYYY-MM-DD`.
    public mutating func day(_ name: String) -> Day {
        ruled(name, else: Day(count: 0)) { raw throws(Flaw) in
            let value = raw.trimmingCharacters(in: .whitespacesAndNewlines)
            guard !value.isEmpty else { throw .required }
            return try Rule.day(value)
        }
    }

    /// A calendar day, or nil when nothing was typed.
    public mutating func dayIfAny(_ name: String) -> Day? {
        text(name).allSatisfy(\.isWhitespace) ? nil : day(name)
    }

    /// An account number (ISO 13616), without its spaces. Empty is taken.
    public mutating func iban(_ name: String) -> String { ruled(name, else: "", Rule.iban) }

    /// A bank's code (ISO 9362). Empty is taken.
    public mutating func bic(_ name: String) -> String { ruled(name, else: "", Rule.bic) }
}

/// What stands in for a value that could not be read.
enum Stand {
    static let slug: Slug = {
        guard let slug = Slug("x") else { preconditionFailure("x is a slug") }
        return slug
    }()
    static let currency: Currency = {
        guard let currency = Currency("EUR") else { preconditionFailure("EUR is a currency") }
        return currency
    }()
}
