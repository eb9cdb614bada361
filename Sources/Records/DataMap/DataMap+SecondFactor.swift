extension DataMap {
    static let secondFactor =
        table(
            "second_factor", "What signing in needs besides the password.", .legitimateInterest,
            [
                Group("person", .reference, .person, .row),
                Group("secret", .secret, .never, .row),
                Group("step", .technical, .never, .row),
                Group("since", .trace, .person, .row),
            ])
        + table(
            "second_factor_offer", "A second factor that is being set up.", .legitimateInterest,
            [
                Group("person", .reference, .person, .expires),
                Group("secret", .secret, .never, .expires),
                Group("created", .trace, .person, .expires),
            ])
        + table(
            "recovery_code", "Codes that stand in for a lost second factor.", .legitimateInterest,
            [Group("code", .secret, .never, .row), Group("person", .reference, .person, .row)])
        + table(
            "second_step", "Sign-ins that wait for their second factor.", .legitimateInterest,
            [
                Group("token", .secret, .never, .expires),
                Group("person", .reference, .person, .expires),
                Group("epoch tries", .technical, .never, .expires),
                Group("created", .trace, .person, .expires),
            ])
}
