/// Who charges or who is charged, as an issued invoice names them: seller (BG-4) or buyer (BG-7) of EN 16931. It is written down
/// when the invoice is issued and never changes, whatever becomes of the agency's settings or the client's address.
public struct InvoiceParty: Hashable, Sendable {
    /// Which of the two it is.
    public enum Role: String, Sendable, CaseIterable { case seller, buyer }

    /// BT-27 or BT-44: the seller's legal name where there is one.
    public var name: String
    /// BT-35 or BT-50.
    public var address: String
    /// BT-37 or BT-52.
    public var city: String
    /// BT-38 or BT-53.
    public var postcode: String
    /// BT-40 or BT-55, ISO 3166-1 alpha-2; may be empty.
    public var country: String
    /// BT-31 or BT-48; may be empty.
    public var vat: String
    /// BT-30, the seller's; empty for a buyer.
    public var companyCode: String
    /// BT-43, the seller's; empty for a buyer.
    public var email: String
    /// BT-42, the seller's; empty for a buyer.
    public var phone: String

    /// Whoever is named by hand: an earlier invoice's party, or a sample.
    public init(
        name: String, address: String = "", city: String = "", postcode: String = "", country: String = "", vat: String = "",
        companyCode: String = "", email: String = "", phone: String = ""
    ) {
        (self.name, self.address, self.city, self.postcode) = (name, address, city, postcode)
        (self.country, self.vat, self.companyCode, self.email, self.phone) = (country, vat, companyCode, email, phone)
    }

    /// The agency as the seller of what it issues now.
    public init(_ agency: Agency) {
        self.init(
            name: agency.legalName.isEmpty ? agency.name : agency.legalName, address: agency.address, city: agency.city,
            postcode: agency.postcode, country: agency.country, vat: agency.vat, companyCode: agency.companyCode,
            email: agency.email, phone: agency.phone)
    }

    /// The client as the buyer of what is issued now.
    public init(_ client: Client) {
        self.init(
            name: client.name, address: client.address, city: client.city, postcode: client.postcode, country: client.country,
            vat: client.vat)
    }
}
