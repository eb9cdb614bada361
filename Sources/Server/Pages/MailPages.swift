extension ServerPages {
    /// The outbox, and the pages on the way in by mail.
    static let mail: [any ServerPage.Type] = [
        OutboxPage.self, SignInCodePage.self, SignInLinkPage.self, MailGonePage.self, ForgottenPage.self, NewPasswordPage.self,
        MailChoicePage.self,
    ]
}
