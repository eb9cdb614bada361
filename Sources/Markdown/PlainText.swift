import Foundation
public import Model

/// Text without marks, as people type it into a letter: paragraphs, line ends, and addresses of the web that are safe to follow.
public enum PlainText {
    /// The HTML of a text. Each paragraph takes the direction of its own first letter, so that no text turns what stands around it.
    ///
    /// Only `http` and `https` addresses become links, shown as they are: with a host of ASCII letters, digits, hyphens and dots, because
    /// others can look like one that they are not (UTS 39), without a user's name, and only in characters that stand in
    /// addresses as they are (RFC 3986, section 2). Everything else stays text.
    public static func html(_ text: String) -> HTML {
        var out = ""
        for paragraph in paragraphs(text) {
            out += "<p dir=\"auto\">"
            for (index, line) in paragraph.enumerated() {
                if index > 0 { out += "<br>\n" }
                out += linked(line)
            }
            out += "</p>\n"
        }
        return HTML(trusted: out)
    }

    /// The beginning of a text on one line, for lists: at most so many characters, cut between words where that is possible.
    public static func excerpt(_ text: String, limit: Int = 160) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard line.count > limit else { return line }
        let head = line.prefix(limit)
        let cut = head.lastIndex(of: " ").map { head[..<$0] } ?? head
        return cut + "…"
    }

    private static func paragraphs(_ text: String) -> [[Substring]] {
        var found: [[Substring]] = [[]]
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.allSatisfy(\.isWhitespace) {
                if found.last?.isEmpty == false { found.append([]) }
            } else {
                found[found.count - 1].append(line)
            }
        }
        return found.filter { !$0.isEmpty }
    }

    private static func linked(_ line: Substring) -> String {
        var out = ""
        var rest = line
        while let start = nextAddress(in: rest) {
            out += escaped(rest[..<start])
            rest = rest[start...]
            let address = trimmed(rest.prefix { isOfAddress($0) })
            // What goes on in other characters may be a host that looks like another.
            let goesOn = rest[address.endIndex...].first.map { $0.isLetter || $0.isNumber } ?? false
            if !goesOn, isSafe(address) {
                let text = escaped(address)
                out += "<a href=\"\(text)\" rel=\"noopener noreferrer nofollow\">\(text)</a>"
            } else {
                out += escaped(address)
            }
            rest = rest[address.endIndex...]
        }
        return out + escaped(rest)
    }

    /// Where the next `http://` or `https://` begins that is no part of a word.
    private static func nextAddress(in text: Substring) -> Substring.Index? {
        var from = text.startIndex
        while let found = text[from...].range(of: "http", options: .caseInsensitive) {
            let isWord = found.lowerBound > text.startIndex && text[text.index(before: found.lowerBound)].isLetter
            let rest = text[found.upperBound...].prefix(4).lowercased()
            if !isWord, rest.hasPrefix("://") || rest.hasPrefix("s://") { return found.lowerBound }
            from = found.upperBound
        }
        return nil
    }

    /// Unreserved, reserved and percent (RFC 3986, section 2), but for brackets, which hosts of numbers need and letters do not.
    private static func isOfAddress(_ letter: Character) -> Bool {
        guard let byte = letter.asciiValue else { return false }
        return letter.isLetter || letter.isNumber || "-._~:/?#@!$&'()*+,;=%".utf8.contains(byte)
    }

    /// Without what ends a sentence, or a bracket around it.
    private static func trimmed(_ address: Substring) -> Substring {
        var address = address
        let isBracketed = !address.contains("(")
        while let last = address.last, ".,;:!?'".contains(last) || last == ")" && isBracketed {
            address = address.dropLast()
        }
        return address
    }

    private static func isSafe(_ address: Substring) -> Bool {
        guard Link.isAllowed(String(address)), let slashes = address.range(of: "://") else { return false }
        let place = address[slashes.upperBound...].prefix { !"/?#".contains($0) }
        let host = place.prefix { $0 != ":" }
        let port = place.dropFirst(host.count + 1)
        return host.contains(".") && host.first != "." && host.last != "." && !host.contains("..")
            && host.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "." }
            // `xn--` is how names in other letters are written.
            && !host.lowercased().contains("xn--") && port.count <= 5 && port.allSatisfy(\.isNumber)
    }

    private static func escaped(_ text: Substring) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
