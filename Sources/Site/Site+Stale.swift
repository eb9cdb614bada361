public import Model

extension Site {
    /// The pages that show a change: the only place that knows. What pages say and this function go together, and a test
    /// compares them: every page that differs after a change is among these.
    ///
    /// A credit note changes two invoices, itself and the one it credits; its action names both.
    public func pages(showing change: Change) -> Set<Page> {
        switch change {
        case .everything:
            [.all]
        case .client(let client):
            // The name stands on the home page, in the invoices and beside the documents; the views may differ too.
            [.whole(client)]
        case .caseRecord(let client, let id):
            // The title stands wherever the case is linked from.
            [.home(client), .cases(client), .caseRecord(client, id), .documents(client)]
        case .events(let client, let id):
            // Home shows the latest entries, the list of cases the day of the last one.
            [.home(client), .cases(client), .caseRecord(client, id)]
        case .documents(let client, let id):
            [.caseRecord(client, id), .documents(client)]
        case .invoice(let client, let id):
            [.home(client), .invoices(client), .invoice(client, id)]
        case .messages(let client, let id):
            [.caseRecord(client, id)]
        case .requests(let client, let id):
            // What is asked for waits on the home page.
            [.home(client), .caseRecord(client, id)]
        case .policies:
            [.shared("privacy"), .shared("privacy/platform"), .shared("privacy/history"), .shared("privacy/proof")]
        case .proof:
            // The texts carry marks, and each claim has a page.
            [.shared("privacy"), .shared("privacy/platform"), .shared("cookies"), .shared("privacy/proof")]
        case .incidents:
            [.shared("privacy/security")]
        case .disclosures:
            [.shared("privacy/platform")]
        }
    }
}
