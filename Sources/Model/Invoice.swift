/// An invoice or credit note. The names of its terms are those of EN 16931.
public struct Invoice: Hashable, Sendable {
    /// A draft, or issued: then nothing of it changes any more.
    public enum Status: String, Sendable, CaseIterable { case draft, issued }

    /// Its identity.
    public var id: ID<Invoice>
    /// To whom it is.
    public var client: ID<Client>
    /// The case that it belongs to; nil: none.
    public var caseID: ID<Case>?
    /// The reference under which a folder brought it; empty when it was made here. Unique in the agency when not empty.
    public var reference: String
    /// BT-1; empty while it is a draft.
    public var number: String
    /// The series that numbers it; empty for imported numbers.
    public var series = ""
    /// BT-2; nil while it is a draft.
    public var issued: Day?
    /// BT-9.
    public var due: Day?
    /// BT-73.
    public var serviceFrom: Day?
    /// BT-74.
    public var serviceTo: Day?
    /// BT-5, ISO 4217.
    public var currency: String
    /// How it stands.
    public var status: Status
    /// The invoice that this credit note cancels (BT-25); nil for an invoice.
    public var credits: ID<Invoice>?
    /// BT-22, plain text.
    public var notes = ""
    /// BG-4, as it was when it was issued; nil while it is a draft.
    public var seller: InvoiceParty?
    /// BG-7, as it was when it was issued; nil while it is a draft.
    public var buyer: InvoiceParty?
    /// BG-25, in their order.
    public var lines: [Line] = []
    /// What came in for it.
    public var payments: [Payment] = []

    /// An invoice without lines; the rest is said of it afterwards.
    public init(id: ID<Invoice>, client: ID<Client>, reference: String, number: String, currency: String, status: Status) {
        (self.id, self.client, self.reference) = (id, client, reference)
        (self.number, self.currency, self.status) = (number, currency, status)
    }

    /// One line (BG-25).
    public struct Line: Hashable, Sendable {
        /// Its identity.
        public var id: ID<Line>
        /// BT-126; from 1, unique in the invoice.
        public var position: Int64
        /// BT-153.
        public var description: String
        /// BT-129, decimal text.
        public var quantity: Exact
        /// BT-130, as the agency writes it; may be empty.
        public var unit: String
        /// BT-146, decimal text, in the invoice's currency without VAT.
        public var unitPrice: Exact
        /// BT-152, per cent.
        public var taxRate: Exact
        /// BT-151.
        public var taxCategory: TaxCategory
        /// BT-120; why no VAT, may be empty.
        public var exemption: String

        /// - Parameters: as the properties.
        public init(
            id: ID<Line>, position: Int64, description: String, quantity: Exact, unit: String = "", unitPrice: Exact,
            taxRate: Exact, taxCategory: TaxCategory = .standard, exemption: String = ""
        ) {
            (self.id, self.position, self.description, self.quantity) = (id, position, description, quantity)
            (self.unit, self.unitPrice, self.taxRate) = (unit, unitPrice, taxRate)
            (self.taxCategory, self.exemption) = (taxCategory, exemption)
        }
    }

    /// UNCL 5305, as far as EN 16931 takes it.
    public enum TaxCategory: String, Sendable, CaseIterable {
        case standard = "S"
        case zero = "Z"
        case exempt = "E"
        case reverseCharge = "AE"
        case intraCommunity = "K"
        case export = "G"
        case outOfScope = "O"
    }

    /// Money received for it (what BT-113 sums).
    public struct Payment: Hashable, Sendable {
        /// Its identity.
        public var id: ID<Payment>
        /// The day on which the money came.
        public var day: Day
        /// Minor units of the invoice's currency; more than nothing.
        public var amount: Int64
        /// `bank`, `paysera`, `cash`, …
        public var provider: String
        /// What the payer wrote with it; may be empty.
        public var reference: String

        /// - Parameters: as the properties.
        public init(id: ID<Payment>, day: Day, amount: Int64, provider: String, reference: String) {
            (self.id, self.day, self.amount, self.provider, self.reference) = (id, day, amount, provider, reference)
        }
    }
}
