extension DataMap {
    static let erasing =
        table(
            "erasure", "Proof that somebody was erased, and what of it is still to be done; ids and counts alone.", .legalDuty,
            [
                Group("id", .reference, .agency, .kept),
                Group("subject actor", .reference, .agency, .orphaned),
                Group("kind asked done", .trace, .agency, .kept),
                Group("plan", .technical, .never, .untouched),
                Group("receipt", .trace, .agency, .kept),
            ])
        + table(
            "legal_hold", "Why somebody's data must stay, whoever asks for its erasure.", .legalDuty,
            [
                Group("id subject", .reference, .agency, .row),
                Group("reason", .content, .agency, .row),
                Group("kind since lifted", .trace, .agency, .row),
            ])
        + table(
            "inactivity", "How far an account has come that nobody signs in to.", .contract,
            [
                Group("person", .reference, .person, .row),
                Group("warnings at closed", .trace, .person, .row),
            ])
}
