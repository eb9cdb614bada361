import CCmark
import Glibc

/// A parsed text.
final class Tree {
    private let root: OpaquePointer?

    init(_ text: String) {
        var text = Tree.tamed(text)
        root = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cmark_parse_document($0.baseAddress, $0.count, CMARK_OPT_DEFAULT) }
        }
    }

    deinit {
        if let root { cmark_node_free(root) }
    }

    /// Visits every node from the outside in, in order: those that hold others twice.
    func walk(_ visit: (Element, _ isEntering: Bool) -> Void) {
        guard let root, let iterator = cmark_iter_new(root) else { return }
        defer { cmark_iter_free(iterator) }
        withExtendedLifetime(self) {
            while true {
                let event = cmark_iter_next(iterator)
                guard event != CMARK_EVENT_DONE, let node = cmark_iter_get_node(iterator) else { return }
                visit(Element(node: node), event == CMARK_EVENT_ENTER)
            }
        }
    }

    /// libcmark up to 0.30.2 goes through every open `![` at every link, so many of both take quadratic time
    /// (CVE-2023-22486). A text with that many is not one for images: there they lose their meaning.
    private static func tamed(_ text: String) -> String {
        let bytes = Array(text.utf8)
        // By bytes, as libcmark reads: a combining mark behind the bracket hides nothing.
        var (images, ends): ([Int], Int) = ([], 0)
        for (place, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "]") { ends += 1 }
            if byte == UInt8(ascii: "["), place > 0, bytes[place - 1] == UInt8(ascii: "!") { images.append(place) }
        }
        guard images.count.multipliedReportingOverflow(by: ends).partialValue > 4_000_000 else { return text }
        var tamed: [UInt8] = []
        tamed.reserveCapacity(bytes.count + images.count)
        var from = 0
        for image in images {
            tamed += bytes[from..<image]
            tamed.append(UInt8(ascii: "\\"))
            from = image
        }
        return String(decoding: tamed + bytes[from...], as: UTF8.self)
    }
}

/// One node of a tree, as long as the tree lives.
struct Element {
    let node: OpaquePointer

    var type: cmark_node_type { cmark_node_get_type(node) }

    /// The text of a text, code, code block, raw HTML.
    var literal: String { Element.string(cmark_node_get_literal(node)) }

    /// The bytes of the literal, without a string of their own.
    func withLiteral(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        guard let text = cmark_node_get_literal(node) else { return }
        let count = strlen(text)
        text.withMemoryRebound(to: UInt8.self, capacity: count) { body(UnsafeBufferPointer(start: $0, count: count)) }
    }

    /// The address of a link or an image: entities and backslashes resolved, percent signs not.
    var url: String { Element.string(cmark_node_get_url(node)) }

    var title: String { Element.string(cmark_node_get_title(node)) }

    /// The first word after the fence of a code block.
    var codeLanguage: String {
        String(Element.string(cmark_node_get_fence_info(node)).prefix { !$0.isWhitespace })
    }

    var headingLevel: Int { Int(cmark_node_get_heading_level(node)) }

    var isOrdered: Bool { cmark_node_get_list_type(node) == CMARK_ORDERED_LIST }

    var start: Int { Int(cmark_node_get_list_start(node)) }

    /// Whether it is a paragraph of a list whose items are not kept apart.
    var isTightParagraph: Bool {
        guard let list = cmark_node_parent(cmark_node_parent(node)) else { return false }
        return cmark_node_get_list_tight(list) != 0
    }

    /// What raw HTML leaves: its text, without comments.
    var rawText: String {
        let bytes = Array(literal.utf8)
        var text: [UInt8] = []
        var from = 0
        while let start = Element.find("<!--", in: bytes, from: from) {
            text += bytes[from..<start]
            guard let end = Element.find("-->", in: bytes, from: start + 4) else { return String(decoding: text, as: UTF8.self) }
            from = end + 3
        }
        return String(decoding: text + bytes[from...], as: UTF8.self)
    }

    private static func find(_ mark: StaticString, in bytes: [UInt8], from start: Int) -> Int? {
        let mark = UnsafeBufferPointer(start: mark.utf8Start, count: mark.utf8CodeUnitCount)
        return (start..<bytes.count).first { bytes[$0] == mark[0] && bytes[$0...].starts(with: mark) }
    }

    private static func string(_ text: UnsafePointer<CChar>?) -> String {
        text.map { String(cString: $0) } ?? ""
    }
}
