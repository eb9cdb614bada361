import Actions
import Hummingbird
import Model
import Site
import Templates

/// `/AGENCY/me/data/correction/`: what the agency keeps of one's company, to be mended.
enum Corrections {
    /// GET and POST: shows what stands; what is written over it is asked of the agency.
    static func ask(_ request: Request, _ signedIn: SignedInSession) async throws -> Response {
        let words = signedIn.words
        return try await FormRun(signedIn).answer(request) { _ in
            let clients = try await signedIn.agency.correctable(signedIn.session)
            let note = Form.Section(fields: [
                .area("words", words.text("data.ask.words"), hint: words.text("correction.words.hint"), most: 4000, rows: 3)
            ])
            let form = Form(
                clients.enumerated().map { section($1, row: $0, words) } + [note],
                buttons: [Form.Button(words.text("data.ask.send"))], cancel: MyDataHandlers.path(signedIn),
                key: signedIn.agency.world.uuid())
            return FormPage(
                frame: signedIn.accountFrame,
                crumbs: [
                    signedIn.accountCrumb,
                    FormPage.Crumb(href: MyDataHandlers.path(signedIn), label: words.text("data.title")),
                ], title: words.text("correction.title"),
                lead: words.text("correction.lead", ["agency": signedIn.settings.name]), form: form)
        } take: { typed in
            _ = try await signedIn.agency.askForCorrection(signedIn.session, typed)
            return .go(to: MyDataHandlers.path(signedIn) + DataDone.asked.query)
        }
    }

    private static func section(_ client: Client, row: Int, _ words: Words) -> Form.Section {
        func name(_ field: String) -> String { RowName.text("clients", row, field) }
        let fields = RequestChange.Field.allCases.map { field in
            FormField.text(
                name(field.rawValue), label(field, words), client[keyPath: field.place],
                kind: field == .email ? .email : field == .phone ? .tel : .text, isRequired: field == .name,
                width: [.postcode, .vat, .city].contains(field) ? "half" : nil)
        }
        return Form.Section(client.name, fields: [.hidden(name("client"), client.slug.text)] + fields)
    }

    /// A correction as lists show it: whose, what stands, and what should.
    static func fact(_ change: RequestChange, _ words: Words, client: String? = nil) -> MyDataPage.Fact {
        let nothing = words.text("correction.nothing")
        let (old, new) = (change.old.isEmpty ? nothing : change.old, change.new.isEmpty ? nothing : change.new)
        let label = label(change.field, words)
        return MyDataPage.Fact(
            label: client.map { "\(label) · \($0)" } ?? label,
            value: words.text("correction.change", ["old": old, "new": new]))
    }

    private static func label(_ field: RequestChange.Field, _ words: Words) -> String {
        switch field {
        case .name: words.text("client.name")
        case .email: words.text("client.email")
        case .phone: words.text("client.phone")
        case .address: words.text("client.address")
        case .city: words.text("client.city")
        case .postcode: words.text("client.postcode")
        case .vat: words.text("client.vat")
        }
    }
}
