import Foundation
import Model
import Site

extension Workspace {
    /// For how long what security.txt says may be relied on, days: less than a year (RFC 9116, 2.5.5). It is made anew for
    /// whoever asks, so it is over only when the server is.
    private static let securityDays: Int64 = 90

    /// How whoever finds a hole reaches the operator: the file that stands at `/.well-known/security.txt` (RFC 9116).
    public func securityText() -> String {
        let expires = Instant(milliseconds: world.now().milliseconds / 86_400_000 * 86_400_000)
            .adding(seconds: (Workspace.securityDays + 1) * 86_400)
        let lines = [
            "Contact: \(settings.securityContact(settings.baseURL))", "Expires: \(expires.rfc3339)",
            "Preferred-Languages: \(site.languages.joined(separator: ", "))",
            "Canonical: \(settings.baseURL)/.well-known/security.txt",
        ]
        return lines.joined(separator: "\n") + "\n"
    }
}

extension WorkspaceSettings {
    /// Where holes are reported, as a URI: what the setting says, or the mailbox that RFC 2142 keeps for it.
    fileprivate func securityContact(_ origin: String) -> String {
        if let contact = SecurityContact(securityContact) { return contact.uri }
        return "mailto:security@" + (URLComponents(string: origin)?.host ?? "localhost")
    }
}
