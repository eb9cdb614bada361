extension DataMap {
    static let policies =
        table(
            "policy_version", "Privacy policies as they were, are and will be in force.", .none,
            [
                Group("id", .technical, .agency, .untouched),
                Group("policy language state source digest material reason", .technical, .agency, .untouched),
                Group("announced announced_on in_force_from began ended", .technical, .agency, .untouched),
            ])
        + table(
            "policy_notice", "Who was told of a change of a privacy policy, as proof of it.", .legalDuty,
            [
                Group("version person mail", .reference, .person, .row),
                Group("shown", .trace, .person, .row),
            ])
}
