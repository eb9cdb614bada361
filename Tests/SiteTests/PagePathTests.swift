import Model
import Testing

@testable import Site

struct PagePathTests {
    @Test(arguments: [
        ("INV-2026-0001", "INV-2026-0001"), ("2026/1", "2026_2F1"), ("..", "_2E."), (".x", "_2Ex"), ("a.b", "a.b"),
        ("a_b", "a_5Fb"), ("Nr. 5", "Nr._205"), ("Š1", "_C5_A01"), ("../../etc", "_2E._2F.._2Fetc"),
    ])
    func `an invoice's number is one segment of a path`(_ number: String, _ expected: String) {
        #expect(PagePath.invoiceSegment(number) == expected)
    }

    @Test func `two numbers never share a path`() {
        let numbers = ["a/b", "a_2Fb", "a_b", "a__b", "a.b", ".ab", "_2Eab", "AB", "ab", "a b", "a%20b"]
        #expect(Set(numbers.map(PagePath.invoiceSegment)).count == numbers.count)
    }

    @Test func `the longest number still fits a file name`() {
        let long = String(repeating: "長", count: 40)
        let segment = PagePath.invoiceSegment(long)
        #expect(segment.utf8.count <= 200)
        #expect(segment != PagePath.invoiceSegment(String(repeating: "長", count: 39) + "短"))
        #expect(segment.utf8.allSatisfy { $0 != UInt8(ascii: "/") })
    }
}
