extension DataMap {
    static let oversight =
        table(
            "access_grant", "When the operator may look at what the agency keeps, and why.", .legitimateInterest,
            [
                Group("id", .reference, .agency, .kept),
                Group("person", .reference, .agency, .orphaned),
                Group("given until ended", .trace, .agency, .kept),
                Group("reason", .content, .agency, .kept),
            ])
        + table(
            "incident", "Breaches of security, as they must be documented.", .legalDuty,
            [
                Group("id", .reference, .agency, .kept),
                Group("kind origin", .technical, .agency, .kept),
                Group("discovered", .trace, .agency, .kept),
                Group("title", .content, .agency, .kept),
            ])
        + table(
            "incident_step", "What became known of a breach, and what was done about it.", .legalDuty,
            [
                Group("incident", .reference, .agency, .kept),
                Group("position kind", .technical, .agency, .kept),
                Group("actor", .reference, .agency, .orphaned),
                Group("at", .trace, .agency, .kept),
                Group("facts effects measures shown", .content, .agency, .kept),
            ])
        + table(
            "support_thread", "What the agency asked of whoever runs the program.", .contract,
            [
                Group("id", .reference, .agency, .kept),
                Group("number", .technical, .agency, .kept),
                Group("subject", .content, .agency, .kept),
            ])
        + table(
            "support_message", "What was written to whoever runs the program, and answered.", .contract,
            [
                Group("id thread", .reference, .agency, .kept),
                Group("position side", .technical, .agency, .kept),
                Group("at", .trace, .agency, .kept),
                Group("person", .reference, .agency, .orphaned),
                Group("body", .content, .agency, .kept),
            ])
        // In no export: what a court forbids to tell must not be told by one.
        + table(
            "disclosure", "What authorities asked for, and by which law.", .legalDuty,
            [
                Group("id", .reference, .never, .kept),
                Group("subject", .reference, .never, .orphaned),
                Group("number kind", .technical, .never, .kept),
                Group("authority basis", .content, .never, .kept),
                Group("gag", .trace, .never, .kept),
            ])
        + table(
            "disclosure_step", "Who agreed that an authority gets an answer, and when it did.", .legalDuty,
            [
                Group("disclosure", .reference, .never, .kept),
                Group("position kind sha256", .technical, .never, .kept),
                Group("at", .trace, .never, .kept),
                Group("name", .contact, .never, .kept),
            ])
}
