public import Model

/// What sort of thing an entry of the audit log tells.
public enum AuditKind: String, Sendable, CaseIterable {
    /// Somebody looked at something.
    case saw
    /// Somebody changed something.
    case changed
    /// Somebody took something along.
    case exported
}

extension AuditKind {
    /// The condition on `action`. Actions are named for it (docs/audit.md): reading ends in `.read`, taking along in `.export`.
    var condition: SQL {
        let saw: SQL =
            "(substr(action, length(action) - 4) = '.read' OR action IN ('document.original', 'document.preview'))"
        let exported: SQL =
            "(substr(action, length(action) - 6) = '.export' OR substr(action, 1, 6) = 'export' OR action = 'backup.create')"
        switch self {
        case .saw: return " AND " + saw
        case .exported: return " AND " + exported
        case .changed:
            return " AND NOT " + saw + " AND NOT " + exported
                + " AND substr(action, 1, 4) <> 'sign' AND action NOT IN ('request.refuse', 'session.prove', 'audit.lost')"
        }
    }
}

extension AuditFilter {
    /// What is a client's: itself, its cases, documents, invoices, messages, papers, and the pages that show them.
    static func isAbout(_ client: ID<Client>) -> SQL {
        let pages: [Page] = [.home(client), .cases(client), .invoices(client), .documents(client)]
        var all: SQL = " AND subject IN (SELECT id FROM document WHERE client = \(client)"
        for table in ["client_case", "invoice", "message", "paper_request"] {
            all = all + SQL(stringLiteral: " UNION ALL SELECT id FROM \(table) WHERE client = ") + "\(client)"
        }
        all = all + " UNION ALL SELECT 'case ' || client || ' ' || id FROM client_case WHERE client = \(client)"
        all = all + " UNION ALL SELECT 'invoice ' || client || ' ' || id FROM invoice WHERE client = \(client)"
        all = all + " UNION ALL SELECT id FROM client WHERE id = \(client)"
        for page in pages { all = all + " UNION ALL SELECT \(page.key)" }
        return all + ")"
    }
}
