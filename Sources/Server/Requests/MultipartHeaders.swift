/// The headers of one part of a form, read strictly (RFC 7578, section 4).
struct MultipartHeaders: Equatable, Sendable {
    /// The field's name.
    let name: String
    /// The file's name as the sender gave it, when the part is a file. For showing only; never a path.
    let fileName: String?

    /// - Parameter bytes: header lines, each with its CRLF; without the empty line.
    /// - Throws: `MultipartFault.headers` for anything that two readers could understand differently: a line without CRLF,
    ///   a header or parameter twice, `filename*`, a transfer encoding, a form within the form, no name.
    init(_ bytes: ArraySlice<UInt8>) throws {
        var disposition: ArraySlice<UInt8>?
        var hasType = false
        for line in try MultipartHeaders.lines(bytes) {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
                line[..<colon].allSatisfy(Token.isCharacter)
            else { throw MultipartFault.headers }
            let value = line[(colon + 1)...]
            switch String(decoding: line[..<colon], as: UTF8.self).lowercased() {
            case "content-disposition":
                guard disposition == nil else { throw MultipartFault.headers }
                disposition = value
            case "content-type":
                guard !hasType, !MultipartHeaders.isForm(value) else { throw MultipartFault.headers }
                hasType = true
            case "content-transfer-encoding": throw MultipartFault.headers
            // RFC 7578, 4.8: other header fields are to be ignored.
            default: break
            }
        }
        guard let disposition else { throw MultipartFault.headers }
        let parameters = try Parameters(disposition, kind: "form-data")
        guard let name = parameters["name"], !name.isEmpty else { throw MultipartFault.headers }
        (self.name, fileName) = (name, parameters["filename"])
    }

    init(name: String, fileName: String?) {
        (self.name, self.fileName) = (name, fileName)
    }

    private static func isForm(_ value: ArraySlice<UInt8>) -> Bool {
        String(decoding: value, as: UTF8.self).lowercased().drop { $0 == " " || $0 == "\t" }.hasPrefix("multipart/")
    }

    /// Lines without their CRLF; no bare CR or LF, no NUL, no folding.
    private static func lines(_ bytes: ArraySlice<UInt8>) throws -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var rest = bytes
        while !rest.isEmpty {
            guard let end = rest.firstIndex(of: 13), end + 1 < rest.endIndex, rest[end + 1] == 10 else {
                throw MultipartFault.headers
            }
            let line = rest[..<end]
            guard !line.contains(10), !line.contains(0), line.first != 32, line.first != 9 else { throw MultipartFault.headers }
            lines.append(line)
            rest = rest[(end + 2)...]
        }
        return lines
    }
}

/// Tokens of HTTP (RFC 9110, 5.6.2).
enum Token {
    static func isCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}

/// The parameters of a header value, `kind; name=token; name="quoted"`: each name once, none with a star.
struct Parameters {
    private var values: [String: String] = [:]

    subscript(name: String) -> String? { values[name] }

    /// - Parameters:
    ///   - kind: what must stand first, lower case.
    ///   - unescapes: whether `%22`, `%0D` and `%0A` in quoted text stand for what browsers write so (WHATWG HTML, 4.10.21.8).
    init(_ bytes: ArraySlice<UInt8>, kind: String, unescapes: Bool = true) throws {
        var rest = bytes
        Parameters.skipSpace(&rest)
        let first = rest.prefix { $0 != UInt8(ascii: ";") && $0 != 32 && $0 != 9 }
        guard String(decoding: first, as: UTF8.self).lowercased() == kind else { throw MultipartFault.headers }
        rest = rest[first.endIndex...]
        while true {
            Parameters.skipSpace(&rest)
            guard let semicolon = rest.popFirst() else { return }
            guard semicolon == UInt8(ascii: ";") else { throw MultipartFault.headers }
            Parameters.skipSpace(&rest)
            if rest.isEmpty { return }
            let name = rest.prefix { Token.isCharacter($0) }
            rest = rest[name.endIndex...]
            guard !name.isEmpty, rest.popFirst() == UInt8(ascii: "=") else { throw MultipartFault.headers }
            let key = String(decoding: name, as: UTF8.self).lowercased()
            let value = try Parameters.value(&rest, unescapes: unescapes)
            // RFC 7578, 4.2: `filename*` must not be used; readers differ in which name wins.
            guard !key.hasSuffix("*"), values.updateValue(value, forKey: key) == nil else { throw MultipartFault.headers }
        }
    }

    private static func skipSpace(_ rest: inout ArraySlice<UInt8>) {
        rest = rest.drop { $0 == 32 || $0 == 9 }
    }

    private static func value(_ rest: inout ArraySlice<UInt8>, unescapes: Bool) throws -> String {
        guard rest.first == UInt8(ascii: "\"") else {
            let token = rest.prefix { Token.isCharacter($0) }
            rest = rest[token.endIndex...]
            guard !token.isEmpty else { throw MultipartFault.headers }
            return String(decoding: token, as: UTF8.self)
        }
        rest = rest.dropFirst()
        var out: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: out, as: UTF8.self) else { throw MultipartFault.headers }
                return unescapes ? text.unescapedOfBrowsers : text
            case UInt8(ascii: "\\") where rest.first == UInt8(ascii: "\"") || rest.first == UInt8(ascii: "\\"):
                // Only these two are escaped in practice; old browsers send paths with lone backslashes.
                if let next = rest.popFirst() { out.append(next) }
            default: out.append(byte)
            }
        }
        throw MultipartFault.headers
    }
}

extension String {
    /// Browsers write a quote, CR and LF of a name as `%22`, `%0D`, `%0A`, and nothing else.
    fileprivate var unescapedOfBrowsers: String {
        contains("%") ? replacing("%22", with: "\"").replacing("%0D", with: "\r").replacing("%0A", with: "\n") : self
    }
}

/// The boundary of a form's Content-Type (RFC 2046, 5.1.1).
enum MultipartBoundary {
    /// Nil when it is no `multipart/form-data`, or its boundary is missing, given twice, not 1 to 70 of the allowed characters,
    /// or ends in a space.
    static func read(_ contentType: String) -> String? {
        guard contentType.utf8.count <= 256,
            let parameters = try? Parameters(Array(contentType.utf8)[...], kind: "multipart/form-data", unescapes: false),
            let boundary = parameters["boundary"], (1...70).contains(boundary.utf8.count), boundary.last != " ",
            boundary.utf8.allSatisfy(isAllowed)
        else { return nil }
        return boundary
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "'()+_,-./:=? ".utf8.contains(byte)
        }
    }
}
