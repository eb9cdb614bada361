import Actions
import HTTPTypes
import Hummingbird
import Model
import Site
import Templates

/// `/AGENCY/me/data/erase/`: one's own account, erased at once.
enum OwnErasureForm {
    /// GET and POST `/AGENCY/me/data/erase/`.
    static func erase(_ request: Request, _ signedIn: SignedInSession) async throws -> Response {
        try await FormRun(signedIn).answer(request) { _ in
            page(try await signedIn.agency.ownErasure(signedIn.session), signedIn)
        } take: { typed in
            let signed = try await signedIn.agency.eraseOneself(signedIn.session, typed, address: signedIn.address)
            return .answer(try gone(signed, signedIn))
        }
    }

    private static func page(_ own: OwnErasure, _ signedIn: SignedInSession) -> FormPage {
        let words = signedIn.words
        let formats = signedIn.site.formats(language: signedIn.ownLanguage, agency: signedIn.settings)
        let parts = ErasureSections(words, formats, [own.outlook])
        let email = FormField.text(
            "email", words.text("data.erase.email"),
            hint: words.text("erase.name.hint", ["name": signedIn.session.person.email]), isRequired: true, autocomplete: "off")
        let confirm = Form.Section(words.text("erase.confirm"), fields: [email] + signedIn.presentPassword)
        var form = Form(
            parts.sections + [confirm], buttons: [Form.Button(words.text("data.erase.submit"))],
            cancel: MyDataHandlers.path(signedIn))
        if let hold = parts.hold { form.message = words.text("refusal.erase.held", ["reason": hold]) }
        var links: [FormPage.Crumb] = []
        if own.isLastOwner {
            form.message = words.text("data.erase.last-owner")
            links = [.init(href: signedIn.visitor.home + "staff/people/", label: words.text("data.erase.hand-over"))]
        } else if own.hasOwnClient || !signedIn.session.person.role.isStaff {
            links = [.init(href: MyDataHandlers.path(signedIn) + "request/", label: words.text("data.erase.cases"))]
        }
        return FormPage(
            frame: signedIn.accountFrame,
            crumbs: [
                signedIn.accountCrumb,
                FormPage.Crumb(href: MyDataHandlers.path(signedIn), label: words.text("data.title")),
            ], title: words.text("data.erase"), lead: words.text("data.erase.lead", ["agency": signedIn.settings.name]),
            links: links, form: form)
    }

    /// The last page that somebody sees: they are signed out, and take the receipt with them.
    private static func gone(_ signed: SignedReceipt, _ signedIn: SignedInSession) throws -> Response {
        let language = signedIn.ownLanguage
        let page = ErasedPage(
            frame: signedIn.site.frame(agency: signedIn.settings, language: language, signedIn: false),
            lead: signedIn.words.text("erased.lead", ["agency": signedIn.settings.name]),
            receipt: String(decoding: try signed.bytes(), as: UTF8.self))
        var response = Response.page(try page.bytes(site: signedIn.site, language: language))
        response.headers.append(HTTPField(name: .setCookie, value: Cookies.endSession(of: signedIn.agency.slug)))
        response.headers[.clearSiteData] = "\"cache\""
        return response
    }
}
