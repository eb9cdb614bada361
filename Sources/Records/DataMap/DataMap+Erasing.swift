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
        + table(
            "put_away", "Accounts that nobody used for two years, sealed under the agency's key; a year.", .contract,
            [
                Group("person", .reference, .agency, .row),
                Group("at", .trace, .agency, .row),
                Group("sealed", .secret, .never, .row),
            ])
        + table(
            "erased_address",
            "Who was erased, as marks that only the agency's key makes, so that no import brings them back; a year.",
            .legalDuty,
            [
                Group("mark", .secret, .never, .expires),
                Group("at", .trace, .never, .expires),
            ])
}
