public import Model
import Records

/// What owners and admins do with templates of cases. The fields of the form are `name`, `title`, `summary`, `stages`, and of
/// the papers that a case begins with asking for `papers-title`, `papers-days` and the rows of `NewPaperRequest`.
extension OpenAgency {
    /// The agency's templates of cases, by name.
    /// - Throws: `Refusal(.notFound)` for anybody but owners and admins.
    public func caseTemplates(_ session: Session) async throws -> [CaseTemplate] {
        try await records.read { connection in
            _ = try connection.manager(session)
            return try connection.caseTemplates()
        }
    }

    /// One of them.
    /// - Throws: `Refusal(.notFound)` when there is none, or for anybody but owners and admins.
    public func caseTemplate(_ session: Session, id: String) async throws -> CaseTemplate {
        try await records.read { connection in
            _ = try connection.manager(session)
            return try connection.template(id)
        }
    }

    /// Adds a template.
    /// - Throws: `Refusal(.notFound)` for anybody but owners and admins; `.invalid` with `fields`.
    public func addCaseTemplate(_ session: Session, _ typed: Typed) async throws -> CaseTemplate {
        var read = try typed.read { try CaseTemplate(ID(""), &$0) }
        let id = try typed.newID(CaseTemplate.self)
        read.id = id
        let new = read
        return try await change { connection, journal in
            _ = try connection.manager(session)
            // Sent twice, it is one template.
            if let made = try connection.caseTemplate(id) { return made }
            try connection.checkFree(new)
            try connection.insert(new)
            journal.audit(actor: session.actor, action: "case-template.add", subject: id.text)
            return new
        }
    }

    /// Changes a template; the cases that were made of it stay as they are.
    /// - Parameter typed: also `state`, that of the template which the form showed.
    /// - Throws: as `addCaseTemplate`; `.conflict` when somebody has changed it since.
    public func editCaseTemplate(_ session: Session, id: String, _ typed: Typed) async throws -> CaseTemplate {
        try await change { connection, journal in
            _ = try connection.manager(session)
            let old = try connection.template(id)
            let new = try typed.read { try CaseTemplate(old.id, &$0) }
            try typed.check(FormState(old))
            guard new != old else { return old }
            try connection.checkFree(new)
            try connection.update(new)
            journal.audit(actor: session.actor, action: "case-template.edit", subject: new.id.text)
            return new
        }
    }

    /// Takes a template away; the cases that were made of it stay.
    /// - Throws: `Refusal(.notFound)` when there is none, or for anybody but owners and admins.
    public func removeCaseTemplate(_ session: Session, id: String) async throws {
        try await change { connection, journal in
            _ = try connection.manager(session)
            let template = try connection.template(id)
            try connection.removeCaseTemplate(template.id)
            journal.audit(
                actor: session.actor, action: "case-template.remove", subject: template.id.text, detail: template.name)
        }
    }
}

extension CaseTemplate {
    fileprivate init(_ id: ID<CaseTemplate>, _ form: inout TypedForm) throws {
        self.init(id: id, name: form.line("name", least: 1, most: 100))
        (title, summary) = (form.line("title"), form.body("summary"))
        stages = try form.value("stages", else: [], by: StageNames.read)
        papers = NewPaperRequest.papers(&form, leavesUntitled: true)
        papersTitle = form.line(NewPaperRequest.titleField, least: papers.isEmpty ? 0 : 1, most: 120)
        papersDays = form.wholeIfAny(CaseTemplate.daysField, 0...3650).map(Int64.init)
    }

    /// The name of the field for how many days after a case's opening its papers are needed.
    public static let daysField = "papers-days"
}

extension Connection {
    fileprivate func template(_ id: String) throws -> CaseTemplate {
        guard let id = ID<CaseTemplate>(checking: id), let template = try caseTemplate(id) else {
            throw Refusal(.notFound, "refusal.not-found")
        }
        return template
    }

    /// - Throws: `Refusal(.invalid)` at the name when another template has it.
    fileprivate func checkFree(_ template: CaseTemplate) throws {
        guard let other = try caseTemplate(named: template.name), other.id != template.id else { return }
        throw Refusal.at("name", "refusal.case-template.name", ["name": template.name])
    }
}
