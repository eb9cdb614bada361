import Model
import Testing

@Suite struct InvoiceSeriesTests {
    @Test(arguments: [
        ("INV-{year}-{n:4}", "INV-2026-0007"), ("{n}", "7"), ("A{n:3}/{year}", "A007/2026"), ("{n:2}{year}", "072026"),
        ("Sąsk. {year} nr. {n}", "Sąsk. 2026 nr. 7"),
    ]) func `numbers read back to their year and count`(_ pattern: String, _ expected: String) throws {
        let series = try #require(InvoiceSeries(pattern))
        #expect(series.number(7, year: 2026) == expected)
        let read = try #require(series.reading(expected))
        #expect(read.count == 7)
        #expect(read.year == (series.isYearly ? 2026 : nil))
        for count in [1, 9, 99, 12_345, 9_999_999] as [Int64] {
            #expect(series.reading(series.number(count, year: 2026))?.count == count)
        }
    }

    @Test(arguments: [
        "", "INV", "{year}", "{n}{n}", "{year}{year}{n}", "{m}", "{n:0}", "{n:13}", "{n", "n}", "}{n}{", "{n:x}", "a\n{n}",
        "a very long text that leaves no room for {n}",
    ]) func `patterns that could not number are refused`(_ pattern: String) {
        #expect(InvoiceSeries(pattern) == nil)
    }

    @Test(arguments: [
        "INV-2026-7", "INV-2026-00007", "INV-26-0007", "inv-2026-0007", "INV-2026-0000", "INV-2026-0007a", "INV-2026-",
    ])
    func `numbers of another form are not the series'`(_ number: String) throws {
        let series = try #require(InvoiceSeries("INV-{year}-{n:4}"))
        #expect(series.reading(number) == nil)
    }
}
