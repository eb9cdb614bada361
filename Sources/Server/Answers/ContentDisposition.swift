/// How a browser is told to name and treat a file (RFC 6266; names beyond ASCII by RFC 8187).
enum ContentDisposition {
    /// - Parameters:
    ///   - name: the file's name as people know it.
    ///   - isInline: shown in the browser instead of saved.
    static func field(_ name: String, isInline: Bool) -> String {
        let name = safe(name)
        let kind = isInline ? "inline" : "attachment"
        // A plain name for old programs; quotes, backslashes and per cent signs are read differently by different ones.
        let plain = String(
            name.unicodeScalars.map { scalar -> Character in
                scalar.isASCII && !"\"\\%".unicodeScalars.contains(scalar) ? Character(scalar) : "_"
            })
        return "\(kind); filename=\"\(plain)\"; filename*=UTF-8''\(Percent.encoded(name))"
    }

    /// Without what could end the field, change the direction of reading, or mean a folder; never empty, at most 200 scalars.
    private static func safe(_ name: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in name.unicodeScalars.prefix(200) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: continue
            default: scalars.append(scalar == "/" || scalar == "\\" ? "_" : scalar)
            }
        }
        let text = String(scalars)
        return text.isEmpty || text.allSatisfy({ $0 == "." }) ? "document" : text
    }
}
