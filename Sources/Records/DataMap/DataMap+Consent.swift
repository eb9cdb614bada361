extension DataMap {
    static let consent = table(
        "consent", "What people agreed to, refused and took back, as proof of it.", .legalDuty,
        [
            Group("id reference", .reference, .person, .kept),
            Group("person", .reference, .person, .orphaned),
            Group("purpose decision notice how", .content, .person, .kept),
            Group("at", .trace, .person, .kept),
        ])
}
