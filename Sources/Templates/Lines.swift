/// Finds the tags that stand alone on their lines and takes the white space around them away.
///
/// The rules are those of the Mustache specification. Blocks and parents have looser ones than sections: a block's tag may
/// share its line with the tag of the parent around it, and a parent stands alone when nothing but white space stands before
/// its opening tag and after its closing one, wherever these are.
struct Lines {
    private var tokens: [Token]
    private let bytes: [UInt8]

    static func settle(_ tokens: [Token], _ bytes: [UInt8]) -> [Token] {
        var lines = Lines(tokens: tokens, bytes: bytes)
        let groups = lines.groups()
        for group in groups { lines.findStandalone(group) }
        for group in groups { lines.markStart(group) }
        return lines.tokens
    }

    /// The tokens of each line. A tag that spans lines belongs to the one on which it begins.
    private func groups() -> [Range<Int>] {
        var groups: [Range<Int>] = []
        var start = 0
        for (index, token) in tokens.enumerated() where token.kind == .text && endsLine(token) {
            groups.append(start..<(index + 1))
            start = index + 1
        }
        if start < tokens.count { groups.append(start..<tokens.count) }
        return groups
    }

    private mutating func findStandalone(_ group: Range<Int>) {
        let tags = group.filter { tokens[$0].kind != .text }
        if tags.count == 1, let only = tags.first, isAloneByItself(tokens[only]), areBlank(group, but: only) {
            tokens[only].isStandalone = true
            tokens[only].indent = whiteSpace(group.lowerBound..<only)
            drop(group)
            return
        }
        for tag in tags {
            switch tokens[tag].kind {
            case .block: settleBlock(tag, group)
            case .close:
                guard let opener = tokens[tag].opener else { continue }
                if tokens[opener].kind == .block { settleBlockEnd(tag, group) }
                if tokens[opener].kind == .parent { settleParent(opener, tag, group) }
            default: continue
            }
        }
    }

    /// Whether the tag stands alone when it is the only one on its line.
    private func isAloneByItself(_ token: Token) -> Bool {
        switch token.kind {
        case .section, .inverted, .comment, .delimiters, .partial: true
        case .close: token.opener.map { [.section, .inverted].contains(tokens[$0].kind) } ?? false
        case .text, .variable, .raw, .parent, .block: false
        }
    }

    private mutating func settleBlock(_ tag: Int, _ group: Range<Int>) {
        let before = group.lowerBound..<tag
        let after = (tag + 1)..<group.upperBound
        guard before.allSatisfy({ isBlank($0) || [.parent, .comment].contains(tokens[$0].kind) }) else { return }
        let own = (before.last { tokens[$0].kind != .text }.map { $0 + 1 } ?? before.lowerBound)..<tag
        tokens[tag].indent = own == before ? whiteSpace(own) : ""
        guard after.allSatisfy(isBlank) else { return }
        tokens[tag].isStandalone = true
        drop(own)
        drop(after)
    }

    private mutating func settleBlockEnd(_ tag: Int, _ group: Range<Int>) {
        let after = (tag + 1)..<group.upperBound
        let own = (tag + 1)..<(after.first { tokens[$0].kind != .text } ?? after.upperBound)
        guard (group.lowerBound..<tag).allSatisfy(isBlank), after.allSatisfy({ isBlank($0) || closesParent($0) }) else { return }
        tokens[tag].isStandalone = true
        drop(group.lowerBound..<tag)
        drop(own)
    }

    private mutating func settleParent(_ opener: Int, _ tag: Int, _ group: Range<Int>) {
        let lineStart = tokens[..<opener].lastIndex { $0.kind == .text && endsLine($0) }.map { $0 + 1 } ?? 0
        guard (lineStart..<opener).allSatisfy(isBlank), ((tag + 1)..<group.upperBound).allSatisfy(isBlank) else { return }
        tokens[opener].isStandalone = true
        tokens[tag].isStandalone = true
        tokens[opener].indent = whiteSpace(lineStart..<opener)
        drop(lineStart..<opener)
        drop((tag + 1)..<group.upperBound)
    }

    /// Marks where a line of output begins: there the indentation of an included template is put.
    private mutating func markStart(_ group: Range<Int>) {
        let printing = group.contains { !tokens[$0].isDropped && !tokens[$0].isStandalone && !isSilent(tokens[$0]) }
        guard printing, let first = group.first(where: { !tokens[$0].isDropped }) else { return }
        tokens[first].startsLine = true
    }

    private func isSilent(_ token: Token) -> Bool { token.kind == .comment || token.kind == .delimiters }

    private func closesParent(_ index: Int) -> Bool {
        tokens[index].kind == .close && tokens[index].opener.map { tokens[$0].kind == .parent } ?? false
    }

    private func areBlank(_ group: Range<Int>, but tag: Int) -> Bool { group.allSatisfy { $0 == tag || isBlank($0) } }

    private func isBlank(_ index: Int) -> Bool {
        tokens[index].kind == .text && bytes[tokens[index].range].allSatisfy { $0 == 32 || (9...13).contains($0) }
    }

    private func endsLine(_ token: Token) -> Bool { bytes[token.range].last == UInt8(ascii: "\n") }

    private func whiteSpace(_ range: Range<Int>) -> String {
        range.filter { tokens[$0].kind == .text }.map { String(decoding: bytes[tokens[$0].range], as: UTF8.self) }.joined()
    }

    private mutating func drop(_ range: Range<Int>) {
        for index in range where tokens[index].kind == .text { tokens[index].isDropped = true }
    }

    private init(tokens: [Token], bytes: [UInt8]) { (self.tokens, self.bytes) = (tokens, bytes) }
}
