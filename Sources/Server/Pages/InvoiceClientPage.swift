import Site
import Templates

/// `/AGENCY/staff/invoices/new` without a client: for whom the invoice is.
struct InvoiceClientPage: ServerPage {
    static let template = "staff/invoice-client"

    let frame: Frame
    let listHref, action: String
    let field: FormField
    let hasClients: Bool

    static let fields = Fields<InvoiceClientPage> {
        $0.one("frame") { $0.frame }
        $0.text("listHref") { $0.listHref }
        $0.text("action") { $0.action }
        $0.one("field") { $0.field }
        $0.flag("hasClients") { $0.hasClients }
    }
}
