import Model

/// A source read once: its tree, whatever it will be compiled for.
struct Parsed: Sendable {
    let nodes: [Node]
    /// The keys of all `{{words.KEY}}` in it.
    let words: Set<String>
    let isPlain: Bool

    /// - Throws: `.configuration` with file, line and column.
    init(_ source: Source) throws {
        let bytes = Array(source.text.utf8)
        let tokens = Lines.settle(try Scanner.tokens(bytes, path: source.path), bytes)
        var builder = Builder(tokens: tokens, bytes: bytes, path: source.path)
        nodes = builder.nodes()
        words = Set(
            tokens.compactMap { $0.kind == .variable && $0.name.hasPrefix("words.") ? String($0.name.dropFirst(6)) : nil })
        isPlain = source.isPlain
    }
}

/// Folds tokens, whose tags are known to pair, into a tree.
private struct Builder {
    let tokens: [Token]
    let bytes: [UInt8]
    let path: String
    var next = 0

    /// Nodes up to the end, or up to the closing tag, which is consumed.
    mutating func nodes() -> [Node] {
        var nodes: [Node] = []
        while next < tokens.count {
            let token = tokens[next]
            next += 1
            if token.startsLine { nodes.append(.line) }
            switch token.kind {
            case .close: return nodes
            case .comment, .delimiters: continue
            case .text:
                if !token.isDropped { nodes.append(.text(String(decoding: bytes[token.range], as: UTF8.self))) }
            case .variable: nodes.append(.variable(name(token), raw: false))
            case .raw: nodes.append(.variable(name(token), raw: true))
            case .section: nodes.append(.section(name(token), inverted: false, self.nodes()))
            case .inverted: nodes.append(.section(name(token), inverted: true, self.nodes()))
            case .partial: nodes.append(.partial(name(token), indent: token.indent))
            case .block: nodes.append(.block(block(token)))
            case .parent: nodes.append(.parent(name(token), indent: token.isStandalone ? token.indent : "", blocks: blocks()))
            }
        }
        return nodes
    }

    private mutating func block(_ token: Token) -> Block {
        Block(name: token.name, body: nodes(), isStandalone: token.isStandalone, indent: token.indent)
    }

    /// What a parent's tag replaces; everything else in it is ignored. Of two blocks with one name the last counts.
    private mutating func blocks() -> [String: Block] {
        var blocks: [String: Block] = [:]
        for case .block(let block) in nodes() { blocks[block.name] = block.dedented() }
        return blocks
    }

    private func name(_ token: Token) -> Name {
        Name(text: token.name, place: Place(file: path, bytes: bytes, offset: token.range.lowerBound))
    }
}
