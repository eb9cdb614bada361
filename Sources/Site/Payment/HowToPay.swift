import Model
import Templates

/// Where to send the money (BG-16), while something is owed and the agency has an account.
struct HowToPay: Renderable {
    let to, iban, bic, amount: String
    /// What the payment names (BT-83): the creditor reference, or the number where there is none.
    let reference: String
    /// The number, beside a reference that is something else.
    let number: String?
    let code: PaymentCode?

    init?(_ one: ShownInvoice, _ setting: Setting) {
        let agency = setting.agency
        guard !one.isDraft, one.owed > 0, !agency.iban.isEmpty else { return nil }
        to = agency.legalName.isEmpty ? agency.name : agency.legalName
        (iban, bic) = (agency.iban.inFours, agency.bic)
        let structured = agency.paysByNumber ? nil : CreditorReference(number: one.invoice.number)
        reference = structured?.description ?? one.invoice.number
        number = structured == nil ? nil : one.invoice.number
        let owed = one.money(one.owed)
        amount = setting.formats.money(owed)
        code = EPCCode(
            to: to, iban: agency.iban, bic: agency.bic, amount: owed, reference: structured, number: one.invoice.number
        ).flatMap { PaymentCode($0, label: setting.words.text("invoice.pay-code")) }
    }

    static let fields = Fields<HowToPay> {
        $0.text("to") { $0.to }
        $0.text("iban") { $0.iban }
        $0.maybe("bic") { $0.bic }
        $0.text("reference") { $0.reference }
        $0.maybe("otherReference") { $0.number }
        $0.text("amount") { $0.amount }
        $0.one("code") { $0.code }
    }
}

/// The QR code of a payment as a picture.
struct PaymentCode: Renderable {
    /// Modules a side, the quiet zone included.
    let side: String
    /// What the pen draws.
    let path: String
    /// What the picture is, for those who do not see it.
    let label: String

    init?(_ code: EPCCode, label: String) {
        guard let picture = QRCode(Array(code.text.utf8), mostVersion: EPCCode.mostVersion) else { return nil }
        (side, path, self.label) = (String(picture.side), picture.path, label)
    }

    static let fields = Fields<PaymentCode> {
        $0.text("side") { $0.side }
        $0.text("path") { $0.path }
        $0.text("label") { $0.label }
    }
}
