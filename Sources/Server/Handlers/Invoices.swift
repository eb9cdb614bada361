import Actions
import HTTPTypes
import Hummingbird
import Model
import NIOCore
import Site
import Templates

/// The staff's invoices; the handlers of one of them stand in StaffInvoice.swift, those of its form in InvoiceForm.swift.
enum InvoiceHandlers {
    /// GET `/AGENCY/staff/invoices/`: filtered and sorted as the address says.
    static func list(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let filter = InvoiceFilter { staff.query[$0] }
        let list = try await staff.agency.invoices(staff.session, filter)
        let page = InvoiceListMaker(staff).page(list, filter, done: staff.query["done"].flatMap(InvoiceDone.init))
        return .page(try page.bytes(site: staff.site, language: staff.signedIn.ownLanguage))
    }

    /// GET `/AGENCY/staff/invoices.csv`: what the list shows, all pages of it.
    static func csv(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let bytes = try await staff.agency.invoicesCSV(staff.session, InvoiceFilter { staff.query[$0] })
        let name = "invoices-\(try await staff.agency.today()).csv"
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8",
                .contentDisposition: ContentDisposition.field(name, isInline: false),
            ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

/// What was done, as the page that one comes to afterwards says it.
enum InvoiceDone: String {
    case saved, issued, paid, unpaid, deleted

    var query: String { "?done=" + rawValue }

    func sentence(_ words: Words) -> String {
        switch self {
        case .saved: words.text("staff.invoice.done.saved")
        case .issued: words.text("staff.invoice.done.issued")
        case .paid: words.text("staff.invoice.done.paid")
        case .unpaid: words.text("staff.invoice.done.unpaid")
        case .deleted: words.text("staff.invoice.done.deleted")
        }
    }
}

extension StaffPages {
    /// `/AGENCY/staff/invoices/`.
    static func invoices(_ home: String) -> String { home + "staff/invoices/" }

    /// The frame of the pages about invoices.
    static func invoicesFrame(_ staff: StaffSession, current: String) -> Frame {
        staff.site.frame(
            agency: staff.settings, language: staff.signedIn.ownLanguage, signedIn: true,
            nav: navigation(staff, at: .invoices, isBelow: current == "true"))
    }

    /// What has become of an invoice.
    static func state(_ state: InvoiceState, _ words: Words) -> String { words.text("invoice.state.\(state.rawValue)") }

    /// What it is called: its kind and number, or that it is a draft.
    static func name(_ invoice: Invoice, _ words: Words) -> String {
        let isNote = invoice.credits != nil
        guard invoice.status == .issued else {
            return isNote ? words.text("staff.invoice.note-draft") : words.text("staff.invoice.draft")
        }
        return words.text(isNote ? "invoice.credit-note" : "invoice.invoice") + " " + invoice.number
    }
}
