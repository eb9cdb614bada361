import Foundation
import Model
import Testing

@testable import Actions

@Suite struct MailMessageTests {
    private func message(
        name: String = "Anna", agency: String = "Acme", subject: String = "News", body: String = "Hello\n",
        decline: String? = nil
    ) -> String {
        let message = MailMessage(
            id: "01980000-0000-7000-8000-000000000001",
            sender: .init(name: agency, address: "portal@acme.example", replyTo: "office@acme.example"), name: name,
            address: "anna@a.example", subject: subject, body: body, date: Place.morning, decline: decline)
        return String(decoding: message.bytes, as: UTF8.self)
    }

    @Test func `a letter has the header of a letter that a machine wrote`() {
        #expect(
            message()
                == [
                    "Date: Tue, 10 Mar 2026 09:00:00 +0000", #"From: "Acme" <portal@acme.example>"#,
                    #"To: "Anna" <anna@a.example>"#, "Subject: News",
                    "Message-ID: <01980000-0000-7000-8000-000000000001@acme.example>",
                    #"Reply-To: "Acme" <office@acme.example>"#, "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
                    "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable", "", "Hello", "",
                ].joined(separator: "\r\n"))
    }

    @Test func `only what may be declined says where`() {
        #expect(!message().contains("List-Unsubscribe"))
        let one = message(decline: "https://acme.example/acme/mail?token=t")
        #expect(one.contains("\r\nList-Unsubscribe: <https://acme.example/acme/mail?token=t>\r\n"))
        #expect(one.contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"))
    }

    @Test(arguments: [
        "Žalgirio namų valdyba ir partneriai, uždaroji akcinė bendrovė Vilniuje",
        "مكتب المحاماة الكبير في المدينة القديمة للاستشارات",
        "株式会社ポルティコ・クライアント・ポータル・サービス部門", "👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", "=?UTF-8?B?ZXZpbA==?=", "A \"quoted\" \\ name",
        String(repeating: "long", count: 60),
        String(repeating: "many words ", count: 40),
    ])
    func `any name and any text survive, in lines of ASCII`(_ text: String) throws {
        let whole = message(name: text, agency: text, subject: text, body: text + "\n.\nFrom here\n trailing \n")
        let lines = whole.components(separatedBy: "\r\n")
        for line in lines {
            #expect(line.utf8.count <= 78 && line.utf8.allSatisfy { (32..<127).contains($0) }, "\(line)")
        }
        let header = lines.prefix { !$0.isEmpty }.joined(separator: "\n").replacing("\n ", with: " ")
        let subject = try #require(header.split(separator: "\n").first { $0.hasPrefix("Subject: ") }).dropFirst(9)
        #expect(decoded(String(subject)) == text.trimmingCharacters(in: .whitespaces))
        let body = lines.drop { !$0.isEmpty }.dropFirst().joined(separator: "\n")
        #expect(unquoted(body) == text + "\n.\nFrom here\n trailing \n")
        #expect(!lines.contains(".") && !lines.contains { $0.hasPrefix("From ") })
    }

    @Test(arguments: ["\r\nBcc: all@evil.example", "\nBcc: x", "\u{2028}Bcc: x", "\u{85}Bcc: x", "\r\n\r\nA body"])
    func `nothing that people are called begins a line`(_ evil: String) {
        let whole = message(name: "Anna" + evil, agency: "Acme" + evil, subject: "News" + evil)
        #expect(!whole.contains("\r\nBcc") && !whole.contains("\nBcc") && !whole.contains("\r\nA body"))
        #expect(whole.components(separatedBy: "\r\n\r\n").count == 2)
    }

    /// Encoded words as RFC 2047 reads them: the space between two of them is none.
    private func decoded(_ text: String) -> String {
        var (out, last) = ("", false)
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            let isEncoded = word.hasPrefix("=?UTF-8?B?") && word.hasSuffix("?=")
            if !out.isEmpty, !(isEncoded && last) { out += " " }
            let data = isEncoded ? Data(base64Encoded: String(word.dropFirst(10).dropLast(2))) : nil
            out += data.map { String(decoding: $0, as: UTF8.self) } ?? String(word)
            last = isEncoded
        }
        return out
    }

    private func unquoted(_ text: String) -> String {
        var bytes: [UInt8] = []
        let all = Array(text.replacing("=\n", with: "").utf8)
        var place = 0
        while place < all.count {
            if all[place] == UInt8(ascii: "="),
                let byte = UInt8(String(decoding: all[place + 1...place + 2], as: UTF8.self), radix: 16)
            {
                bytes.append(byte)
                place += 3
            } else {
                bytes.append(all[place])
                place += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

@Suite struct SMTPDialogueTests {
    @Test func `no password stands in what was said`() {
        var dialogue = SMTPDialogue()
        dialogue.heard("220 mail.example ESMTP\r\n")
        dialogue.said("EHLO portal.example\r\n")
        dialogue.said("AUTH PLAIN AHBvcnRhbABzZWNyZXQ=\r\n")
        dialogue.heard("334 \r\n")
        dialogue.said("c2VjcmV0\r\n")
        dialogue.heard("235 2.7.0 OK\r\n")
        dialogue.said("MAIL FROM:<portal@acme.example>\r\n")
        #expect(
            dialogue.lines == [
                "< 220 mail.example ESMTP", "> EHLO portal.example", "> AUTH PLAIN •••", "< 334", "> •••", "< 235 2.7.0 OK",
                "> MAIL FROM:<portal@acme.example>",
            ])
        #expect(dialogue.command == "MAIL" && dialogue.reply == "235 2.7.0 OK")
        // What is said at the end is not about the letter.
        dialogue.heard("550 5.1.1 nobody\r\n")
        dialogue.said("QUIT\r\n")
        dialogue.heard("221 Bye\r\n")
        #expect(dialogue.command == "MAIL" && dialogue.reply == "550 5.1.1 nobody" && dialogue.lines.last == "< 221 Bye")
    }
}
