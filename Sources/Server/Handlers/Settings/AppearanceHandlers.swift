import Actions
import HTTPTypes
import Hummingbird
import Model
import NIOCore
import Site
import Templates

/// `/AGENCY/staff/settings/appearance/`: the agency's colour and picture, for owner and admin.
enum AppearanceHandlers {
    /// GET and POST: the colour.
    static func edit(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        try await FormRun(manager.staff).answer(request) { _ in
            try await page(manager)
        } take: { typed in
            try await manager.agency.changeSettings(["colour"], typed, by: manager.session)
            return .go(to: path(manager) + "?done=saved")
        }
    }

    /// POST `/AGENCY/staff/settings/logo`, multipart `file`: the picture.
    static func setLogo(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        do {
            try await manager.agency.setLogo(try await SmallFile.read(request, most: Logo.mostBytes), by: manager.session)
            return .redirect(to: path(manager) + "?done=saved")
        } catch let refusal as Refusal where [.unsupportedType, .tooLarge, .invalid].contains(refusal.kind) {
            if manager.visitor.isJSON { throw refusal }
            var page = try await page(manager)
            page.logoError = manager.signedIn.words.text(refusal.word, refusal.arguments)
            return .page(
                try page.bytes(site: manager.site, language: manager.signedIn.ownLanguage), status: refusal.kind.status)
        }
    }

    /// POST `/AGENCY/staff/settings/logo/remove`.
    static func removeLogo(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        try await manager.agency.removeLogo(by: manager.session)
        return .redirect(to: path(manager) + "?done=saved")
    }

    /// GET `/AGENCY/logo/NAME`: for everybody; the name changes with the bytes.
    static func logo(_ request: Request, _ visitor: Visitor) async throws -> Response {
        let (logo, bytes) = try await visitor.agency.picture(visitor.path.segments[2])
        var headers = HTTPFields()
        headers[.contentType] = logo.kind.type
        headers[.cacheControl] = "public, max-age=31536000, immutable"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private static func path(_ manager: ManagerSession) -> String {
        manager.visitor.home + "staff/settings/appearance/"
    }

    private static func page(_ manager: ManagerSession) async throws -> AppearancePage {
        let (agency, words) = (try await manager.agency.agency(), manager.signedIn.words)
        let settings = manager.visitor.home + "staff/settings/"
        let colour = FormField.text(
            "colour", words.text("appearance.colour"), agency.colour, hint: words.text("appearance.colour.hint"), most: 7,
            width: "short")
        return AppearancePage(
            frame: manager.frame(at: .settings, isBelow: true), settings: settings,
            done: manager.visitor.query["done"].map { _ in words.text("settings.done") },
            form: Form(
                [Form.Section(fields: [colour])], buttons: [Form.Button(words.text("settings.save"))],
                state: FormState(agency)),
            logo: Logo(agency.logo).map { manager.visitor.home + "logo/" + $0.name }, setLogo: settings + "logo",
            removeLogo: settings + "logo/remove",
            limits: words.text(
                "appearance.logo.hint", ["size": String(Logo.mostBytes / 1024), "pixels": String(Logo.mostPixels)]))
    }
}
