import CQRencode
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

/// A QR code (ISO/IEC 18004) with error correction M, as the library libqrencode lays it out.
struct QRCode: Sendable {
    /// Modules a side.
    let size: Int
    /// Row by row; true is dark.
    private let modules: [Bool]

    /// Nil when it would be larger than that version.
    init?(_ bytes: [UInt8], mostVersion: Int) {
        let code = bytes.withUnsafeBufferPointer { QRcode_encodeData(Int32($0.count), $0.baseAddress, 0, QR_ECLEVEL_M) }
        guard let code else { return nil }
        defer { QRcode_free(code) }
        guard code.pointee.version <= mostVersion, let data = code.pointee.data else { return nil }
        size = Int(code.pointee.width)
        // The lowest bit of a module is its colour; the others say what part it is of.
        modules = (0..<size * size).map { data[$0] & 1 == 1 }
    }

    /// The way of a pen one module wide over all dark ones, within the quiet zone of four modules that readers want: the
    /// attribute `d` of a path in a picture of `side` by `side`.
    var path: String {
        var path = ""
        for row in 0..<size {
            var column = 0
            while column < size {
                guard modules[row * size + column] else {
                    column += 1
                    continue
                }
                let start = column
                while column < size, modules[row * size + column] { column += 1 }
                path += "M\(start + QRCode.quiet) \(row + QRCode.quiet).5h\(column - start)"
            }
        }
        return path
    }

    private static let quiet = 4

    /// Modules a side with the quiet zone.
    var side: Int { size + 2 * QRCode.quiet }
}
