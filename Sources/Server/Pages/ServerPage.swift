import Site
import Templates

/// A page that is rendered at each request, because it is true of one person or of one moment only.
protocol ServerPage: Renderable, Sendable {
    /// Its template, below templates/ and without `.mustache`.
    static var template: String { get }
}

extension ServerPage {
    /// The page as UTF-8 HTML.
    /// - Throws: `Refusal(.configuration)` when the template does not fit; `ServerPages.check` finds that at boot.
    func bytes(site: Site, language: String) throws -> [UInt8] {
        // An agency's locale may be one that templates/words/ has no language for: English then, as in `Site.words`.
        let known = site.languages.contains(language) ? language : "en"
        return try site.library.template(Self.template, for: Self.self, language: known).render(self)
    }

    /// Compiles the template in a language.
    fileprivate static func check(_ site: Site, language: String) throws {
        _ = try site.library.template(template, for: Self.self, language: language)
    }
}

/// All pages of this room.
enum ServerPages {
    static let all: [any ServerPage.Type] = [
        StaffInvoicesPage.self, StaffInvoicePage.self, InvoiceFormPage.self, InvoiceClientPage.self, StatementPage.self,
        ErrorPage.Face.self, FrontPage.Face.self, WrongOriginPage.Face.self, SignInPage.self, WelcomePage.self,
        WelcomeDonePage.self, MePage.self, ReceiptPage.self, AppearancePage.self, AuditPage.self, DocumentViewPage.self,
        StaffClientsPage.self, AccessPage.self, AccessLogPage.self, IncidentsPage.self, SupportPage.self, SupportThreadPage.self,
        StaffCasePage.self, MessagePage.self, PolicyPage.self, StaffInboxPage.self, FormPage.self,
        StaffClientPage.self, InvitationPage.self, KeptFormPage.self, StaffDocumentPage.self, WorkPage.self,
        WritingPage.self, TemplatesPage.self, SearchPage.self,
        SecondStepPage.self, AccountPage.self, SecondFactorPage.self, RecoveryCodesPage.self, StaffPeoplePage.self,
        StaffPersonPage.self, StaffInvitedPage.self, ConsentPage.self, UsagePage.self, PolicyVersionsPage.self,
        MyDataPage.self, RequestsPage.self, RequestPage.self,
    ]

    /// Compiles every page in every language, so that what does not fit is refused at boot, not at a request.
    /// - Throws: `Refusal(.configuration)`.
    static func check(_ site: Site) throws {
        for page in all + mail {
            for language in site.languages { try page.check(site, language: language) }
        }
    }
}
