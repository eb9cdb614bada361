import Model

/// The text that banking apps read from a QR code to fill in a transfer (EPC069-12 version 002, SCT in euros).
struct EPCCode: Sendable, Hashable {
    /// The most bytes of the whole text, and the largest symbol that the guideline allows.
    static let (mostBytes, mostVersion) = (331, 13)
    /// The largest amount of a transfer, in cents.
    static let mostCents: Int64 = 99_999_999_999

    let text: String

    /// Nil when such a code cannot say it: another currency, nothing to pay or too much, no account.
    /// - Parameters:
    ///   - bic: may be empty; version 002 needs none within the EEA.
    ///   - reference: the structured one; without it `number` is the text for the recipient.
    init?(to name: String, iban: String, bic: String, amount: Money, reference: CreditorReference?, number: String) {
        guard amount.currency.code == "EUR", (1...EPCCode.mostCents).contains(amount.minor), !iban.isEmpty else { return nil }
        let sum = "EUR" + Exact(digits: amount.minor, scale: 2).text
        let remittance = reference.map { [$0.text] } ?? ["", EPCCode.line(number, most: 140, bytes: .max)]
        let before = ["BCD", "002", "1", "SCT", EPCCode.line(bic, most: 11, bytes: .max)]
        let after = [EPCCode.line(iban, most: 34, bytes: .max), sum, ""] + remittance
        // The reference is what finds the invoice again, so a long name gives way to it.
        let taken = (before + after).reduce(0) { $0 + $1.utf8.count } + before.count + after.count
        let payee = EPCCode.line(name, most: 70, bytes: EPCCode.mostBytes - taken)
        guard !payee.isEmpty else { return nil }
        text = (before + [payee] + after).joined(separator: "\n")
    }

    /// One line of it: what could end a line or hide in it becomes a space.
    private static func line(_ text: String, most: Int, bytes: Int) -> String {
        var scalars = String.UnicodeScalarView()
        var (left, isBlank) = (bytes, true)
        for scalar in text.unicodeScalars {
            let isSpace =
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator: true
                default: false
                }
            if isSpace && isBlank { continue }
            let next: Unicode.Scalar = isSpace ? " " : scalar
            let length = String(next).utf8.count
            guard scalars.count < most, length <= left else { break }
            scalars.append(next)
            (left, isBlank) = (left - length, isSpace)
        }
        if scalars.last == " " { scalars.removeLast() }
        return String(scalars)
    }
}
