import Foundation
public import Model

/// Fields in which something is chosen.
extension TypedForm {
    /// One case of an enumeration, by its word.
    public mutating func word<Word: RawRepresentable & CaseIterable>(_ name: String, _: Word.Type = Word.self) -> Word
    where Word.RawValue == String {
        guard let standIn = Word.allCases.first else { preconditionFailure("an enumeration without cases") }
        return ruled(name, else: standIn) { raw throws(Flaw) in
            guard !raw.isEmpty else { throw .required }
            guard let word = Word(rawValue: raw) else { throw .choice }
            return word
        }
    }

    /// One case of an enumeration, or nil when nothing was chosen.
    public mutating func wordIfAny<Word: RawRepresentable & CaseIterable>(_ name: String, _: Word.Type = Word.self) -> Word?
    where Word.RawValue == String {
        text(name).isEmpty ? nil : word(name)
    }

    /// Several cases of an enumeration, each at most once, in the enumeration's order. None is taken.
    public mutating func words<Word: RawRepresentable & CaseIterable & Hashable>(
        _ name: String, _: Word.Type = Word.self
    ) -> [Word] where Word.RawValue == String {
        var chosen: Set<Word> = []
        for text in texts(name) {
            guard let word = Word(rawValue: text) else {
                refuse(name, Flaw.choice)
                continue
            }
            chosen.insert(word)
        }
        return Word.allCases.filter(chosen.contains)
    }

    /// One of the texts that were offered.
    public mutating func choice(_ name: String, of offered: [String]) -> String {
        ruled(name, else: "") { raw throws(Flaw) in
            guard offered.contains(raw) else { throw raw.isEmpty ? .required : .choice }
            return raw
        }
    }

    /// Several of the texts that were offered, in the order of the offer. None is taken.
    public mutating func choices(_ name: String, of offered: [String]) -> [String] {
        let sent = texts(name)
        if !sent.allSatisfy(offered.contains) { refuse(name, Flaw.choice) }
        return offered.filter(sent.contains)
    }

    /// A checkbox: ticked, or not sent.
    public func flag(_ name: String) -> Bool { !text(name).isEmpty }

    /// What of a client a contact may see, chosen by words: `cases`, `invoices`, `documents`.
    public mutating func rights(_ name: String) -> Rights {
        Rights(words: choices(name, of: ["cases", "invoices", "documents"]).joined(separator: " ")) ?? []
    }

    /// A language that there are words for; empty is taken and means: as elsewhere.
    public mutating func language(_ name: String, of known: [String]) -> String {
        ruled(name, else: "") { raw throws(Flaw) in
            guard raw.isEmpty || known.contains(raw) else { throw .language }
            return raw
        }
    }

    /// A currency by its code (ISO 4217); capitals or not.
    public mutating func currency(_ name: String) -> Currency {
        ruled(name, else: Stand.currency) { raw throws(Flaw) in
            let code = raw.trimmingCharacters(in: .whitespaces).uppercased()
            guard !code.isEmpty else { throw .required }
            return try Rule.currency(code)
        }
    }

    /// A currency, or nil when nothing was chosen.
    public mutating func currencyIfAny(_ name: String) -> Currency? { isBlank(name) ? nil : currency(name) }

    /// A country by its code (ISO 3166-1), capitals or not. Empty is taken.
    public mutating func country(_ name: String) -> String {
        ruled(name, else: "") { raw throws(Flaw) in
            try Rule.country(raw.trimmingCharacters(in: .whitespaces).uppercased())
        }
    }

    /// A number for value added tax of at most 40 characters, as its state writes it. Empty is taken.
    public mutating func vat(_ name: String) -> String {
        ruled(name, else: "") { raw throws(Flaw) in try Rule.vat(Rule.line(raw, most: 40)) }
    }

    /// The identity of a record, from a hidden field or a choice.
    public mutating func id<Owner>(_ name: String, _: Owner.Type = Owner.self) -> ID<Owner> {
        ruled(name, else: ID("")) { raw throws(Flaw) in
            guard let id = ID<Owner>(checking: raw) else { throw raw.isEmpty ? .required : .choice }
            return id
        }
    }

    /// An identity, or nil when nothing was chosen.
    public mutating func idIfAny<Owner>(_ name: String, _: Owner.Type = Owner.self) -> ID<Owner>? {
        text(name).isEmpty ? nil : id(name)
    }
}
