import Model
import Records

extension PostOffice {
    /// Keeps a notice for everybody whom it concerns and who wants to hear; when the first digest with it goes out.
    func tell(_ notice: Notice, of agency: Agency, _ connection: any Connection) throws -> Instant? {
        let now = world.now()
        guard try connection.mayProcess(.client(notice.client), for: .digest) else { return nil }
        var first: Instant?
        for person in try audience(of: notice, connection) where person.id != notice.by && !person.isDisabled {
            let choice = try connection.mailChoice(of: person.id)?.choice ?? .standard(person.role)
            guard let due = choice.due(after: now, in: agency.zone),
                try connection.mayProcess(.person(person.id), for: .digest),
                try !connection.hasNotice(of: person.id, kind: notice.kind.rawValue, subject: notice.subject)
            else { continue }
            try connection.insert(
                StoredNotice(
                    id: world.id(), person: person.id, client: notice.client, caseID: notice.caseID,
                    kind: notice.kind.rawValue, subject: notice.subject, title: LetterText.line(notice.title), at: now,
                    due: due))
            first = min(first ?? due, due)
        }
        return first
    }

    private func audience(of notice: Notice, _ connection: any Connection) throws -> [Person] {
        switch notice.audience {
        case .contacts:
            // What is archived is shut to its contacts.
            guard try connection.client(notice.client)?.archived == nil else { return [] }
            return try connection.contacts(of: notice.client).filter { $0.sees.isSuperset(of: notice.kind.rights) }
                .compactMap { try connection.person($0.person) }
        case .staff:
            let staff = try connection.activeStaff()
            let agents = try staff.filter { try $0.role == .agent && connection.isAssigned($0.id, to: notice.client) }
            let told = agents.isEmpty ? staff.filter { $0.role != .agent } : agents
            let assignee = try notice.caseID.flatMap { try connection.caseRecord($0)?.assignee }
            guard let assignee, !told.contains(where: { $0.id == assignee }),
                let person = staff.first(where: { $0.id == assignee }),
                try connection.access(of: person, to: notice.client) == .staff
            else { return told }
            return told + [person]
        }
    }
}
