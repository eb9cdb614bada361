import Foundation
public import Model
import Records

/// What staff do with a paper that they asked for.
public enum PaperVerdict: String, Sendable, CaseIterable {
    /// They are content with it, however it came.
    case accept
    /// It must be sent, or sent again.
    case reopen
    /// It is asked for no more.
    case withdraw

    var state: Paper.State {
        switch self {
        case .accept: .accepted
        case .reopen: .open
        case .withdraw: .withdrawn
        }
    }
}

extension OpenAgency {
    /// A paper that staff may decide about, and where it is asked for.
    /// - Throws: `Refusal(.notFound)` when there is none for this person.
    public func paper(_ text: String, _ session: Session) async throws -> (paper: Paper, client: Client, record: Case) {
        let none = Refusal(.notFound, "refusal.not-found")
        guard let id = ID<Paper>(checking: text), session.person.role.isStaff else { throw none }
        let found = try await records.read { connection -> (Paper, Client, Case)? in
            guard let (paper, request) = try connection.paper(id), let client = try connection.client(request.client),
                let record = try connection.caseRecord(request.caseID), let person = try connection.person(session.person.id),
                try connection.access(of: person, to: client.id) == .staff
            else { return nil }
            return (paper, client, record)
        }
        guard let found else { throw none }
        return (found.0, found.1, found.2)
    }

    /// Accepts, reopens or withdraws a paper. The answer waits for the client's pages.
    /// - Parameter typed: `do`, one of the verdicts; `note`, what the client reads about it; the state of the paper.
    /// - Returns: the paper as it is now.
    /// - Throws: `Refusal(.notFound)` when there is none for this person; `.invalid` for the note; `.conflict` when the paper
    ///   has changed since the form was made.
    @discardableResult
    public func judge(paper text: String, _ typed: Typed, _ session: Session) async throws -> Paper {
        let none = Refusal(.notFound, "refusal.not-found")
        guard let id = ID<Paper>(checking: text) else { throw none }
        guard let verdict = PaperVerdict(rawValue: typed.button) else { throw Refusal(.usage, "refusal.form.malformed") }
        let note = try typed.read { $0.body("note", most: 1000) }.trimmingCharacters(in: .whitespacesAndNewlines)
        let paper = try await change { connection, journal in
            guard let (paper, request) = try connection.paper(id),
                let person = try connection.person(session.person.id), person.epoch == session.person.epoch,
                try connection.access(of: person, to: request.client) == .staff
            else { throw none }
            try connection.mustBeFree(.client(request.client))
            // The same form twice.
            if paper.state == verdict.state, paper.note == note { return paper }
            try typed.check(FormState(paper))
            try connection.setState(verdict.state, note: note, of: id, version: paper.version)
            let change = Change.requests(request.client, request.caseID)
            if verdict == .withdraw { journal.withdraws(change) } else { journal.changed(change) }
            func write(action: String) {
                journal.audit(
                    actor: session.actor, action: action, subject: id.text,
                    detail: "\(paper.state.rawValue) -> \(verdict.state.rawValue)")
            }
            switch verdict {
            case .accept: write(action: "paper.accept")
            case .reopen:
                write(action: "paper.reopen")
                journal.tell(
                    .asked(
                        request: request.id.text, title: request.title, in: request.caseID, of: request.client,
                        by: session.actor))
            case .withdraw: write(action: "paper.withdraw")
            }
            return try connection.paper(id)?.paper ?? paper
        }
        if verdict == .reopen { mayRemind() }
        try await settled()
        return paper
    }
}
