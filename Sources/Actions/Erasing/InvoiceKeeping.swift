import Model

/// How long issued invoices are kept for the law, whoever asks for their erasure.
struct InvoiceKeeping: Sendable, Hashable {
    /// Whole years after the end of the year of issue.
    let years: Int
    /// Where that is written.
    let rule: String
    /// The first day whose invoices are kept today.
    let from: Day

    /// By the agency's country; where none of its own is known here, the longest of all.
    init(_ agency: Agency, today: Day) {
        (years, rule) = InvoiceKeeping.byCountry[agency.country] ?? (10, "ten years, where no shorter time is known")
        from = Day(year: max(1, today.year - years), month: 1, day: 1) ?? today
    }

    /// The last day of an invoice that was issued on a day.
    func until(_ issued: Day) -> Day { Day(year: min(9999, issued.year + years), month: 12, day: 31) ?? issued }

    /// Years after the end of the year, and the law that says so. What a law counts otherwise is counted so that nothing goes
    /// sooner than it may.
    static let byCountry: [String: (years: Int, rule: String)] = [
        "AT": (7, "BAO § 132"),
        "BE": (10, "Code TVA art. 60"),
        "DE": (8, "AO § 147 (3)"),
        "DK": (5, "Bogføringsloven § 12"),
        "EE": (7, "Raamatupidamise seadus § 12"),
        "ES": (6, "Código de Comercio art. 30"),
        "FI": (6, "Kirjanpitolaki 2:10"),
        "FR": (10, "Code de commerce L123-22"),
        "GB": (6, "VAT Act 1994, sch. 11, par. 6"),
        "IE": (6, "VAT Consolidation Act 2010, s. 84"),
        "IT": (10, "Codice civile art. 2220"),
        "LT": (10, "Bendrųjų dokumentų saugojimo terminų rodyklė 10.15"),
        "NL": (7, "AWR art. 52"),
        "PL": (5, "Ordynacja podatkowa art. 86"),
        "SE": (7, "Bokföringslagen 7:2"),
    ]
}
