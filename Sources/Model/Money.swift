/// An amount in the minor units of a currency (cents), exact.
public struct Money: Hashable, Sendable {
    /// In minor units: cents.
    public let minor: Int64
    /// In which it is.
    public let currency: Currency

    /// - Parameters: as the properties.
    public init(minor: Int64, currency: Currency) {
        (self.minor, self.currency) = (minor, currency)
    }
}

/// A currency by its ISO 4217 code.
public struct Currency: Hashable, Sendable {
    /// Three capital letters.
    public let code: String

    /// Nil when the text is not three capital letters A to Z.
    public init?(_ code: String) {
        guard code.utf8.count == 3, code.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) else {
            return nil
        }
        self.code = code
    }

    /// How many decimals the code's minor unit has (ISO 4217 table A.1).
    public var digits: Int {
        switch code {
        case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF",
            "XPF":
            0
        case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND": 3
        case "CLF", "UYW": 4
        default: 2
        }
    }
}
