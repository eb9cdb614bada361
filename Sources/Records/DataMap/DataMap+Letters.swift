extension DataMap {
    static let letters =
        table(
            "message", "What the agency and its clients write to each other.", .contract,
            [
                Group("id client case_id person", .reference, .person, .row),
                Group("author", .contact, .person, .row),
                Group("body", .content, .person, .row),
                Group("origin at withdrawn", .trace, .person, .row),
                Group("form digest", .technical, .agency, .row),
            ])
        + table(
            "message_file", "Which documents came with a message.", .contract,
            [Group("message document", .reference, .person, .row), Group("position", .technical, .agency, .row)])
        + table(
            "paper_request", "Which papers a client was asked for.", .contract,
            [
                Group("id client case_id person", .reference, .person, .row),
                Group("title", .content, .person, .row),
                Group("at due reminded", .trace, .person, .row),
            ])
        + table(
            "paper", "One of the papers that a client was asked for, and how it stands.", .contract,
            [
                Group("id request", .reference, .person, .row),
                Group("title hint note", .content, .person, .row),
                Group("kinds largest state", .trace, .person, .row),
                Group("position version", .technical, .agency, .row),
            ])
        + table(
            "paper_file", "Which documents answer a request for papers.", .contract,
            [Group("paper document", .reference, .person, .row), Group("at", .trace, .person, .row)])
        + table(
            "case_seen", "When somebody last looked at a case: what came later is unread for them.", .contract,
            [Group("person case_id", .reference, .person, .row), Group("at", .trace, .person, .row)])
        + table(
            "visit", "When somebody was here last: what came later is new to them.", .contract,
            [Group("person", .reference, .person, .row), Group("at before all_seen account", .trace, .person, .row)])
        + table(
            "policy_read", "Which text of a privacy policy somebody said that they have read.", .legitimateInterest,
            [
                Group("person", .reference, .person, .row),
                Group("policy digest", .content, .person, .row),
                Group("at", .trace, .person, .row),
            ])
}
