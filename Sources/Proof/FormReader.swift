import Foundation

/// Reads the fields of a page's largest form, as a browser would send them untouched.
enum FormReader {
    static func fields(_ html: String) -> [String: String] {
        let forms = html.split(separator: "<form").dropFirst().filter { $0.prefix { $0 != ">" }.contains("method=\"post\"") }
        let found = forms.map { form in read(form.components(separatedBy: "</form>")[0]) }
        return found.max { $0.count < $1.count } ?? [:]
    }

    private static func read(_ form: String) -> [String: String] {
        var fields: [String: String] = [:]
        for match in form.matches(of: /<input\b([^>]*)>/) {
            let tag = String(match.1)
            guard let name = attribute("name", tag), !name.isEmpty else { continue }
            let type = attribute("type", tag) ?? "text"
            if ["checkbox", "radio"].contains(type), !tag.contains(" checked") { continue }
            if ["submit", "file", "button"].contains(type) { continue }
            fields[name] = attribute("value", tag) ?? ""
        }
        for match in form.matches(of: /<textarea\b([^>]*)>([^<]*)</) {
            if let name = attribute("name", String(match.1)) { fields[name] = plain(String(match.2)) }
        }
        for match in form.matches(of: /(?s)<select\b([^>]*)>(.*?)<\/select>/) {
            guard let name = attribute("name", String(match.1)) else { continue }
            let options = String(match.2).matches(of: /<option\b([^>]*)>/).map { String($0.1) }
            fields[name] = (options.first { $0.contains(" selected") } ?? options.first).flatMap { attribute("value", $0) } ?? ""
        }
        return fields
    }

    /// The text of the area of that id.
    static func area(_ id: String, _ html: String) -> String {
        for match in html.matches(of: /<textarea\b([^>]*)>([^<]*)</) where attribute("id", String(match.1)) == id {
            return plain(String(match.2))
        }
        return ""
    }

    static func attribute(_ name: String, _ tag: String) -> String? {
        guard let start = tag.range(of: " \(name)=\"") else { return nil }
        return plain(String(tag[start.upperBound...].prefix { $0 != "\"" }))
    }

    /// Text of which some signs are written as HTML writes them.
    static func plain(_ text: String) -> String {
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")].reduce(text) {
            $0.replacing($1.0, with: $1.1)
        }
    }
}
