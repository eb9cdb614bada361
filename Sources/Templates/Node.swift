/// A template as a tree.
indirect enum Node: Sendable {
    /// A line of output begins here: indentation goes here.
    case line
    case text(String)
    case variable(Name, raw: Bool)
    case section(Name, inverted: Bool, [Node])
    case partial(Name, indent: String)
    case parent(Name, indent: String, blocks: [String: Block])
    case block(Block)
}

/// A name as a tag writes it, and where.
struct Name: Sendable {
    let text: String
    let place: Place

    /// `a.b.c` as a, b, c; `.` as itself.
    var parts: [String] { text == "." ? ["."] : text.split(separator: ".", omittingEmptySubsequences: false).map(String.init) }

    /// The key of `{{words.KEY}}`.
    var word: String? { text.hasPrefix("words.") ? String(text.dropFirst(6)) : nil }
}

/// `{{$name}}…{{/name}}`: the default of a template's parameter, or, directly inside a parent's tag, what replaces it.
/// A class, because which block replaces which is a matter of identity.
final class Block: Sendable {
    let name: String
    let body: [Node]
    /// Whether the opening tag had its line for itself.
    let isStandalone: Bool
    /// The white space before the opening tag, if it began its line.
    let indent: String

    init(name: String, body: [Node], isStandalone: Bool, indent: String) {
        (self.name, self.body, self.isStandalone, self.indent) = (name, body, isStandalone, indent)
    }

    /// How far the body is indented by itself.
    var intrinsicIndent: String { Node.indent(of: body) }

    /// The same block with that indentation taken from every line of its body.
    func dedented() -> Block {
        let indent = isStandalone ? intrinsicIndent : ""
        guard !indent.isEmpty else { return self }
        return Block(name: name, body: Node.strip(indent, from: body), isStandalone: isStandalone, indent: self.indent)
    }
}

extension Node {
    /// The white space with which the first line begins.
    static func indent(of nodes: [Node]) -> String {
        switch nodes.first {
        case .line:
            guard nodes.count > 1, case .text(let text) = nodes[1] else { return "" }
            return String(text.prefix { $0 == " " || $0 == "\t" })
        case .section(_, _, let body): return indent(of: body)
        case .block(let block): return block.indent
        case .partial(_, let indent), .parent(_, let indent, _): return indent
        default: return ""
        }
    }

    /// Takes as much of `indent` from the beginning of every line as is there.
    static func strip(_ indent: String, from nodes: [Node]) -> [Node] {
        func shorter(_ text: String) -> String {
            String(text.dropFirst(zip(text, indent).prefix { $0 == $1 }.count))
        }
        var atLineStart = false
        return nodes.map { node in
            defer { if case .line = node { atLineStart = true } else { atLineStart = false } }
            switch node {
            case .text(let text): return atLineStart ? .text(shorter(text)) : node
            case .section(let name, let inverted, let body): return .section(name, inverted: inverted, strip(indent, from: body))
            case .partial(let name, let own): return .partial(name, indent: shorter(own))
            case .parent(let name, let own, let blocks): return .parent(name, indent: shorter(own), blocks: blocks)
            case .block(let block):
                let body = strip(indent, from: block.body)
                let own = shorter(block.indent)
                return .block(Block(name: block.name, body: body, isStandalone: block.isStandalone, indent: own))
            case .line, .variable: return node
            }
        }
    }
}
