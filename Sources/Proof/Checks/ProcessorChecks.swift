import Actions
import Model
import Records
import Site
import Templates

extension Check {
    /// Who else gets data, and which.
    static let processors = [
        Check("processors-listed") { lab, seen in
            let register = lab.workspace.site.processors
            let page = try await lab.visitor.get("privacy/processors/").text
            let shown = Set(page.matches(of: /<h2><bdi>(.*?)<\/bdi><\/h2>/).map { String($0.1) })
            seen.see("processors in the register", register.count)
            try seen.expect(
                "on the page and not in the register, or the other way round",
                shown.symmetricDifference(register.map { escaped($0.name) }).count, is: 0)
            let none = lab.workspace.site.words("en").text("processors.none")
            try seen.expect("the page says that there is nobody", page.contains(none), is: register.isEmpty)
            try seen.expect(
                "of the purposes, those that the page leaves out",
                register.count { !page.contains(escaped($0.purpose(in: "en"))) },
                is: 0)
            let declared = Set(lab.egress.filter { $0.processor != nil }.map(\.host))
            try seen.expect(
                "hosts of the register and not of the list of connections, or the other way round",
                declared.symmetricDifference(register.flatMap(\.hosts).map(\.text)).count, is: 0)
            try seen.expect(
                "other machines outside of the register to which the program would connect",
                lab.egress.count { $0.processor == nil && $0.refusal == nil && !isHere($0.host) }, is: 0)
        },
        Check("processors-bound") { lab, seen in
            let egress = lab.workspace.egress
            seen.see("processors in the register", lab.processors.count)
            try seen.expect(
                "of them without a contract that is there, is the one declared, and holds",
                lab.processors.count { egress.standing(of: $0) != .valid }, is: 0)
            let reached = try await lab.workspace.reachedByContract(below: lab.a.agency.folder)
            try seen.expect("ways in which a contract stood in a trial", reached.count, is: Egress.Standing.allCases.count)
            try seen.expect(
                "of these, ways in which a connection was allowed", reached.filter(\.value).keys.map(\.rawValue), is: ["valid"])
        },
        Check("undeclared-refused") { lab, seen in
            let agency = lab.a.agency
            _ = try await agency.invite("ben@\(lab.a.slug).invalid", isMailed: true, by: .system)
            let stranger = MailSettings.Server(host: "mail.\(lab.a.slug).invalid", port: 587)
            try seen.expect("a mail server that nobody declared is asked", try await agency.deliver(to: stranger), is: false)
            let (waiting, gone, logged) = try await agency.inspect { connection in
                (
                    try connection.one("SELECT count(*) FROM mail WHERE state = 'waiting'") { try $0.integer(0) } ?? 0,
                    try connection.one("SELECT count(*) FROM mail WHERE state = 'sent'") { try $0.integer(0) } ?? 0,
                    try connection.one("SELECT count(*) FROM audit WHERE action = 'egress.refuse'") { try $0.integer(0) } ?? 0
                )
            }
            try seen.expectSome("letters that wait", Int(waiting))
            try seen.expect("letters that left", gone, is: 0)
            try seen.expectSome("entries of the log that it was refused", Int(logged))
        },
        Check("letters-lean") { lab, seen in
            let one = lab.a
            _ = try await one.agency.invite("ben@\(one.slug).invalid", isMailed: true, by: .system)
            let sink = try LetterSink()
            async let hearing = Blocking.run { try sink.hear() }
            _ = try await one.agency.deliver(
                to: MailSettings.Server(host: "127.0.0.1", port: sink.port, security: .none))
            let heard = try await hearing
            let people = Set(
                try await one.agency.inspect { try $0.all("SELECT email FROM person ORDER BY id") { try $0.text(0) } })
            try seen.expectSome("letters that a mail server of the check's own was given", heard.letters.count)
            try seen.expect("what it was told besides", heard.commands.subtracting(mailCommands).sorted(), is: [])
            try seen.expect(
                "headers beyond those that every letter needs",
                Set(heard.letters.flatMap(\.headers)).subtracting(letterHeaders).sorted(),
                is: [])
            try seen.expect(
                "letters to more than one, or to somebody who is not of the agency",
                heard.letters.count { $0.recipients.count != 1 || !people.isSuperset(of: $0.recipients) }, is: 0)
            let secrets = [one.hiddenWord, one.sealed, one.password]
            try seen.expect(
                "letters with words of documents, internal notes or passwords",
                heard.letters.count { letter in secrets.contains { letter.text.contains($0) } }, is: 0)
        },
    ]

    /// What a mail server is told: who sends to whom, and the letter.
    private static let mailCommands: Set = ["EHLO", "MAIL", "RCPT", "DATA", "QUIT"]
    /// RFC 5322, 3834, 8058, 2045: from whom to whom, about what, and how it is written.
    private static let letterHeaders: Set = [
        "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted", "List-Unsubscribe", "List-Unsubscribe-Post",
        "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
    ]

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing(
            "\"", with: "&quot;"
        )
        .replacing("'", with: "&#39;")
    }

    /// Whether a line of the list of connections is about this very machine.
    private static func isHere(_ place: String) -> Bool {
        ["localhost", "127.0.0.1", "::1"].contains { place == $0 || place.hasPrefix($0 + ":") }
    }
}
