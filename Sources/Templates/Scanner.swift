import Model

/// Cuts a template into tokens and pairs opening with closing tags.
struct Scanner {
    private let bytes: [UInt8]
    private let path: String
    private var open = Array("{{".utf8)
    private var close = Array("}}".utf8)
    private var tokens: [Token] = []
    /// Opening tags that still wait for their closing one.
    private var waiting: [Int] = []

    /// - Throws: `.configuration` with file, line and column when a tag is malformed or has no partner.
    static func tokens(_ bytes: [UInt8], path: String) throws -> [Token] {
        var scanner = Scanner(bytes: bytes, path: path)
        try scanner.scan()
        return scanner.tokens
    }

    private init(bytes: [UInt8], path: String) { (self.bytes, self.path) = (bytes, path) }

    private mutating func scan() throws {
        var at = 0
        var textStart = 0
        while at < bytes.count {
            if starts(open, at) {
                addText(textStart..<at)
                at = try tag(at)
                textStart = at
            } else {
                at += 1
                // A text token ends with its line, so that lines can be looked at one by one.
                if bytes[at - 1] == UInt8(ascii: "\n") {
                    addText(textStart..<at)
                    textStart = at
                }
            }
        }
        addText(textStart..<bytes.count)
        if let lonely = waiting.last {
            throw refusal("refusal.template.open", at: tokens[lonely].range.lowerBound, name: tokens[lonely].name)
        }
    }

    /// Reads the tag that begins at `start`; returns where it ends.
    private mutating func tag(_ start: Int) throws -> Int {
        let sigil = start + open.count < bytes.count ? bytes[start + open.count] : 0
        let ending: [UInt8] =
            switch sigil {
            case UInt8(ascii: "{"): [UInt8(ascii: "}")] + close
            case UInt8(ascii: "="): [UInt8(ascii: "=")] + close
            default: close
            }
        let kind = Self.kinds[sigil]
        let from = start + open.count + (kind == nil ? 0 : 1)
        guard let end = find(ending, from: from) else { throw refusal("refusal.template.unclosed", at: start) }
        let next = end + ending.count
        let content = trimmed(from..<end)
        switch kind ?? .variable {
        case .comment: tokens.append(Token(.comment, start..<next))
        case .delimiters: try setDelimiters(content, start..<next)
        case .close: try pair(try name(content, at: start), start..<next)
        case let kind:
            if [.section, .inverted, .parent, .block].contains(kind) { waiting.append(tokens.count) }
            tokens.append(Token(kind, start..<next, name: try name(content, at: start)))
        }
        return next
    }

    private static let kinds: [UInt8: Token.Kind] = [
        UInt8(ascii: "{"): .raw, UInt8(ascii: "&"): .raw, UInt8(ascii: "#"): .section, UInt8(ascii: "^"): .inverted,
        UInt8(ascii: "/"): .close, UInt8(ascii: ">"): .partial, UInt8(ascii: "<"): .parent, UInt8(ascii: "$"): .block,
        UInt8(ascii: "!"): .comment, UInt8(ascii: "="): .delimiters,
    ]

    private func name(_ content: String, at start: Int) throws -> String {
        // A name that only the data knows cannot be checked before it is rendered, so it is refused.
        if content.hasPrefix("*") { throw refusal("refusal.template.dynamic", at: start, name: content) }
        guard !content.isEmpty, !content.contains(where: \.isWhitespace) else {
            throw refusal("refusal.template.name", at: start, name: content)
        }
        return content
    }

    private mutating func pair(_ name: String, _ range: Range<Int>) throws {
        guard let opener = waiting.popLast(), tokens[opener].name == name else {
            throw refusal("refusal.template.close", at: range.lowerBound, name: name)
        }
        tokens.append(Token(.close, range, name: name, opener: opener))
    }

    private mutating func setDelimiters(_ content: String, _ range: Range<Int>) throws {
        let pair = content.split(whereSeparator: \.isWhitespace)
        guard pair.count == 2, !content.contains("=") else {
            throw refusal("refusal.template.delimiters", at: range.lowerBound, name: content)
        }
        (open, close) = (Array(pair[0].utf8), Array(pair[1].utf8))
        tokens.append(Token(.delimiters, range))
    }

    private mutating func addText(_ range: Range<Int>) {
        if !range.isEmpty { tokens.append(Token(.text, range)) }
    }

    private func starts(_ text: [UInt8], _ at: Int) -> Bool {
        bytes[at] == text[0] && at + text.count <= bytes.count && bytes[at..<(at + text.count)].elementsEqual(text)
    }

    private func find(_ text: [UInt8], from start: Int) -> Int? {
        (start..<max(start, bytes.count)).first { starts(text, $0) }
    }

    private func trimmed(_ range: Range<Int>) -> String {
        let text = String(decoding: bytes[range], as: UTF8.self)
        guard let first = text.firstIndex(where: { !$0.isWhitespace }), let last = text.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(text[first...last])
    }

    private func refusal(_ word: String, at offset: Int, name: String = "") -> Refusal {
        Refusal(.configuration, word, Place(file: path, bytes: bytes, offset: offset).arguments(["name": name]))
    }
}
