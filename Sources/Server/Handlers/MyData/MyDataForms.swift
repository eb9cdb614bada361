import Actions
import HTTPTypes
import Hummingbird
import Model
import Site
import Templates

/// The forms of one's own data.
enum MyDataForms {
    /// GET and POST `/AGENCY/me/data/export/`: everything, made while one waits.
    static func export(_ request: Request, _ signedIn: SignedInSession) async throws -> Response {
        let words = signedIn.words
        return try await FormRun(signedIn).answer(request) { _ in
            let form = Form(
                [Form.Section(fields: signedIn.presentPassword)], buttons: [Form.Button(words.text("data.export.now"))],
                cancel: MyDataHandlers.path(signedIn))
            return page(signedIn, "data.export", lead: "data.export.lead", form)
        } take: { typed in
            try await signedIn.agency.prove(signedIn.session, typed, address: signedIn.address)
            let file = try await signedIn.agency.ownExport(signedIn.session)
            return .answer(.export(file, name: "\(signedIn.agency.slug)-my-data.zip"))
        }
    }

    /// GET and POST `/AGENCY/me/data/request/`: asks something of the agency.
    static func ask(_ request: Request, _ signedIn: SignedInSession) async throws -> Response {
        let words = signedIn.words
        return try await FormRun(signedIn).answer(request) { _ in
            let form = Form(
                [Form.Section(fields: fields(words))], buttons: [Form.Button(words.text("data.ask.send"))],
                cancel: MyDataHandlers.path(signedIn), key: signedIn.agency.world.uuid())
            return page(signedIn, "data.ask", lead: "data.ask.lead", form)
        } take: { typed in
            _ = try await signedIn.agency.askAboutData(signedIn.session, typed)
            return .go(to: MyDataHandlers.path(signedIn) + DataDone.asked.query)
        }
    }

    /// What every such form asks for.
    static func fields(_ words: Words) -> [FormField] {
        [
            .choice(
                "kind", words.text("data.ask.kind"), "",
                DataRequest.Kind.allCases.map {
                    FormField.Option($0.rawValue, MyDataHandlers.kind($0, words), about: about($0, words))
                }, kind: .radios, isRequired: true),
            .area("words", words.text("data.ask.words"), hint: words.text("data.ask.words.hint"), most: 4000, rows: 5),
        ]
    }

    private static func about(_ kind: DataRequest.Kind, _ words: Words) -> String {
        switch kind {
        case .access: words.text("data.kind.access.about")
        case .rectify: words.text("data.kind.rectify.about")
        case .erase: words.text("data.kind.erase.about")
        case .restrict: words.text("data.kind.restrict.about")
        case .portability: words.text("data.kind.portability.about")
        case .object: words.text("data.kind.object.about")
        }
    }

    /// GET and POST `/AGENCY/me/data/objections/`: at once.
    static func objections(_ request: Request, _ signedIn: SignedInSession) async throws -> Response {
        let words = signedIn.words
        return try await FormRun(signedIn).answer(request) { _ in
            let own = try await signedIn.agency.ownData(signedIn.session)
            let options = Objection.Purpose.allCases.map { purpose in
                FormField.Option(purpose.rawValue, label(purpose, words))
            }
            let form = Form(
                [
                    Form.Section(fields: [
                        .choices("objections", words.text("data.object.which"), own.objections.map(\.rawValue).sorted(), options)
                    ])
                ], buttons: [Form.Button(words.text("account.save"))], cancel: MyDataHandlers.path(signedIn))
            return page(signedIn, "data.object", lead: "data.object.lead", form)
        } take: { typed in
            try await signedIn.agency.setObjections(signedIn.session, typed)
            return .go(to: MyDataHandlers.path(signedIn) + DataDone.objections.query)
        }
    }

    private static func label(_ purpose: Objection.Purpose, _ words: Words) -> String {
        switch purpose {
        case .usage: words.text("data.object.usage")
        case .product: words.text("data.object.product")
        }
    }

    /// GET `/AGENCY/me/data/requests/ID/receipt`: for who asked, and for owners and admins.
    static func receipt(_ request: Request, _ signedIn: SignedInSession) async throws -> Response {
        let signed = try await signedIn.agency.requestReceipt(signedIn.visitor.path.segments[4], signedIn.session)
        var headers = HTTPFields()
        headers[.cacheControl] = "private, no-store"
        headers[.contentType] = "application/json"
        let name = "\(signedIn.agency.slug)-request-\(signed.receipt.number).json"
        headers[.contentDisposition] = ContentDisposition.field(name, isInline: false)
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: .init(bytes: try signed.bytes())))
    }

    private static func page(_ signedIn: SignedInSession, _ title: String, lead: String, _ form: Form) -> FormPage {
        let words = signedIn.words
        return FormPage(
            frame: signedIn.accountFrame,
            crumbs: [
                signedIn.accountCrumb,
                FormPage.Crumb(href: MyDataHandlers.path(signedIn), label: words.text("data.title")),
            ], title: words.text(title), lead: words.text(lead, ["agency": signedIn.settings.name]), form: form)
    }
}
