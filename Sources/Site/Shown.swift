import Model

/// What one view may see of a client. Pages are made of this and never of records, so that what is internal, a draft or
/// outside the view's rights has no way into their bytes.
struct Shown: Sendable {
    let client: Client
    let view: View
    /// Empty without the right `cases`.
    let cases: [ShownCase]
    /// Issued ones; empty without the right `invoices`.
    let invoices: [ShownInvoice]
    /// By case, the newest first; empty without the right `documents`. The case is nil without the right `cases`.
    let documents: [(record: Case?, documents: [Document])]

    init(_ records: ClientRecords, view: View, invoices: [ShownInvoice]) {
        (client, self.view) = (records.client, view)
        let seesCases = view.rights.contains(.cases)
        let seesDocuments = view.rights.contains(.documents)
        let all = records.cases.map { ShownCase($0, seesDocuments: seesDocuments) }
        cases = seesCases ? all : []
        self.invoices = view.rights.contains(.invoices) ? invoices : []
        let holding = all.filter { !$0.documents.isEmpty }
        if seesCases {
            documents = holding.map { ($0.record, $0.documents) }
        } else {
            let loose = Shown.newestFirst(holding.flatMap(\.documents))
            documents = loose.isEmpty ? [] : [(nil, loose)]
        }
    }

    static func newestFirst(_ documents: [Document]) -> [Document] {
        documents.sorted { ($1.received, $1.id) < ($0.received, $0.id) }
    }
}

/// A case without what is internal.
struct ShownCase: Sendable {
    let record: Case
    /// The newest first.
    let events: [Event]
    /// The newest first; empty without the right `documents`.
    let documents: [Document]
    /// The oldest first. What came with them is shown as far as it is among `documents`.
    let messages: [Message]
    /// Requests of which something is still to be seen, the oldest first, without the papers that are no longer asked for.
    let requests: [PaperRequest]

    init(_ records: CaseRecords, seesDocuments: Bool) {
        record = records.record
        events = records.events.filter { $0.visibility == .client }.sorted(by: ShownCase.isNewer)
        documents = seesDocuments ? Shown.newestFirst(records.documents.filter { $0.visibility == .client }) : []
        messages = records.messages
        requests = records.requests.compactMap { request in
            var request = request
            request.papers.removeAll { $0.state == .withdrawn }
            return request.papers.isEmpty ? nil : request
        }
    }

    /// The day from which its page says something else of what it was asked for.
    func changes(after today: Day) -> Day? { requests.compactMap { $0.changes(after: today) }.min() }

    /// By day, then by time of day where it is known, then by the order of entry.
    static func isNewer(_ left: Event, _ right: Event) -> Bool {
        if left.day != right.day { return left.day > right.day }
        if left.at != right.at { return (left.at?.milliseconds ?? .min) > (right.at?.milliseconds ?? .min) }
        return left.id > right.id
    }
}
