import Templates

/// The templates of all pages, compiled for one language.
struct PageTemplates: Sendable {
    let home: Template<HomePage>
    let cases: Template<CasesPage>
    let caseRecord: Template<CasePage>
    let invoices: Template<InvoicesPage>
    let invoice: Template<InvoicePage>
    /// The sheet of an invoice alone, for staff.
    let sheet: Template<InvoicePage>
    let documents: Template<DocumentsPage>
    let text: Template<TextPage>
    let history: Template<HistoryPage>
    let proof: Template<ProofPage>
    let proofIndex: Template<ProofIndexPage>
    let processors: Template<ProcessorsPage>
    let security: Template<SecurityPage>
    let retention: Template<RetentionPage>

    /// - Throws: `Refusal(.configuration)` when a template names what nothing fills or a word is missing.
    init(_ library: Library, language: String) throws {
        home = try library.template("portal/home", for: HomePage.self, language: language)
        cases = try library.template("portal/cases", for: CasesPage.self, language: language)
        caseRecord = try library.template("portal/case", for: CasePage.self, language: language)
        invoices = try library.template("portal/invoices", for: InvoicesPage.self, language: language)
        invoice = try library.template("portal/invoice", for: InvoicePage.self, language: language)
        sheet = try library.template("partials/sheet", for: InvoicePage.self, language: language)
        documents = try library.template("portal/documents", for: DocumentsPage.self, language: language)
        retention = try library.template("portal/retention", for: RetentionPage.self, language: language)
        text = try library.template("portal/text", for: TextPage.self, language: language)
        history = try library.template("portal/history", for: HistoryPage.self, language: language)
        proof = try library.template("portal/proof", for: ProofPage.self, language: language)
        proofIndex = try library.template("portal/proofs", for: ProofIndexPage.self, language: language)
        processors = try library.template("portal/processors", for: ProcessorsPage.self, language: language)
        security = try library.template("portal/security", for: SecurityPage.self, language: language)
    }
}
