extension DataMap {
    static let rights =
        table(
            "data_request", "What people ask about their data, and what was decided.", .legalDuty,
            [
                Group("id erasure", .reference, .person, .kept),
                Group("person", .reference, .person, .emptied),
                Group("number kind channel received due state closed", .trace, .person, .kept),
                Group("name email words outcome", .contact, .person, .emptied),
                Group("reminded", .technical, .agency, .kept),
            ])
        + table(
            "data_request_step", "What was done about such a request.", .legalDuty,
            [
                Group("request", .reference, .person, .kept),
                Group("position", .technical, .agency, .kept),
                Group("at what", .trace, .person, .kept),
                Group("person", .reference, .agency, .orphaned),
                Group("words", .content, .agency, .emptied),
            ])
        + table(
            "data_request_change", "Corrections of a client's details that somebody asks for.", .legalDuty,
            [
                Group("request client", .reference, .person, .row),
                Group("field", .technical, .person, .row),
                Group("old new", .contact, .person, .row),
            ])
        + table(
            "data_request_copy", "Links to copies of somebody's data; kept seven days.", .legalDuty,
            [
                Group("token", .secret, .never, .expires),
                Group("request", .reference, .agency, .expires),
                Group("created expires", .trace, .agency, .expires),
            ])
        + table(
            "data_request_ticket", "Requests by the public form until their address is proved; kept a day.", .legalDuty,
            [
                Group("token", .secret, .never, .expires),
                Group("kind created expires", .trace, .agency, .expires),
                Group("name email words", .contact, .agency, .expires),
            ])
        + table(
            "sent_form", "Forms that were sent, so that a second click does nothing; those of a day ago go with the next.", .none,
            [Group("id at", .technical, .never, .expires)])
        + table(
            "restriction", "Whose data is kept and otherwise not used.", .legalDuty,
            [
                Group("id client person", .reference, .person, .row),
                Group("reason since told lifted", .trace, .person, .row),
                Group("words", .content, .person, .row),
            ])
}
