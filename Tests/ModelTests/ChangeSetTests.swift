import Model
import Testing

@Suite struct ChangeSetTests {
    private func invoices(_ count: Int, of clients: Int) -> ChangeSet {
        var set = ChangeSet()
        for index in 0..<count { set.insert(.invoice(ID("c\(index % clients)"), ID("i\(index)"))) }
        return set
    }

    @Test func `few changes are told apart`() {
        #expect(invoices(ChangeSet.limit, of: 10).all.count == ChangeSet.limit)
    }

    @Test func `many changes of few clients become those clients`() {
        let set = invoices(50_000, of: 10)
        #expect(set.all == Set((0..<10).map { .client(ID("c\($0)")) }))
    }

    @Test func `changes of many clients become everything`() {
        #expect(invoices(50_000, of: 5000).all == [.everything])
        var set = invoices(10, of: 10)
        set.insert(.everything)
        set.insert(.invoice(ID("c1"), ID("i1")))
        #expect(set.all.contains(.everything) && set.all.count == 11)
    }
}
