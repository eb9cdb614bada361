public import Model

extension Connection {
    /// The next number of a series in a year, gapless: it is given back when the transaction fails. The first time the
    /// count goes on after the highest number that was imported in the series' form.
    public func nextNumber(_ series: InvoiceSeries, year: Int) throws -> String {
        let counter = series.counter(year: year)
        if try self.counter(counter) == nil {
            try setCounter(counter, try highestNumber(series, year: year) ?? 0)
        }
        return series.number(try next(counter), year: year)
    }

    /// Whether the series has given a number in that year: from then on no number of its form may be imported.
    public func hasIssued(_ series: InvoiceSeries, year: Int) throws -> Bool {
        try counter(series.counter(year: year)) != nil
    }

    /// The highest count among the numbers in use that have the series' form, in that year; nil when there is none.
    public func highestNumber(_ series: InvoiceSeries, year: Int) throws -> Int64? {
        var highest: Int64?
        // Read once for each series and year, so every number is looked at rather than a prefix searched for.
        try each("SELECT number FROM invoice WHERE number IS NOT NULL ORDER BY id") { row in
            guard let read = series.reading(try row.text(0)), read.year ?? year == year else { return }
            highest = max(highest ?? 0, read.count)
        }
        return highest
    }
}
