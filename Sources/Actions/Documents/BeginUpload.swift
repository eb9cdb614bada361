public import Model
import Records

extension OpenAgency {
    /// Begins an upload to a case. Files follow one by one, then `finish`.
    /// - Parameters:
    ///   - visibility: what staff ask for; nil: internal. What contacts bring is seen by the client's contacts at once.
    ///   - paper: the paper of a request that the files are for; they keep its rules, and the client's contacts see them.
    /// - Throws: `Refusal(.notFound)` when the person may not know the case, or may bring nothing to it, or no such paper is
    ///   asked for; `.conflict` when staff have accepted it already.
    public func beginUpload(
        _ session: Session, client slug: Slug, case record: Slug, visibility: Visibility?, paper: String? = nil
    ) async throws -> Upload {
        let (client, access) = try await access(session, client: slug)
        guard access.mayUpload, let record = try await records.read({ try $0.caseRecord(of: client.id, slug: record) }) else {
            throw Refusal(.notFound, "refusal.not-found")
        }
        var asked: Paper?
        if let paper { asked = try await askedPaper(paper, of: record) }
        return Upload(
            self, session, client: client.id, caseID: record.id,
            visibility: session.person.role.isStaff && paper == nil ? visibility ?? .internal : .client,
            rules: try await uploadRules(for: session), paper: asked)
    }

    /// A paper of the case that files may be sent for.
    /// - Throws: `Refusal(.notFound)` when no such paper is asked for; `.conflict` when staff have accepted it already.
    func askedPaper(_ text: String, of record: Case) async throws -> Paper {
        guard let id = ID<Paper>(checking: text), let (paper, request) = try await records.read({ try $0.paper(id) }),
            request.caseID == record.id, paper.state != .withdrawn
        else { throw Refusal(.notFound, "refusal.not-found") }
        guard paper.state != .accepted else { throw Refusal(.conflict, "refusal.paper.accepted") }
        return paper
    }
}
