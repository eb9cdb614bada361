public import Model

/// Everything of one client that its pages may show, read in one transaction. Internal things and drafts are among it;
/// `Shown` is what takes them out.
public struct ClientRecords: Sendable {
    /// The client itself.
    public var client: Client
    /// Sorted: opened descending, then slug.
    public var cases: [CaseRecords]
    /// Drafts included. Sorted: issued descending with drafts first, then number.
    public var invoices: [InvoiceRecords]
    /// The views that contacts hold; the staff's is added by `Site`.
    public var views: Set<View>

    /// - Parameters: as the properties.
    public init(client: Client, cases: [CaseRecords] = [], invoices: [InvoiceRecords] = [], views: Set<View> = []) {
        (self.client, self.cases, self.invoices, self.views) = (client, cases, invoices, views)
    }
}

/// A case with all of its history and documents.
public struct CaseRecords: Sendable {
    /// The case itself.
    public var record: Case
    /// Its history, internal entries too.
    public var events: [Event]
    /// Removed documents are not among them.
    public var documents: [Document]
    /// The oldest first.
    public var messages: [Message]
    /// Requests for papers, the oldest first.
    public var requests: [PaperRequest]

    /// - Parameters: as the properties.
    public init(
        record: Case, events: [Event] = [], documents: [Document] = [], messages: [Message] = [], requests: [PaperRequest] = []
    ) {
        (self.record, self.events, self.documents) = (record, events, documents)
        (self.messages, self.requests) = (messages, requests)
    }
}

/// An invoice with what other invoices say of it.
public struct InvoiceRecords: Sendable {
    /// The invoice itself.
    public var invoice: Invoice
    /// The sum of the totals of issued credit notes against it, minor units.
    public var credited: Int64
    /// Of a credit note: the number of the invoice that it cancels.
    public var creditsNumber: String?

    /// - Parameters: as the properties.
    public init(invoice: Invoice, credited: Int64 = 0, creditsNumber: String? = nil) {
        (self.invoice, self.credited, self.creditsNumber) = (invoice, credited, creditsNumber)
    }
}
