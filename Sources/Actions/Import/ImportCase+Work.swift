import Model
import Records

/// The columns of cases.csv that say how the work goes.
extension Importer {
    /// `stages`, one a line in the cell, and `stage`, the name of one of them.
    func takeStages(_ row: ImportRow, into record: inout Case, _ old: Case?) throws {
        (record.stages, record.stage) = (old?.stages ?? [], old?.stage ?? 0)
        if row.cell("stages") != nil { record.take(stages: try StageNames.read(try row.body("stages"))) }
        guard let name = row.cell("stage"), !name.isEmpty else { return }
        guard let place = record.stages.firstIndex(of: name) else { throw row.problem("stage", "stage") }
        record.stage = Int64(place)
    }

    /// `assignee`, the e-mail of a member of staff who may see the client.
    func assignee(_ row: ImportRow, of client: Client) throws -> ID<Person>? {
        let email = try row.email("assignee")
        if email.isEmpty { return nil }
        guard let person = try db.person(email: email), person.role.isStaff,
            try db.access(of: person, to: client.id) == .staff
        else { throw row.problem("assignee", "assignee") }
        return person.id
    }
}
