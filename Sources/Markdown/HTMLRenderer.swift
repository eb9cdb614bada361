import CCmark

/// Writes a tree as HTML. Every mark that it writes stands in this file; whatever it does not know it leaves out.
struct HTMLRenderer {
    private let demote: Int
    private let image: (String) -> String?
    /// Stands before relative addresses of links; empty: they are relative to the page.
    private let base: String
    private var out: [UInt8] = []
    /// For each open link or image outside of alternative text: what ends it, empty when it became its text.
    private var endings: [String] = []
    /// How many images are open whose content is alternative text: there, marks go away.
    private var alternatives = 0

    init(demote: Int, base: String = "", image: @escaping (String) -> String?) {
        (self.demote, self.base, self.image) = (max(0, demote), base, image)
    }

    var html: String { String(decoding: out, as: UTF8.self) }

    mutating func visit(_ element: Element, isEntering: Bool) {
        if alternatives > 0 {
            alternative(element, isEntering)
        } else if element.isInline {
            inline(element, isEntering)
        } else {
            block(element, isEntering)
        }
    }

    private mutating func block(_ element: Element, _ isEntering: Bool) {
        switch element.type {
        case CMARK_NODE_BLOCK_QUOTE: outer("blockquote", isEntering)
        case CMARK_NODE_LIST:
            let isNumbered = element.isOrdered && element.start != 1
            outer(element.isOrdered ? "ol" : "ul", isEntering, isNumbered ? " start=\"\(element.start)\"" : "")
        case CMARK_NODE_ITEM:
            if isEntering {
                line()
                write("<li>")
            } else {
                write("</li>\n")
            }
        case CMARK_NODE_HEADING: inner("h\(min(6, element.headingLevel + demote))", isEntering)
        case CMARK_NODE_PARAGRAPH: if !element.isTightParagraph { inner("p", isEntering) }
        case CMARK_NODE_THEMATIC_BREAK:
            line()
            write("<hr>\n")
        case CMARK_NODE_CODE_BLOCK: code(element)
        case CMARK_NODE_HTML_BLOCK: raw(element)
        default: return
        }
    }

    private mutating func code(_ element: Element) {
        line()
        write("<pre><code")
        if !element.codeLanguage.isEmpty {
            write(" class=\"language-")
            escape(element.codeLanguage)
            write("\"")
        }
        write(">")
        element.withLiteral { escape($0) }
        write("</code></pre>\n")
    }

    private mutating func raw(_ element: Element) {
        let text = element.rawText
        guard text.contains(where: { !$0.isWhitespace }) else { return }
        inner("p", true)
        escape(text.last?.isNewline == true ? String(text.dropLast()) : text)
        inner("p", false)
    }

    private mutating func inline(_ element: Element, _ isEntering: Bool) {
        switch element.type {
        case CMARK_NODE_TEXT: element.withLiteral { escape($0) }
        case CMARK_NODE_SOFTBREAK: write("\n")
        case CMARK_NODE_LINEBREAK: write("<br>\n")
        case CMARK_NODE_CODE:
            write("<code>")
            element.withLiteral { escape($0) }
            write("</code>")
        case CMARK_NODE_HTML_INLINE: escape(element.rawText)
        case CMARK_NODE_EMPH: write(isEntering ? "<em>" : "</em>")
        case CMARK_NODE_STRONG: write(isEntering ? "<strong>" : "</strong>")
        case CMARK_NODE_LINK: link(element, isEntering)
        case CMARK_NODE_IMAGE: picture(element, isEntering)
        default: return
        }
    }

    private mutating func link(_ element: Element, _ isEntering: Bool) {
        guard isEntering else { return write(endings.popLast() ?? "") }
        guard Link.isAllowed(element.url) else { return endings.append("") }
        write("<a href=\"")
        address(Link.isRelative(element.url) ? base + element.url : element.url)
        title(element)
        write(">")
        endings.append("</a>")
    }

    private mutating func picture(_ element: Element, _ isEntering: Bool) {
        guard isEntering else { return write(endings.popLast() ?? "") }
        guard let path = Link.contentPath(element.url), let url = image(path) else { return endings.append("") }
        write("<img src=\"")
        address(url)
        title(element)
        write(" alt=\"")
        alternatives = 1
    }

    /// Inside an image that stays, there is only text.
    private mutating func alternative(_ element: Element, _ isEntering: Bool) {
        switch element.type {
        case CMARK_NODE_TEXT, CMARK_NODE_CODE: element.withLiteral { escape($0) }
        case CMARK_NODE_HTML_INLINE: escape(element.rawText)
        case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: write(" ")
        case CMARK_NODE_IMAGE:
            alternatives += isEntering ? 1 : -1
            if alternatives == 0 { write("\">") }
        default: return
        }
    }

    /// Ends the attribute with the address and adds the title, if there is one.
    private mutating func title(_ element: Element) {
        write("\"")
        guard !element.title.isEmpty else { return }
        write(" title=\"")
        escape(element.title)
        write("\"")
    }

    /// A block that holds blocks.
    private mutating func outer(_ name: String, _ isEntering: Bool, _ attributes: String = "") {
        line()
        write(isEntering ? "<\(name)\(attributes)>\n" : "</\(name)>\n")
    }

    /// A block that holds text.
    private mutating func inner(_ name: String, _ isEntering: Bool) {
        if isEntering { line() }
        write(isEntering ? "<\(name)>" : "</\(name)>\n")
    }

    private mutating func line() {
        if let last = out.last, last != UInt8(ascii: "\n") { write("\n") }
    }

    private mutating func write(_ text: String) { out += text.utf8 }

    private mutating func escape(_ text: String) {
        var text = text
        text.withUTF8 { escape($0) }
    }

    /// What lies between two characters that must be escaped is copied in one go.
    private mutating func escape(_ bytes: UnsafeBufferPointer<UInt8>) {
        var from = 0
        for place in bytes.indices {
            let escaped: String
            switch bytes[place] {
            case UInt8(ascii: "&"): escaped = "&amp;"
            case UInt8(ascii: "<"): escaped = "&lt;"
            case UInt8(ascii: ">"): escaped = "&gt;"
            case UInt8(ascii: "\""): escaped = "&quot;"
            case UInt8(ascii: "'"): escaped = "&#39;"
            default: continue
            }
            out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[from..<place]))
            write(escaped)
            from = place + 1
        }
        out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[from...]))
    }

    /// An address in an attribute: what RFC 3986 does not allow is percent encoded, percent signs stay.
    private mutating func address(_ url: String) {
        for byte in url.utf8 {
            switch byte {
            case UInt8(ascii: "&"): write("&amp;")
            case UInt8(ascii: "'"): write("&#39;")
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                out.append(byte)
            case _ where HTMLRenderer.plainInAddress.contains(byte): out.append(byte)
            default: write("%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true))
            }
        }
    }

    private static let plainInAddress = Array("-_.~:/?#@!$()*+,;=%".utf8)
}

extension Element {
    /// Whether it stands inside a paragraph or heading.
    var isInline: Bool { type.rawValue >= CMARK_NODE_FIRST_INLINE.rawValue }
}
