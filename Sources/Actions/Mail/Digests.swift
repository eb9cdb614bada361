import Model
import Records
import Site
import Templates

/// From what waits to be told to one letter a person.
extension PostOffice {
    /// The most things that one letter names.
    static let mostItems = 40

    /// Writes the digest of one person, if there is still anything in it that they may see. What it names waits no longer.
    /// - Parameter checkpoint: the note of the newest, for owners.
    func digest(for id: ID<Person>, checkpoint: String?, _ connection: any Connection) throws {
        let waiting = try connection.notices(of: id, limit: 1000)
        for notice in waiting { try connection.deleteNotice(notice.id) }
        guard let person = try connection.person(id), !person.isDisabled else { return }
        let agency = try connection.agency()
        let shown = try waiting.filter { try maySee($0, person, connection) }
        guard !shown.isEmpty else { return }
        let language = try language(of: person, agency, connection)
        let words = site.words(language)
        var text = frame(person, agency, words)
        text.lead =
            person.role.isStaff
            ? words.text("mail.digest.lead.staff") : words.text("mail.digest.lead", ["agency": text.agency])
        text.groups = try groups(Array(shown.prefix(PostOffice.mostItems)), for: person, agency, words, connection)
        if shown.count > PostOffice.mostItems {
            text.groups.append(
                LetterText.Group(heading: words.text("mail.digest.more"), url: text.home + "me/", items: []))
        }
        if person.role == .owner, let checkpoint { text.checkpoint = checkpoint }
        text.choose = text.home + "mail?token=" + (try token(of: person, connection))
        try connection.insert(
            Mail(
                id: world.id(), person: person.id, kind: "digest", isSecurity: false, address: person.email,
                subject: words.text("mail.digest.subject", count: shown.count, ["agency": text.agency]),
                body: try text.text("digest", site: site, language: language), created: world.now()))
    }

    /// What the person's link to their choice proves itself with; made with their first digest.
    private func token(of person: Person, _ connection: any Connection) throws -> String {
        if let known = try connection.mailChoice(of: person.id) { return known.token }
        let token = world.token()
        try connection.setMailChoice(.standard(person.role), of: person.id, token: token)
        return token
    }

    /// Whether the person may see it now: much can have been taken away since.
    private func maySee(_ notice: StoredNotice, _ person: Person, _ connection: any Connection) throws -> Bool {
        guard let kind = Notice.Kind(rawValue: notice.kind),
            try connection.mayProcess(.client(notice.client), for: .digest),
            try connection.mayProcess(.person(person.id), for: .digest)
        else { return false }
        let access = try connection.access(of: person, to: notice.client)
        switch access {
        case .none: return false
        case .staff: break
        case .contact(let view): guard view.rights.isSuperset(of: kind.rights) else { return false }
        }
        switch kind {
        case .document, .upload:
            guard let document = try connection.document(ID(notice.subject)) else { return false }
            return access.maySee(document.visibility)
        case .entry: return try connection.event(ID(notice.subject)) != nil
        case .invoice: return try connection.invoice(ID(notice.subject))?.status == .issued
        case .message:
            guard let message = try connection.message(ID(notice.subject)) else { return false }
            return message.withdrawn == nil
        case .request: return try connection.paperRequest(ID(notice.subject)).map { !$0.open.isEmpty } ?? false
        case .due:
            guard let request = try connection.paperRequest(ID(notice.subject)), !request.open.isEmpty else { return false }
            return try connection.caseRecord(request.caseID).map { $0.status != .closed } ?? false
        case .status: return try connection.caseRecord(ID(notice.subject)).map { $0.status.rawValue != notice.title } ?? false
        case .stage:
            guard let now = try connection.caseRecord(ID(notice.subject))?.currentStage else { return false }
            return LetterText.line(now) != notice.title
        }
    }

    /// One group a case, and one for a client's invoices, in the order in which they first came.
    private func groups(
        _ notices: [StoredNotice], for person: Person, _ agency: Agency, _ words: Words, _ connection: any Connection
    ) throws -> [LetterText.Group] {
        struct Key: Hashable {
            let client: ID<Client>
            let caseID: ID<Case>?
        }
        let formats = site.formats(language: words.language, agency: agency)
        let keys = notices.map { Key(client: $0.client, caseID: $0.caseID) }
        let byKey = Dictionary(grouping: zip(keys, notices), by: \.0)
        var seen: Set<Key> = []
        return try keys.filter { seen.insert($0).inserted }.compactMap { key in
            guard let client = try connection.client(key.client) else { return nil }
            let record = try key.caseID.flatMap { try connection.caseRecord($0) }
            let title = record.map(\.title) ?? words.text("mail.notice.invoices")
            return LetterText.Group(
                heading: LetterText.line(client.name) + " · " + LetterText.line(title),
                url: agency.origin(baseURL) + path(to: client, record, for: person, agency),
                items: try (byKey[key] ?? []).map { try item($0.1, record, words, formats, connection) })
        }
    }

    private func path(to client: Client, _ record: Case?, for person: Person, _ agency: Agency) -> String {
        let base = PagePath.client(agency.slug, client.slug)
        guard let record else { return base + "invoices/" }
        guard person.role.isStaff else { return base + PagePath.caseRecord(record.slug) }
        return PagePath.agency(agency.slug) + "staff/clients/\(client.slug)/cases/\(record.slug)/"
    }

    private func item(
        _ notice: StoredNotice, _ record: Case?, _ words: Words, _ formats: Formats, _ connection: any Connection
    ) throws -> String {
        let title = ["title": notice.title]
        return switch Notice.Kind(rawValue: notice.kind) {
        case .document: words.text("mail.notice.document", title)
        case .entry: words.text("mail.notice.entry", title)
        case .invoice: words.text("mail.notice.invoice", title)
        case .message: words.text("mail.notice.message")
        case .request: words.text("mail.notice.request", title)
        case .due: try reminder(notice, words, formats, connection)
        case .status where notice.title.isEmpty: words.text("mail.notice.opened")
        case .status: words.text("mail.notice.status", ["status": words.text("case.status.\(record?.status.rawValue ?? "")")])
        case .stage: words.text("mail.notice.stage", ["stage": LetterText.line(record?.currentStage ?? "")])
        case .upload: words.text("mail.notice.upload", title)
        case nil: notice.title
        }
    }

    /// By the day on which it is read: what was due soon when it was told may be overdue in a weekly digest.
    private func reminder(
        _ notice: StoredNotice, _ words: Words, _ formats: Formats, _ connection: any Connection
    ) throws -> String {
        guard let day = try connection.paperRequest(ID(notice.subject))?.due else { return notice.title }
        let isOver = day < formats.day(of: world.now())
        return words.text(
            isOver ? "mail.notice.overdue" : "mail.notice.due", ["title": notice.title, "date": formats.day(day)])
    }
}
