import Actions
import HTTPTypes
import Hummingbird
import Model
import Site
import Templates

/// One's own second factor. These pages are open to who must set one up before anything else.
enum AccountSecondFactor {
    /// GET `/AGENCY/me/account/second-factor/`: how it is, and the form for what comes next.
    static func show(_ request: Request, _ signedIn: SignedInSession) async throws -> Response {
        let page = try await page(signedIn)
        return .page(try page.bytes(site: signedIn.site, language: signedIn.ownLanguage))
    }

    /// POST `/AGENCY/me/account/second-factor/offer`: makes a secret.
    static func offer(_ request: Request, _ signedIn: SignedInSession) async throws -> Response {
        try await run(signedIn).answer(request) { _ in
            offPage(signedIn)
        } take: { typed in
            do {
                try await signedIn.agency.offerSecondFactor(signedIn.session, typed, address: signedIn.address)
            } catch let refusal as Refusal where refusal.kind == .conflict {
                // It is on: the page says so.
            }
            return .go(to: path(signedIn))
        }
    }

    /// POST `/AGENCY/me/account/second-factor/confirm`: the code that turns it on. The answer shows the recovery codes, once.
    static func confirm(_ request: Request, _ signedIn: SignedInSession) async throws -> Response {
        let slug = signedIn.agency.slug
        return try await run(signedIn).answer(request) { _ in
            var page = try await page(signedIn)
            // Its time may be over since the code was asked for.
            if page.form.field("code") == nil { page.form.sections.append(Form.Section(fields: [.hidden("code", "")])) }
            return page
        } take: { typed in
            do {
                let made = try await signedIn.agency.confirmSecondFactor(
                    signedIn.session, typed, device: signedIn.visitor.cookies.device(of: slug), address: signedIn.address)
                var response = try codes(made.codes, isNew: true, signedIn)
                response.keep(made.signedIn, of: slug)
                return .answer(response)
            } catch let refusal as Refusal where refusal.kind == .conflict || refusal.kind == .forbidden {
                // Its time is over, or it is on already: the page says which.
                return .go(to: path(signedIn))
            }
        }
    }

    /// POST `/AGENCY/me/account/second-factor/codes`: new recovery codes, shown once.
    static func newCodes(_ request: Request, _ signedIn: SignedInSession) async throws -> Response {
        try await run(signedIn).answer(request) { _ in
            try await page(signedIn)
        } take: { typed in
            do {
                let made = try await signedIn.agency.newRecoveryCodes(signedIn.session, typed, address: signedIn.address)
                return .answer(try codes(made, isNew: false, signedIn))
            } catch let refusal as Refusal where refusal.kind == .conflict {
                return .go(to: path(signedIn))
            }
        }
    }

    /// POST `/AGENCY/me/account/second-factor/download`: the codes that a page has just shown, as a file. They are not kept here:
    /// the form brings them, and only those that are the person's go back.
    static func download(_ request: Request, _ signedIn: SignedInSession) async throws -> Response {
        let body = try await FormBody.read(request, names: ["codes"])
        let sent = (body["codes"] ?? "").split(separator: " ").map(String.init)
        let own = try await signedIn.agency.ownRecoveryCodes(signedIn.session, among: sent)
        guard !own.isEmpty else { throw Refusal(.notFound, "refusal.not-found") }
        let words = signedIn.words
        let head = words.text(
            "recovery-codes.file", ["agency": signedIn.settings.name, "email": signedIn.session.person.email])
        var response = Response.text(head + "\r\n\r\n" + own.joined(separator: "\r\n") + "\r\n")
        response.headers[.contentDisposition] = "attachment; filename=\"\(signedIn.agency.slug)-recovery-codes.txt\""
        return response
    }

    /// GET and POST `/AGENCY/me/account/second-factor/remove/`: turns it off, by password and code.
    static func remove(_ request: Request, _ signedIn: SignedInSession) async throws -> Response {
        let slug = signedIn.agency.slug
        guard signedIn.session.person.hasSecondFactor else { return .redirect(to: path(signedIn)) }
        return try await run(signedIn).answer(request) { _ in
            removePage(signedIn)
        } take: { typed in
            let renewed = try await signedIn.agency.removeSecondFactor(
                signedIn.session, typed, device: signedIn.visitor.cookies.device(of: slug), address: signedIn.address)
            var response = Response.redirect(to: signedIn.account + AccountDone.off.query)
            response.keep(renewed, of: slug)
            return .answer(response)
        }
    }

    private static func run(_ signedIn: SignedInSession) -> FormRun { FormRun(signedIn) }

    static func path(_ signedIn: SignedInSession) -> String { signedIn.account + "second-factor/" }

    private static func codes(_ codes: [String], isNew: Bool, _ signedIn: SignedInSession) throws -> Response {
        let page = RecoveryCodesPage(
            frame: signedIn.accountFrame, isNew: isNew, codes: codes.map(RecoveryCodesPage.Code.init),
            download: path(signedIn) + "download", next: signedIn.account)
        return .page(try page.bytes(site: signedIn.site, language: signedIn.ownLanguage))
    }
}
