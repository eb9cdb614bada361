public import Model

private let select: SQL = "SELECT id, name, title, summary, stages, papers_title, papers_days FROM case_template"

extension CaseTemplate {
    init(_ row: any Row) throws {
        self.init(id: try row.id(0), name: try row.text(1))
        (title, summary) = (try row.text(2), try row.text(3))
        stages = StageList.names(try row.text(4))
        (papersTitle, papersDays) = (try row.text(5), try row.integerIfAny(6))
    }
}

extension Connection {
    /// The agency's templates of cases, by name.
    public func caseTemplates() throws -> [CaseTemplate] {
        try all(select + " ORDER BY name, id", CaseTemplate.init).map(withPapers)
    }

    /// The template, or nil.
    public func caseTemplate(_ id: ID<CaseTemplate>) throws -> CaseTemplate? {
        try one(select + " WHERE id = \(id)", CaseTemplate.init).map(withPapers)
    }

    /// The template of that name, or nil.
    public func caseTemplate(named name: String) throws -> CaseTemplate? {
        try one(select + " WHERE name = \(name) ORDER BY id", CaseTemplate.init).map(withPapers)
    }

    /// Adds a template.
    public func insert(_ template: CaseTemplate) throws {
        try run(
            """
            INSERT INTO case_template (id, name, title, summary, stages, papers_title, papers_days)
            VALUES (\(template.id), \(template.name), \(template.title), \(template.summary),
                \(StageList.text(template.stages)), \(template.papersTitle), \(template.papersDays))
            """)
        try writePapers(of: template)
    }

    /// Writes every field; tells whether the template exists.
    @discardableResult public func update(_ template: CaseTemplate) throws -> Bool {
        let isThere =
            try run(
                """
                UPDATE case_template SET name = \(template.name), title = \(template.title), summary = \(template.summary),
                    stages = \(StageList.text(template.stages)), papers_title = \(template.papersTitle),
                    papers_days = \(template.papersDays)
                WHERE id = \(template.id)
                """) > 0
        if isThere { try writePapers(of: template) }
        return isThere
    }

    /// Takes a template away; cases that were made of it keep what they copied. Tells whether there was one.
    @discardableResult public func removeCaseTemplate(_ id: ID<CaseTemplate>) throws -> Bool {
        try run("DELETE FROM case_template_paper WHERE template = \(id)")
        return try run("DELETE FROM case_template WHERE id = \(id)") > 0
    }

    private func withPapers(_ template: CaseTemplate) throws -> CaseTemplate {
        var template = template
        template.papers = try all(
            "SELECT title, hint, kinds, largest FROM case_template_paper WHERE template = \(template.id) ORDER BY position"
        ) {
            PaperDraft(
                title: try $0.text(0), hint: try $0.text(1), kinds: try $0.word(2), largest: try $0.integerIfAny(3))
        }
        return template
    }

    private func writePapers(of template: CaseTemplate) throws {
        try run("DELETE FROM case_template_paper WHERE template = \(template.id)")
        for (position, paper) in template.papers.enumerated() {
            try run(
                """
                INSERT INTO case_template_paper (template, position, title, hint, kinds, largest)
                VALUES (\(template.id), \(position + 1), \(paper.title), \(paper.hint), \(paper.kinds), \(paper.largest))
                """)
        }
    }
}
