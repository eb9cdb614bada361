import Model

extension OpenAgency {
    /// Sends the letters that wait, as the server does, but to another mail server than the settings name: for the agencies of the
    /// proofs, whose letters nobody else sends.
    /// - Returns: whether that server may be asked, and answered.
    /// - Throws: `Refusal(.notFound)` for any other agency.
    package func deliver(to server: MailSettings.Server) async throws -> Bool {
        guard slug.isSynthetic else { throw Refusal(.notFound, "refusal.not-found") }
        var mail = settings.mail
        mail.server = server
        return try await deliver(by: Courier(mail, egress)).isOpen
    }
}
