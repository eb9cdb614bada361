import Foundation
import Model
import Records
import Site
import Templates

/// Writes letters and notices into the outbox of one agency, within the transaction of their cause.
struct PostOffice: Sendable {
    let site: Site
    let world: World
    /// The workspace's origin.
    let baseURL: String

    /// Puts a journal's letters and notices into the outbox.
    /// - Returns: when the first of them is due; nil when there was nothing.
    func post(_ journal: Journal, _ connection: any Connection) throws -> Instant? {
        guard !(journal.letters.isEmpty && journal.strangers.isEmpty && journal.notices.isEmpty) else { return nil }
        let agency = try connection.agency()
        var due: Instant?
        for (letter, person, id) in journal.letters {
            if try post(letter, to: person, as: id, of: agency, connection) { due = min(due ?? world.now(), world.now()) }
        }
        for (letter, stranger) in journal.strangers {
            try post(letter, to: stranger, of: agency, connection)
            due = min(due ?? world.now(), world.now())
        }
        for notice in journal.notices {
            if let at = try tell(notice, of: agency, connection) { due = min(due ?? at, at) }
        }
        return due
    }

    /// Puts a letter to somebody without an account into the outbox.
    private func post(_ letter: MailLetter, to stranger: Stranger, of agency: Agency, _ connection: any Connection) throws {
        let language = [stranger.language, agency.language].first { site.languages.contains($0) } ?? "en"
        var someone = Person(id: ID(""), email: stranger.email, name: stranger.name, role: .contact)
        someone.language = language
        var mail = try written(letter, to: someone, of: agency, language: language)
        mail.person = nil
        try connection.insert(mail)
    }

    /// Puts one letter into the outbox, in its recipient's language; false when the person is gone or locked out.
    @discardableResult
    func post(
        _ letter: MailLetter, to person: ID<Person>, as id: ID<Mail>? = nil, of agency: Agency, _ connection: any Connection
    ) throws -> Bool {
        guard let person = try connection.person(person), !person.isDisabled else { return false }
        let language = try language(of: person, agency, connection)
        try connection.insert(try written(letter, to: person, as: id, of: agency, language: language))
        return true
    }

    /// A letter to somebody, in a language.
    private func written(
        _ letter: MailLetter, to person: Person, as id: ID<Mail>? = nil, of agency: Agency, language: String
    ) throws -> Mail {
        let words = site.words(language)
        var text = frame(person, agency, words)
        let formats = site.formats(language: language, agency: agency)
        func until(_ instant: Instant) -> String { words.text("mail.until", ["moment": formats.moment(instant)]) }
        let name = LetterText.line(agency.name)
        let subject: String
        switch letter {
        case .invitation(let url, let end):
            subject = words.text("mail.invitation.subject", ["agency": name])
            text.lead = words.text("mail.invitation.lead", ["agency": name])
            (text.url, text.until) = (url, until(end))
        case .signIn(let url, let code, let end):
            subject = words.text("mail.sign-in.subject", ["agency": name])
            (text.url, text.code, text.until) = (url, code, until(end))
        case .newPassword(let url, let end):
            subject = words.text("mail.new-password.subject", ["agency": name])
            (text.url, text.until) = (url, until(end))
        case .passwordChanged: subject = words.text("mail.password-changed.subject", ["agency": name])
        case .secondFactorOn: subject = words.text("mail.second-factor-on.subject", ["agency": name])
        case .secondFactorOff: subject = words.text("mail.second-factor-off.subject", ["agency": name])
        case .recoveryCodeUsed: subject = words.text("mail.recovery-code-used.subject", ["agency": name])
        case .newAddress(let url, let email, let end):
            subject = words.text("mail.new-address.subject", ["agency": name])
            text.lead = words.text("mail.new-address.lead", ["email": LetterText.line(email)])
            (text.url, text.until) = (url, until(end))
        case .inactive(let end):
            subject = words.text("mail.inactive.subject", ["agency": name])
            text.lead = words.text("mail.inactive.lead", ["agency": name, "date": formats.day(formats.day(of: end))])
        case .erased(let number, let kept, let said, let isFound):
            subject = words.text("mail.data-request.subject", ["agency": name])
            let stays = kept.map { " " + words.text("mail.erased.kept", ["date": formats.day($0)]) } ?? ""
            let lead = isFound ? "mail.erased.lead" : "mail.erased.nobody"
            text.lead = words.text(lead, ["number": "\(number)", "agency": name]) + stays
            text.code = LetterText.line(said)
        case .addressChanged: subject = words.text("mail.address-changed.subject", ["agency": name])
        case .policyAnnounced(let policy, let url, let from, let reason):
            let values = ["agency": name, "date": formats.day(from), "reason": LetterText.line(reason)]
            subject = words.text("mail.policy-announced.subject", values)
            text.lead = words.text("mail.policy-announced.\(policy.rawValue)", values)
            text.url = url
        case .incident(let title, let due):
            subject = words.text("mail.incident.subject", ["agency": name])
            text.lead = words.text("mail.incident.lead", ["title": LetterText.line(title)])
            text.until = words.text("mail.incident.due", ["moment": formats.moment(due)])
            text.url = text.home + "staff/incidents/"
        case .operatorAccess(let reason, let end):
            subject = words.text("mail.operator-access.subject", ["agency": name])
            text.lead = words.text("mail.operator-access.lead", ["reason": LetterText.line(reason)])
            text.until = words.text("mail.operator-access.until", ["moment": formats.moment(end)])
            text.url = text.home + "staff/settings/access/"
        case .staffOpened(let opening, let email, let at):
            subject = words.text("mail.staff-opened.subject", ["agency": name])
            text.lead = words.text("mail.staff-opened.\(opening.rawValue)", ["email": LetterText.line(email)])
            text.until = words.text("mail.staff-opened.at", ["moment": formats.moment(at)])
            text.url = text.home + "staff/people/"
        case .supportAnswer(let about, let thread):
            subject = words.text("mail.support-answer.subject", ["agency": name])
            text.lead = words.text("mail.support-answer.lead", ["subject": LetterText.line(about)])
            text.url = text.home + "staff/support/\(thread)/"
        case .disclosure(let authority, let basis, let given):
            subject = words.text("mail.disclosure.subject", ["agency": name])
            text.lead = words.text(
                "mail.disclosure.lead", ["authority": LetterText.line(authority), "basis": LetterText.line(basis)])
            text.until = words.text("mail.disclosure.given", ["moment": formats.moment(given)])
            text.url = text.home + "privacy/platform/"
        case .data(let what, let url):
            subject = words.text("mail.data-request.subject", ["agency": name])
            (text.lead, text.url) = (PostOffice.lead(what, words, formats), url)
            switch what {
            case .proof(let end), .copy(_, let end): text.until = until(end)
            default: break
            }
        }
        return Mail(
            id: id ?? world.id(), person: person.id, kind: letter.kind, isSecurity: true,
            address: letter.address ?? person.email, subject: subject,
            body: try text.text(letter.kind, site: site, language: language), created: world.now(), expires: letter.expires)
    }

    private static func lead(_ letter: DataLetter, _ words: Words, _ formats: Formats) -> String {
        switch letter {
        case .received(let number): words.text("mail.data-request.received", ["number": "\(number)"])
        case .arrived(let number, let due):
            words.text("mail.data-request.arrived", ["number": "\(number)", "date": formats.day(formats.day(of: due))])
        case .decided(let number): words.text("mail.data-request.decided", ["number": "\(number)"])
        case .due(let number, let days):
            words.text("mail.data-request.due", count: Int(days), ["number": "\(number)"])
        case .overdue(let number): words.text("mail.data-request.overdue", ["number": "\(number)"])
        case .restrictionEnds: words.text("mail.data-request.ends")
        case .proof: words.text("mail.data-request.proof")
        case .copy(let number, _): words.text("mail.data-request.copy", ["number": "\(number)"])
        }
    }

    /// What stands in every letter.
    func frame(_ person: Person, _ agency: Agency, _ words: Words) -> LetterText {
        var text = LetterText()
        let name = LetterText.line(person.name)
        if !name.isEmpty { text.greeting = words.text("mail.greeting", ["name": name]) }
        text.agency = LetterText.line(agency.name)
        text.home = home(agency)
        return text
    }

    /// `https://portal.example/AGENCY/`.
    func home(_ agency: Agency) -> String { agency.origin(baseURL) + PagePath.agency(agency.slug) }

    /// The language that a person reads: their own, that of their pages, the agency's.
    func language(of person: Person, _ agency: Agency, _ connection: any Connection) throws -> String {
        var wanted = [person.language]
        if person.role == .contact { wanted += try connection.contacts(of: person.id).map(\.language) }
        wanted.append(agency.language)
        return wanted.first { site.languages.contains($0) } ?? "en"
    }
}

extension Agency {
    /// The origin by which this agency's people come: the workspace's, with the agency's own host in it if it has one.
    func origin(_ baseURL: String) -> String {
        guard !host.isEmpty else { return baseURL }
        let scheme = baseURL.range(of: "://").map { String(baseURL[..<$0.upperBound]) } ?? "https://"
        return scheme + host
    }
}
