import CCmark

/// Writes a tree as text without marks.
struct PlainRenderer {
    private var out = ""

    /// Without white space at the end.
    var text: String {
        String(out[..<(out.lastIndex { !$0.isWhitespace }.map { out.index(after: $0) } ?? out.startIndex)])
    }

    mutating func visit(_ element: Element, isEntering: Bool) {
        switch element.type {
        case CMARK_NODE_TEXT, CMARK_NODE_CODE: out += element.literal
        case CMARK_NODE_HTML_INLINE: out += element.rawText
        case CMARK_NODE_SOFTBREAK: out += " "
        case CMARK_NODE_LINEBREAK: line()
        case CMARK_NODE_CODE_BLOCK: block(element.literal)
        case CMARK_NODE_HTML_BLOCK: block(element.rawText)
        case CMARK_NODE_PARAGRAPH, CMARK_NODE_HEADING: if !isEntering { line() }
        default: return
        }
    }

    private mutating func block(_ text: String) {
        out += text
        line()
    }

    private mutating func line() {
        if let last = out.last, !last.isNewline { out += "\n" }
    }
}
