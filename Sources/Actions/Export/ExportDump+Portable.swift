import Foundation
import Model
import Records

/// What other programs read too: an address book, a calendar, letters. Nothing of it is needed to take an export in.
extension ExportDump {
    static let contacts = "contacts.vcf"
    static let dates = "dates.ics"
    static let letters = "letters"

    /// A letter that was written.
    struct Letter: Codable, Sendable {
        let id, name, address, subject, body: String
        /// Milliseconds.
        let created: Int64
    }

    static func writePortable(_ scope: ExportScope, to folder: String, _ connection: any Connection) throws {
        try file(folder + "/" + contacts) { cards in
            try connection.eachExportedClient(scope) { try add(VCard.text($0), to: cards) }
            try connection.eachExportedContact(scope) { try add(VCard.text($0), to: cards) }
        }
        let zone = try connection.agency().zone
        try file(folder + "/" + dates) { calendar in
            var isEmpty = true
            try connection.eachExportedDate(scope, start: { $0.start(in: zone) }) { date in
                if isEmpty { try add(ICalendar.begin, to: calendar) }
                isEmpty = false
                try add(ICalendar.text(date), to: calendar)
            }
            // A calendar without a date is none (RFC 5545, 3.6).
            if !isEmpty { try add(ICalendar.end, to: calendar) }
        }
        try file(folder + "/" + letters) { list in
            try connection.eachExportedLetter(scope) { mail, name in
                let letter = Letter(
                    id: mail.id.text, name: name, address: mail.address, subject: mail.subject, body: mail.body,
                    created: mail.created.milliseconds)
                let line = Array(try JSONEncoder().encode(letter)) + [UInt8(ascii: "\n")]
                try list.write { $0 += line }
            }
        }
    }

    private static func file(_ path: String, _ fill: (ScratchFile) throws -> Void) throws {
        let file = try ScratchFile(path)
        try fill(file)
        try file.finish()
    }

    private static func add(_ text: String, to file: ScratchFile) throws { try file.write { $0 += Array(text.utf8) } }
}

extension ExportDump.Letter {
    /// As it goes over the wire, or would have gone.
    func message(from sender: MailMessage.Sender) -> MailMessage {
        MailMessage(
            id: id, sender: sender, name: name, address: address, subject: subject, body: body,
            date: Instant(milliseconds: created))
    }
}
