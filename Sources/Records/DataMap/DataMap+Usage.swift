extension DataMap {
    static let usage =
        table(
            "usage_event", "How the portal is used, by day; addresses are shortened after 30 days, all goes after 90.",
            .legitimateInterest,
            [
                Group("position times", .technical, .never, .expires),
                Group("day address browser device page feature shortened", .trace, .never, .expires),
            ])
        + table(
            "usage_day", "Figures of a day in groups of at least ten; two years.", .none,
            [Group("day kind name times", .technical, .agency, .untouched)])
        + table(
            "usage_speed", "How long answers took, by route and day; two years.", .none,
            [Group("day page bucket times failed", .technical, .agency, .untouched)])
        + table(
            "usage_return", "How many browsers that agreed came again on a day that is not summed up yet.", .none,
            [Group("day times", .technical, .never, .untouched)])
        + table(
            "objection", "What people do not want their data used for.", .legalDuty,
            [
                Group("person", .reference, .person, .row),
                Group("purpose", .content, .person, .row),
                Group("at", .trace, .person, .row),
            ])
}
