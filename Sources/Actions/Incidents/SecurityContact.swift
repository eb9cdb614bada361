import Model

/// Where holes are reported: an e-mail address, or a URI that a person can follow (RFC 9116, 2.5.3).
public struct SecurityContact: Sendable, Hashable {
    /// As it stands in security.txt: `mailto:`, `https:` or `tel:`.
    public let uri: String

    /// - Parameter typed: an address as `holes@portal.example`, or a URI of one of the three kinds. Nil for everything else: what
    ///   stands there must lead somewhere when somebody has found a hole.
    public init?(_ typed: String) {
        let parts = typed.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let rest = parts.count == 2 ? parts[1] : ""
        switch parts[0].lowercased() {
        case "mailto" where SecurityContact.isAddress(rest): uri = "mailto:" + rest
        case "https" where SecurityContact.isPage(rest): uri = "https:" + rest
        case "tel" where SecurityContact.isTelephone(rest): uri = "tel:" + rest
        case _ where parts.count == 1 && SecurityContact.isAddress(typed): uri = "mailto:" + typed
        default: return nil
        }
    }

    /// One address of which every sign may stand in a URI as it is (RFC 6068, section 2): no headers, no second address.
    private static func isAddress(_ text: String) -> Bool {
        let label = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
        return MailSettings.isAddress(text) && matches(text, "[A-Za-z0-9.!$'*+_~-]+@(?:\(label)\\.)+\(label)")
    }

    /// Behind `https:`: a host, perhaps a port, and what follows it, by the signs of RFC 3986; nobody's name and password.
    private static func isPage(_ text: String) -> Bool {
        let host = "(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+\\])"
        let follows = "(?:[/?#](?:[A-Za-z0-9._~!$&'()*+,;=:@/?#-]|%[0-9A-Fa-f]{2})*)?"
        guard matches(text, "//\(host)(?::[0-9]{1,5})?\(follows)"), let authority = text.split(separator: "/").first else {
            return false
        }
        let port = authority.prefix { $0 != "?" && $0 != "#" }.split(separator: ":").last.flatMap { Int($0) }
        return authority.hasSuffix("]") || (port ?? 443) < 65_536
    }

    /// A number as it is dialled from everywhere (RFC 3966, 5.1.4).
    private static func isTelephone(_ text: String) -> Bool { matches(text, "\\+[().-]*[0-9][0-9().-]*") }

    private static func matches(_ text: String, _ pattern: String) -> Bool {
        guard let form = try? Regex(pattern) else { return false }
        return (try? form.wholeMatch(in: text)) != nil
    }
}
