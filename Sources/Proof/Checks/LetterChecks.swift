import Actions
import Foundation
import Model
import Records

extension Check {
    /// What letters hold, and how they leave.
    static let letters = [
        Check("letters-plain") { lab, seen in
            for one in [lab.a, lab.b] {
                _ = try await one.agency.invite("ben@\(one.slug).invalid", isMailed: true, by: .system)
            }
            var (count, foreign) = (0, 0)
            for one in [lab.a, lab.b] {
                let bodies = try await one.agency.inspect { try $0.all("SELECT body FROM mail ORDER BY id") { try $0.text(0) } }
                count += bodies.count
                for body in bodies {
                    let addresses = body.matches(of: /https?:\/\/[^\s>]+/).map { String($0.0) }
                    foreign += addresses.count { !$0.hasPrefix(lab.workspace.settings.baseURL + "/") }
                    foreign += body.contains(/<(?:img|a|link|style|script)\b/) ? 1 : 0
                }
            }
            try seen.expectSome("letters in the outboxes of two agencies", count)
            try seen.expect("of them with a picture, or an address elsewhere", foreign, is: 0)
        },
        Check("letters-closed") { lab, seen in
            let sent = try await lettersSent(lab)
            let offers: [(what: String, lines: [String])] = [
                ("offers no encryption", ["AUTH PLAIN LOGIN"]),
                ("offers it and then does not encrypt", ["STARTTLS", "AUTH PLAIN LOGIN"]),
            ]
            for security in [MailSettings.Security.starttls, .tls] {
                for offer in offers {
                    let heard = try await writeTo(offer.lines, security, lab)
                    let told = heard.commands.intersection(["MAIL", "RCPT", "DATA", "AUTH"]).sorted()
                    try seen.expect("\(security.rawValue), and a mail server that \(offer.what): what it was told", told, is: [])
                    try seen.expect("letters that it got", heard.letters.count, is: 0)
                }
            }
            try seen.expect("letters that left so", try await lettersSent(lab) - sent, is: 0)
            let asked = lab.egress.count { $0.setting == "mail.server" }
            guard let server = lab.mail.server else {
                try seen.expect("no mail server is set; connections to one that the program lists", asked, is: 0)
                return try await putIntoFiles(lab, &seen)
            }
            seen.see("how letters leave here", server.security.rawValue)
            let isHere = ["localhost", "127.0.0.1", "::1"].contains(server.host)
            try seen.expect("encrypted, or to this very machine", server.security != .none || isHere, is: true)
        },
    ]

    /// Plays a mail server, and has a letter brought to it as the settings say that mail servers are come to.
    private static func writeTo(
        _ offers: [String], _ security: MailSettings.Security, _ lab: Lab
    ) async throws -> LetterSink.Heard {
        let one = lab.b
        _ = try await one.agency.invite("ben@\(one.slug).invalid", isMailed: true, by: .system)
        let sink = try LetterSink(offers: offers)
        async let hearing = Blocking.run { try sink.hear() }
        let server = MailSettings.Server(
            host: "127.0.0.1", port: sink.port, security: security, user: "portal", password: one.password)
        _ = try await one.agency.deliver(to: lab.way(server))
        return try await hearing
    }

    /// Without a mail server letters leave by no connection at all: they lie in a folder that nobody else opens.
    private static func putIntoFiles(_ lab: Lab, _ seen: inout Evidence) async throws {
        let (agency, folder) = (lab.b.agency, lab.b.agency.folder + "/mail")
        _ = try await agency.invite("ben@\(lab.b.slug).invalid", isMailed: true, by: .system)
        let (sent, files) = (try await lettersSent(lab), Lab.files(below: folder))
        try await agency.sendToFiles()
        let new = Set(Lab.files(below: folder)).subtracting(files)
        try seen.expectSome("letters put as files into the workspace", new.count)
        try seen.expect("letters that left in any other way", Int(try await lettersSent(lab) - sent) - new.count, is: 0)
        let open = ([folder] + new).count(where: Lab.isOpenToOthers)
        try seen.expect("of the files and their folder, those that others may open", open, is: 0)
    }

    private static func lettersSent(_ lab: Lab) async throws -> Int64 {
        try await lab.b.agency.inspect {
            try $0.one("SELECT count(*) FROM mail WHERE state = 'sent'") { try $0.integer(0) } ?? 0
        }
    }
}
