import Model
import Site
import Templates

extension Workspace {
    /// Sends one mail to see whether mail works: past the outbox, with every line of the dialogue. It names no agency.
    /// - Throws: `Refusal(.invalid)` for what is no address.
    public func testMail(to address: String) async throws -> MailTrial {
        let words = site.words("en")
        let sender = MailMessage.Sender(name: "Portico", address: settings.mail.sender(settings.baseURL), replyTo: "")
        let message = MailMessage(
            id: world.uuid(), sender: sender, name: "", address: try Email.checked(address),
            subject: words.text("mail.test.subject"),
            body: words.text("mail.test.body", ["origin": settings.baseURL]) + "\n", date: world.now())
        return try await Courier(settings.mail, egress).trial(message, spool: settings.data + "/.mail-test")
    }
}
