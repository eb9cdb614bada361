import NIOHTTP1

/// What figures of use ask of a request's fields, in one pass: pages in demand are answered faster than names are looked up.
struct UsageFields: Sendable {
    /// What the browser says of itself.
    private(set) var agent = ""
    /// As `PrivacySignal`.
    private(set) var asksNotToBeCounted = false

    init(_ headers: HTTPHeaders) {
        for (name, value) in headers {
            // By length first: most fields are none of these.
            switch name.utf8.count {
            case 10 where agent.isEmpty && name.lowercased() == "user-agent": agent = value
            case 7 where value == "1" && name.lowercased() == "sec-gpc": asksNotToBeCounted = true
            case 3 where value == "1" && name.lowercased() == "dnt": asksNotToBeCounted = true
            default: break
            }
        }
    }
}
