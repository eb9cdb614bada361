import Model
import Site
import Templates

/// An invoice by itself, as `templates/export/invoice` shows it.
struct ExportedInvoice: Renderable, Sendable {
    let number: String
    let language: String
    let direction: String
    let paper: String
    let body: HTML

    static let fields = Fields<ExportedInvoice> {
        $0.text("title") { $0.number }
        $0.text("language") { $0.language }
        $0.text("direction") { $0.direction }
        $0.text("paper") { $0.paper }
        $0.html("body") { $0.body }
    }
}

/// What an export says of itself, as `templates/export/readme` shows it.
struct ExportReadme: Renderable, Sendable {
    struct Table: Renderable, Sendable {
        let name: String
        let rows: String
        let purpose: String

        static let fields = Fields<Table> {
            $0.text("name") { $0.name }
            $0.text("rows") { $0.rows }
            $0.text("purpose") { $0.purpose }
        }
    }

    let language: String
    let direction: String
    let title: String
    let lead: String
    let scope: ExportScopeName
    /// Of how many documents there are no bytes; empty when of none.
    let without: String
    let tables: [Table]

    static let fields = Fields<ExportReadme> {
        $0.text("language") { $0.language }
        $0.text("direction") { $0.direction }
        $0.text("title") { $0.title }
        $0.text("lead") { $0.lead }
        $0.flag("hasAudit") { $0.scope == .agency }
        $0.flag("isOfClient") { $0.scope == .client }
        $0.flag("isOfPerson") { $0.scope == .person }
        $0.maybe("without") { $0.without }
        $0.list("tables") { $0.tables }
    }
}

/// Whose data it is, in a word that stands in the manifest too.
enum ExportScopeName: String, Sendable {
    case agency, client, person
}

extension Site {
    /// Compiles what exports are made with, so that what does not fit is refused at boot.
    /// - Throws: `Refusal(.configuration)`.
    func checkExports() throws {
        for language in languages {
            _ = try library.template("export/readme", for: ExportReadme.self, language: language)
            _ = try library.template("export/invoice", for: ExportedInvoice.self, language: language)
        }
    }

    func page(_ readme: ExportReadme) throws -> [UInt8] {
        try library.template("export/readme", for: ExportReadme.self, language: readme.language).render(readme)
    }

    func page(_ invoice: ExportedInvoice) throws -> [UInt8] {
        try library.template("export/invoice", for: ExportedInvoice.self, language: invoice.language).render(invoice)
    }
}
