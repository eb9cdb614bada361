import Foundation
import Model

/// A letter as it goes over the wire: header and body (RFC 5322), plain text in UTF-8, nothing that a reader's program
/// would fetch from anywhere.
struct MailMessage: Sendable {
    /// Who it is from, and who is answered.
    struct Sender: Sendable, Hashable {
        /// The agency's name.
        var name: String
        /// On the portal's own domain, because only for that can its mail server vouch (SPF, DKIM).
        var address: String
        /// The agency's own address; empty: none.
        var replyTo: String
    }

    let id: String
    let sender: Sender
    let name: String
    let address: String
    let subject: String
    let body: String
    let date: Instant
    /// Where it may be declined with one request (RFC 8058); nil: it may not.
    var decline: String?

    /// The domain of the sender: that of the portal.
    var domain: String { sender.address.split(separator: "@").last.map(String.init) ?? "localhost" }

    /// The whole, lines ending in CRLF.
    var bytes: [UInt8] {
        var lines = [
            MailHeader.plain("Date", MailHeader.date(date)),
            MailHeader.mailbox("From", sender.name, sender.address),
            MailHeader.mailbox("To", name, address),
            MailHeader.text("Subject", subject),
            MailHeader.plain("Message-ID", "<\(id)@\(domain)>"),
        ]
        if !sender.replyTo.isEmpty { lines.append(MailHeader.mailbox("Reply-To", sender.name, sender.replyTo)) }
        // No machine is to answer (RFC 3834, 5).
        lines.append(MailHeader.plain("Auto-Submitted", "auto-generated"))
        if let decline {
            lines.append(MailHeader.plain("List-Unsubscribe", "<\(decline)>"))
            lines.append(MailHeader.plain("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
        }
        lines += [
            MailHeader.plain("MIME-Version", "1.0"),
            MailHeader.plain("Content-Type", "text/plain; charset=utf-8"),
            MailHeader.plain("Content-Transfer-Encoding", "quoted-printable"),
        ]
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + QuotedPrintable.encode(body)).utf8)
    }
}

extension MailSettings {
    /// The address that letters come from.
    /// - Parameter origin: by which people reach the portal.
    func sender(_ origin: String) -> String {
        guard from.isEmpty else { return from }
        let host = URLComponents(string: origin)?.host ?? "localhost"
        // A bare address of a machine is no domain of a mail address.
        let isName = host.contains { $0.isLetter } && !host.contains(":")
        return "portal@" + (isName ? host : "localhost")
    }
}
