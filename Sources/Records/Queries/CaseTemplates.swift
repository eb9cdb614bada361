public import Model

private let select: SQL = "SELECT id, name, title, summary, stages FROM case_template"

extension CaseTemplate {
    init(_ row: any Row) throws {
        self.init(id: try row.id(0), name: try row.text(1))
        (title, summary) = (try row.text(2), try row.text(3))
        stages = StageList.names(try row.text(4))
    }
}

extension Connection {
    /// The agency's templates of cases, by name.
    public func caseTemplates() throws -> [CaseTemplate] {
        try all(select + " ORDER BY name, id", CaseTemplate.init)
    }

    /// The template, or nil.
    public func caseTemplate(_ id: ID<CaseTemplate>) throws -> CaseTemplate? {
        try one(select + " WHERE id = \(id)", CaseTemplate.init)
    }

    /// The template of that name, or nil.
    public func caseTemplate(named name: String) throws -> CaseTemplate? {
        try one(select + " WHERE name = \(name) ORDER BY id", CaseTemplate.init)
    }

    /// Adds a template.
    public func insert(_ template: CaseTemplate) throws {
        try run(
            """
            INSERT INTO case_template (id, name, title, summary, stages)
            VALUES (\(template.id), \(template.name), \(template.title), \(template.summary),
                \(StageList.text(template.stages)))
            """)
    }

    /// Writes every field; tells whether the template exists.
    @discardableResult public func update(_ template: CaseTemplate) throws -> Bool {
        try run(
            """
            UPDATE case_template SET name = \(template.name), title = \(template.title), summary = \(template.summary),
                stages = \(StageList.text(template.stages))
            WHERE id = \(template.id)
            """) > 0
    }

    /// Takes a template away; cases that were made of it keep what they copied. Tells whether there was one.
    @discardableResult public func removeCaseTemplate(_ id: ID<CaseTemplate>) throws -> Bool {
        try run("DELETE FROM case_template WHERE id = \(id)") > 0
    }
}
