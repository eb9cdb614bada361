import Actions
import HTTPTypes
import Hummingbird
import Model
import Site
import Templates

/// Messages on cases.
enum MessageHandlers {
    /// POST `/AGENCY/clients/CLIENT/cases/CASE/messages`: a contact's to the agency, a member of staff's to the client. What
    /// cannot be sent comes back with what was typed; files have to be chosen again.
    static func send(_ request: Request, _ session: SignedInSession) async throws -> Response {
        let visitor = session.visitor
        // Who may not write hears nothing of forms.
        let letter = try await session.agency.beginLetter(
            session.session, client: try visitor.slug(2), case: try visitor.slug(4))
        var typed = Sent()
        do {
            try await read(Uploads.open(request, session.parts.workspace.settings.upload), into: letter, &typed)
            let message = try await letter.send(typed.text, form: typed.form)
            return .redirect(to: casePath(letter, session) + "#m-\(message.id)")
        } catch let refusal as Refusal where !session.isJSON && comesBack(refusal) {
            await letter.abandon()
            return try again(letter, typed, refusal, session)
        } catch {
            await letter.abandon()
            throw error
        }
    }

    /// POST `/AGENCY/staff/messages/ID/withdraw`: staff take back what they wrote within the hour.
    static func withdraw(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let home = staff.visitor.home + "staff/"
        let body = try await FormBody.read(request, names: ["to"])
        let message = try await staff.agency.withdraw(message: staff.visitor.path.segments[3], staff.session)
        let to = LocalTarget.checked(body["to"], agency: staff.agency.slug)
        return .redirect(to: to.map { $0 + "#m-\(message.id)" } ?? home)
    }

    /// What came of a form so far.
    private struct Sent {
        var text = ""
        var form = ""
    }

    private static func read(_ form: FormReader, into letter: Letter, _ sent: inout Sent) async throws {
        while let event = try await form.event() {
            guard case .part(let headers) = event else { continue }
            switch (headers.name, headers.fileName) {
            case ("form", nil): sent.form = try await form.text(limit: 256)
            // Room for letters of four bytes; what is longer is told by its number of characters.
            case ("text", nil): sent.text = try await form.text(limit: 256 * 1024)
            case ("file", let name?):
                let part = PartBytes(form)
                // A browser sends one file without name or bytes when none was chosen.
                guard !name.isEmpty else {
                    guard try await part.part.next() == nil else { throw Refusal(.usage, "refusal.form.malformed") }
                    continue
                }
                try await letter.attach(name: name, bytes: part)
                try await part.part.finish()
            default: throw Refusal(.usage, "refusal.form.malformed")
            }
        }
    }

    private static func comesBack(_ refusal: Refusal) -> Bool {
        switch refusal.kind {
        case .invalid, .tooLarge, .full, .unavailable: true
        // A file's; the form's own has no letter to show.
        case .unsupportedType: refusal.word != "refusal.upload.form"
        default: false
        }
    }

    private static func again(
        _ letter: Letter, _ sent: Sent, _ refusal: Refusal, _ session: SignedInSession
    ) throws -> Response {
        let (site, language, settings) = (session.site, session.ownLanguage, session.settings)
        let words = site.words(language)
        let isStaff = session.session.person.role.isStaff
        let sentence = words.text(refusal.word, refusal.arguments)
        let isFile = refusal.word.hasPrefix("refusal.document.") || refusal.word.hasPrefix("refusal.upload.")
        let page = MessagePage(
            frame: site.frame(
                agency: settings, language: language, signedIn: true,
                nav: StaffPages.navigation(session, at: .clients, isBelow: true)),
            caseHref: casePath(letter, session), caseTitle: letter.record.title,
            letter: LetterForm(
                letter.record.slug, of: letter.client.slug, agency: settings.slug, form: sent.form, mayAttach: letter.mayAttach,
                isStaff: isStaff, limits: site.upload, rules: isStaff ? .all : settings.uploads, words: words,
                formats: site.formats(language: language, agency: settings),
                text: sent.text, error: isFile ? nil : sentence, fileError: isFile ? sentence : nil))
        return .page(try page.bytes(site: site, language: language), status: refusal.kind.status)
    }

    private static func casePath(_ letter: Letter, _ session: SignedInSession) -> String {
        session.session.person.role.isStaff
            ? StaffPages.path(session.visitor.home, letter.client.slug, letter.record.slug)
            : PagePath.client(session.settings.slug, letter.client.slug) + PagePath.caseRecord(letter.record.slug)
    }
}
