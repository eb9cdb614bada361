import Foundation
import Model

extension ExportRun {
    /// The address book, the calendar and the letters, where there is anything of them.
    mutating func addPortable() async throws {
        for name in [ExportDump.contacts, ExportDump.dates] {
            let size = Disk.status(dump.folder + "/" + name)?.st_size ?? 0
            if size > 0 { try await copy(name, as: name) }
        }
        let sender = MailMessage.Sender(
            name: dump.agency.name, address: agency.settings.mail.sender(agency.settings.baseURL), replyTo: dump.agency.email)
        try await eachLine(of: ExportDump.letters) { run, line in
            let letter = try JSONDecoder().decode(ExportDump.Letter.self, from: Data(line))
            try await run.add("mail/\(letter.id).eml", letter.message(from: sender).bytes)
        }
    }
}
