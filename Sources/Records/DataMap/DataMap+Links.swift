extension DataMap {
    /// How the rows of a table lead to whom they are about: what finding and erasing somebody goes by, and nothing else.
    public struct Link: Sendable, Hashable {
        /// What a column says of its row.
        public enum Way: String, Sendable, CaseIterable {
            /// The row is about whom the column names, or belongs to the row that it names: it goes where that goes.
            case about
            /// Somebody wrote or did it. The row is not about them: it stays, and the column leads to somebody who is gone.
            case by
            /// The column may hold the id of anyone or anything, as in the audit log.
            case id
            /// The column holds the key of a page, in which the client's id stands.
            case page
        }

        /// The table.
        public let table: String
        /// The column that leads there.
        public let column: String
        /// How.
        public let way: Way
        /// The table whose row the column names: `client`, `person`, or one that leads on; empty for `id` and `page`.
        public let target: String
    }

    /// A name's own table, where every way ends.
    public static let roots = ["client", "person"]

    /// The links of each table; the two roots lead to themselves.
    public static let links: [Link] = groups.flatMap(\.self)

    /// Apart, because one long sum of lists takes a compiler minutes.
    private static let groups: [[Link]] = [
        link("contact", about: "client client", "person person"),
        link("assignment", about: "client client", "person person"),
        link("client_case", about: "client client", by: "assignee"),
        link("event", about: "case_id client_case", by: "author"),
        link("invoice", about: "client client"),
        link("invoice_line", about: "invoice invoice"),
        link("invoice_party", about: "invoice invoice"),
        link("payment", about: "invoice invoice"),
        link("document", about: "client client", "case_id client_case", by: "person"),
        link("conversion", about: "document document"),
        link("derived", about: "document document"),
        link("receipt", about: "client client", "person person", "case_id client_case"),
        link("receipt_file", about: "receipt receipt"),
        link("resumable", about: "client client", "person person", "case_id client_case"),
        link("resumable_piece", about: "upload resumable"),
        link("message", about: "client client", "case_id client_case", by: "person"),
        link("message_file", about: "message message", "document document"),
        link("paper_request", about: "client client", "case_id client_case", by: "person"),
        link("paper", about: "request paper_request"),
        link("paper_file", about: "paper paper", "document document"),
        link("case_seen", about: "person person", "case_id client_case"),
        [
            "visit", "policy_read", "mail", "mail_choice", "ticket", "address_change", "objection", "session", "invitation",
            "device", "inactivity", "put_away",
        ].flatMap { link($0, about: "person person") },
        ["second_factor", "second_factor_offer", "recovery_code", "second_step"].flatMap { link($0, about: "person person") },
        link("notice", about: "client client", "person person", "case_id client_case"),
        link("consent", by: "person"),
        link("access_grant", by: "person"),
        link("incident_step", by: "actor"),
        link("support_message", by: "person"),
        link("data_request", about: "person person"),
        link("data_request_step", about: "request data_request", by: "person"),
        link("data_request_change", about: "request data_request", "client client"),
        link("data_request_copy", about: "request data_request"),
        link("restriction", about: "client client", "person person"),
        link("policy_notice", about: "person person", "mail mail"),
        link("search_row", about: "client client", id: "subject"),
        link("search_due", id: "subject"),
        link("erasure", id: "subject"),
        link("legal_hold", id: "subject"),
        link("disclosure", id: "subject"),
        link("audit", by: "actor", id: "subject"),
        link("audit_detail", about: "seq audit"),
        link("stale", page: "page"),
        link("page_file", page: "page"),
    ]

    /// The tables whose rows are about nobody, and why that is so.
    public static let aboutNobody: [String: String] = [
        "setting": "the agency itself",
        "picture": "the agency itself",
        "case_template": "cases to come",
        "case_template_paper": "cases to come",
        "policy_version": "texts of the agency",
        "usage_event": "browsers without names: no column leads to anybody",
        "usage_day": "figures",
        "usage_speed": "figures",
        "usage_return": "figures",
        "data_request_ticket": "whoever has an address that is not proved yet; gone within a day",
        "incident": "breaches; whom they concern stands in words that must be kept",
        "support_thread": "subjects of letters to whoever runs the program",
        "erased_address": "whoever is gone: without the agency's key no mark leads to anybody",
        "disclosure_step": "what whoever runs the program did; whom it concerns stands in disclosure",
        "sent_form": "random names of forms that were sent",
        "counter": "counts",
        "migration": "the schema",
        "search": "words of search_row, which leads to whom they are about",
        "search_data": "words of search_row, which leads to whom they are about",
        "search_idx": "words of search_row, which leads to whom they are about",
        "search_docsize": "sizes of rows of search_row",
        "search_config": "how the index is made",
    ]

    /// What names a row of a table where other tables name it.
    static func key(of table: String) -> String { table == "audit" ? "seq" : "id" }

    /// - Parameter about: `COLUMN TARGET` each.
    private static func link(_ table: String, about: String..., by: String = "", id: String = "", page: String = "") -> [Link] {
        var links = about.map { pair in
            let words = pair.split(separator: " ").map(String.init)
            return Link(table: table, column: words[0], way: .about, target: words[1])
        }
        links += by.split(separator: " ").map { Link(table: table, column: String($0), way: .by, target: "person") }
        if !id.isEmpty { links.append(Link(table: table, column: id, way: .id, target: "")) }
        if !page.isEmpty { links.append(Link(table: table, column: page, way: .page, target: "")) }
        return links
    }
}
