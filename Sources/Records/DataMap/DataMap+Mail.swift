extension DataMap {
    static let mail =
        table(
            "mail", "Letters to people, and what became of them; texts are kept 90 days.", .contract,
            [
                Group("id person", .reference, .person, .row),
                Group("address", .contact, .person, .row),
                Group("kind security created due expires state tries doubtful finished", .trace, .person, .row),
                Group("subject body reply", .content, .person, .row),
            ])
        + table(
            "notice", "What people are to be told with their next digest.", .contract,
            [
                Group("id person client case_id subject", .reference, .person, .row),
                Group("kind title", .content, .person, .row),
                Group("at due", .trace, .person, .row),
            ])
        + table(
            "mail_choice", "How often people want to be told what is new.", .contract,
            [
                Group("person", .reference, .person, .row),
                Group("choice", .content, .person, .row),
                Group("token", .secret, .never, .row),
            ])
        + table(
            "ticket", "Requests to sign in, or to set a new password, by mail; kept a day.", .legitimateInterest,
            [
                Group("id person", .reference, .person, .expires),
                Group("token browser code shown address", .secret, .never, .expires),
                Group("purpose created expires tries used", .trace, .person, .expires),
            ])
        + table(
            "address_change", "Wishes for another e-mail address, until the link to it is opened; kept a day.", .contract,
            [
                Group("id person", .reference, .person, .expires),
                Group("token", .secret, .never, .expires),
                Group("email", .contact, .person, .expires),
                Group("created expires used", .trace, .person, .expires),
            ])
}
