import Foundation
import Model
import Records

/// Lines as vCard (RFC 6350) and iCalendar (RFC 5545) have them: `NAME:value`, ended by CRLF, none longer than 75 bytes.
enum ContentLines {
    /// The longest line, in bytes, without its end.
    private static let width = 75

    /// A line whose value is text: what means something in it is escaped.
    static func text(_ name: String, _ values: String..., separator: Character = ";") -> String {
        folded(name + ":" + values.map(escaped).joined(separator: String(separator)))
    }

    /// A line whose value is no text: an address, a day.
    static func plain(_ name: String, _ value: String) -> String { folded(name + ":" + value) }

    /// A backslash before what would end a value or a part of one; other control characters are gone.
    static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.replacing("\r\n", with: "\n").unicodeScalars {
            switch scalar {
            case "\\", ";", ",": out += "\\" + String(scalar)
            case "\n", "\r": out += "\\n"
            case _ where scalar.properties.generalCategory == .control: continue
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    /// Longer lines go on after a space (RFC 6350, 3.2); a character is never cut.
    private static func folded(_ line: String) -> String {
        var (out, size) = ("", 0)
        for scalar in line.unicodeScalars {
            let bytes = UTF8.width(scalar)
            if size + bytes > width {
                out += "\r\n "
                size = 1
            }
            out.unicodeScalars.append(scalar)
            size += bytes
        }
        return out + "\r\n"
    }
}

/// Clients and contacts as an address book has them: vCard 4.0 (RFC 6350).
enum VCard {
    static func text(_ client: Client) -> String {
        var card = begin(client.id.text, kind: client.kind == .company ? "org" : "individual", client.name)
        if client.kind == .company { card += ContentLines.text("ORG", client.name) }
        card += reached(client.email, client.language)
        if !client.phone.isEmpty { card += ContentLines.text("TEL;VALUE=text", client.phone) }
        if ![client.address, client.city, client.postcode, client.country].allSatisfy(\.isEmpty) {
            card += ContentLines.text("ADR", "", "", client.address, client.city, "", client.postcode, client.country)
        }
        return card + "END:VCARD\r\n"
    }

    static func text(_ contact: ExportedContact) -> String {
        var card = begin(contact.id.text, kind: "individual", contact.name.isEmpty ? contact.email : contact.name)
        for client in contact.clients { card += ContentLines.text("ORG", client) }
        return card + reached(contact.email, contact.language) + "END:VCARD\r\n"
    }

    private static func begin(_ id: String, kind: String, _ name: String) -> String {
        "BEGIN:VCARD\r\nVERSION:4.0\r\n" + ContentLines.plain("UID", "urn:uuid:" + id) + ContentLines.plain("KIND", kind)
            + ContentLines.text("FN", name)
    }

    private static func reached(_ email: String, _ language: String) -> String {
        (email.isEmpty ? "" : ContentLines.text("EMAIL", email))
            + (language.isEmpty ? "" : ContentLines.plain("LANG", language))
    }
}

/// Due days as a calendar has them: iCalendar (RFC 5545).
enum ICalendar {
    static let begin = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Portico//Export//EN\r\n"
    static let end = "END:VCALENDAR\r\n"

    /// A whole day, on which nobody is busy because of it.
    static func text(_ date: ExportedDate) -> String {
        "BEGIN:VEVENT\r\n" + ContentLines.plain("UID", date.id) + ContentLines.plain("DTSTAMP", moment(date.since))
            + ContentLines.plain("DTSTART;VALUE=DATE", date.day.text.replacing("-", with: ""))
            + ContentLines.text("SUMMARY", "\(date.title) · \(date.client)") + "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n"
    }

    /// `20261128T005009Z`.
    private static func moment(_ instant: Instant) -> String {
        String(instant.rfc3339.prefix(19)).replacing("-", with: "").replacing(":", with: "") + "Z"
    }
}
