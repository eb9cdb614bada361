/// Text with places for arguments, such as `Paid on {day}`: read once, filled often.
public struct Phrase: Sendable {
    private enum Piece {
        case text(String)
        case argument(String)
    }

    private let pieces: [Piece]
    private let isolates: Bool
    /// The names of the arguments that it asks for.
    public let arguments: Set<String>

    /// `{name}` is an argument when the name is of ASCII letters, digits and `_`; other braces are text.
    ///
    /// - Parameter language: that the text is written in. Where it is read from the right, arguments are kept apart from the
    ///   text around them, so that neither turns the other's signs about.
    public init(_ text: String, language: String = "") {
        var pieces: [Piece] = []
        var rest = text.utf8[...]
        var plain = ""
        while let brace = rest.firstIndex(of: UInt8(ascii: "{")) {
            let (next, name) = (rest.index(after: brace), rest[rest.index(after: brace)...].prefix(while: Phrase.isOfName))
            plain += text[rest.startIndex..<brace]
            if !name.isEmpty, name.endIndex < rest.endIndex, rest[name.endIndex] == UInt8(ascii: "}") {
                if !plain.isEmpty { pieces.append(.text(plain)) }
                plain = ""
                pieces.append(.argument(String(Substring(name))))
                rest = rest[rest.index(after: name.endIndex)...]
            } else {
                plain += "{"
                rest = rest[next...]
            }
        }
        plain += text[rest.startIndex...]
        if !plain.isEmpty { pieces.append(.text(plain)) }
        self.pieces = pieces
        isolates = Direction.isRightToLeft(language)
        arguments = Set(pieces.compactMap { if case .argument(let name) = $0 { name } else { nil } })
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
        default: false
        }
    }

    /// The text with the arguments in their places; one that is not given stays in its braces, where it is noticed. An argument that
    /// ends with a full stop, such as `12 d.` or `Acme Inc.`, needs none of the sentence that it ends.
    public func text(_ arguments: [String: String]) -> String {
        var (whole, isStopped) = ("", false)
        for piece in pieces {
            switch piece {
            case .text(let text): whole += isStopped && text.hasPrefix(".") ? text.dropFirst() : text[...]
            case .argument(let name): whole += arguments[name].map(shown) ?? "{\(name)}"
            }
            isStopped = if case .argument(let name) = piece { arguments[name]?.hasSuffix(".") ?? false } else { false }
        }
        return whole
    }

    private func shown(_ argument: String) -> String { isolates ? Direction.isolated(argument) : argument }
}
